import { quoteName, quoteText } from '../core/datasets'
import type { Batch, Database, InsertColumn } from '../core/database'
import { InputError, stopIfAborted } from '../core/errors'
import type { Note } from '../core/words'
import {
  createLevelReader,
  isBlankWord,
  readNumber,
  readPlainNumber,
  type LevelReader,
  type NumberStyle,
} from './cell-values'
import { columnIndex, columnNotFound, type ColumnRole, type ColumnUse } from './columns'
import type { DataFile } from '../readers/data-file'
import { createCellDecoder, readRecords, type RecordBlock } from '../readers/delimited/records'
import { readTableHead, type TableHead } from '../readers/delimited/dialect'
import {
  createCellTroubles,
  reasonsThatOccurred,
  startDigest,
  throwProblems,
  type CellTroubles,
  type LeftOutReason,
  type LoadOptions,
  type SeriesReport,
} from './report'
import type { SeriesSource } from './source'
import {
  castToEnum,
  columnsOf,
  expectRows,
  joinLevels,
  levelsIn,
  recordSource,
  refuseSameFile,
  sourceRecords,
  whereSource,
  withStaging,
} from './staging'
import {
  createLocalClock,
  detectTimeFormat,
  readTime,
  type LocalClock,
  type TimeCell,
  type TimeFormat,
} from '../series/times'

const batchSize = 1 << 16
const mostSubjects = 50_000

type CellTrouble =
  | 'unreadable-time'
  | 'time-in-gap'
  | 'no-time'
  | 'ambiguous-time'
  | 'unreadable-value'
  | 'no-subject'
  | 'no-event'
  | 'no-end'
  | 'end-before-start'

interface SeriesColumns {
  readonly uses: readonly ColumnUse[]
  /** Index from 0 by role; a role that the source does not name has none. */
  readonly index: Readonly<Partial<Record<ColumnRole, number>>>
  readonly problems: readonly InputError[]
}

/** The headers that a source names, by what they hold. */
function namedColumns(source: SeriesSource): readonly (readonly [ColumnRole, string])[] {
  const named: (readonly [ColumnRole, string | undefined])[] =
    source.kind === 'observations'
      ? [
          ['time', source.time],
          ['value', source.value],
          ['subject', source.series],
        ]
      : source.kind === 'events'
        ? [
            ['time', source.time],
            ['event', source.event],
            ['subject', source.subject],
          ]
        : [
            ['start', source.start],
            ['end', source.end],
            ['subject', source.subject],
          ]
  return named.filter((entry): entry is readonly [ColumnRole, string] => entry[1] !== undefined)
}

function matchSeriesColumns(head: TableHead, source: SeriesSource): SeriesColumns {
  const index: Partial<Record<ColumnRole, number>> = {}
  const problems: InputError[] = []
  for (const [role, header] of namedColumns(source)) {
    const found = columnIndex(head.columns, header)
    if (found < 0) problems.push(columnNotFound(head, header))
    else index[role] = found
  }
  const uses = head.columns.map((column, position): ColumnUse => {
    const role = (Object.keys(index) as ColumnRole[]).find((key) => index[key] === position)
    return {
      position: column.position,
      header: column.name,
      role: role ?? (column.isRowNumber ? 'row-number' : 'ignored'),
      id: null,
      matchedBy: role === undefined ? null : 'mapping',
    }
  })
  return { uses, index, problems }
}

/** Header and time format of each time column. @throws InputError when a column holds no times, or times that can be read two ways */
function timeFormats(head: TableHead, columns: SeriesColumns, source: SeriesSource): ReadonlyMap<number, TimeFormat> {
  const formats = new Map<number, TimeFormat>()
  for (const role of ['time', 'start', 'end'] as const) {
    const index = columns.index[role]
    if (index === undefined) continue
    const cells = head.sample.map(({ cells: row }) => row[index] ?? '').filter((cell) => !isBlankWord(cell))
    const column = head.columns[index]?.name ?? ''
    const format = detectTimeFormat(cells, source.date_order)
    const place = { file: head.file, line: head.sample[0]?.line ?? head.headerLine, column }
    const examples = { list: cells.filter((cell) => cell.trim() !== '').slice(0, 3) }
    if (format === null) throw new InputError('ingest:times-not-understood', { column, examples }, place)
    if (format === 'ambiguous') throw new InputError('ingest:dates-ambiguous', { column, examples }, place)
    formats.set(index, format)
  }
  return formats
}

/** What can be found wrong with a log's source from its beginning. */
export async function seriesProblems(file: DataFile, source: SeriesSource): Promise<readonly InputError[]> {
  try {
    const head = await readTableHead(file, source.dialect)
    const columns = matchSeriesColumns(head, source)
    const problems = [...head.problems, ...columns.problems]
    if (problems.length === 0) timeFormats(head, columns, source)
    createLocalClock(source.time_zone ?? 'UTC', file.name)
    return problems
  } catch (error) {
    if (error instanceof InputError && error.code !== 'ingest:dates-ambiguous') return [error]
    if (error instanceof InputError) return []
    throw error
  }
}

/**
 * Reads a log into `observations`, `events` or `coverage`, beside what is already there; a source that is loaded again replaces its earlier rows. Rows stay in the
 * order of the file; those without a usable time are counted and left out.
 * @throws InputError when the file or the source's description cannot be used; Aborted; QueryError when rows were lost on the way
 */
export async function loadSeries(
  database: Database,
  file: DataFile,
  source: SeriesSource,
  options: LoadOptions = {},
): Promise<SeriesReport> {
  try {
    return await loadAs(database, file, source, options, [])
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    if (error.code === 'ingest:not-utf-8' && source.dialect?.encoding === undefined) {
      const note: Note = {
        code: 'ingest:encoding-late',
        level: 'warning',
        about: { line: String(error.place.line ?? '') },
      }
      return loadAs(database, file, { ...source, dialect: { ...source.dialect, encoding: 'windows-1252' } }, options, [
        note,
      ])
    }
    if (error.code === 'ingest:dates-ambiguous') {
      const order = await dateOrder(file, source, options)
      if (order === null) throw error
      return loadAs(database, file, { ...source, date_order: order }, options, [])
    }
    throw error
  }
}

/** Looks through the whole of the time columns for a day above 12. */
async function dateOrder(
  file: DataFile,
  source: SeriesSource,
  options: LoadOptions,
): Promise<'day-first' | 'month-first' | null> {
  const head = await readTableHead(file, source.dialect)
  const columns = matchSeriesColumns(head, source)
  const indices = (['time', 'start', 'end'] as const)
    .map((role) => columns.index[role])
    .filter((index) => index !== undefined)
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }
  const valid = { 'day-first': 0, 'month-first': 0 }
  for await (const block of readRecords(file, head.layout, {
    encoding: head.dialect.encoding,
    markLength: head.markLength,
    headerRecords: head.headerRecords,
    abort: options.abort,
  })) {
    for (let row = 0; row < block.rowCount; row += 1) {
      for (const index of indices) {
        for (const format of ['day-first', 'month-first'] as const) {
          readTime(
            block.bytes,
            plainStart(block, row, index),
            block.ends[row * block.width + index] as number,
            format,
            cell,
          )
          if (!Number.isNaN(cell.milliseconds)) valid[format] += 1
        }
      }
    }
  }
  if (valid['day-first'] === valid['month-first']) return null
  return valid['day-first'] > valid['month-first'] ? 'day-first' : 'month-first'
}

function plainStart(block: RecordBlock, row: number, index: number): number {
  const start = block.starts[row * block.width + index] as number
  return start < 0 ? ~start : start
}

async function loadAs(
  database: Database,
  file: DataFile,
  source: SeriesSource,
  options: LoadOptions,
  earlierNotes: readonly Note[],
): Promise<SeriesReport> {
  const head = await readTableHead(file, source.dialect)
  throwProblems(head.problems)
  const columns = matchSeriesColumns(head, source)
  throwProblems(columns.problems)
  const formats = timeFormats(head, columns, source)
  const timeZone = source.time_zone ?? 'UTC'
  const clock = createLocalClock(timeZone, file.name)
  const records = await sourceRecords(database)
  const digest = await startDigest(file, options.hash)

  return withStaging(database, source.id, async (staging) => {
    const log = createLog(head, columns, source, formats, clock)
    let bytesRead = 0
    const progress = (phase: 'reading' | 'storing'): void =>
      options.onProgress?.({ phase, bytesRead, bytesTotal: file.size, rowsRead: log.rowsRead() })
    const blocks = readRecords(file, head.layout, {
      encoding: head.dialect.encoding,
      markLength: head.markLength,
      headerRecords: head.headerRecords,
      abort: options.abort,
      observer: digest.observer,
      onBytes: (bytes) => void (bytesRead = bytes),
    })
    let blankLines = 0
    let rowsUsed = 0
    const hand = async (): Promise<void> => {
      const batch = log.takeBatch()
      rowsUsed += batch.rowCount
      await staging.insert(batch)
    }
    for (;;) {
      const next = await blocks.next()
      if (next.done === true) {
        blankLines = next.value.blankLines
        break
      }
      log.read(next.value)
      progress('reading')
      if (log.pendingRows() >= batchSize) await hand()
    }
    if (log.rowsRead() === 0) throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
    if (log.pendingRows() > 0) await hand()
    if (rowsUsed === 0) throw new InputError('ingest:no-usable-rows', { rows: log.rowsRead() }, { file: file.name })
    stopIfAborted(options.abort)
    const sha256 = await digest.finish()
    const record = {
      id: source.id,
      kind: source.kind,
      file: file.name,
      sha256,
      detail: namedColumns(source)
        .map((entry) => entry.join('='))
        .join('\n'),
    }
    refuseSameFile(records, record)
    progress('storing')
    await staging.settle(rowsUsed)
    stopIfAborted(options.abort)
    await joinLog(database, staging.table, source, log)
    await expectRows(database, source.kind, rowsUsed, whereSource(source.kind, source.id))
    await recordSource(database, record)
    const leftOut = reasonsThatOccurred(log.leftOut())
    const lost = log.rowsRead() - rowsUsed - Object.values(leftOut).reduce((sum, count) => sum + count, 0)
    if (lost !== 0) throw new Error(`${lost} rows of ${file.name} are neither used nor left out`)
    const [first, last] = log.span()
    return {
      source: source.id,
      kind: source.kind,
      file: file.name,
      size: file.size,
      sha256,
      rowsRead: log.rowsRead(),
      rowsUsed,
      leftOut,
      blankLines,
      dialect: head.dialect,
      confidence: head.confidence,
      reasons: head.reasons,
      columns: columns.uses,
      notes: [...earlierNotes, ...log.notes(timeZone)],
      timeZone,
      unit: source.kind === 'observations' ? (source.unit ?? null) : null,
      range: source.kind === 'observations' ? (source.range ?? null) : null,
      subjects: log.subjects(),
      first,
      last,
    }
  })
}

/** The columns of a log as they fill up. */
interface Log {
  read(block: RecordBlock): void
  rowsRead(): number
  pendingRows(): number
  takeBatch(): Batch
  leftOut(): Readonly<Record<string, number>>
  notes(timeZone: string): readonly Note[]
  subjects(): readonly string[]
  eventTypes(): readonly string[]
  span(): readonly [number | null, number | null]
}

function createLog(
  head: TableHead,
  columns: SeriesColumns,
  source: SeriesSource,
  formats: ReadonlyMap<number, TimeFormat>,
  clock: LocalClock,
): Log {
  const { dialect, layout } = head
  const decode = createCellDecoder(dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8')
  const style: NumberStyle = { mark: dialect.decimal, isStrict: !dialect.decimalDetected }
  const mark = dialect.decimal.charCodeAt(0)
  const capacity = batchSize + 4096
  const troubles: CellTroubles<CellTrouble> = createCellTroubles()
  const leftOut: Partial<Record<LeftOutReason, number>> = {}
  const { index } = columns
  const subjectReader: LevelReader | null = index.subject === undefined ? null : createLevelReader(decode, layout.quote)
  const eventReader: LevelReader | null = index.event === undefined ? null : createLevelReader(decode, layout.quote)
  const startIndex = source.kind === 'coverage' ? (index.start ?? 0) : (index.time ?? 0)
  const startFormat = formats.get(startIndex) ?? 'year-first'
  const endFormat = formats.get(index.end ?? -1) ?? 'year-first'
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }

  let rowNumbers = new Int32Array(capacity)
  let times = new Float64Array(capacity)
  let ends = new Float64Array(source.kind === 'coverage' ? capacity : 0)
  let values = new Float64Array(source.kind === 'observations' ? capacity : 0)
  let subjects = new Int32Array(capacity)
  let events = new Int32Array(source.kind === 'events' ? capacity : 0)
  let pending = 0
  let rowsRead = 0
  let unordered = 0
  let localTimes = 0
  let blankValues = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  const used: boolean[] = []
  const usedEvents: boolean[] = []
  /** Time of the row before in the same series. */
  const previous = new Map<number, number>()

  const text = (block: RecordBlock, row: number, column: number): string =>
    decode(
      block.bytes,
      block.starts[row * block.width + column] as number,
      block.ends[row * block.width + column] as number,
      layout.quote,
    )
  const leave = (reason: LeftOutReason, block: RecordBlock, row: number, column: number): void => {
    leftOut[reason] = (leftOut[reason] ?? 0) + 1
    troubles.add(
      reason as CellTrouble,
      column,
      block.firstRow + row,
      block.lines[row] as number,
      text(block, row, column),
    )
  }

  /** UTC, or NaN with the reason noted. */
  const timeAt = (block: RecordBlock, row: number, column: number, format: TimeFormat, after: number): number => {
    const start = plainStart(block, row, column)
    const end = block.ends[row * block.width + column] as number
    readTime(block.bytes, start, end, format, cell)
    if (Number.isNaN(cell.milliseconds)) {
      const written = text(block, row, column).trim()
      leave(
        written === '' || isBlankWord(written) ? (column === index.end ? 'no-end' : 'no-time') : 'unreadable-time',
        block,
        row,
        column,
      )
      return Number.NaN
    }
    if (cell.isAbsolute) return cell.milliseconds
    localTimes += 1
    const utc = clock.toUtc(cell.milliseconds, after)
    const outcome = clock.outcome()
    if (outcome === 'gap') leave('time-in-gap', block, row, column)
    else if (outcome === 'ambiguous')
      troubles.add('ambiguous-time', column, block.firstRow + row, block.lines[row] as number, text(block, row, column))
    return utc
  }

  return {
    rowsRead: () => rowsRead,
    pendingRows: () => pending,
    leftOut: () => leftOut as Readonly<Record<string, number>>,
    subjects: () => subjectReader?.levels().filter((_, code) => used[code] === true) ?? [],
    eventTypes: () => eventReader?.levels().filter((_, code) => usedEvents[code] === true) ?? ['event'],
    span: () => (first <= last ? [first, last] : [null, null]),
    read(block) {
      const { rowCount, width, starts, ends: cellEnds, bytes } = block
      for (let row = 0; row < rowCount; row += 1) {
        const base = row * width
        let subject = 0
        if (subjectReader !== null && index.subject !== undefined) {
          subject = subjectReader.read(
            bytes,
            starts[base + index.subject] as number,
            cellEnds[base + index.subject] as number,
          )
          if (subject < 0) {
            leave('no-subject', block, row, index.subject)
            continue
          }
        }
        let event = 0
        if (eventReader !== null && index.event !== undefined) {
          event = eventReader.read(bytes, starts[base + index.event] as number, cellEnds[base + index.event] as number)
          if (event < 0) {
            leave('no-event', block, row, index.event)
            continue
          }
        }
        const before = previous.get(subject) ?? Number.NEGATIVE_INFINITY
        const time = timeAt(block, row, startIndex, startFormat, before)
        if (Number.isNaN(time)) continue
        let end = time
        if (source.kind === 'coverage' && index.end !== undefined) {
          end = timeAt(block, row, index.end, endFormat, time)
          if (Number.isNaN(end)) continue
          if (end < time) {
            leave('end-before-start', block, row, index.end)
            continue
          }
          ends[pending] = end
        }
        if (source.kind === 'observations' && index.value !== undefined) {
          const from = starts[base + index.value] as number
          const to = cellEnds[base + index.value] as number
          let value = Number.NaN
          if (from === to) blankValues += 1
          else {
            value = readPlainNumber(bytes, from, to, mark)
            if (Number.isNaN(value)) {
              const written = text(block, row, index.value)
              value = readNumber(written, style)
              if (Number.isNaN(value)) {
                if (written.trim() === '' || isBlankWord(written)) blankValues += 1
                else
                  troubles.add(
                    'unreadable-value',
                    index.value,
                    block.firstRow + row,
                    block.lines[row] as number,
                    written,
                  )
              }
            }
          }
          values[pending] = value
        }
        if (time < before) unordered += 1
        previous.set(subject, time)
        if (time < first) first = time
        if (end > last) last = end
        used[subject] = true
        if (source.kind === 'events') {
          usedEvents[event] = true
          events[pending] = event
        }
        rowNumbers[pending] = block.firstRow + row
        times[pending] = time
        subjects[pending] = subject
        pending += 1
      }
      rowsRead += rowCount
      if ((subjectReader?.count() ?? 0) > mostSubjects || (eventReader?.count() ?? 0) > mostSubjects) {
        const column = (subjectReader?.count() ?? 0) > mostSubjects ? index.subject : index.event
        throw new InputError(
          'ingest:too-many-levels',
          { attribute: head.columns[column ?? 0]?.name ?? '', most: mostSubjects },
          { file: head.file, column: head.columns[column ?? 0]?.name ?? '' },
        )
      }
    },
    takeBatch() {
      const rowCount = pending
      const part = <Values extends Int32Array | Float64Array>(array: Values): Values =>
        array.subarray(0, rowCount) as Values
      const batch: InsertColumn[] = [{ kind: 'integer', id: '_row', values: part(rowNumbers) }]
      batch.push({ kind: 'time', id: source.kind === 'coverage' ? 'start' : 't', values: part(times) })
      if (source.kind === 'coverage') batch.push({ kind: 'time', id: 'stop', values: part(ends) })
      if (source.kind === 'observations') batch.push({ kind: 'numeric', id: 'value', values: part(values) })
      if (subjectReader !== null)
        batch.push({ kind: 'factor', id: 'subject', codes: part(subjects), levels: subjectReader.levels() })
      if (eventReader !== null)
        batch.push({ kind: 'factor', id: 'type', codes: part(events), levels: eventReader.levels() })
      pending = 0
      rowNumbers = new Int32Array(capacity)
      times = new Float64Array(capacity)
      ends = new Float64Array(ends.length)
      values = new Float64Array(values.length)
      subjects = new Int32Array(capacity)
      events = new Int32Array(events.length)
      return { rowCount, columns: batch }
    },
    notes(timeZone) {
      const notes: Note[] = []
      const note = (code: Note['code'], level: Note['level'], about: Note['about']): void =>
        void notes.push({ code, level, about })
      for (const { kind, column, count, examples } of troubles.entries()) {
        note(`ingest:${kind}`, 'warning', { column: head.columns[column]?.name ?? '', count, examples, zone: timeZone })
      }
      if (blankValues > 0) note('ingest:blank-values', 'info', { count: blankValues })
      if (unordered > 0) note('ingest:unordered', 'info', { count: unordered })
      if (localTimes > 0 && source.time_zone === undefined) note('ingest:time-zone-assumed', 'warning', {})
      if (source.kind === 'coverage' && source.subject === undefined) note('ingest:coverage-of-all', 'info', {})
      const written = new Set(formats.values())
      if (written.has('excel')) note('ingest:times-excel', 'info', {})
      if (written.has('month-first')) note('ingest:times-month-first', 'info', {})
      return notes
    },
  }
}

/** Replaces the table of the source's kind by what it held of other sources and the staged rows, in one statement. */
async function joinLog(database: Database, staged: string, source: SeriesSource, log: Log): Promise<void> {
  const table = source.kind
  const elsewhere = `NOT (${whereSource(source.kind, source.id)})`
  const hasExisting = (await columnsOf(database, table)).length > 0
  const before = async (column: string): Promise<readonly string[]> =>
    hasExisting ? levelsIn(database, table, column, elsewhere) : []
  const subjects = log.subjects()
  const stagedColumns = await columnsOf(database, staged)
  const subject = stagedColumns.includes('subject') ? '"subject"' : null
  const columns: readonly (readonly [name: string, kept: string, added: string])[] =
    source.kind === 'coverage'
      ? await coverageColumns()
      : [
          await seriesColumn(),
          ['t', '"t"', '"t"'],
          source.kind === 'observations' ? (['value', '"value"', '"value"'] as const) : await typeColumn(),
          ['_row', '"_row"', '"_row"'],
        ]
  const select = (from: string, expression: (column: (typeof columns)[number]) => string, where: string): string =>
    `SELECT ${columns.map((column) => `${expression(column)} AS ${quoteName(column[0])}`).join(', ')} FROM ${quoteName(from)}${where}`
  const kept = hasExisting ? `${select(table, ([, expression]) => expression, ` WHERE ${elsewhere}`)} UNION ALL ` : ''
  await database.execute(
    `CREATE OR REPLACE TABLE ${quoteName(table)} AS ${kept}${select(staged, ([, , expression]) => expression, '')}`,
  )

  async function seriesColumn(): Promise<readonly [string, string, string]> {
    const own = subject === null ? [source.id] : subjects.map((name) => `${source.id}/${name}`)
    const levels = joinLevels(await before('series'), own)
    const id = subject === null ? quoteText(source.id) : `concat(${quoteText(`${source.id}/`)}, ${subject})`
    return ['series', castToEnum('"series"', levels), castToEnum(id, levels)]
  }
  async function typeColumn(): Promise<readonly [string, string, string]> {
    const levels = joinLevels(await before('type'), log.eventTypes())
    return [
      'type',
      castToEnum('"type"', levels),
      castToEnum(stagedColumns.includes('type') ? '"type"' : quoteText('event'), levels),
    ]
  }
  async function coverageColumns(): Promise<readonly (readonly [string, string, string])[]> {
    const levels = joinLevels(await before('subject'), subjects)
    const sources = [...new Set([...(await before('source')), source.id])]
    return [
      ['subject', castToEnum('"subject"', levels), castToEnum(subject ?? 'NULL', levels)],
      ['source', castToEnum('"source"', sources), castToEnum(quoteText(source.id), sources)],
      ['start', '"start"', '"start"'],
      ['stop', '"stop"', '"stop"'],
    ]
  }
}
