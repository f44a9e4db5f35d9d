import { rowsPerBatch, type Batch, type InsertColumn } from '../../core/database'
import { blankByte, givenColumn, nonAnswerCode } from '../../core/datasets'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { scaleOf, type Instrument, type Item, type NonResponseKind, type ResponseScale } from '../../instrument/model'
import {
  cellText,
  mostRecordsPerBlock,
  tidy,
  type ByteBlock,
  type CellBlock,
  type CellDecoder,
  type NumberStyle,
  type OpenTable,
  type TableHead,
} from '../../readers/reader'
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
  type OrdinalReader,
} from '../cell-values'
import type { Intake } from '../loading'
import { createCellTroubles, type CellTroubles } from '../report'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'

/** What stands in a `givenColumn` where there is no answer. */
export const notGiven = -128
/** A column with more different texts is an id or free text, not an attribute. */
const mostLevels = 20_000
/** Becomes NULL in an integer column. */
const blankInteger = -2147483648
/** Rows that columns have room for: a batch, and one block beyond it. */
const capacity = rowsPerBatch + mostRecordsPerBlock

type CellTrouble = 'out-of-range' | 'unreadable' | 'blank-word'

/** The columns of a survey as they fill up. */
export interface SurveyTable extends Intake {
  nonAnswers(): readonly { readonly item: string; readonly kind: NonResponseKind; readonly count: number }[]
  rounds(): readonly string[]
  /** Texts of an attribute by code, as handed on. */
  levels(attribute: string): readonly string[]
  /** Those of them that rows in use have. */
  usedLevels(attribute: string): readonly string[]
}

interface OrdinalColumn {
  readonly item: Item
  readonly index: number
  readonly reader: OrdinalReader
  /** Codes that the format marks as no answer, and that the instrument does not know. */
  readonly missing: ReadonlySet<number>
  /** Typed non-answers by code, from −128 on. */
  readonly counts: Float64Array
  values: Int8Array
}

interface ContinuousColumn {
  readonly item: Item
  readonly index: number
  readonly scale: ResponseScale
  readonly turnBack: boolean
  readonly missing: ReadonlySet<number>
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

/** All that is gathered of one export. Rows `0 … pending` of every column wait to be handed on. */
interface Gathering {
  readonly head: TableHead
  readonly decode: CellDecoder
  readonly columns: SurveyColumns
  readonly style: NumberStyle
  /** Byte of the decimal mark. */
  readonly mark: number
  readonly ordinal: readonly OrdinalColumn[]
  readonly continuous: readonly ContinuousColumn[]
  readonly attributes: readonly LevelColumn[]
  /** The round, where a column says it row by row. */
  readonly round: LevelColumn | null
  /** Attributes and round. */
  readonly levelColumns: readonly LevelColumn[]
  readonly troubles: CellTroubles<CellTrouble>
  /** Of the block being read: whether the row has an answer. */
  readonly answered: Uint8Array
  readonly leftOut: { blank: number; 'no-round': number; 'no-weight': number }
  rowNumbers: Int32Array
  respondents: (string | null)[]
  weights: Float64Array
  pending: number
  rowsRead: number
  blankRespondents: number
  zeroWeights: number
}

/** @param repeated ids of the items whose answers are stored a second time, without blanks */
export function createSurveyTable(
  table: OpenTable,
  columns: SurveyColumns,
  source: SurveySource,
  repeated: ReadonlySet<string>,
): SurveyTable {
  const gathering = startGathering(table, columns, source.reverse_already === true)
  const { ordinal, continuous, levelColumns, round, attributes } = gathering
  const levelColumn = (id: string): LevelColumn | undefined => levelColumns.find((column) => column.id === id)
  return {
    rowsRead: () => gathering.rowsRead,
    pendingRows: () => gathering.pending,
    leftOut: () => gathering.leftOut,
    rounds: () => (round === null ? [source.round ?? source.id] : usedOf(round)),
    levels: (attribute) => levelColumn(attribute)?.reader.levels() ?? [],
    usedLevels: (attribute) => {
      const column = levelColumn(attribute)
      return column === undefined ? [] : usedOf(column)
    },
    read(block) {
      gathering.answered.fill(0, 0, block.rowCount)
      for (const column of ordinal) readOrdinal(gathering, block, column)
      for (const column of continuous) readContinuousCells(gathering, block, column)
      for (const column of levelColumns) readLevels(gathering, block, column)
      readWeights(gathering, block)
      keepRows(gathering, block)
    },
    takeBatch: () => takeBatch(gathering, repeated),
    nonAnswers: () => nonAnswersOf(gathering),
    notes: () => [
      ...turnedBackNotes(columns, source),
      ...troubleNotes(gathering),
      ...blankNotes(gathering, attributes),
    ],
  }
}

function startGathering(table: OpenTable, columns: SurveyColumns, turnsBack: boolean): Gathering {
  const { head, decode } = table
  const style = head.numbers
  const level = (id: string, index: number): LevelColumn => ({
    id,
    index,
    reader: createLevelReader(decode),
    used: new Uint8Array(64),
    blanks: 0,
    codes: new Int32Array(capacity),
  })
  const attributes = columns.attributes.map(({ id, index }) => level(id, index))
  const round = columns.round === null ? null : level('round', columns.round)
  return {
    head,
    decode,
    columns,
    style,
    mark: style.mark.charCodeAt(0),
    ordinal: ordinalColumns(table, columns, turnsBack),
    continuous: continuousColumns(head, columns, turnsBack),
    attributes,
    round,
    levelColumns: round === null ? attributes : [...attributes, round],
    troubles: createCellTroubles(),
    answered: new Uint8Array(mostRecordsPerBlock),
    leftOut: { blank: 0, 'no-round': 0, 'no-weight': 0 },
    rowNumbers: new Int32Array(capacity),
    respondents: [],
    weights: new Float64Array(columns.weight === null ? 0 : capacity),
    pending: 0,
    rowsRead: 0,
    blankRespondents: 0,
    zeroWeights: 0,
  }
}

/** Items of one scale, turned alike, share what has been understood of its spellings. */
function ordinalColumns({ head, decode }: OpenTable, columns: SurveyColumns, turnsBack: boolean): OrdinalColumn[] {
  const readers = new Map<string, OrdinalReader>()
  return columns.items
    .filter(({ scale }) => scale.kind === 'ordinal')
    .map(({ item, index, scale }) => {
      const turnBack = turnsBack && item.reversed
      const key = `${scale.id} ${turnBack}`
      const reader = readers.get(key) ?? createOrdinalReader(scale, head.numbers, turnBack, decode)
      readers.set(key, reader)
      const missing = missingCodes(head, index, scale)
      return { item, index, reader, missing, counts: new Float64Array(4), values: new Int8Array(capacity) }
    })
}

function continuousColumns(head: TableHead, columns: SurveyColumns, turnsBack: boolean): ContinuousColumn[] {
  return columns.items
    .filter(({ scale }) => scale.kind !== 'ordinal')
    .map(({ item, index, scale }) => ({
      item,
      index,
      scale,
      turnBack: turnsBack && item.reversed,
      missing: missingCodes(head, index, scale),
      nonAnswers: { dont_know: 0, not_relevant: 0, refused: 0 },
      values: new Float64Array(capacity),
    }))
}

function missingCodes(head: TableHead, index: number, { nonResponses }: ResponseScale): ReadonlySet<number> {
  const known = new Set(nonResponses.map(({ code }) => code))
  return new Set((head.columns[index]?.missing ?? []).filter((code) => !known.has(code)))
}

function trouble(gathering: Gathering, kind: CellTrouble, block: CellBlock, row: number, column: number): void {
  const text = cellText(block, row, column, gathering.decode)
  gathering.troubles.add(kind, column, block.firstRow + row, block.lines[row] as number, text)
}

function readOrdinal(gathering: Gathering, block: CellBlock, column: OrdinalColumn): void {
  if (block.kind === 'bytes') readOrdinalBytes(gathering, block, column)
  else
    for (let row = 0; row < block.rowCount; row += 1) {
      const text = cellText(block, row, column.index, gathering.decode)
      const value = text !== '' && column.missing.has(Number(text)) ? blankByte : column.reader.readText(text)
      keepOrdinal(gathering, block, column, row, value)
    }
}

/** The path that a million respondents take: a cell of one byte is one look-up, and nothing is made of any cell. */
function readOrdinalBytes(gathering: Gathering, block: ByteBlock, column: OrdinalColumn): void {
  const { bytes, starts, ends, width, rowCount } = block
  const { answered, pending } = gathering
  const { reader, values, index } = column
  const { single } = reader
  for (let row = 0, cell = index; row < rowCount; row += 1, cell += width) {
    const start = starts[cell] as number
    const end = ends[cell] as number
    let value: number = blankByte
    if (end !== start) {
      value =
        start >= 0 && end - start === 1 ? (single[bytes[start] as number] as number) : reader.read(bytes, start, end)
      if (value === notYetRead) value = reader.read(bytes, start, end)
    }
    if (value > blankByte && value <= 127) {
      answered[row] = 1
      values[pending + row] = value
    } else keepOrdinal(gathering, block, column, row, value)
  }
}

/** Puts down what a cell came to: a value, a typed non-answer, nothing, or trouble. */
function keepOrdinal(
  gathering: Gathering,
  block: CellBlock,
  { counts, values, index }: OrdinalColumn,
  row: number,
  found: number,
): void {
  let value = found
  if (value > 127) {
    const kind: CellTrouble = value === outOfRange ? 'out-of-range' : value === blankWord ? 'blank-word' : 'unreadable'
    trouble(gathering, kind, block, row, index)
    value = blankByte
  }
  if (value !== blankByte) {
    gathering.answered[row] = 1
    if (value < blankByte) counts[value + 128] = (counts[value + 128] as number) + 1
  }
  values[gathering.pending + row] = value
}

function readContinuousCells(gathering: Gathering, block: CellBlock, column: ContinuousColumn): void {
  const { answered, pending, mark, style, decode } = gathering
  const { index, scale, turnBack, values, nonAnswers, missing } = column
  for (let row = 0; row < block.rowCount; row += 1) {
    let value = plainNumber(block, row, index, mark)
    if (value >= scale.min && value <= scale.max && !missing.has(value)) {
      if (turnBack) value = scale.min + scale.max - value
      answered[row] = 1
    } else if (missing.has(value)) value = Number.NaN
    else {
      const reading = readContinuous(cellText(block, row, index, decode), scale, style, turnBack)
      value = reading.value
      switch (reading.kind) {
        case 'value':
          answered[row] = 1
          break
        case 'dont_know':
        case 'not_relevant':
        case 'refused':
          nonAnswers[reading.kind] += 1
          answered[row] = 1
          break
        case 'blank':
          break
        default:
          trouble(gathering, reading.kind, block, row, index)
      }
    }
    values[pending + row] = value
  }
}

/** A number that needs no understanding: plain digits, or a number already. NaN for everything else. */
function plainNumber(block: CellBlock, row: number, column: number, mark: number): number {
  if (block.kind === 'bytes') {
    const cell = row * block.width + column
    const start = block.starts[cell] as number
    const end = block.ends[cell] as number
    return end === start ? Number.NaN : readPlainNumber(block.bytes, start, end, mark)
  }
  const values = block.columns[column]
  return values?.kind === 'numbers' ? (values.values[row] ?? Number.NaN) : Number.NaN
}

function readLevels({ head, pending }: Gathering, block: CellBlock, { id, index, reader, codes }: LevelColumn): void {
  for (let row = 0; row < block.rowCount; row += 1) codes[pending + row] = reader.read(block, row, index)
  if (reader.count() > mostLevels)
    throw new InputError(
      'ingest:too-many-levels',
      { attribute: id, most: mostLevels },
      { file: head.file, column: head.columns[index]?.name ?? index + 1 },
    )
}

function readWeights({ columns, weights, pending, mark, style, decode }: Gathering, block: CellBlock): void {
  if (columns.weight === null) return
  for (let row = 0; row < block.rowCount; row += 1) {
    const plain = plainNumber(block, row, columns.weight, mark)
    weights[pending + row] = Number.isNaN(plain)
      ? readNumber(cellText(block, row, columns.weight, decode), style)
      : plain
  }
}

/** Decides of each row of the block whether it is used, and moves those that are together. */
function keepRows(gathering: Gathering, block: CellBlock): void {
  const { columns, leftOut, answered, round, pending } = gathering
  gathering.rowsRead += block.rowCount
  let kept = 0
  for (let row = 0; row < block.rowCount; row += 1) {
    const from = pending + row
    if (answered[row] === 0) leftOut.blank += 1
    else if (round !== null && (round.codes[from] as number) < 0) leftOut['no-round'] += 1
    else if (columns.weight !== null && !((gathering.weights[from] as number) >= 0)) {
      leftOut['no-weight'] += 1
      trouble(gathering, 'unreadable', block, row, columns.weight)
    } else {
      keepRow(gathering, block, row, pending + kept)
      kept += 1
    }
  }
  gathering.pending += kept
}

function keepRow(gathering: Gathering, block: CellBlock, row: number, to: number): void {
  const { columns, ordinal, continuous, levelColumns, weights, pending } = gathering
  const from = pending + row
  gathering.rowNumbers[to] = block.firstRow + row
  if (columns.respondent !== null) {
    const text = tidy(cellText(block, row, columns.respondent, gathering.decode))
    if (text === '') gathering.blankRespondents += 1
    gathering.respondents.push(text === '' ? null : text)
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
  if (columns.weight !== null && weights[to] === 0) gathering.zeroWeights += 1
}

function takeBatch(gathering: Gathering, repeated: ReadonlySet<string>): Batch {
  const { columns, ordinal, continuous, levelColumns, pending } = gathering
  const rowCount = Math.min(pending, rowsPerBatch)
  const batch: InsertColumn[] = [{ kind: 'integer', id: '_row', values: gathering.rowNumbers.subarray(0, rowCount) }]
  if (columns.respondent !== null)
    batch.push({ kind: 'text', id: '_respondent', values: gathering.respondents.slice(0, rowCount) })
  if (columns.weight !== null)
    batch.push({ kind: 'numeric', id: '_weight', values: gathering.weights.subarray(0, rowCount) })
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
  startNextBatch(gathering, rowCount)
  return { rowCount, columns: batch }
}

/** The arrays now belong to whoever stores them: they may be on their way to another thread. What is over starts the next ones. */
function startNextBatch(gathering: Gathering, rowCount: number): void {
  const { columns, ordinal, continuous, levelColumns, pending } = gathering
  gathering.rowNumbers = rest(gathering.rowNumbers, rowCount, pending)
  gathering.respondents = gathering.respondents.slice(rowCount)
  if (columns.weight !== null) gathering.weights = rest(gathering.weights, rowCount, pending)
  for (const column of levelColumns) column.codes = rest(column.codes, rowCount, pending)
  for (const column of ordinal) column.values = rest(column.values, rowCount, pending)
  for (const column of continuous) column.values = rest(column.values, rowCount, pending)
  gathering.pending -= rowCount
}

function nonAnswersOf({ columns, ordinal, continuous }: Gathering): ReturnType<SurveyTable['nonAnswers']> {
  const kinds = Object.keys(nonAnswerCode) as NonResponseKind[]
  return columns.items.flatMap(({ item }) => {
    const counts = ordinal.find((column) => column.item === item)?.counts
    const named = continuous.find((column) => column.item === item)?.nonAnswers
    return kinds
      .map((kind) => ({ item: item.id, kind, count: counts?.[nonAnswerCode[kind] + 128] ?? named?.[kind] ?? 0 }))
      .filter(({ count }) => count > 0)
  })
}

function turnedBackNotes({ items }: SurveyColumns, source: SurveySource): readonly Note[] {
  if (source.reverse_already !== true) return []
  const turned = items.filter(({ item }) => item.reversed)
  const about = { count: turned.length, items: { list: turned.map(({ item }) => ({ item: item.id, short: true })) } }
  return [{ code: 'ingest:turned-back', level: 'info', about }]
}

function troubleNotes({ columns, troubles }: Gathering): readonly Note[] {
  return troubles.entries().map(({ kind, column, count, examples }): Note => {
    const use = columns.uses[column]
    const about = { column: use?.header ?? String(column + 1), count, examples }
    if (use?.role === 'weight') return { code: 'ingest:weight-unusable', level: 'warning', about }
    if (kind !== 'out-of-range')
      return kind === 'blank-word'
        ? { code: 'ingest:blank-word', level: 'info', about }
        : { code: 'ingest:unreadable', level: 'warning', about }
    const scale = columns.items.find(({ index }) => index === column)?.scale
    return {
      code: 'ingest:out-of-range',
      level: 'warning',
      about: {
        ...about,
        item: { item: use?.id ?? '', short: true },
        min: String(scale?.min ?? ''),
        max: String(scale?.max ?? ''),
      },
    }
  })
}

function blankNotes(gathering: Gathering, attributes: readonly LevelColumn[]): readonly Note[] {
  const { leftOut, blankRespondents, zeroWeights } = gathering
  const counted = (code: Note['code'], level: Note['level'], count: number): readonly Note[] =>
    count > 0 ? [{ code, level, about: { count } }] : []
  return [
    ...attributes
      .filter(({ blanks }) => blanks > 0)
      .map(({ id, blanks }): Note => ({
        code: 'ingest:attribute-blank',
        level: 'info',
        about: { attribute: { attribute: id }, count: blanks },
      })),
    ...counted('ingest:blank-respondents', 'info', leftOut.blank),
    ...counted('ingest:no-round', 'warning', leftOut['no-round']),
    ...counted('ingest:blank-respondent-ids', 'warning', blankRespondents),
    ...counted('ingest:zero-weights', 'info', zeroWeights),
  ]
}

/** Ids of the items whose answers are stored a second time, in their `givenColumn`, for scoring. */
export function repeatedItems(instrument: Instrument): ReadonlySet<string> {
  const taken = new Set(instrument.items.map(({ id }) => id.toLowerCase()))
  const isRepeated = (item: Item): boolean => {
    const scale = scaleOf(instrument, item)
    return (
      scale.kind === 'ordinal' && scale.min >= 0 && scale.max <= 127 && !taken.has(givenColumn(item.id).toLowerCase())
    )
  }
  return new Set(instrument.items.filter(isRepeated).map(({ id }) => id))
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

function usedOf(column: LevelColumn): readonly string[] {
  return column.reader.levels().filter((_, code) => column.used[code] === 1)
}

function enlarged(flags: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(Math.max(length, flags.length * 2))
  larger.set(flags)
  return larger
}
