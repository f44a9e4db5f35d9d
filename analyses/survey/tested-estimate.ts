import { finite } from '../core/result'
import { tTest, type Contrast } from '../numeric/comparison/welch'

/** An estimate with its t test; null where a number does not exist. */
export interface TestedEstimate {
  readonly estimate: number | null
  readonly se: number | null
  readonly df: number | null
  readonly statistic: number | null
  readonly low: number | null
  readonly high: number | null
  readonly pValue: number | null
}

/** Where there is nothing to estimate. */
export const untested: TestedEstimate = {
  estimate: null,
  se: null,
  df: null,
  statistic: null,
  low: null,
  high: null,
  pValue: null,
}

/** Whether a contrast has a test: everybody may have answered alike, or there are too few. */
export const isTestable = ({ se, df }: Contrast): boolean => se > 0 && df > 0

/** A contrast with its two-sided test against 0 and its interval, at a confidence in (0, 1). */
export function testedEstimate(contrast: Contrast, confidence: number): TestedEstimate {
  const test = isTestable(contrast) ? tTest(contrast, { confidence }) : undefined
  return {
    estimate: finite(contrast.estimate),
    se: finite(contrast.se),
    df: finite(test?.df),
    statistic: finite(test?.statistic),
    low: finite(test?.low),
    high: finite(test?.high),
    pValue: finite(test?.pValue),
  }
}
