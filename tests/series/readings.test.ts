import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  coveredTime,
  isCovered,
  joinSpans,
  longestLength,
  spacesBetween,
  spansWithin,
  totalLength,
  type Spans,
} from '../../analyses/series/spans'
import { bucketMeans, cleanReadings, gapsOf, medianInterval, type Readings } from '../../analyses/series/readings'

describe('cleaning', () => {
  test('counts what it leaves out, and keeps the first of equals', () => {
    const readings = cleanReadings(Float64Array.of(0, 0, 10, 20, 30), Float64Array.of(5, 6, Number.NaN, 99, 7), [0, 50])
    expect(Array.from(readings.values)).toEqual([5, 7])
    expect(readings).toMatchObject({ duplicates: 1, blank: 1, outOfRange: 1 })
  })
})

/** Readings of the given values; a missing or impossible one (over 50) is left out. */
const readingsAt = (times: readonly number[], values: readonly number[]): Readings =>
  cleanReadings(Float64Array.from(times), Float64Array.from(values), [0, 50])
const listed = ({ starts, stops }: Spans): readonly (readonly number[])[] =>
  Array.from(starts, (start, index) => [start, stops[index] ?? Number.NaN])

describe('gaps', () => {
  test('are steps over the longest allowed', () => {
    const readings = readingsAt([0, 10, 20, 80, 90], [1, 1, 1, 1, 1])
    expect(medianInterval(readings.times)).toBe(10)
    expect(listed(gapsOf(readings, 30))).toEqual([[20, 80]])
    expect(listed(gapsOf(readings, 60))).toEqual([])
    expect(listed(gapsOf(readings, 59))).toEqual([[20, 80]])
  })

  test('begin where a reading had to be left out for its value, and end at the next usable one', () => {
    expect(listed(gapsOf(readingsAt([0, 10, 20, 30, 40], [1, Number.NaN, 1, 99, 1]), 30))).toEqual([
      [10, 20],
      [30, 40],
    ])
  })

  test('begin at the reading before a long silence, whatever is left out within it', () => {
    expect(listed(gapsOf(readingsAt([0, 10, 50, 60], [1, 1, Number.NaN, 1]), 30))).toEqual([[10, 60]])
  })

  test('are none where another reading at the same time is usable, nor before the first and after the last', () => {
    const readings = readingsAt([0, 10, 10, 20, 20, 30], [Number.NaN, Number.NaN, 1, 1, 99, Number.NaN])
    expect(Array.from(readings.unusable)).toEqual([0, 30])
    expect(listed(gapsOf(readings, 30))).toEqual([])
  })

  test('nothing is carried across one', () => {
    const means = (readings: Readings): readonly (readonly number[])[] => {
      const { means: found, covered } = bucketMeans(readings, gapsOf(readings, 30), 10, Float64Array.of(0, 50, 110))
      return [Array.from(found), Array.from(covered)]
    }
    expect(means(readingsAt([0, 10, 100], [1, 3, 5]))).toEqual([
      [2, 5],
      [20, 10],
    ])
    // 1 from 0 to 10, then nothing until 3 from 20 to 50, and on to 60.
    expect(means(readingsAt([0, 10, 20, 50, 60], [1, Number.NaN, 3, 3, 5]))).toEqual([
      [2.5, (10 * 3 + 10 * 5) / 20],
      [40, 20],
    ])
  })

  test('a bucket without readings has no mean', () => {
    const readings = readingsAt([0, 200], [1, 2])
    const { means } = bucketMeans(readings, gapsOf(readings, 30), 10, Float64Array.of(0, 50, 100, 300))
    expect(means[1]).toBeNaN()
  })
})

describe('spans', () => {
  const spans = { starts: Float64Array.of(0, 10, 40), stops: Float64Array.of(5, 20, 41) }

  test('have lengths and spaces between them', () => {
    expect([
      totalLength(spans),
      longestLength(spans),
      longestLength({ starts: new Float64Array(), stops: new Float64Array() }),
    ]).toEqual([16, 10, 0])
    expect(listed(spacesBetween(spans))).toEqual([
      [5, 10],
      [20, 40],
    ])
  })

  test('lie within a stretch when they share more than a moment with it', () => {
    expect(listed(spansWithin(spans, 5, 10))).toEqual([])
    expect(listed(spansWithin(spans, 4, 11))).toEqual([
      [0, 5],
      [10, 20],
    ])
    expect(listed(spansWithin(spans, 15, 16))).toEqual([[10, 20]])
    expect(listed(spansWithin(spans, 41, 50))).toEqual([])
  })
})

const drawnSpans = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 40 })), {
  maxLength: 12,
})
const edgeSteps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 })

describe('coverage', () => {
  property.prop([drawnSpans, edgeSteps])('of buckets is what counting minute by minute gives', (given, steps) => {
    const joined = joinSpans(
      given.map(([start]) => start),
      given.map(([start, length]) => start + length),
    )
    const edges = Float64Array.from(
      [0, ...steps].reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step], []),
    )
    const counted = Array.from({ length: edges.length - 1 }, (_, bucket) => {
      let minutes = 0
      for (let minute = edges[bucket] ?? 0; minute < (edges[bucket + 1] ?? 0); minute += 1) {
        const inside = given.some(([start, length]) => minute >= start && minute < start + length)
        expect(isCovered(joined, minute)).toBe(inside)
        if (inside) minutes += 1
      }
      return minutes
    })
    expect(Array.from(coveredTime(joined, edges))).toEqual(counted)
  })
})
