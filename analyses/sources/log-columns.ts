import { InputError } from '../core/errors'
import type { Fields } from '../core/fields'
import type { OpenTable, TableHead } from '../readers/reader'
import { createLocalClock, detectTimeFormat, readTime, type TimeCell, type TimeFormat } from '../series/times'
import { columnIndex, columnNotFound, startAssignment } from './columns'
import type { LogShape, Timed } from './log-fields'
import { cellBytes } from './log-cells'
import { filledCells } from './recognition'
import type { AnySource, ColumnMatch } from './source'

export interface LogColumns extends ColumnMatch {
  /** Index from 0 by role; a role that the source does not name has none. */
  readonly index: Readonly<Partial<Record<string, number>>>
  /** How the times of a column are written, as far as the beginning of the file shows. */
  readonly formats: ReadonlyMap<number, TimeFormat | 'ambiguous'>
  /** The headers that the source names, by role: what tells two readings of one file apart. */
  readonly reading: string
}

/** The columns that a log's source names by their headers, and how their times are written. */
export function matchLog(head: TableHead, source: AnySource & Timed, fields: Fields, shape: LogShape): LogColumns {
  const assignment = startAssignment(head)
  const problems: InputError[] = []
  const index: Partial<Record<string, number>> = {}
  const reading: string[] = []
  for (const [name, field] of Object.entries(fields)) {
    const header = (source as unknown as Readonly<Record<string, string | undefined>>)[name]
    if (field.kind !== 'header' || header === undefined) continue
    reading.push(`${field.role}=${header}`)
    const found = columnIndex(head.columns, header)
    if (found < 0) problems.push(columnNotFound(head, header))
    else index[field.role] = assignment.assign(found, field.role, null, 'mapping')
  }
  const formats = new Map<number, TimeFormat | 'ambiguous'>()
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
  return { uses: assignment.uses(), problems, index, formats, reading: reading.join('\n') }
}

/**
 * How the times of every time column are written, once the whole file has been asked about dates that its beginning leaves open.
 * @throws InputError when day and month could be exchanged in every date; Aborted
 */
export async function settledFormats(
  table: OpenTable,
  { formats }: LogColumns,
  abort: Parameters<OpenTable['blocks']>[0]['abort'],
): Promise<ReadonlyMap<number, TimeFormat>> {
  const open = [...formats].filter(([, format]) => format === 'ambiguous').map(([index]) => index)
  const order = open.length === 0 ? null : await dateOrder(table, open, abort)
  return new Map(
    [...formats].map(([index, format]): [number, TimeFormat] => {
      if (format !== 'ambiguous') return [index, format]
      if (order === null) throw timeProblem('ingest:dates-ambiguous', table.head, index)
      return [index, order]
    }),
  )
}

function timeProblem(code: `ingest:${string}`, head: TableHead, index: number): InputError {
  const column = head.columns[index]?.name ?? ''
  const examples = { list: filledCells(head, index).slice(0, 3) }
  const line = head.sample[0]?.line ?? head.headerLine
  return new InputError(code, { column, examples }, { file: head.file, line, column })
}

/** Looks through the whole of the time columns for a day above 12. */
async function dateOrder(
  table: OpenTable,
  columns: readonly number[],
  abort: Parameters<OpenTable['blocks']>[0]['abort'],
): Promise<'day-first' | 'month-first' | null> {
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }
  const valid = { 'day-first': 0, 'month-first': 0 }
  for await (const block of table.blocks({ abort })) {
    for (let row = 0; row < block.rowCount; row += 1) {
      for (const column of columns) {
        const { bytes, start, end } = cellBytes(block, row, column, table.decode)
        for (const format of ['day-first', 'month-first'] as const) {
          readTime(bytes, start, end, format, cell)
          if (!Number.isNaN(cell.milliseconds)) valid[format] += 1
        }
      }
    }
  }
  if (valid['day-first'] === valid['month-first']) return null
  return valid['day-first'] > valid['month-first'] ? 'day-first' : 'month-first'
}
