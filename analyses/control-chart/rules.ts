import { exp, log } from '../numeric/elementary/elementary-functions'

/** Sets of run rules. Each rule flags the points that it finds something about. */
export const ruleSets = ['making-data-count', 'nelson', 'western-electric', 'anhoej'] as const
export type RuleSet = (typeof ruleSets)[number]

export type Rule =
  | 'outside'
  | 'one-side'
  | 'trend'
  | 'two-of-three'
  | 'four-of-five'
  | 'alternating'
  | 'hugging'
  | 'avoiding'
  | 'long-run'
  | 'few-crossings'

/** What a rule flagged: indices into the phase's points. A chart-wide rule flags the points it is seen at. */
export interface Finding {
  readonly rule: Rule
  readonly points: readonly number[]
}

export interface RunTest {
  readonly useful: number
  readonly longestRun: number
  readonly longestRunLimit: number
  readonly crossings: number
  readonly crossingsLimit: number
}

/**
 * Applies a rule set to the points of one phase.
 * @param values in time order, all included
 * @param runLength points on one side that count as a shift in `making-data-count`: 7 or 8
 */
export function findSignals(
  values: readonly number[],
  centre: number,
  sigma: number,
  set: RuleSet,
  runLength: number,
): readonly Finding[] {
  const sides = values.map((value) => Math.sign(value - centre))
  const distance = (index: number): number => Math.abs((values[index] ?? 0) - centre) / sigma
  const outside = flag('outside', values, (index) => sigma > 0 && distance(index) > 3)
  switch (set) {
    case 'making-data-count': {
      const near = values.map((_, index) => sigma > 0 && distance(index) > 2 && distance(index) <= 3)
      return present([outside, oneSide(sides, runLength), trend(values, 7), twoOfThreeNear(sides, near)])
    }
    case 'western-electric':
      return present([
        outside,
        beyond('two-of-three', sides, distance, 2, 3, 2),
        beyond('four-of-five', sides, distance, 4, 5, 1),
        oneSide(sides, 8),
      ])
    case 'nelson':
      return present([
        outside,
        oneSide(sides, 9),
        trend(values, 6),
        alternating(values, 14),
        beyond('two-of-three', sides, distance, 2, 3, 2),
        beyond('four-of-five', sides, distance, 4, 5, 1),
        windows('hugging', values.length, 15, (index) => distance(index) < 1),
        windows('avoiding', values.length, 8, (index) => distance(index) > 1),
      ])
    case 'anhoej':
      return present([outside, ...anhoej(sides)])
  }
}

/** Longest run and crossings about the centre; points on it are not useful (Anhøj & Olesen 2014). */
export function runTest(values: readonly number[], centre: number): RunTest {
  const sides = values.map((value) => Math.sign(value - centre)).filter((side) => side !== 0)
  let longest = 0
  let run = 0
  let crossings = 0
  sides.forEach((side, index) => {
    if (index > 0 && side === sides[index - 1]) run += 1
    else {
      if (index > 0) crossings += 1
      run = 1
    }
    longest = Math.max(longest, run)
  })
  return {
    useful: sides.length,
    longestRun: longest,
    longestRunLimit: sides.length === 0 ? 0 : Math.round(log(sides.length) / Math.LN2) + 3,
    crossings,
    crossingsLimit: halfBinomialQuantile(0.05, Math.max(0, sides.length - 1)),
  }
}

/** Smallest k with P(X ≤ k) ≥ p for X binomial(n, ½). */
function halfBinomialQuantile(p: number, n: number): number {
  let logChoose = 0
  let cumulated = 0
  for (let k = 0; k <= n; k += 1) {
    cumulated += exp(logChoose - n * Math.LN2)
    if (cumulated >= p) return k
    logChoose += log((n - k) / (k + 1))
  }
  return n
}

function anhoej(sides: readonly number[]): readonly Finding[] {
  const test = runTest(sides, 0)
  const findings: Finding[] = []
  if (test.longestRun > test.longestRunLimit) {
    for (const run of runsOf(sides))
      if (run.length > test.longestRunLimit) findings.push({ rule: 'long-run', points: run })
  }
  if (test.useful > 1 && test.crossings < test.crossingsLimit) {
    findings.push({ rule: 'few-crossings', points: sides.flatMap((side, index) => (side === 0 ? [] : [index])) })
  }
  return findings
}

/** Runs of useful points on one side; a point on the centre neither breaks nor lengthens a run. */
function runsOf(sides: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = []
  let current: number[] = []
  let side = 0
  sides.forEach((next, index) => {
    if (next === 0) return
    if (next !== side) {
      current = []
      runs.push(current)
      side = next
    }
    current.push(index)
  })
  return runs
}

function flag(rule: Rule, values: readonly number[], test: (index: number) => boolean): Finding {
  return { rule, points: values.flatMap((_, index) => (test(index) ? [index] : [])) }
}

/** `length` or more in a row on one side; a point on the centre breaks the run. */
function oneSide(sides: readonly number[], length: number): Finding {
  return windows(
    'one-side',
    sides.length,
    length,
    (index, first) => sides[index] !== 0 && sides[index] === sides[first],
  )
}

/** `length` points in a row that all rise or all fall. */
function trend(values: readonly number[], length: number): Finding {
  const steps = values.slice(1).map((value, index) => Math.sign(value - (values[index] ?? 0)))
  const points = new Set<number>()
  for (let first = 0; first + length - 1 <= steps.length; first += 1) {
    const window = steps.slice(first, first + length - 1)
    if (window[0] !== 0 && window.every((step) => step === window[0]))
      for (let index = first; index < first + length; index += 1) points.add(index)
  }
  return { rule: 'trend', points: [...points].sort((a, b) => a - b) }
}

function alternating(values: readonly number[], length: number): Finding {
  const steps = values.slice(1).map((value, index) => Math.sign(value - (values[index] ?? 0)))
  const points = new Set<number>()
  for (let first = 0; first + length - 1 <= steps.length; first += 1) {
    const window = steps.slice(first, first + length - 1)
    if (window.every((step, index) => step !== 0 && (index === 0 || step === -(window[index - 1] ?? 0)))) {
      for (let index = first; index < first + length; index += 1) points.add(index)
    }
  }
  return { rule: 'alternating', points: [...points].sort((a, b) => a - b) }
}

/** Two of three successive points between two thirds of the limit and the limit, all three on one side of the centre (NHS Making Data Count). */
function twoOfThreeNear(sides: readonly number[], near: readonly boolean[]): Finding {
  const points = new Set<number>()
  for (let first = 0; first + 3 <= sides.length; first += 1) {
    const window = [first, first + 1, first + 2]
    const close = window.filter((index) => near[index] === true)
    if (close.length >= 2 && Math.abs(window.reduce((sum, index) => sum + (sides[index] ?? 0), 0)) === 3)
      for (const index of close) points.add(index)
  }
  return { rule: 'two-of-three', points: [...points].sort((a, b) => a - b) }
}

/** `needed` of `length` successive points farther than `sigmas` from the centre on the same side. */
function beyond(
  rule: Rule,
  sides: readonly number[],
  distance: (index: number) => number,
  needed: number,
  length: number,
  sigmas: number,
): Finding {
  const points = new Set<number>()
  for (let first = 0; first + length <= sides.length; first += 1) {
    for (const side of [1, -1]) {
      const far: number[] = []
      for (let index = first; index < first + length; index += 1)
        if (sides[index] === side && distance(index) > sigmas) far.push(index)
      if (far.length >= needed) for (const index of far) points.add(index)
    }
  }
  return { rule, points: [...points].sort((a, b) => a - b) }
}

function windows(rule: Rule, count: number, length: number, test: (index: number, first: number) => boolean): Finding {
  const points = new Set<number>()
  for (let first = 0; first + length <= count; first += 1) {
    let holds = true
    for (let index = first; index < first + length && holds; index += 1) holds = test(index, first)
    if (holds) for (let index = first; index < first + length; index += 1) points.add(index)
  }
  return { rule, points: [...points].sort((a, b) => a - b) }
}

function present(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ points }) => points.length > 0)
}
