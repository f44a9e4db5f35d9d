import { InputError } from '../core/errors'
import { clockRole, headersIn, type Fields } from '../core/fields'
import type { Note } from '../core/words'
import type { OpenTable, TableHead } from '../readers/reader'
import { createLocalClock } from '../series/local-clock'
import { collectOrderEvidence, detectTimeFormat, type FoundFormat } from '../series/time-format'
import { readTime, type TimeCell, type TimeFormat } from '../series/time-text'
import { columnIndex, columnNotFound, startAssignment } from './columns'
import type { LogShape, Timed } from './log-fields'
import { cellBytes } from './log-cells'
import { filledCells } from './recognition'
import { placeOfTime, type TimePlace } from './split-times'
import type { AnySource, ColumnMatch } from './source'

export interface LogColumns extends ColumnMatch {
  /** Index from 0 by role; a role that the source does not name has none. */
  readonly index: Readonly<Partial<Record<string, number>>>
  /** How the times of a column are written, as far as the beginning of the file shows. */
  readonly formats: ReadonlyMap<number, FoundFormat>
  /** Where the times stand, by role. */
  readonly places: Readonly<Partial<Record<string, TimePlace>>>
  /** The headers that the source names, by role: what tells two readings of one file apart. */
  readonly reading: string
}

/** The columns that a log's source names by their headers, and how their times are written. */
export function matchLog(head: TableHead, source: AnySource & Timed, fields: Fields, shape: LogShape): LogColumns {
  const assignment = startAssignment(head)
  const problems: InputError[] = []
  const index: Partial<Record<string, number>> = {}
  const places: Partial<Record<string, TimePlace>> = {}
  const reading: string[] = []
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== 'header') continue
    const headers = headersIn((source as unknown as Readonly<Record<string, unknown>>)[name])
    if (headers.length === 0) continue
    reading.push(`${field.role}=${headers.join(' ')}`)
    const found = headers.map((header) => columnIndex(head.columns, header))
    for (const [position, column] of found.entries())
      if (column < 0) problems.push(columnNotFound(head, headers[position] ?? ''))
    if (found.some((column) => column < 0)) continue
    try {
      const place = placeOfTime(head, [...new Set(found)])
      index[field.role] = place.date
      if (field.isTime === true) places[field.role] = place
      for (const [column, role] of rolesOf(place, field.role))
        // A date that both ends of a span share has the role of the start.
        if (!assignment.isTaken(column)) assignment.assign(column, role, null, 'mapping')
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(error)
    }
  }
  const formats = new Map<number, FoundFormat>()
  for (const role of problems.length > 0 ? [] : [shape.time, shape.end]) {
    const column = role === null ? undefined : index[role]
    if (column === undefined) continue
    const format = detectTimeFormat(filledCells(head, column), source.date_order)
    if (format === null) problems.push(timeProblem('ingest:times-not-understood', head, column))
    else formats.set(column, format)
  }
  try {
    createLocalClock(source.time_zone ?? 'UTC', head.file)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    problems.push(error)
  }
  return { uses: assignment.uses(), problems, index, formats, places, reading: reading.join('\n') }
}

/** Columns that a time is read from, and what each holds. */
function rolesOf({ date, clock, offset }: TimePlace, role: string): readonly (readonly [number, string])[] {
  return [
    [date, role],
    ...(clock === null ? [] : [[clock.column, clockRole(role)] as const]),
    ...(offset === null ? [] : [[offset, 'offset'] as const]),
  ]
}

/**
 * How the times of every time column are written, once the whole file has been asked about dates that its beginning leaves open.
 * @throws InputError when the numbers of a date could be exchanged in every date; Aborted
 */
export async function settledFormats(
  table: OpenTable,
  { formats }: LogColumns,
  abort: Parameters<OpenTable['blocks']>[0]['abort'],
): Promise<ReadonlyMap<number, TimeFormat>> {
  const open = [...formats].filter(([, format]) => format === 'ambiguous').map(([index]) => index)
  const orders = open.length === 0 ? [] : await dateOrders(table, open, abort)
  const alike = [...formats.values()].find((format) => format === 'day-first' || format === 'month-first')
  return new Map(
    [...formats].map(([index, format]): [number, TimeFormat] => {
      const found = format === 'ambiguous' ? orders[open.indexOf(index)] : format
      const settled = found === 'ambiguous' ? alike : found
      if (settled === undefined || settled === null) throw openOrder(table.head, index)
      return [index, settled]
    }),
  )
}

/** How times are written, where a person would want to know: each with an example of how it was read. */
export function formatNotes(head: TableHead, formats: ReadonlyMap<number, TimeFormat>): readonly Note[] {
  const written = new Set(formats.values())
  const notes: Note[] = []
  if (written.has('excel')) notes.push({ code: 'ingest:times-excel', level: 'info', about: {} })
  if (written.has('month-first')) notes.push({ code: 'ingest:times-month-first', level: 'info', about: {} })
  for (const [index, format] of formats) {
    const example = filledCells(head, index)[0] ?? ''
    const about = { column: head.columns[index]?.name ?? '', example, read: readAs(example, format) }
    if (format === 'period') notes.push({ code: 'ingest:times-periods', level: 'info', about })
    else if (about.read !== '' && yearDigits(format, example) === 2)
      notes.push({ code: 'ingest:times-short-years', level: 'info', about })
  }
  return notes
}

/** How a cell was read, as ISO 8601 writes it; empty where it was not. */
function readAs(text: string, format: TimeFormat): string {
  const bytes = new TextEncoder().encode(text)
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }
  readTime(bytes, 0, bytes.length, format, cell)
  return Number.isNaN(cell.milliseconds)
    ? ''
    : new Date(cell.milliseconds)
        .toISOString()
        .slice(0, 16)
        .replace('T', ' ')
        .replace(/ 00:00$/, '')
}

function yearDigits(format: TimeFormat, example: string): 2 | 4 {
  const isOpen = format === 'day-first' || format === 'month-first' || format === 'named'
  return format === 'short-year-first' || (isOpen && !/\d{4}/.test(example)) ? 2 : 4
}

/** Nothing in a column says which of its numbers is the day; the year may be open as well. */
function openOrder(head: TableHead, index: number): InputError {
  const evidence = collectOrderEvidence()
  for (const text of filledCells(head, index)) {
    const bytes = new TextEncoder().encode(text)
    evidence.add(bytes, 0, bytes.length)
  }
  return timeProblem(evidence.isYearOpen() ? 'ingest:dates-ambiguous-year' : 'ingest:dates-ambiguous', head, index)
}

function timeProblem(code: `ingest:${string}`, head: TableHead, index: number): InputError {
  const column = head.columns[index]?.name ?? ''
  const examples = { list: filledCells(head, index).slice(0, 3) }
  const line = head.sample[0]?.line ?? head.headerLine
  return new InputError(code, { column, examples }, { file: head.file, line, column })
}

/** What the whole of each time column says of the order of its dates. Columns that are filled together are written alike, so that what one of them shows holds for all. */
async function dateOrders(
  table: OpenTable,
  columns: readonly number[],
  abort: Parameters<OpenTable['blocks']>[0]['abort'],
): Promise<readonly (FoundFormat | null)[]> {
  const own = columns.map(() => collectOrderEvidence())
  const together = collectOrderEvidence()
  for await (const block of table.blocks({ abort })) {
    for (let row = 0; row < block.rowCount; row += 1) {
      for (const [place, column] of columns.entries()) {
        const { bytes, start, end } = cellBytes(block, row, column, table.decode)
        own[place]?.add(bytes, start, end)
        together.add(bytes, start, end)
      }
    }
  }
  return own.map((evidence) => (evidence.verdict() === 'ambiguous' ? together.verdict() : evidence.verdict()))
}
