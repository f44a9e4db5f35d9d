import { describe, expect, test } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { random } from '../../analyses/numeric/resampling/random'
import { bitsFor, packItems, unpack } from '../../analyses/round-change/packed-items'
import { mostPermutedPeople, topMovers, type MoverData } from '../../analyses/round-change/top-movers'
import { dataset, instrument } from '../group-comparison/frames'
import { randomSource } from '../random-source'

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

/** Every assignment of the later label to as many people of each stratum, and its largest |standardised change|: the definition, without tricks. */
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
    found.push(
      Math.max(
        ...data.items.map((answers) => Math.abs(standardised(answers, (person) => ((labels >> person) & 1) === 1))),
      ),
    )
  }
  return found
}

function standardised(answers: Int8Array, isLater: (person: number) => boolean): number {
  const groups = [[], []] as [number[], number[]]
  answers.forEach((answer, person) => {
    if (answer >= 0) groups[isLater(person) ? 1 : 0].push(answer)
  })
  const all = groups.flat()
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - mean(all)) ** 2, 0) / (all.length - 1))
  return (mean(groups[1]) - mean(groups[0])) / (sd * Math.sqrt(1 / groups[0].length + 1 / groups[1].length))
}

describe('the largest move', () => {
  test('has the distribution of all exchanges of labels within strata', () => {
    const data = madeUp(14, 4, 2, () => 0.3, 9)
    const exact = exactLargest(data)
    const movers = topMovers(data, 49_999, random(1), running)
    for (const [item, mover] of movers.entries()) {
      const size = Math.abs(standardised(data.items[item] ?? new Int8Array(0), (person) => data.isLater[person] === 1))
      expect(Math.abs(mover.standardized)).toBeCloseTo(size, 12)
      expect(mover.pMax).toBeCloseTo(exact.filter((largest) => largest >= size - 1e-9).length / exact.length, 2)
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

  test('keeps the numbers of each round within each stratum', () => {
    // One stratum is all earlier, the other all later: nothing can be exchanged, so the largest move is always the observed one.
    const data = madeUp(60, 3, 1, () => 1)
    const locked: MoverData = { ...data, stratum: Int32Array.from(data.isLater) }
    const movers = topMovers(locked, 999, random(5), running)
    for (const { pMax } of movers) expect(pMax).toBe(1)
    expect(movers[0]?.reference95).toBeGreaterThan(0)
  })

  test('of an item that does not vary is nothing', () => {
    const data = madeUp(40, 2, 1, () => 0)
    const [, constant] = topMovers(
      { ...data, items: [data.items[0] ?? new Int8Array(0), new Int8Array(40).fill(3)] },
      999,
      random(6),
      running,
    )
    expect(constant).toMatchObject({ estimate: 0, standardized: 0, pMax: 1, reference95: 0 })
  })

  test('is the same for one seed and stops when called off', () => {
    const data = madeUp(200, 10, 3, () => 0.1)
    expect(topMovers(data, 999, random(8), running)).toEqual(topMovers(data, 999, random(8), running))
    expect(() => topMovers(data, 999, random(8), { aborted: true })).toThrow(Aborted)
  })

  test('beyond the limit of people the normal limit gives what permutations give', () => {
    const shift = (item: number): number => (item === 0 ? 0.035 : item === 1 ? 0.02 : 0)
    const large = madeUp(mostPermutedPeople + 1, 8, 6, shift, 77)
    const first = <T extends Int8Array | Uint8Array | Int32Array>(array: T): T =>
      array.slice(0, mostPermutedPeople) as T
    const permuted = topMovers(
      { items: large.items.map(first), isLater: first(large.isLater), stratum: first(large.stratum) },
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

  test('bits hold what they are for', () => {
    for (const [largest, bits] of [
      [0, 0],
      [1, 1],
      [5, 3],
      [7, 3],
      [8, 4],
      [2 ** 31 - 1, 31],
    ] as const)
      expect(bitsFor(largest)).toBe(bits)
  })
})
