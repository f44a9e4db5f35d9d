import { rowsPerBatch } from '../../core/database'
import type { Item, NonResponseKind, ResponseScale } from '../../instrument/model'
import {
  isMarkedMissing,
  mostRecordsPerBlock,
  type CellDecoder,
  type OpenTable,
  type TableHead,
  type WantedCells,
} from '../../readers/reader'
import { numbersOf } from '../../readers/decimal-mark'
import { ownCodes, type AnswerCodes } from '../answer-codes'
import { createLevelReader, createOrdinalReader, type LevelReader, type OrdinalReader } from '../cell-values'
import { createNumberReader, type NumberReader } from '../column-numbers'
import { recodingOf, type Spelling } from '../recoding'
import { createCellTroubles, type CellTroubles } from '../report'
import { findAnswerTimes, timeCells, type AnswerTimes } from './answer-times'
import type { SurveyColumns } from './columns'
import { createIdTexts, type IdTexts } from './id-texts'
import { createLevelCodes, type LevelCodes } from './level-codes'
import type { SurveySource } from './fields'

export type CellTrouble = 'out-of-range' | 'unreadable' | 'blank-word'

export interface OrdinalColumn {
  readonly item: Item
  readonly index: number
  readonly reader: OrdinalReader
  /** Whether the format marks a code as no answer that the instrument does not know. */
  isMissing(code: number): boolean
  /** Typed non-answers by code, from −128 on. */
  readonly counts: Float64Array
  values: Int8Array
}

export interface ContinuousColumn {
  readonly item: Item
  readonly index: number
  readonly scale: ResponseScale
  readonly turnBack: boolean
  readonly numbers: NumberReader
  isMissing(code: number): boolean
  readonly nonAnswers: Record<NonResponseKind, number>
  values: Float64Array
}

export interface LevelColumn {
  readonly id: string
  readonly index: number
  readonly reader: LevelReader
  /** Levels of the spellings, where the source says that they are others. */
  readonly recoding: LevelCodes | null
  /** Rows in use by the code of their spelling. */
  rows: Uint32Array
  /** Rows in use without a value. */
  blanks: number
  /** Codes of spellings, until a batch is handed on with those of levels. */
  codes: Int32Array
}

/** Attributes of the records of an export in which several rows belong to one. */
export interface SharedRecord {
  /** Column, from 0, of the record's id. */
  readonly index: number
  /** Codes by the record's id, in the order of the attributes; −1 where no row has said it yet. */
  readonly known: Map<string, Int32Array>
  /** Of the block being read: whether the row has an attribute from an earlier row. */
  readonly isTaken: Uint8Array
  /** Rows in use that have. */
  rows: number
}

/** All that is gathered of one export. Rows `0 … pending` of every column wait to be handed on. */
export interface Gathering {
  readonly head: TableHead
  readonly decode: CellDecoder
  readonly columns: SurveyColumns
  /** Reads weights, where a column holds them. */
  readonly weightNumbers: NumberReader | null
  readonly ordinal: readonly OrdinalColumn[]
  readonly continuous: readonly ContinuousColumn[]
  readonly attributes: readonly LevelColumn[]
  /** The round, where a column says it row by row. */
  readonly round: LevelColumn | null
  /** What earlier rows of a record said of its attributes; null where every row stands for itself. */
  readonly record: SharedRecord | null
  /** Attributes and round. */
  readonly levelColumns: readonly LevelColumn[]
  readonly troubles: CellTroubles<CellTrouble>
  readonly times: AnswerTimes
  /** Cells outside their scale by the number of the row, of the first rows that have any. */
  readonly impossible: Map<number, number>
  /** Of the block being read: whether the row has an answer. */
  readonly answered: Uint8Array
  /** Of the block being read: whether the row is set aside, since the survey tool marks it as not finished. */
  readonly setAside: Uint8Array
  readonly leftOut: { unfinished: number; blank: number; 'no-round': number; 'no-weight': number }
  rowNumbers: Int32Array
  /** Where a column says who answered. */
  readonly respondents: IdTexts | null
  weights: Float64Array
  pending: number
  rowsRead: number
  blankRespondents: number
  zeroWeights: number
}

/** Rows that columns have room for at first, and at most: a block; and a batch with one block beyond it. */
const firstRoom = mostRecordsPerBlock
const mostRoom = rowsPerBatch + mostRecordsPerBlock

/** Makes room for more rows behind those that wait. Most files are small, and room for a whole batch costs more than reading them. */
export function makeRoom(gathering: Gathering, more: number): void {
  const { columns, ordinal, continuous, levelColumns, times, pending } = gathering
  const room = gathering.rowNumbers.length
  if (pending + more <= room) return
  const length = Math.min(mostRoom, Math.max(2 * room, pending + more))
  gathering.rowNumbers = withRoom(gathering.rowNumbers, pending, length)
  if (columns.weight !== null) gathering.weights = withRoom(gathering.weights, pending, length)
  for (const column of levelColumns) column.codes = withRoom(column.codes, pending, length)
  for (const column of ordinal) column.values = withRoom(column.values, pending, length)
  for (const column of continuous) column.values = withRoom(column.values, pending, length)
  for (const column of [times.started, times.ended, times.seconds])
    if (column !== null) column.values = withRoom(column.values, pending, length)
}

/** An array of another length with the same first values. */
function withRoom<Values extends Int8Array | Int32Array | Float64Array>(
  values: Values,
  used: number,
  length: number,
): Values {
  const next = new (values.constructor as new (length: number) => Values)(length)
  next.set(values.subarray(0, used))
  return next
}

export function startGathering(table: OpenTable, columns: SurveyColumns, source: SurveySource): Gathering {
  const { head, decode } = table
  const turnsBack = source.reverse_already === true
  const level = (id: string, index: number): LevelColumn => {
    const reader = createLevelReader(decode, head.columns[index])
    const recoding = recodingOf(source.values, id)
    return {
      id,
      index,
      reader,
      recoding: recoding === null ? null : createLevelCodes(recoding, reader.levels),
      rows: new Uint32Array(64),
      blanks: 0,
      codes: new Int32Array(firstRoom),
    }
  }
  const attributes = columns.attributes.map(({ id, index }) => level(id, index))
  const round = columns.round === null ? null : level('round', columns.round)
  return {
    head,
    decode,
    columns,
    weightNumbers: columns.weight === null ? null : createNumberReader(head, columns.weight),
    ordinal: ordinalColumns(table, columns, turnsBack),
    continuous: continuousColumns(head, columns, turnsBack),
    attributes,
    round,
    record:
      columns.record === null || attributes.length === 0
        ? null
        : { index: columns.record.index, known: new Map(), isTaken: new Uint8Array(mostRecordsPerBlock), rows: 0 },
    levelColumns: round === null ? attributes : [...attributes, round],
    troubles: createCellTroubles(),
    times: findAnswerTimes(head, takenColumns(columns), firstRoom),
    impossible: new Map(),
    answered: new Uint8Array(mostRecordsPerBlock),
    setAside: new Uint8Array(mostRecordsPerBlock),
    leftOut: { unfinished: 0, blank: 0, 'no-round': 0, 'no-weight': 0 },
    rowNumbers: new Int32Array(firstRoom),
    respondents: columns.respondent === null ? null : createIdTexts(firstRoom),
    weights: new Float64Array(columns.weight === null ? 0 : firstRoom),
    pending: 0,
    rowsRead: 0,
    blankRespondents: 0,
    zeroWeights: 0,
  }
}

/** Columns that are read as answers, attributes or ids. */
const takenColumns = ({ items, attributes, round, respondent, weight }: SurveyColumns): ReadonlySet<number> =>
  new Set([
    ...items.map(({ index }) => index),
    ...attributes.map(({ index }) => index),
    ...[round, respondent, weight].filter((index) => index !== null),
  ])

/** Items of one scale, turned alike, share what has been understood of its spellings. */
function ordinalColumns({ head, decode }: OpenTable, columns: SurveyColumns, turnsBack: boolean): OrdinalColumn[] {
  const readers = new Map<string, OrdinalReader>()
  return columns.items
    .filter(({ scale }) => scale.kind === 'ordinal')
    .map(({ item, index, scale, codes }) => {
      const turnBack = turnsBack && item.reversed
      const style = numbersOf(head, index)
      const key = JSON.stringify([scale.id, turnBack, style.mark, [...codes.byName], codes.translation])
      const reader =
        readers.get(key) ?? createOrdinalReader(scale, style, turnBack, decode, codes, columns.missingWords)
      readers.set(key, reader)
      const isMissing = missingCodes(head, index, scale, codes)
      return { item, index, reader, isMissing, counts: new Float64Array(4), values: new Int8Array(firstRoom) }
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
      numbers: createNumberReader(head, index),
      isMissing: missingCodes(head, index, scale),
      nonAnswers: { dont_know: 0, not_relevant: 0, refused: 0 },
      values: new Float64Array(firstRoom),
    }))
}

/** Codes that the format marks as no answer, and of which neither the scale nor a person says anything else. */
export function missingCodes(
  head: TableHead,
  index: number,
  { nonResponses }: ResponseScale,
  { translation }: AnswerCodes = ownCodes,
): (code: number) => boolean {
  const column = head.columns[index]
  if (column?.missing === undefined && column?.missingRanges === undefined) return () => false
  const declared = translation?.basis === 'declared' ? translation.pairs.map(([code]) => Number(code)) : []
  const known = new Set([...nonResponses.map(({ code }) => code), ...declared])
  return (code) => !known.has(code) && isMarkedMissing(column, code)
}

/** Every spelling that rows in use have, in the order in which they were met. */
export function spellingsOf({ reader, recoding, rows }: LevelColumn): readonly Spelling[] {
  return reader.levels().flatMap((text, code) => {
    const count = rows[code] ?? 0
    return count === 0 ? [] : [{ text, level: recoding === null ? text : recoding.levelOf(text), rows: count }]
  })
}

/** Texts of levels by code, as batches have them. */
export const levelsOf = ({ reader, recoding }: LevelColumn): readonly string[] =>
  recoding === null ? reader.levels() : recoding.levels()

/** Levels that rows in use have. */
export const usedOf = (column: LevelColumn): readonly string[] => [
  ...new Set(spellingsOf(column).flatMap(({ level }) => (level === null ? [] : [level]))),
]

/** Rows in use without a value, those whose spelling is treated as blank among them. */
export const blanksOf = (column: LevelColumn): number =>
  spellingsOf(column).reduce((sum, { level, rows }) => sum + (level === null ? rows : 0), column.blanks)

/** Answers on ordinal scales mostly have one character; of the columns that the import passes over no cell is looked at. */
export function wantedCells({ columns, ordinal, continuous, levelColumns, times }: Gathering): WantedCells {
  const others = new Set([
    ...[...continuous, ...levelColumns].map(({ index }) => index),
    ...(columns.unfinished?.columns ?? []),
    ...timeCells(times),
    ...columns.joined.flatMap(({ index, others: more }) => [index, ...more]),
    ...[columns.respondent, columns.weight, columns.record?.index ?? null].filter((index) => index !== null),
  ])
  const short = ordinal.map(({ index }) => index).filter((index) => !others.has(index))
  return { columns: [...others, ...short], short }
}
