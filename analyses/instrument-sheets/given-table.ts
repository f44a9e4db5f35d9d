import { InputError } from '../core/errors'
import type { JsonObject } from '../core/json-rewrite'
import type { Language, Values } from '../core/words'
import { readRisky } from './delimited'
import { knownHeader, type KnownHeader } from './headers'
import { sheetLanguages, type SheetName } from './tables'
import { code } from './words'

/** A table as it was read from a file: texts in rows, each with its line. */
export interface GivenTable {
  readonly file: string
  /** Of the sheet; in formats that have none, of the file. */
  readonly name: string
  readonly headers: readonly string[]
  readonly headerLine: number
  /** An apostrophe may stand before what a spreadsheet would run. */
  readonly isDelimited: boolean
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** A table whose columns are known. */
export interface KnownTable {
  readonly is: SheetName
  readonly given: GivenTable
  readonly rows: readonly Row[]
  has(column: string): boolean
  /** Headers that stand for nothing here. */
  readonly unused: readonly string[]
}

export interface Row {
  readonly line: number
  /** Empty where the table has no such column. */
  cell(column: string): string
  /** The words of each language; those without a language are in the one that is taken for them. */
  text(column: string): JsonObject
  /** A problem of this row, with its column where the table has it. */
  problem(key: Parameters<typeof code>[0], about: Values, column?: string): InputError
}

/** Columns by which tables are known, each with those that it may have: where a word is several, the earlier goes first. */
const columnsOf: Readonly<Record<SheetName, readonly string[]>> = {
  items: ['id', 'dimension', 'text', 'scale', 'values', 'min', 'max', 'reversed', 'asked_of', 'aliases', 'changed'],
  dimensions: ['id', 'label', 'description', 'score', 'min_answered'],
  scales: ['scale', 'kind', 'min', 'max', 'unit', 'code', 'non_response', 'file_codes', 'label'],
  measures: ['id', 'label', 'for', 'below', 'note'],
  instrument: ['id', 'version', 'label', 'illustrative', 'references'],
}

/** Which of the tables one is: by the name that the program gives it, else by its columns. @returns null for a table that has nothing of an instrument */
function kindOf({ name, headers }: GivenTable): SheetName | null {
  const stem = name.toLowerCase().replace(/\.[a-z]+$/, '')
  const named = (Object.keys(columnsOf) as SheetName[]).find((each) => stem === each || stem.endsWith(`-${each}`))
  const has = (kind: SheetName, ...columns: readonly string[]): boolean => {
    const found = headers.map((header) => knownHeader(header, columnsOf[kind])?.column)
    return columns.every((column) => found.includes(column))
  }
  if (named !== undefined) return named
  if (has('measures', 'for', 'label')) return 'measures'
  if (has('scales', 'scale', 'code', 'label')) return 'scales'
  if (has('items', 'text')) return 'items'
  if (has('instrument', 'version')) return 'instrument'
  return has('dimensions', 'id', 'label') ? 'dimensions' : null
}

/** @param language of texts under headers that name none */
export function knownTable(given: GivenTable, language: Language): KnownTable | null {
  const is = kindOf(given)
  if (is === null) return null
  const known = given.headers.map((header): KnownHeader | null => knownHeader(header, columnsOf[is]))
  const placeOf = (column: string): number => known.findIndex((each) => each?.column === column)
  const { file, rows } = given
  return {
    is,
    given,
    has: (column) => placeOf(column) >= 0,
    unused: given.headers.filter((header, index) => known[index] === null && header.trim() !== ''),
    rows: rows
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
      .map(({ line, cells }) => {
        const at = (index: number): string =>
          (given.isDelimited ? readRisky(cells[index] ?? '') : (cells[index] ?? '')).trim()
        return {
          line,
          cell: (column) => at(placeOf(column)),
          text: (column) => {
            const words = known.flatMap((each, index) =>
              each?.column === column && at(index) !== '' ? [[each.language ?? language, at(index)] as const] : [],
            )
            const found = new Map([...words].toReversed())
            return Object.fromEntries(
              sheetLanguages.flatMap((each) => (found.has(each) ? [[each, found.get(each) ?? '']] : [])),
            )
          },
          problem: (key, about, column) => {
            const header = column === undefined ? undefined : given.headers[placeOf(column)]
            return new InputError(code(key), about, { file, line, ...(header === undefined ? {} : { column: header }) })
          },
        }
      }),
  }
}
