/** Numbers in reference files: what JSON cannot hold is written as text. */
export type Stored = number | null | 'Infinity' | '-Infinity'

export const stored = (value: Stored): number => (value === null ? Number.NaN : Number(value))

/** |actual − expected| relative to the larger of |expected| and `scale`; 0 when both are NaN or the same infinity. */
export const relativeError = (actual: number, expected: number, scale = 0): number => {
  if (Object.is(actual, expected) || actual === expected) return 0
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), scale)
}

/** Throws, naming the value, if `actual` is further from `expected` than `tolerance` relative to `scale` or to itself. */
export const expectClose = (name: string, actual: number, expected: number, tolerance: number, scale = 0): void => {
  const error = relativeError(actual, expected, scale)
  if (!(error <= tolerance)) throw new Error(`${name}: ${actual}, expected ${expected}, relative error ${error.toExponential(2)} > ${tolerance}`)
}
