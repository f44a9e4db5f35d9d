import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { random } from '../../analyses/numeric/resampling/random'
import { packItems, unpack } from '../../analyses/round-change/packed-items'
import type { MoverData } from '../../analyses/round-change/mover-data'
import { mostPermutedPeople, topMovers } from '../../analyses/round-change/top-movers'
import { dataset, instrument } from '../group-comparison/frames'
import { randomSource } from '../random-source'
import { falseAlarms } from '../simulation/unchanged-rounds'
import { projectFolder } from '../source-files'

const running = { aborted: false }

/** People of two rounds with answers 0 … 4, a common part in every person, and one answer in twenty missing. */
function madeUp(people: number, items: number, strata: number, shift: (item: number) => number, seed = 1): MoverData {
  const draw = randomSource(seed)
  const isLater = Uint8Array.from({ length: people }, () => (draw() < 0.45 ? 1 : 0))
  const stratum = Int32Array.from({ length: people }, () => Math.floor(draw() * strata))
  const own = Float64Array.from({ length: people }, () => draw() - 0.5)
  return {
    isLater,
    stratum,
    keepsSpreads: true,
    items: Array.from({ length: items }, (_, item) =>
      Int8Array.from({ length: people }, (_unused, person) =>
        draw() < 0.05
          ? -1
          : Math.min(
              4,
              Math.max(
                0,
                Math.round(2 + (own[person] ?? 0) + 3 * (draw() - 0.5) + (isLater[person] === 1 ? shift(item) : 0)),
              ),
            ),
      ),
    ),
  }
}

/** Every assignment of the later label to as many people of each stratum, and its largest studentised change: the definition, without tricks. */
function exactLargest(data: MoverData): readonly number[] {
  const people = data.isLater.length
  const wanted = new Map<number, number>()
  data.stratum.forEach((code, person) => wanted.set(code, (wanted.get(code) ?? 0) + (data.isLater[person] ?? 0)))
  const found: number[] = []
  for (let labels = 0; labels < 2 ** people; labels += 1) {
    const counts = new Map<number, number>()
    for (let person = 0; person < people; person += 1)
      if ((labels >> person) & 1)
        counts.set(data.stratum[person] ?? 0, (counts.get(data.stratum[person] ?? 0) ?? 0) + 1)
    if ([...wanted].some(([code, count]) => (counts.get(code) ?? 0) !== count)) continue
    found.push(Math.max(...data.items.map((answers) => deviateOf(data, answers, (person) => (labels >> person) & 1))))
  }
  return found
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const squaresOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1)

/** Welch's t and its degrees of freedom, from the formulas as they are printed. */
function welch(difference: number, groups: readonly [readonly number[], readonly number[]]): { t: number; df: number } {
  const [first, second] = groups.map((own) => squaresOf(own) / own.length) as [number, number]
  return {
    t: difference / Math.sqrt(first + second),
    df: (first + second) ** 2 / (first ** 2 / (groups[0].length - 1) + second ** 2 / (groups[1].length - 1)),
  }
}

/** The change under labels of rounds, with the spread within strata that the round of the label has, as a normal deviate. */
function deviateOf(data: MoverData, answers: Int8Array, round: (person: number) => number): number {
  const answering = [...answers.keys()].filter((person) => (answers[person] ?? -1) >= 0)
  const stratumMean = (person: number): number =>
    meanOf(
      answering.filter((other) => data.stratum[other] === data.stratum[person]).map((other) => answers[other] ?? 0),
    )
  const within = (person: number): number => (answers[person] ?? 0) - stratumMean(person)
  const spreads = [0, 1].map((own) =>
    Math.sqrt(squaresOf(answering.filter((person) => data.isLater[person] === own).map(within))),
  )
  const deviation = (person: number): number =>
    (within(person) * (spreads[round(person)] ?? 0)) / (spreads[data.isLater[person] ?? 0] ?? 0)
  const groups = [0, 1].map((own) => answering.filter((person) => round(person) === own)) as [number[], number[]]
  const [first, second] = groups.map((own) => meanOf(own.map((person) => stratumMean(person) + deviation(person)))) as [
    number,
    number,
  ]
  const { t, df } = welch(second - first, groups.map((own) => own.map(deviation)) as [number[], number[]])
  return ((8 * df + 1) / (8 * df + 3)) * Math.sqrt(df * Math.log(1 + t ** 2 / df))
}

describe('the largest move', () => {
  test('has the distribution of all exchanges of labels within strata', () => {
    const data = madeUp(14, 4, 2, () => 0.3, 9)
    const exact = exactLargest(data)
    const movers = topMovers(data, 49_999, random(1), running)
    for (const [item, mover] of movers.entries()) {
      const answers = data.items[item] ?? new Int8Array(0)
      const groups = [0, 1].map((round) =>
        [...answers].filter((answer, person) => answer >= 0 && data.isLater[person] === round),
      ) as [number[], number[]]
      expect(mover.standardized).toBeCloseTo(welch(meanOf(groups[1]) - meanOf(groups[0]), groups).t, 12)
      const deviate = deviateOf(data, answers, (person) => data.isLater[person] ?? 0)
      expect(mover.pMax).toBeCloseTo(exact.filter((largest) => largest >= deviate - 1e-9).length / exact.length, 2)
    }
  })

  test('where the earlier round is the smaller one, the drawn people are the earlier ones', () => {
    const data = madeUp(13, 3, 1, () => 0, 21)
    const turned: MoverData = { ...data, isLater: data.isLater.map((label) => 1 - label) }
    const [forward, backward] = [
      topMovers(data, 19_999, random(2), running),
      topMovers(turned, 19_999, random(3), running),
    ]
    for (const [item, mover] of forward.entries()) {
      expect(backward[item]?.estimate).toBeCloseTo(-mover.estimate, 12)
      expect(backward[item]?.pMax).toBeCloseTo(mover.pMax, 1)
    }
  })

  test('lies above its reference exactly when its p is at most 0.05', () => {
    const movers = topMovers(
      madeUp(300, 24, 5, (item) => item / 30),
      999,
      random(4),
      running,
    )
    for (const { estimate, reference95, pMax } of movers) expect(Math.abs(estimate) > reference95).toBe(pMax <= 0.05)
    expect(movers.some(({ pMax }) => pMax <= 0.05)).toBe(true)
    expect(movers.some(({ pMax }) => pMax > 0.05)).toBe(true)
  })

  test('if nothing changed, at least one item seems to move in about 5 of 100 surveys', () => {
    let found = 0
    for (let survey = 0; survey < 300; survey += 1) {
      const movers = topMovers(
        madeUp(80, 24, 4, () => 0, 1000 + survey),
        999,
        random(survey),
        running,
      )
      if (movers.some(({ pMax }) => pMax <= 0.05)) found += 1
    }
    expect(found / 300).toBeGreaterThan(0.015)
    expect(found / 300).toBeLessThan(0.09)
  })

  test.each([
    { n1: 15, n2: 60, spreadRatio: 0.5, items: 8 },
    { n1: 60, n2: 15, spreadRatio: 0.5, items: 8 },
    { n1: 20, n2: 20, spreadRatio: 2, items: 8 },
  ])(
    'if only the spread changed, $n1 and $n2 answers with a ratio of $spreadRatio cross the reference in about 5 of 100 surveys',
    (rounds) => {
      // With a standard deviation of both rounds together, 15 of 100 or 0 would.
      const share = falseAlarms(rounds, 400, 199) / 400
      expect(share).toBeGreaterThan(0.015)
      expect(share).toBeLessThan(0.085)
    },
  )

  test('all simulated rates are near 5 of 100, whatever the numbers and the spreads', () => {
    const { surveys, rows } = JSON.parse(
      readFileSync(join(projectFolder, 'tests/simulation/top-movers.json'), 'utf8'),
    ) as { readonly surveys: number; readonly rows: readonly { readonly rate: number }[] }
    expect(rows.length).toBe(36)
    expect(surveys).toBe(2000)
    const most = 0.08
    for (const { rate } of rows) expect(rate).toBeLessThan(most)
    for (const { rate } of rows) expect(rate).toBeGreaterThan(0.02)
    const ends = [Math.min, Math.max].map((end) => (100 * end(...rows.map(({ rate }) => rate))).toFixed(1))
    for (const [language, between] of [
      ['', ' to '],
      ['.nb', ' til '],
      ['.sv', ' till '],
    ] as const) {
      const page = readFileSync(join(projectFolder, `analyses/round-change/README${language}.md`), 'utf8')
      const written = ends.map((end) => (language === '' ? end : end.replace('.', ',')))
      expect(page.replace(/\s+/g, ' ')).toContain(written.join(between))
    }
  })

  test('keeps the numbers of each round within each stratum', () => {
    // One stratum is all earlier, the other all later: nothing can be exchanged, so the largest move is always the observed one.
    const data = madeUp(60, 3, 1, () => 1)
    const locked: MoverData = { ...data, stratum: Int32Array.from(data.isLater) }
    const movers = topMovers(locked, 999, random(5), running)
    for (const { pMax } of movers) expect(pMax).toBe(1)
    expect(movers[0]?.reference95).toBeGreaterThan(0)
  })

  test('where all answers of each round are alike and the rounds differ, has no standard error and no reference, and is beyond chance', () => {
    const data: MoverData = {
      items: [Int8Array.from({ length: 40 }, (_, person) => (person < 20 ? 3 : 4))],
      isLater: Uint8Array.from({ length: 40 }, (_, person) => (person < 20 ? 0 : 1)),
      stratum: new Int32Array(40),
      keepsSpreads: true,
    }
    const [mover] = topMovers(data, 999, random(1), running)
    expect(mover).toMatchObject({ estimate: 1, standardized: Infinity, reference95: Number.NaN })
    expect(mover?.pMax).toBe(0.001)
  })

  test('of an item that does not vary is nothing', () => {
    const data = madeUp(40, 2, 1, () => 0)
    const [, constant] = topMovers(
      { ...data, items: [data.items[0] ?? new Int8Array(0), new Int8Array(40).fill(3)] },
      999,
      random(6),
      running,
    )
    expect(constant).toMatchObject({ estimate: 0, standardized: 0, pMax: 1, reference95: Number.NaN })
  })

  test('is the same for one seed and stops when called off', () => {
    const data = madeUp(200, 10, 3, () => 0.1)
    expect(topMovers(data, 999, random(8), running)).toEqual(topMovers(data, 999, random(8), running))
    expect(() => topMovers(data, 999, random(8), { aborted: true })).toThrow(Aborted)
  })

  test('beyond the limit of people the normal limit gives what permutations give', () => {
    const shift = (item: number): number => (item === 0 ? 0.07 : item === 1 ? 0.04 : 0)
    const large = madeUp(mostPermutedPeople + 1, 8, 6, shift, 77)
    const first = <T extends Int8Array | Uint8Array | Int32Array>(array: T): T =>
      array.slice(0, mostPermutedPeople) as T
    const permuted = topMovers(
      {
        items: large.items.map(first),
        isLater: first(large.isLater),
        stratum: first(large.stratum),
        keepsSpreads: true,
      },
      2999,
      random(9),
      running,
    )
    const drawn = topMovers(large, 2999, random(10), running)
    for (const [item, mover] of drawn.entries()) {
      expect(mover.reference95 / (permuted[item]?.reference95 ?? 0)).toBeCloseTo(1, 1)
      expect(mover.pMax).toBeCloseTo(permuted[item]?.pMax ?? 0, 1)
    }
  })
})

describe('packed answers', () => {
  test('come back as they were, turned where the item is reversed', () => {
    const items = packItems(dataset(), instrument.items)
    expect(new Set(items.map(({ column }) => column)).size).toBe(1)
    const draw = randomSource(2)
    const answers = items.map(() => Array.from({ length: 200 }, () => Math.floor(draw() * 6)))
    const values = Float64Array.from({ length: 200 }, (_, row) =>
      items.reduce((sum, { unit }, item) => sum + (answers[item]?.[row] ?? 0) * unit, 0),
    )
    for (const [item, packed] of items.entries()) {
      const expected = (answers[item] ?? []).map((code) => (code === 0 ? -1 : packed.reversed ? 5 - code : code - 1))
      expect([...unpack(values, packed)]).toEqual(expected)
    }
  })

  test('take as many columns as they need', () => {
    const wide = dataset({
      instrument: {
        ...instrument,
        scales: [{ id: 'five', kind: 'ordinal', min: -100, max: 100, labels: {}, nonResponses: [] }],
        items: Array.from({ length: 20 }, (_, index) => ({
          ...(instrument.items[0] as (typeof instrument.items)[number]),
          id: `i${index}`,
        })),
      },
    })
    const packed = packItems(wide, wide.instrument.items)
    expect(Math.max(...packed.map(({ column }) => column))).toBe(3)
    for (const { unit, codes } of packed) expect(unit * codes).toBeLessThanOrEqual(2 ** 52)
  })
})
