import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boundedMeanInterval, uniformMeanInterval } from '../../../analyses/numeric/summary/bounded-mean'
import { meanIntervals } from '../../../analyses/survey/mean-interval'

type Row<Keys extends string> = Readonly<Record<Keys, number>>
const reference = JSON.parse(readFileSync(new URL('reference/bounded-mean.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Row<'min' | 'max' | 'mean' | 'se' | 'critical' | 'low' | 'high'>[]
  readonly alike: readonly Row<'value' | 'n' | 'min' | 'max' | 'low' | 'high'>[]
}

describe('the interval of a mean within its scale', () => {
  test.each(reference.cases)('is that of R: $mean of $min to $max', ({ min, max, mean, se, critical, low, high }) => {
    const found = boundedMeanInterval({ mean, se, critical }, [min, max])
    expect(Math.abs(found.low / low - 1)).toBeLessThan(1e-12)
    expect(Math.abs(found.high / high - 1)).toBeLessThan(1e-12)
  })

  test('never reaches beyond the scale, and holds the mean', () => {
    for (const mean of [1.01, 1.2, 2, 3, 4, 4.8, 4.99])
      for (const se of [0.3, 0.7, 1.5]) {
        const { low, high } = boundedMeanInterval({ mean, se, critical: 2.5 }, [1, 5])
        expect(low).toBeGreaterThanOrEqual(1)
        expect(high).toBeLessThanOrEqual(5)
        expect(low).toBeLessThan(mean)
        expect(high).toBeGreaterThan(mean)
      }
  })

  test('is the symmetric one five standard errors from both ends, and on a scale that the mean is not in', () => {
    expect(boundedMeanInterval({ mean: 3, se: 0.4, critical: 2 }, [1, 5])).toEqual({ low: 2.2, high: 3.8 })
    expect(boundedMeanInterval({ mean: 7, se: 0.5, critical: 2 }, [1, 5])).toEqual({ low: 6, high: 8 })
  })

  test('turned around, it is the same turned around', () => {
    const { low, high } = boundedMeanInterval({ mean: 1.3, se: 0.2, critical: 2.1 }, [1, 5])
    const turned = boundedMeanInterval({ mean: 4.7, se: 0.2, critical: 2.1 }, [1, 5])
    expect(turned.low).toBeCloseTo(6 - high, 12)
    expect(turned.high).toBeCloseTo(6 - low, 12)
  })
})

describe('the interval of answers that are all alike', () => {
  test.each(reference.alike)(
    'has a width, by Clopper and Pearson: $n times $value',
    ({ value, n, min, max, low, high }) => {
      const found = uniformMeanInterval(value, n, 0.95, [min, max])
      expect(found.low).toBeCloseTo(low, 10)
      expect(found.high).toBeCloseTo(high, 10)
      expect(meanIntervals(0.95)({ n, mean: value, se: 0, isWeighted: false }, [min, max])).toEqual(found)
    },
  )

  test('does not exist under weights, nor for one answer', () => {
    const intervalOf = meanIntervals(0.95)
    expect(intervalOf({ n: 9, mean: 5, se: 0, isWeighted: true }, [1, 5]).low).toBeNaN()
    expect(intervalOf({ n: 1, mean: 5, se: Number.NaN, isWeighted: false }, [1, 5]).high).toBeNaN()
  })
})
