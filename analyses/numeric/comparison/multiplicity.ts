/**
 * Adjusted p values in a family of tests. A p value that does not exist (null or NaN) is passed through and not counted in
 * the family's size, as stats::p.adjust does with NA. Results lie in 0 … 1 and stand in the order of the arguments.
 */
export type PValue = number | null

/** What the family's error rate is: family-wise (holm), false discoveries (bh), or none. */
export type Adjustment = 'holm' | 'bh' | 'none'

const ascendingPresent = (p: readonly PValue[]): readonly { readonly index: number; readonly value: number }[] =>
  p
    .flatMap((value, index) => (value === null || Number.isNaN(value) ? [] : [{ index, value }]))
    .sort((a, b) => a.value - b.value)

/** Holm's step-down adjustment (1979, Scandinavian Journal of Statistics 6, 65–70): the i-th smallest of m times m − i + 1, made monotone upwards. */
export const holm = (p: readonly PValue[]): readonly PValue[] => {
  const result: PValue[] = [...p]
  const ordered = ascendingPresent(p)
  let largest = 0
  ordered.forEach(({ index, value }, i) => {
    largest = Math.max(largest, Math.min(1, value * (ordered.length - i)))
    result[index] = largest
  })
  return result
}

/** Benjamini & Hochberg 1995 (doi 10.1111/j.2517-6161.1995.tb02031.x): the i-th smallest times m/i, made monotone downwards. */
export const benjaminiHochberg = (p: readonly PValue[]): readonly PValue[] => {
  const result: PValue[] = [...p]
  const ordered = ascendingPresent(p)
  let smallest = 1
  for (let i = ordered.length - 1; i >= 0; i--) {
    const { index, value } = ordered[i] as { readonly index: number; readonly value: number }
    smallest = Math.min(smallest, (ordered.length / (i + 1)) * value)
    result[index] = smallest
  }
  return result
}

/** The p values adjusted as named; `none` returns them as they are. */
export const adjust = (p: readonly PValue[], adjustment: Adjustment): readonly PValue[] =>
  adjustment === 'holm' ? holm(p) : adjustment === 'bh' ? benjaminiHochberg(p) : [...p]
