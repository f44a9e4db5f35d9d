import type { HeaderColumn } from './reader'

/** Codes with more digits are numbers of the format, such as Stata's `.a`, and say nothing beside their label. */
const longestCode = 5

/** A cell of the sample as a person reads it: what the code stands for where the file says so, and the code behind it. */
export function shownCell({ levels }: HeaderColumn, cell: string): string {
  const label = levels?.find(({ value }) => String(value) === cell)?.label ?? ''
  if (label === '' || label === cell) return cell
  return cell.length > longestCode ? label : `${label} (${cell})`
}
