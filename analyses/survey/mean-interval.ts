import { boundedMeanInterval, uniformMeanInterval } from '../numeric/summary/bounded-mean'
import { criticalValues } from './critical-values'

/** A mean of answers, and what its interval stands on. */
export interface ObservedMean {
  /** Answers behind it. */
  readonly n: number
  readonly mean: number
  readonly se: number
  /** Under case weights answers that are all equal have no interval, since n does not count what they weigh. */
  readonly isWeighted: boolean
}

/** Finds the interval of a mean within the range of its outcome; NaN where there is none. */
export type MeanIntervals = (
  observed: ObservedMean,
  range: readonly [number, number],
) => { readonly low: number; readonly high: number }

/**
 * Intervals of means of survey answers: Student's, on the logit near an end of the scale, and never of no width (see numeric/summary/bounded-mean.ts).
 * @param confidence in (0, 1)
 */
export function meanIntervals(confidence: number): MeanIntervals {
  const critical = criticalValues(confidence)
  return ({ n, mean, se, isWeighted }, range) => {
    if (!(n >= 2)) return { low: Number.NaN, high: Number.NaN }
    if (se > 0) return boundedMeanInterval({ mean, se, critical: critical(n - 1) }, range)
    return uniformMeanInterval(mean, isWeighted ? Number.NaN : n, confidence, range)
  }
}
