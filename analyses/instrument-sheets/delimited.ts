import { delimitedText } from '../publish/delimited-text'
import type { Sheet } from './tables'

/** What a spreadsheet would run or drop; an apostrophe before it keeps it a text, also where it begins with one already. */
const risky = /^'*[=+\-@\t\r]/

/** A table as a file that spreadsheets open in the languages of the north: semicolons, UTF-8 with a byte order mark. */
export function writeDelimited({ columns, rows }: Sheet): Uint8Array {
  const records = [columns, ...rows.map((cells) => cells.map((cell) => (risky.test(cell) ? `'${cell}` : cell)))]
  return new TextEncoder().encode(`\ufeff${delimitedText(records, ';')}`)
}

/** A cell as it was before `writeDelimited`. */
export const readRisky = (cell: string): string => (cell.startsWith("'") && risky.test(cell) ? cell.slice(1) : cell)
