import type { MarkedMissing } from '../reader'

/** What a column says of values that are no answer. */
export interface MissingRule extends MarkedMissing {
  /** Words that are none. */
  readonly texts: readonly string[]
  /** Rules that are not understood, as they are written. */
  readonly unread: readonly string[]
}

/** Rules are written as conditions, such as `== 99`, `> 5` or `== "NA"`. */
export function missingOf(rules: readonly unknown[]): MissingRule {
  const missing: number[] = []
  const missingRanges: { readonly from: number; readonly to: number }[] = []
  const texts: string[] = []
  const unread: string[] = []
  for (const given of rules) {
    const rule = typeof given === 'string' ? given.trim() : ''
    const [, operator, written = ''] = /^(==|!=|<=|>=|<|>)\s*(.+)$/.exec(rule) ?? []
    const quoted = /^(["'])(.*)\1$/.exec(written)?.[2]
    const number = quoted === undefined && written.trim() !== '' ? Number(written) : Number.NaN
    if (rule === '') continue
    if (operator === '==' && Number.isNaN(number)) texts.push(quoted ?? written)
    else if (Number.isNaN(number) || operator === undefined) unread.push(rule)
    else if (operator === '==') missing.push(number)
    else for (const range of rangesOf(operator, number)) missingRanges.push(range)
  }
  return { missing, missingRanges, texts, unread }
}

function rangesOf(operator: string, value: number): readonly { readonly from: number; readonly to: number }[] {
  const below = { from: Number.NEGATIVE_INFINITY, to: nextNumber(value, -1) }
  const above = { from: nextNumber(value, 1), to: Number.POSITIVE_INFINITY }
  switch (operator) {
    case '<':
      return [below]
    case '<=':
      return [{ ...below, to: value }]
    case '>':
      return [above]
    case '>=':
      return [{ ...above, from: value }]
    default:
      return [below, above]
  }
}

/** The next number that there is in a direction, since ranges hold their ends. */
function nextNumber(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  if (!Number.isFinite(value)) return value
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const step = value > 0 === direction > 0 ? 1n : -1n
  bits.setBigInt64(0, bits.getBigInt64(0) + step)
  return bits.getFloat64(0)
}
