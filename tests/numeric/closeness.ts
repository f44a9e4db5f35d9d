/** Numbers in reference files: what JSON cannot hold is written as text. */
export type Stored = number | null | 'Infinity' | '-Infinity'

export const stored = (value: Stored): number => (value === null ? Number.NaN : Number(value))

/** |actual − expected| relative to the larger of |expected| and `scale`; 0 when both are NaN or the same infinity. */
export const relativeError = (actual: number, expected: number, scale = 0): number => {
  if (Object.is(actual, expected) || actual === expected) return 0
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), scale)
}
