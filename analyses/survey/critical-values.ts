import { studentT } from '../numeric/distributions/student-t'

/**
 * Two-sided critical values of Student's t by degrees of freedom, each found once: many groups are of one size.
 * @param confidence in (0, 1)
 */
export function criticalValues(confidence: number): (df: number) => number {
  const known = new Map<number, number>()
  return (df) => {
    let value = known.get(df)
    if (value === undefined) {
      value = studentT.quantileUpper((1 - confidence) / 2, df)
      known.set(df, value)
    }
    return value
  }
}
