import { runsOf, runTest, sidesOf } from './runs'

/** Sets of run rules. Each rule flags the points that it finds something about. */
export const ruleSets = ['making-data-count', 'nelson', 'western-electric', 'anhoej'] as const
export type RuleSet = (typeof ruleSets)[number]

export const rules = [
  'outside',
  'one-side',
  'trend',
  'two-of-three',
  'four-of-five',
  'alternating',
  'hugging',
  'avoiding',
  'long-run',
  'few-crossings',
] as const
export type Rule = (typeof rules)[number]

/** What a rule flagged: indices into the phase's points. A chart-wide rule flags the points it is seen at. */
export interface Finding {
  readonly rule: Rule
  readonly points: readonly number[]
}

/** The points of one phase that count, as a rule sees them. */
export interface ChartedPoint {
  readonly value: number
  readonly sigma: number
  /** Whether it follows directly on the point before. A rise or fall across a gap is none; a run on one side goes on. */
  readonly isNeighbour: boolean
}

/**
 * Applies a rule set to the points of one phase.
 * @param points in time order, all included
 * @param runLength points on one side that count as a shift in `making-data-count`: 7 or 8
 */
export function findSignals(
  points: readonly ChartedPoint[],
  centre: number,
  set: RuleSet,
  runLength: number,
): readonly Finding[] {
  const sides = sidesOf(
    points.map(({ value }) => value),
    centre,
  )
  const steps = points.map(({ value, isNeighbour }, index) =>
    isNeighbour ? Math.sign(value - (points[index - 1]?.value ?? value)) : 0,
  )
  // In sigmas. Where there is no spread, whatever is not on the centre lies beyond every limit.
  const distances = points.map(({ value, sigma }) => (value === centre ? 0 : Math.abs(value - centre) / sigma))
  const distance = (index: number): number => distances[index] ?? 0
  const outside = flag('outside', distances, (index) => distance(index) > 3)
  switch (set) {
    case 'making-data-count': {
      const near = distances.map((far) => far > 2 && far <= 3)
      return present([outside, oneSide(sides, runLength), trend(steps, 7), twoOfThreeNear(sides, near)])
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
        trend(steps, 6),
        alternating(steps, 14),
        beyond('two-of-three', sides, distance, 2, 3, 2),
        beyond('four-of-five', sides, distance, 4, 5, 1),
        windows('hugging', points.length, 15, (index) => (points[index]?.sigma ?? 0) > 0 && distance(index) < 1),
        windows('avoiding', points.length, 8, (index) => distance(index) > 1),
      ])
    case 'anhoej':
      return present([outside, ...anhoej(sides)])
  }
}

function anhoej(sides: readonly number[]): readonly Finding[] {
  const test = runTest(sides)
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

/** `length` points in a row that all rise or all fall; `steps` holds the direction from the neighbour before, 0 where there is none. */
function trend(steps: readonly number[], length: number): Finding {
  return windows(
    'trend',
    steps.length,
    length,
    (index, first) => index === first || (steps[index] !== 0 && steps[index] === steps[first + 1]),
  )
}

/** `length` points in a row that go up and down by turns. */
function alternating(steps: readonly number[], length: number): Finding {
  return windows('alternating', steps.length, length, (index, first) => {
    if (index === first) return true
    return steps[index] !== 0 && (index === first + 1 || steps[index] === -(steps[index - 1] ?? 0))
  })
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
