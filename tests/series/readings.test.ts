import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { coveredTime, isCovered, joinSpans } from '../../analyses/series/coverage'
import { bucketMeans, cleanReadings, gapsOf, medianInterval } from '../../analyses/series/readings'

describe('cleaning', () => {
  test('counts what it leaves out, and keeps the first of equals', () => {
    const readings = cleanReadings(Float64Array.of(0, 0, 10, 20, 30), Float64Array.of(5, 6, Number.NaN, 99, 7), [0, 50])
    expect(Array.from(readings.values)).toEqual([5, 7])
    expect(readings).toMatchObject({ duplicates: 1, blank: 1, outOfRange: 1 })
  })
})

describe('gaps', () => {
  test('are steps over the longest allowed', () => {
    const { starts, stops } = gapsOf(Float64Array.of(0, 10, 20, 80, 90), 30)
    expect([Array.from(starts), Array.from(stops)]).toEqual([[20], [80]])
    expect(medianInterval(Float64Array.of(0, 10, 20, 80, 90))).toBe(10)
  })

  test('nothing is carried across one', () => {
    const { means, covered } = bucketMeans(
      { times: Float64Array.of(0, 10, 100), values: Float64Array.of(1, 3, 5) },
      10,
      30,
      Float64Array.of(0, 50, 110),
    )
    expect(Array.from(covered)).toEqual([20, 10])
    expect(Array.from(means)).toEqual([2, 5])
  })

  test('a bucket without readings has no mean', () => {
    const { means } = bucketMeans(
      { times: Float64Array.of(0, 200), values: Float64Array.of(1, 2) },
      10,
      30,
      Float64Array.of(0, 50, 100, 300),
    )
    expect(means[1]).toBeNaN()
  })
})

const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 40 })), { maxLength: 12 })
const edgeSteps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 })

describe('coverage', () => {
  property.prop([spans, edgeSteps])('of buckets is what counting minute by minute gives', (given, steps) => {
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
