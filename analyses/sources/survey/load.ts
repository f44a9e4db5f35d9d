import { blankByte, givenColumn, nonAnswerCode, quoteName, quoteText, numericColumn } from '../../core/datasets'
import { rowsPerBatch, type Database, type InsertColumn } from '../../core/database'
import { InputError, stopIfAborted } from '../../core/errors'
import { scaleOf, type Instrument, type Item, type NonResponseKind, type ResponseScale } from '../../instrument/model'
import type { Note } from '../../core/words'
import {
  blankWord,
  createLevelReader,
  createOrdinalReader,
  notYetRead,
  outOfRange,
  readContinuous,
  readNumber,
  readPlainNumber,
  type LevelReader,
  type NumberStyle,
  type OrdinalReader,
} from '../cell-values'
import { matchSurveyColumns, type SurveyColumns } from '../columns'
import type { DataFile } from '../../readers/data-file'
import { createCellDecoder, readRecords, type CellDecoder, type RecordBlock } from '../../readers/delimited/records'
import { readTableHead, tidy, type TableHead } from '../../readers/delimited/dialect'
import {
  createCellTroubles,
  reasonsThatOccurred,
  startDigest,
  throwProblems,
  type CellTroubles,
  type LoadOptions,
  type SurveyReport,
} from '../report'
import type { SurveySource } from '../source'
import {
  columnsOf,
  enumType,
  expectRows,
  joinLevels,
  levelsIn,
  recordSource,
  refuseSameFile,
  sourceRecords,
  textsOf,
  whereSource,
  withStaging,
  type SourceRecord,
} from '../staging'

/** What stands in a `givenColumn` where there is no answer. */
const notGiven = -128
/** A column with more different texts is an id or free text, not an attribute. */
const mostLevels = 20_000

/** Becomes NULL in an integer column. */
const blankInteger = -2147483648

type CellTrouble = 'out-of-range' | 'unreadable' | 'blank-word'

/**
 * Reads a survey export into `responses`, beside the rounds that are already there; a source that is loaded again replaces its earlier rows.
 * Nothing is changed when it fails or is called off.
 *
 * Respondents who answered no item are left out. A file whose encoding was taken for UTF-8 from its beginning and turns out not to be is read again as windows-1252.
 * @throws InputError when the file or the source's description cannot be used; Aborted; QueryError when rows were lost on the way
 */
export async function loadSurvey(
  database: Database,
  file: DataFile,
  source: SurveySource,
  instrument: Instrument,
  options: LoadOptions = {},
): Promise<SurveyReport> {
  try {
    return await loadAs(database, file, source, instrument, options, [])
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'ingest:not-utf-8' || source.dialect?.encoding !== undefined)
      throw error
    const note: Note = {
      code: 'ingest:encoding-late',
      level: 'warning',
      about: { line: String(error.place.line ?? '') },
    }
    return loadAs(
      database,
      file,
      { ...source, dialect: { ...source.dialect, encoding: 'windows-1252' } },
      instrument,
      options,
      [note],
    )
  }
}

/** Everything about a survey source that can be found wrong without reading past its first megabyte. */
export async function surveyProblems(
  file: DataFile,
  source: SurveySource,
  instrument: Instrument,
): Promise<readonly InputError[]> {
  try {
    const head = await readTableHead(file, source.dialect)
    return [...head.problems, ...matchSurveyColumns(head, instrument, source).problems]
  } catch (error) {
    if (error instanceof InputError) return [error]
    throw error
  }
}

async function loadAs(
  database: Database,
  file: DataFile,
  source: SurveySource,
  instrument: Instrument,
  options: LoadOptions,
  earlierNotes: readonly Note[],
): Promise<SurveyReport> {
  const head = await readTableHead(file, source.dialect)
  throwProblems(head.problems)
  const columns = matchSurveyColumns(head, instrument, source)
  throwProblems(columns.problems)
  const records = await sourceRecords(database)
  const identity = `${instrument.id} ${instrument.version}`
  const others = records.filter(({ kind, id }) => kind === 'survey' && id !== source.id)
  const stranger = others.find(({ detail }) => (detail.split('\n')[0] ?? '') !== identity)
  if (stranger !== undefined)
    throw new InputError(
      'ingest:other-instrument',
      { other: stranger.id, theirs: stranger.detail.split('\n')[0] ?? '', ours: identity },
      { file: file.name },
    )

  const digest = await startDigest(file, options.hash)
  return withStaging(database, source.id, async (staging) => {
    const table = createTable(head, columns, source, repeatedItems(instrument))
    let bytesRead = 0
    const progress = (phase: 'reading' | 'storing'): void =>
      options.onProgress?.({ phase, bytesRead, bytesTotal: file.size, rowsRead: table.rowsRead() })
    const blocks = readRecords(file, head.layout, {
      encoding: head.dialect.encoding,
      markLength: head.markLength,
      headerRecords: head.headerRecords,
      abort: options.abort,
      observer: digest.observer,
      onBytes: (bytes) => void (bytesRead = bytes),
    })
    let blankLines = 0
    let rowsInserted = 0
    for (;;) {
      const next = await blocks.next()
      if (next.done === true) {
        blankLines = next.value.blankLines
        break
      }
      table.read(next.value)
      progress('reading')
      if (table.pendingRows() >= rowsPerBatch) {
        const batch = table.takeBatch()
        rowsInserted += batch.rowCount
        await staging.insert(batch)
      }
    }
    if (table.rowsRead() === 0)
      throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
    if (table.pendingRows() > 0) {
      const batch = table.takeBatch()
      rowsInserted += batch.rowCount
      await staging.insert(batch)
    }
    stopIfAborted(options.abort)
    const sha256 = await digest.finish()
    const record: SourceRecord = {
      id: source.id,
      kind: 'survey',
      file: file.name,
      sha256,
      detail: [identity, ...columns.items.map(({ item }) => item.id)].join('\n'),
    }
    refuseSameFile(records, record)
    if (rowsInserted === 0) throw new InputError('ingest:no-answers', { rows: table.rowsRead() }, { file: file.name })
    progress('storing')
    await staging.settle(rowsInserted)
    await refuseRepeatedRespondents(database, staging.table, source, columns, file.name)
    const notes = [
      ...earlierNotes,
      ...columns.notes,
      ...table.notes(),
      ...(await askedOfNotes(database, staging.table, columns, table)),
      ...overlapNotes(others, columns, source),
    ]
    stopIfAborted(options.abort)
    await joinResponses(database, staging.table, source, instrument, table)
    await expectRows(database, 'responses', rowsInserted, whereSource('survey', source.id))
    await recordSource(database, record)
    const leftOut = reasonsThatOccurred(table.leftOut())
    const lost = table.rowsRead() - rowsInserted - Object.values(leftOut).reduce((sum, count) => sum + count, 0)
    if (lost !== 0) throw new Error(`${lost} rows of ${file.name} are neither used nor left out`)
    return {
      source: source.id,
      kind: 'survey',
      file: file.name,
      size: file.size,
      sha256,
      rowsRead: table.rowsRead(),
      rowsUsed: rowsInserted,
      leftOut,
      blankLines,
      dialect: head.dialect,
      confidence: head.confidence,
      reasons: head.reasons,
      columns: columns.uses,
      notes,
      rounds: table.rounds(),
      items: columns.items.map(({ item }) => item.id),
      missingItems: columns.missingItems,
      attributes: columns.attributes.map(({ id }) => id),
      weighted: columns.weight !== null,
      hasRespondents: columns.respondent !== null,
      nonAnswers: table.nonAnswers(),
    }
  })
}

/** Columns of a survey as they fill up. */
interface SurveyTable {
  read(block: RecordBlock): void
  rowsRead(): number
  pendingRows(): number
  takeBatch(): { readonly rowCount: number; readonly columns: readonly InsertColumn[] }
  leftOut(): Readonly<Record<string, number>>
  notes(): readonly Note[]
  nonAnswers(): SurveyReport['nonAnswers']
  rounds(): readonly string[]
  /** Texts of an attribute by code, as handed on. */
  levels(attribute: string): readonly string[]
  /** Those of them that rows in use have. */
  usedLevels(attribute: string): readonly string[]
  readonly hasRoundColumn: boolean
}

interface OrdinalColumn {
  readonly item: Item
  readonly index: number
  readonly reader: OrdinalReader
  /** Typed non-answers by code, from −128 on. */
  readonly counts: Float64Array
  values: Int8Array
}

interface ContinuousColumn {
  readonly item: Item
  readonly index: number
  readonly scale: ResponseScale
  readonly turnBack: boolean
  readonly nonAnswers: Record<NonResponseKind, number>
  values: Float64Array
}

interface LevelColumn {
  readonly id: string
  readonly index: number
  readonly reader: LevelReader
  used: Uint8Array
  blanks: number
  codes: Int32Array
}

function createTable(
  head: TableHead,
  columns: SurveyColumns,
  source: SurveySource,
  repeated: ReadonlySet<string>,
): SurveyTable {
  const { dialect } = head
  const quote = head.layout.quote
  const decode: CellDecoder = createCellDecoder(dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8')
  const style: NumberStyle = { mark: dialect.decimal, isStrict: !dialect.decimalDetected }
  const mark = dialect.decimal.charCodeAt(0)
  const turnsBack = source.reverse_already === true
  const capacity = rowsPerBatch + 4096
  const troubles: CellTroubles<CellTrouble> = createCellTroubles()

  const ordinal: OrdinalColumn[] = []
  const continuous: ContinuousColumn[] = []
  const readers = new Map<string, OrdinalReader>()
  for (const { item, index, scale } of columns.items) {
    const turnBack = turnsBack && item.reversed
    if (scale.kind === 'ordinal') {
      const key = `${scale.id} ${turnBack}`
      const reader = readers.get(key) ?? createOrdinalReader(scale, style, turnBack, decode, quote)
      readers.set(key, reader)
      ordinal.push({ item, index, reader, counts: new Float64Array(4), values: new Int8Array(capacity) })
    } else
      continuous.push({
        item,
        index,
        scale,
        turnBack,
        nonAnswers: { dont_know: 0, not_relevant: 0, refused: 0 },
        values: new Float64Array(capacity),
      })
  }
  const level = (id: string, index: number): LevelColumn => ({
    id,
    index,
    reader: createLevelReader(decode, quote),
    used: new Uint8Array(64),
    blanks: 0,
    codes: new Int32Array(capacity),
  })
  const attributes = columns.attributes.map(({ id, index }) => level(id, index))
  const roundColumn = columns.round === null ? null : level('round', columns.round)
  const levelColumns = roundColumn === null ? attributes : [...attributes, roundColumn]

  let rowNumbers = new Int32Array(capacity)
  let respondents: (string | null)[] = []
  let weights = new Float64Array(columns.weight === null ? 0 : capacity)
  let pending = 0
  let rowsRead = 0
  let blankRespondents = 0
  let zeroWeights = 0
  const leftOut = { blank: 0, 'no-round': 0, 'no-weight': 0 }
  const answered = new Uint8Array(4096)

  function cellText(block: RecordBlock, cell: number): string {
    return decode(block.bytes, block.starts[cell] as number, block.ends[cell] as number, quote)
  }

  function readOrdinal(block: RecordBlock, column: OrdinalColumn): void {
    const { bytes, starts, ends, width, rowCount } = block
    const { reader, counts, values, index } = column
    const { single } = reader
    for (let row = 0, cell = index; row < rowCount; row += 1, cell += width) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      let value: number
      if (end === start) value = blankByte
      else {
        value =
          start >= 0 && end - start === 1 ? (single[bytes[start] as number] as number) : reader.read(bytes, start, end)
        if (value === notYetRead) value = reader.read(bytes, start, end)
        if (value > 127) {
          const kind: CellTrouble =
            value === outOfRange ? 'out-of-range' : value === blankWord ? 'blank-word' : 'unreadable'
          troubles.add(kind, index, block.firstRow + row, block.lines[row] as number, cellText(block, cell))
          value = blankByte
        }
        if (value !== blankByte) {
          answered[row] = 1
          if (value < blankByte) counts[value + 128] = (counts[value + 128] as number) + 1
        }
      }
      values[pending + row] = value
    }
  }

  function readContinuousCells(block: RecordBlock, column: ContinuousColumn): void {
    const { bytes, starts, ends, width, rowCount } = block
    const { index, scale, turnBack, values, nonAnswers } = column
    for (let row = 0, cell = index; row < rowCount; row += 1, cell += width) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      let value = Number.NaN
      if (end !== start) {
        value = readPlainNumber(bytes, start, end, mark)
        if (value >= scale.min && value <= scale.max) {
          if (turnBack) value = scale.min + scale.max - value
          answered[row] = 1
        } else {
          const text = cellText(block, cell)
          const reading = readContinuous(text, scale, style, turnBack)
          value = reading.value
          if (reading.kind === 'value') answered[row] = 1
          else if (reading.kind === 'dont_know' || reading.kind === 'not_relevant' || reading.kind === 'refused') {
            nonAnswers[reading.kind] += 1
            answered[row] = 1
          } else if (reading.kind !== 'blank')
            troubles.add(reading.kind, index, block.firstRow + row, block.lines[row] as number, text)
        }
      }
      values[pending + row] = value
    }
  }

  function readLevels(block: RecordBlock, column: LevelColumn): void {
    const { bytes, starts, ends, width, rowCount } = block
    const { reader, codes, index } = column
    for (let row = 0, cell = index; row < rowCount; row += 1, cell += width)
      codes[pending + row] = reader.read(bytes, starts[cell] as number, ends[cell] as number)
    if (reader.count() > mostLevels)
      throw new InputError(
        'ingest:too-many-levels',
        { attribute: column.id, most: mostLevels },
        { file: head.file, column: head.columns[index]?.name ?? index + 1 },
      )
  }

  return {
    hasRoundColumn: roundColumn !== null,
    rowsRead: () => rowsRead,
    pendingRows: () => pending,
    leftOut: () => leftOut,
    rounds: () => (roundColumn === null ? [source.round ?? source.id] : usedOf(roundColumn)),
    levels: (attribute) => levelColumns.find(({ id }) => id === attribute)?.reader.levels() ?? [],
    usedLevels: (attribute) => {
      const column = levelColumns.find(({ id }) => id === attribute)
      return column === undefined ? [] : usedOf(column)
    },
    read(block) {
      const { rowCount, width, starts, ends, bytes } = block
      answered.fill(0, 0, rowCount)
      for (const column of ordinal) readOrdinal(block, column)
      for (const column of continuous) readContinuousCells(block, column)
      for (const column of levelColumns) readLevels(block, column)
      if (columns.weight !== null) {
        for (let row = 0, cell = columns.weight; row < rowCount; row += 1, cell += width) {
          const plain = readPlainNumber(bytes, starts[cell] as number, ends[cell] as number, mark)
          weights[pending + row] = Number.isNaN(plain) ? readNumber(cellText(block, cell), style) : plain
        }
      }
      rowsRead += rowCount
      let kept = 0
      for (let row = 0; row < rowCount; row += 1) {
        const from = pending + row
        if (answered[row] === 0) leftOut.blank += 1
        else if (roundColumn !== null && (roundColumn.codes[from] as number) < 0) leftOut['no-round'] += 1
        else if (columns.weight !== null && !((weights[from] as number) >= 0)) {
          leftOut['no-weight'] += 1
          troubles.add(
            'unreadable',
            columns.weight,
            block.firstRow + row,
            block.lines[row] as number,
            cellText(block, row * width + columns.weight),
          )
        } else {
          const to = pending + kept
          rowNumbers[to] = block.firstRow + row
          if (columns.respondent !== null) {
            const text = tidy(cellText(block, row * width + columns.respondent))
            if (text === '') blankRespondents += 1
            respondents.push(text === '' ? null : text)
          }
          if (to !== from) {
            for (const column of ordinal) column.values[to] = column.values[from] as number
            for (const column of continuous) column.values[to] = column.values[from] as number
            for (const column of levelColumns) column.codes[to] = column.codes[from] as number
            if (columns.weight !== null) weights[to] = weights[from] as number
          }
          for (const column of levelColumns) {
            const code = column.codes[to] as number
            if (code < 0) {
              column.blanks += 1
              column.codes[to] = blankInteger
            } else {
              if (code >= column.used.length) column.used = enlarged(column.used, code + 1)
              column.used[code] = 1
            }
          }
          if (columns.weight !== null && weights[to] === 0) zeroWeights += 1
          kept += 1
        }
      }
      pending += kept
    },
    takeBatch() {
      const rowCount = Math.min(pending, rowsPerBatch)
      const batch: InsertColumn[] = [{ kind: 'integer', id: '_row', values: rowNumbers.subarray(0, rowCount) }]
      if (columns.respondent !== null)
        batch.push({ kind: 'text', id: '_respondent', values: respondents.slice(0, rowCount) })
      if (columns.weight !== null) batch.push({ kind: 'numeric', id: '_weight', values: weights.subarray(0, rowCount) })
      // Codes rather than texts: what they mean is known in full only at the end.
      for (const column of levelColumns)
        batch.push({ kind: 'integer', id: column.id, values: column.codes.subarray(0, rowCount) })
      for (const column of ordinal) {
        const values = column.values.subarray(0, rowCount)
        batch.push({ kind: 'byte', id: column.item.id, values })
        if (repeated.has(column.item.id))
          batch.push({ kind: 'byte', id: givenColumn(column.item.id), values: withoutBlanks(values) })
      }
      for (const column of continuous)
        batch.push({ kind: 'numeric', id: column.item.id, values: column.values.subarray(0, rowCount) })
      // The arrays now belong to whoever stores them: they may be on their way to another thread. What is over starts the next ones.
      rowNumbers = rest(rowNumbers, rowCount, pending)
      respondents = respondents.slice(rowCount)
      if (columns.weight !== null) weights = rest(weights, rowCount, pending)
      for (const column of levelColumns) column.codes = rest(column.codes, rowCount, pending)
      for (const column of ordinal) column.values = rest(column.values, rowCount, pending)
      for (const column of continuous) column.values = rest(column.values, rowCount, pending)
      pending -= rowCount
      return { rowCount, columns: batch }
    },
    nonAnswers() {
      const kinds = Object.keys(nonAnswerCode) as NonResponseKind[]
      return columns.items.flatMap(({ item }) => {
        const counts = ordinal.find((column) => column.item === item)?.counts
        const named = continuous.find((column) => column.item === item)?.nonAnswers
        return kinds
          .map((kind) => ({ item: item.id, kind, count: counts?.[nonAnswerCode[kind] + 128] ?? named?.[kind] ?? 0 }))
          .filter(({ count }) => count > 0)
      })
    },
    notes() {
      const notes: Note[] = []
      if (turnsBack) {
        const turned = columns.items.filter(({ item }) => item.reversed)
        notes.push({
          code: 'ingest:turned-back',
          level: 'info',
          about: { count: turned.length, items: { list: turned.map(({ item }) => ({ item: item.id, short: true })) } },
        })
      }
      for (const { kind, column, count, examples } of troubles.entries()) {
        const use = columns.uses[column]
        const about = { column: use?.header ?? String(column + 1), count, examples }
        if (use?.role === 'weight') notes.push({ code: 'ingest:weight-unusable', level: 'warning', about })
        else if (kind === 'out-of-range') {
          const item = columns.items.find(({ index }) => index === column)
          notes.push({
            code: 'ingest:out-of-range',
            level: 'warning',
            about: {
              ...about,
              item: { item: use?.id ?? '', short: true },
              min: String(item?.scale.min ?? ''),
              max: String(item?.scale.max ?? ''),
            },
          })
        } else
          notes.push({
            code: kind === 'blank-word' ? 'ingest:blank-word' : 'ingest:unreadable',
            level: kind === 'blank-word' ? 'info' : 'warning',
            about,
          })
      }
      for (const column of attributes)
        if (column.blanks > 0)
          notes.push({
            code: 'ingest:attribute-blank',
            level: 'info',
            about: { attribute: { attribute: column.id }, count: column.blanks },
          })
      if (leftOut.blank > 0)
        notes.push({ code: 'ingest:blank-respondents', level: 'info', about: { count: leftOut.blank } })
      if (leftOut['no-round'] > 0)
        notes.push({ code: 'ingest:no-round', level: 'warning', about: { count: leftOut['no-round'] } })
      if (blankRespondents > 0)
        notes.push({ code: 'ingest:blank-respondent-ids', level: 'warning', about: { count: blankRespondents } })
      if (zeroWeights > 0) notes.push({ code: 'ingest:zero-weights', level: 'info', about: { count: zeroWeights } })
      return notes
    },
  }
}

/** Answers with one code for everything that is none. */
function withoutBlanks(values: Int8Array): Int8Array {
  const given = new Int8Array(values.length)
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number
    given[row] = value > blankByte ? value : notGiven
  }
  return given
}

/** A new array of the same length that begins with what stood between two places of the old one. */
function rest<Values extends Int8Array | Int32Array | Float64Array>(values: Values, from: number, to: number): Values {
  const next = new (values.constructor as new (length: number) => Values)(values.length)
  next.set(values.subarray(from, to))
  return next
}

/** Ids of the items whose answers are stored a second time, in their `givenColumn`, for scoring. */
function repeatedItems(instrument: Instrument): ReadonlySet<string> {
  const taken = new Set(instrument.items.map(({ id }) => id.toLowerCase()))
  const isRepeated = (item: Item): boolean => {
    const scale = scaleOf(instrument, item)
    return (
      scale.kind === 'ordinal' && scale.min >= 0 && scale.max <= 127 && !taken.has(givenColumn(item.id).toLowerCase())
    )
  }
  return new Set(instrument.items.filter(isRepeated).map(({ id }) => id))
}

function usedOf(column: LevelColumn): readonly string[] {
  return column.reader.levels().filter((_, code) => column.used[code] === 1)
}

function enlarged(flags: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(Math.max(length, flags.length * 2))
  larger.set(flags)
  return larger
}

/** One row a respondent and round, or pairs of answers cannot be told. */
async function refuseRepeatedRespondents(
  database: Database,
  staged: string,
  source: SurveySource,
  columns: SurveyColumns,
  file: string,
): Promise<void> {
  if (columns.respondent === null) return
  const column = source.respondent ?? ''
  const byRound = columns.round === null ? '' : ', "round"'
  const within = await database.frame(
    `SELECT count(*) AS people, min(first_row) AS first_row, min_by(next_row, first_row) AS next_row FROM (SELECT min("_row") AS first_row, max("_row") AS next_row FROM ${quoteName(staged)} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent"${byRound} HAVING count(*) > 1)`,
  )
  const people = numericColumn(within, 'people')[0] ?? 0
  if (people > 0) {
    throw new InputError(
      'ingest:respondent-twice',
      {
        count: people,
        first: String(numericColumn(within, 'first_row')[0]),
        second: String(numericColumn(within, 'next_row')[0]),
      },
      { file, column },
    )
  }
  if (columns.round !== null || (await columnsOf(database, 'responses')).length === 0) return
  const across = await database.frame(
    `SELECT count(*) AS people, CAST(min(r."_source") AS VARCHAR) AS other FROM responses r JOIN ${quoteName(staged)} s ON r."_respondent" = s."_respondent" ` +
      `WHERE CAST(r."round" AS VARCHAR) = ${quoteText(source.round ?? source.id)} AND CAST(r."_source" AS VARCHAR) <> ${quoteText(source.id)}`,
  )
  const shared = numericColumn(across, 'people')[0] ?? 0
  if (shared > 0)
    throw new InputError(
      'ingest:respondent-in-other-source',
      { count: shared, other: textsOf(across, 'other')[0] ?? '', round: source.round ?? source.id },
      { file, column },
    )
}

/** Answers from roles an item was not put to stay as they are, and are told. */
async function askedOfNotes(
  database: Database,
  staged: string,
  columns: SurveyColumns,
  table: SurveyTable,
): Promise<readonly Note[]> {
  const role = columns.attributes.find(({ id }) => id.toLowerCase() === 'role')
  const restricted = columns.items.filter(({ item }) => item.askedOf.length > 0)
  if (role === undefined || restricted.length === 0) return []
  const levels = table.levels(role.id).map((level) => level.toLowerCase())
  const counts = restricted.map(({ item }, index) => {
    const asked = new Set(item.askedOf.map((name) => name.toLowerCase()))
    const codes = levels.flatMap((level, code) => (asked.has(level) ? [code] : []))
    const isAsked = codes.length === 0 ? 'false' : `${quoteName(role.id)} IN (${codes.join(', ')})`
    const cell = quoteName(item.id)
    return `count(${cell}) FILTER (WHERE ${isAsked}) AS asked_${index}, count(${cell}) FILTER (WHERE NOT (${isAsked}) AND ${quoteName(role.id)} IS NOT NULL) AS other_${index}`
  })
  const frame = await database.frame(`SELECT ${counts.join(', ')} FROM ${quoteName(staged)}`)
  return restricted.flatMap(({ item }, index): readonly Note[] => {
    const asked = numericColumn(frame, `asked_${index}`)[0] ?? 0
    const other = numericColumn(frame, `other_${index}`)[0] ?? 0
    if (other === 0) return []
    const about = { item: { item: item.id, short: true }, count: other, roles: { list: item.askedOf } }
    return [
      { code: asked === 0 ? 'ingest:asked-of-other-names' : 'ingest:answered-not-asked', level: 'warning', about },
    ]
  })
}

/** Rounds that have no item in common cannot be compared; each may still be of use. */
function overlapNotes(others: readonly SourceRecord[], columns: SurveyColumns, source: SurveySource): readonly Note[] {
  const ours = new Set(columns.items.map(({ item }) => item.id))
  return others
    .filter(
      ({ detail }) =>
        !detail
          .split('\n')
          .slice(1)
          .some((id) => ours.has(id)),
    )
    .map(({ id }) => ({ code: 'ingest:no-common-items', level: 'warning', about: { source: source.id, other: id } }))
}

/**
 * Joins the staged rows to those of other sources. Where there are none the staging table itself becomes `responses`, its columns completed; otherwise one statement
 * replaces `responses` by both.
 */
async function joinResponses(
  database: Database,
  staged: string,
  source: SurveySource,
  instrument: Instrument,
  table: SurveyTable,
): Promise<void> {
  const stagedColumns = await columnsOf(database, staged)
  const existing = await columnsOf(database, 'responses')
  const fixed = ['_row', '_source', 'round', '_respondent', '_weight']
  const repeated = new Set(Array.from(repeatedItems(instrument), givenColumn))
  const itemIds = new Set([...instrument.items.map(({ id }) => id), ...repeated])
  const isAttribute = (id: string): boolean => !fixed.includes(id) && !itemIds.has(id)
  const attributes = [...new Set([...existing.filter(isAttribute), ...stagedColumns.filter(isAttribute)])]
  const elsewhere = `NOT (${whereSource('survey', source.id)})`

  const before = async (column: string): Promise<readonly string[]> =>
    existing.includes(column) ? levelsIn(database, 'responses', column, elsewhere) : []
  const levels = new Map<string, readonly string[]>([
    ['_source', [...new Set([...(await before('_source')), source.id])]],
    ['round', joinLevels(await before('round'), table.rounds())],
  ])
  for (const id of attributes) levels.set(id, joinLevels(await before(id), table.usedLevels(id)))

  const type = (id: string): string => {
    const known = levels.get(id)
    if (known !== undefined) return enumType(known)
    if (id === '_row') return 'INTEGER'
    if (id === '_respondent') return 'VARCHAR'
    if (repeated.has(id)) return 'TINYINT'
    const item = instrument.items.find((candidate) => candidate.id === id)
    return item !== undefined && scaleOf(instrument, item).kind === 'ordinal' ? 'TINYINT' : 'DOUBLE'
  }
  /** What a column that was not staged holds throughout. */
  const constant = (id: string): string =>
    id === '_source'
      ? quoteText(source.id)
      : id === 'round'
        ? quoteText(source.round ?? source.id)
        : id === '_weight'
          ? '1'
          : repeated.has(id)
            ? String(notGiven)
            : 'NULL'
  /** The level that a staged code stands for. A comparison for each of a few levels is faster than fetching texts from a list. */
  const decoded = (id: string): string => {
    const texts = table.levels(id)
    const used = new Set(table.usedLevels(id))
    if (used.size === 0) return 'NULL'
    if (texts.length > 64) return `CAST(([${texts.map(quoteText).join(', ')}])[${quoteName(id)} + 1] AS ${type(id)})`
    return `CASE ${quoteName(id)} ${texts.map((text, code) => (used.has(text) ? `WHEN ${code} THEN CAST(${quoteText(text)} AS ${type(id)})` : '')).join(' ')} END`
  }
  const isCoded = (id: string): boolean => levels.has(id) && stagedColumns.includes(id)
  const all = [...fixed, ...attributes, ...itemIds]

  if (existing.length === 0) {
    const name = quoteName(staged)
    for (const id of all) {
      if (!stagedColumns.includes(id))
        await database.execute(`ALTER TABLE ${name} ADD COLUMN ${quoteName(id)} ${type(id)} DEFAULT ${constant(id)}`)
      else if (isCoded(id))
        await database.execute(
          `ALTER TABLE ${name} ALTER COLUMN ${quoteName(id)} TYPE ${type(id)} USING CAST(${decoded(id)} AS ${type(id)})`,
        )
    }
    await database.execute(`ALTER TABLE ${name} RENAME TO responses`)
    return
  }
  const kept = all.map(
    (id) =>
      `CAST(${existing.includes(id) ? quoteName(id) : id === '_weight' || repeated.has(id) ? constant(id) : 'NULL'} AS ${type(id)}) AS ${quoteName(id)}`,
  )
  const added = all.map(
    (id) =>
      `CAST(${isCoded(id) ? decoded(id) : stagedColumns.includes(id) ? quoteName(id) : constant(id)} AS ${type(id)}) AS ${quoteName(id)}`,
  )
  await database.execute(
    `CREATE OR REPLACE TABLE responses AS SELECT ${kept.join(', ')} FROM responses WHERE ${elsewhere} UNION ALL SELECT ${added.join(', ')} FROM ${quoteName(staged)}`,
  )
}

/** What the survey sources of a project come to together, for opening them as a dataset. */
export interface SurveySummary {
  readonly instrument: Instrument
  readonly attributes: readonly string[]
  /** An item is missing in a round when none of the round's files has it. */
  readonly itemsMissingByRound: Readonly<Record<string, readonly string[]>>
  readonly weighted: boolean
  readonly headcountBy: readonly string[] | null
}

export function summarizeSurvey(
  instrument: Instrument,
  surveys: readonly SurveyReport[],
  headcounts: readonly { readonly attributes: readonly string[] }[],
): SurveySummary {
  const rounds = [...new Set(surveys.flatMap((report) => report.rounds))]
  return {
    instrument,
    attributes: [...new Set(surveys.flatMap((report) => report.attributes))],
    itemsMissingByRound: Object.fromEntries(
      rounds.map((round) => {
        const present = new Set(
          surveys.filter((report) => report.rounds.includes(round)).flatMap((report) => report.items),
        )
        return [round, instrument.items.map(({ id }) => id).filter((id) => !present.has(id))]
      }),
    ),
    weighted: surveys.some((report) => report.weighted),
    headcountBy: headcounts.length === 0 ? null : [...new Set(headcounts.flatMap((report) => report.attributes))],
  }
}
