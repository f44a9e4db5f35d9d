import { rowsPerBatch, type Batch, type Database, type InsertColumn } from '../core/database'
import { quoteText } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Note } from '../core/words'
import { cellText, mostRecordsPerBlock, type CellBlock, type OpenTable } from '../readers/reader'
import { day as dayLength } from '../series/clock-text'
import { createLocalClock, type LocalClock } from '../series/local-clock'
import type { TimeCell, TimeFormat } from '../series/time-text'
import { createLevelReader, isBlankWord, type LevelReader } from './cell-values'
import { createNumberReader, type NumberReader } from './column-numbers'
import { readNumberCell } from './log-cells'
import { readPlacedTime, type TimePlace } from './split-times'
import { collectTimes, storeSecondHour, type RepeatedTimes } from './repeated-times'
import { isUtc, saysUtc } from './recognition'
import { formatNotes, settledFormats, type LogColumns } from './log-columns'
import type { LogShape, LogTable, Timed } from './log-fields'
import { registryEntryOf, storeStreamed, type Intake } from './loading'
import { createCellTroubles, type CellTroubles, type ImportReport } from './report'
import type { DataPart } from './parts'
import type { AnySource, Fact, LoadTask, Storage } from './source'
import {
  castToEnum,
  columnsOf,
  joinLevels,
  joinRows,
  levelsIn,
  rowsNaming,
  type JoinedColumn,
  type RegistryEntry,
} from './staging'

const mostSubjects = 50_000
/** Rows that columns have room for: a batch, and one block beyond it. */
const capacity = rowsPerBatch + mostRecordsPerBlock

/** The outcome of importing a log. */
export interface LogReport extends ImportReport {
  readonly timeZone: string
  readonly subjects: readonly string[]
  /** What happened; empty where the log does not tell kinds apart. */
  readonly kinds: readonly string[]
  /** Earliest and latest time, milliseconds UTC; null without any. */
  readonly first: number | null
  readonly last: number | null
}

/** What one kind of log has to say of its files. */
export interface OwnChecks {
  readonly notes?: readonly Note[]
  /** Looks at the staged rows as a whole: `_row`, `t` or `start`, `stop`, `value`, `subject`, `type`, those that the kind has. */
  readonly check?: (staged: string) => Promise<readonly Note[]>
}

/** Where the rows of a kind of log stand. A row of observations and events goes by `<source>` or `<source>/<subject>`. */
export function storedLog(table: LogTable): Storage {
  if (table === 'coverage') return { table, rows: rowsNaming('source') }
  return {
    table,
    isOrdered: true,
    keepsRowNumbers: true,
    rows: (id) => `("series" = ${quoteText(id)} OR starts_with(CAST("series" AS VARCHAR), ${quoteText(`${id}/`)}))`,
  }
}

/**
 * Reads a log into its table. Rows stay in the order of the file; those without a usable time are counted and left out.
 * @param own what the kind has to say of its files beside what all logs say
 * @throws InputError when the file cannot be used; Aborted
 */
export async function loadLog(
  task: LoadTask<AnySource & Timed, LogColumns>,
  shape: LogShape,
  own: OwnChecks = {},
): Promise<LogReport> {
  const { database, table, source, match, options } = task
  const formats = await settledFormats(table, match, options.abort)
  const timeZone = source.time_zone ?? 'UTC'
  const log = startLog(table, match, shape, formats, createLocalClock(timeZone, table.file.name))
  const entry = registryEntryOf({ stored: storedLog(shape.table) }, task, match.reading)
  const intake: Intake = {
    read: (block) => readBlock(log, block),
    rowsRead: () => log.rowsRead,
    pendingRows: () => log.pending,
    takeBatch: () => takeBatch(log),
    leftOut: () => Object.fromEntries(log.leftOut),
    notes: () => [
      ...notesOf(log, timeZone, source.time_zone === undefined),
      ...(own.notes ?? []),
      ...formatNotes(table.head, formats),
      ...zoneNotes(log, source.time_zone),
    ],
  }
  const report = await storeStreamed(task, intake, {
    entry,
    nothingUsed: (rows) => new InputError('ingest:no-usable-rows', { rows }, { file: table.file.name }),
    check: async (staged) => {
      await placeRepeated(log, database, staged)
      return (await own.check?.(staged)) ?? []
    },
    join: (staged) => joinLog(database, staged, entry, source.id, log),
  })
  return {
    ...report,
    timeZone,
    subjects: usedLevels(log.subject),
    kinds: usedLevels(log.event),
    first: log.first <= log.last ? log.first : null,
    last: log.first <= log.last ? log.last : null,
  }
}

/** What a log brings to the series of the project. */
export function logPart(
  { source, timeZone }: LogReport,
  table: LogTable,
  unit: string | null = null,
  range: readonly [number, number] | null = null,
): DataPart {
  return { data: 'series', id: source, kind: table, unit, timeZone, range }
}

/** How many series a log has; without subjects it is one. */
export function seriesFacts({ subjects }: LogReport): readonly Fact[] {
  return [{ term: 'facts.series', value: Math.max(1, subjects.length) }]
}

/** Names of subjects or kinds of event, and which of them rows in use have. */
interface Named {
  readonly column: number
  readonly reader: LevelReader
  readonly used: boolean[]
  /** Why a row without it is left out. */
  readonly missing: string
}

/** A log as its columns fill up. Rows `0 … pending` wait to be handed on. */
interface Log {
  readonly table: OpenTable
  readonly shape: LogShape
  readonly clock: LocalClock
  readonly time: TimeColumn
  readonly end: TimeColumn | null
  readonly value: number | null
  /** Reads the values, from the first on. */
  numbers: NumberReader | null
  readonly subject: Named | null
  readonly event: Named | null
  readonly troubles: CellTroubles<string>
  readonly leftOut: Map<string, number>
  readonly repeated: RepeatedTimes
  readonly cell: TimeCell
  columns: LogArrays
  pending: number
  rowsRead: number
  localTimes: number
  blankValues: number
  first: number
  last: number
}

interface TimeColumn {
  readonly column: number
  readonly place: TimePlace
  readonly format: TimeFormat
  /** Why a row without it is left out. */
  readonly missing: 'no-time' | 'no-end'
}

interface LogArrays {
  readonly rowNumbers: Int32Array
  readonly times: Float64Array
  readonly ends: Float64Array
  readonly values: Float64Array
  readonly subjects: Int32Array
  readonly events: Int32Array
}

function emptyArrays({ end, value, event }: LogShape): LogArrays {
  return {
    rowNumbers: new Int32Array(capacity),
    times: new Float64Array(capacity),
    ends: new Float64Array(end === null ? 0 : capacity),
    values: new Float64Array(value === null ? 0 : capacity),
    subjects: new Int32Array(capacity),
    events: new Int32Array(event === null ? 0 : capacity),
  }
}

function startLog(
  table: OpenTable,
  { index, places }: LogColumns,
  shape: LogShape,
  formats: ReadonlyMap<number, TimeFormat>,
  clock: LocalClock,
): Log {
  const indexOf = (role: string | null): number | null => (role === null ? null : (index[role] ?? null))
  const timeColumn = (role: string | null, missing: TimeColumn['missing']): TimeColumn | null => {
    const column = indexOf(role)
    if (role === null || column === null) return null
    const place = places[role] ?? { date: column, clock: null, offset: null }
    return { column, place, format: formats.get(column) ?? 'year-first', missing }
  }
  const named = (role: string | null): Named | null => {
    const column = indexOf(role)
    return column === null ? null : { column, reader: createLevelReader(table.decode), used: [], missing: `no-${role}` }
  }
  const time = timeColumn(shape.time, 'no-time')
  if (time === null) throw new Error('a log has a column of times')
  return {
    table,
    shape,
    clock,
    time,
    end: timeColumn(shape.end, 'no-end'),
    value: indexOf(shape.value),
    subject: named(shape.subject),
    event: named(shape.event),
    troubles: createCellTroubles(),
    leftOut: new Map(),
    repeated: collectTimes(shape.value !== null),
    cell: { milliseconds: 0, isAbsolute: false },
    columns: emptyArrays(shape),
    pending: 0,
    rowsRead: 0,
    localTimes: 0,
    blankValues: 0,
    numbers: null,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  }
}

function readBlock(log: Log, block: CellBlock): void {
  for (let row = 0; row < block.rowCount; row += 1) readRow(log, block, row)
  log.rowsRead += block.rowCount
  for (const named of [log.subject, log.event]) {
    if (named === null || named.reader.count() <= mostSubjects) continue
    const column = log.table.head.columns[named.column]?.name ?? ''
    throw new InputError(
      'ingest:too-many-levels',
      { attribute: column, most: mostSubjects },
      { file: log.table.head.file, column },
    )
  }
}

function readRow(log: Log, block: CellBlock, row: number): void {
  const subject = nameAt(log, log.subject, block, row)
  if (subject < 0) return
  const event = nameAt(log, log.event, block, row)
  if (event < 0) return
  const moment = timeAt(log, log.time, block, row)
  if (moment === null) return
  const { time } = moment
  const span =
    log.end === null
      ? { end: time, endIfLater: Number.NaN, isEarlier: false }
      : spanAt(log, log.end, moment, block, row)
  if (span === null) return
  const { end } = span
  const { columns, pending } = log
  if (log.value !== null) columns.values[pending] = valueAt(log, log.value, block, row)
  if (log.end !== null) columns.ends[pending] = end
  if (log.shape.event !== null) columns.events[pending] = event
  if (log.subject !== null) log.subject.used[subject] = true
  if (log.event !== null) log.event.used[event] = true
  if (Number.isNaN(moment.later)) log.repeated.once(subject, time)
  else {
    log.repeated.twice(subject, {
      earlier: time,
      later: moment.later,
      endIfEarlier: log.end === null ? Number.NaN : end,
      endIfLater: span.endIfLater,
      isEarlier: span.isEarlier,
      row: block.firstRow + row,
      line: block.lines[row] as number,
      column: log.time.column,
      written: cellText(block, row, log.time.column, log.table.decode),
    })
  }
  if (time < log.first) log.first = time
  if (end > log.last) log.last = end
  columns.rowNumbers[pending] = block.firstRow + row
  columns.times[pending] = time
  columns.subjects[pending] = subject
  log.pending += 1
}

/** Leaves a row out; the report gives the reason with the cell. */
function leave(log: Log, reason: string, block: CellBlock, row: number, column: number): void {
  log.leftOut.set(reason, (log.leftOut.get(reason) ?? 0) + 1)
  trouble(log, reason, block, row, column)
}

function trouble({ troubles, table }: Log, kind: string, block: CellBlock, row: number, column: number): void {
  const text = cellText(block, row, column, table.decode)
  troubles.add(kind, column, block.firstRow + row, block.lines[row] as number, text)
}

/** Code of a subject or kind of event: 0 without such a column; below 0 where the row has none, and is left out. */
function nameAt(log: Log, named: Named | null, block: CellBlock, row: number): number {
  if (named === null) return 0
  const code = named.reader.read(block, row, named.column)
  if (code < 0) leave(log, named.missing, block, row, named.column)
  return code
}

/** A time in UTC: the earlier of two where the clock showed it twice, and then the later as well, which is NaN otherwise. */
interface Moment {
  readonly time: number
  readonly later: number
}

/** Null where the row is left out. */
function timeAt(
  log: Log,
  { column, place, format, missing }: TimeColumn,
  block: CellBlock,
  row: number,
  daysLater = 0,
): Moment | null {
  const { cell, clock, table } = log
  const unread = readPlacedTime(block, row, place, format, table.decode, cell)
  if (unread >= 0) {
    const written = cellText(block, row, unread, table.decode).trim()
    leave(log, written === '' || isBlankWord(written) ? missing : 'unreadable-time', block, row, unread)
    return null
  }
  cell.milliseconds += daysLater * dayLength
  if (cell.isAbsolute) return { time: cell.milliseconds, later: Number.NaN }
  log.localTimes += 1
  const time = clock.toUtc(cell.milliseconds)
  if (clock.outcome() === 'gap') {
    leave(log, 'time-in-gap', block, row, column)
    return null
  }
  return { time, later: clock.outcome() === 'ambiguous' ? clock.later() : Number.NaN }
}

/** Where both ends of a span share the column of their date, one that is over before it began on the clock ends on the day after. */
const isOverMidnight = ({ time }: Log, end: TimeColumn): boolean =>
  end.place.clock !== null && time.place.clock !== null && end.column === time.column

/** The end of a span in which one or both ends may have happened twice; null where the row is left out. */
function spanAt(
  log: Log,
  column: TimeColumn,
  start: Moment,
  block: CellBlock,
  row: number,
): { readonly end: number; readonly endIfLater: number; readonly isEarlier: boolean } | null {
  let stop = timeAt(log, column, block, row)
  if (stop !== null && isOverMidnight(log, column) && Math.max(stop.time, stop.later || stop.time) < start.time) {
    stop = timeAt(log, column, block, row, 1)
    if (stop !== null) trouble(log, 'ends-next-day', block, row, column.place.clock?.column ?? column.column)
  }
  if (stop === null) return null
  const isRepeated = !Number.isNaN(stop.later)
  const isStartRepeated = !Number.isNaN(start.later)
  // On the clock it is over before it began, or as soon: it began in the first hour and was over in the second.
  const crosses = isRepeated && isStartRepeated && stop.time <= start.time
  const end = crosses || (isRepeated && stop.time < start.time) ? stop.later : stop.time
  if (end < start.time) {
    leave(log, 'end-before-start', block, row, column.column)
    return null
  }
  if (isRepeated && !isStartRepeated) trouble(log, 'ambiguous-time-open', block, row, column.column)
  const endIfLater = isRepeated ? stop.later : end
  return { end, endIfLater, isEarlier: crosses || (isStartRepeated && endIfLater < start.later) }
}

/** Reads the times that happened twice by the rows around them, once all are known. */
async function placeRepeated(log: Log, database: Database, staged: string): Promise<void> {
  const read = log.repeated.read()
  const time = log.shape.table === 'coverage' ? 'start' : 't'
  const range = await storeSecondHour(database, staged, read, { time, end: log.end === null ? null : 'stop' })
  if (range !== null) [log.first, log.last] = [range.first, range.last]
  for (const { repeat, isDecided } of read)
    log.troubles.add(
      isDecided ? 'ambiguous-time' : 'ambiguous-time-open',
      repeat.column,
      repeat.row,
      repeat.line,
      repeat.written,
    )
}

/** NaN where there is no number: a blank is counted, anything else told. */
function valueAt(log: Log, column: number, block: CellBlock, row: number): number {
  const numbers = (log.numbers ??= createNumberReader(log.table.head, column))
  const value = readNumberCell(block, row, column, numbers, log.table.decode)
  if (value === 'unreadable') {
    trouble(log, 'unreadable-value', block, row, column)
    return Number.NaN
  }
  if (Number.isNaN(value)) log.blankValues += 1
  return value
}

function takeBatch(log: Log): Batch {
  const { columns, shape, subject, event, pending: rowCount } = log
  const part = <Values extends Int32Array | Float64Array>(array: Values): Values =>
    array.subarray(0, rowCount) as Values
  const batch: InsertColumn[] = [
    { kind: 'integer', id: '_row', values: part(columns.rowNumbers) },
    { kind: 'time', id: shape.table === 'coverage' ? 'start' : 't', values: part(columns.times) },
  ]
  if (shape.end !== null) batch.push({ kind: 'time', id: 'stop', values: part(columns.ends) })
  if (shape.value !== null) batch.push({ kind: 'numeric', id: 'value', values: part(columns.values) })
  if (subject !== null)
    batch.push({ kind: 'factor', id: 'subject', codes: part(columns.subjects), levels: subject.reader.levels() })
  if (event !== null)
    batch.push({ kind: 'factor', id: 'type', codes: part(columns.events), levels: event.reader.levels() })
  log.columns = emptyArrays(shape)
  log.pending = 0
  return { rowCount, columns: batch }
}

function notesOf(log: Log, timeZone: string, isZoneAssumed: boolean): readonly Note[] {
  const notes = log.troubles
    .entries()
    .map(({ kind, column, count, examples }): Note => ({
      code: `ingest:${kind}`,
      level: 'warning',
      about: { column: log.table.head.columns[column]?.name ?? '', count, examples, zone: timeZone },
    }))
  const { blankValues, localTimes } = log
  const unordered = log.repeated.unordered()
  if (blankValues > 0) notes.push({ code: 'ingest:blank-values', level: 'info', about: { count: blankValues } })
  if (unordered > 0) notes.push({ code: 'ingest:unordered', level: 'info', about: { count: unordered } })
  if (localTimes > 0 && isZoneAssumed) notes.push({ code: 'ingest:time-zone-assumed', level: 'warning', about: {} })
  return notes
}

/** A header that says UTC, where times on the wall were read in another zone. */
function zoneNotes({ table, time, end, localTimes }: Log, zone: string | undefined): readonly Note[] {
  if (localTimes === 0 || zone === undefined || isUtc(zone)) return []
  const columns = [time, end].flatMap((each) => (each === null ? [] : [each.column, each.place.clock?.column ?? -1]))
  return [...new Set(columns)].flatMap((column): Note[] => {
    const name = table.head.columns[column]?.name ?? ''
    return saysUtc(name) ? [{ code: 'ingest:header-says-utc', level: 'warning', about: { column: name, zone } }] : []
  })
}

function usedLevels(named: Named | null): readonly string[] {
  return named?.reader.levels().filter((_, code) => named.used[code] === true) ?? []
}

/** Without a column of kinds every row is an `event`. */
const onlyKind = 'event'

/** Replaces the log's table by what it held of other sources and the staged rows, in one statement. */
async function joinLog(
  database: Database,
  staged: string,
  entry: Pick<RegistryEntry, 'table' | 'rows'>,
  source: string,
  log: Log,
): Promise<void> {
  const { shape } = log
  const hasExisting = (await columnsOf(database, entry.table)).length > 0
  const before = async (column: string): Promise<readonly string[]> =>
    hasExisting ? levelsIn(database, entry.table, column, `NOT (${entry.rows})`) : []
  const subjects = usedLevels(log.subject)
  const subject = log.subject === null ? null : '"subject"'
  const plain = (name: string): JoinedColumn => ({ name, kept: `"${name}"`, added: `"${name}"` })
  const coded = (name: string, added: string, levels: readonly string[]): JoinedColumn => ({
    name,
    kept: castToEnum(`"${name}"`, levels),
    added: castToEnum(added, levels),
  })
  if (shape.table === 'coverage') {
    const sources = [...new Set([...(await before('source')), source])]
    const columns = [
      coded('subject', subject ?? 'NULL', joinLevels(await before('subject'), subjects)),
      coded('source', quoteText(source), sources),
      plain('start'),
      plain('stop'),
    ]
    return joinRows(database, staged, entry, columns)
  }
  const own = subject === null ? [source] : subjects.map((name) => `${source}/${name}`)
  const series = subject === null ? quoteText(source) : `concat(${quoteText(`${source}/`)}, ${subject})`
  const columns: JoinedColumn[] = [coded('series', series, joinLevels(await before('series'), own)), plain('t')]
  if (shape.value !== null) columns.push(plain('value'))
  if (shape.table === 'events') {
    const types = log.event === null ? [onlyKind] : usedLevels(log.event)
    const type = log.event === null ? quoteText(onlyKind) : '"type"'
    columns.push(coded('type', type, joinLevels(await before('type'), types)), {
      name: 'stop',
      kept: '"stop"',
      added: shape.end === null ? 'NULL::BIGINT' : '"stop"',
    })
  }
  return joinRows(database, staged, entry, [...columns, plain('_row')])
}
