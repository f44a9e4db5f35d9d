import type { Cell, ResultTable } from '../../core/result'
import type { Phrase } from '../../core/words'
import { delimitedText, harmless } from '../delimited-text'

/**
 * A table for programs: UTF-8, comma, a point for decimals, a plain hyphen-minus, ids as headers, full double precision, CRLF after each record (RFC 4180).
 * What does not exist or is withheld is empty. Text that a spreadsheet would run as a formula is written with an apostrophe in front.
 * @param say turns a phrase in a cell into words
 */
export function machineCsv(table: Pick<ResultTable, 'columns' | 'rows'>, say: (phrase: Phrase) => string): string {
  const header = table.columns.map(({ id }) => id)
  const rows = table.rows.map((row) => row.map((cell) => machineCell(cell, say)))
  return delimitedText([header, ...rows], ',')
}

function machineCell(cell: Cell, say: (phrase: Phrase) => string): string {
  if (cell === null) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  return harmless(typeof cell === 'string' ? cell : say(cell))
}
