import { blankByte } from '../../core/datasets'
import { InputError } from '../../core/errors'
import {
  cellText,
  emptyCell,
  longCell,
  tidy,
  type ByteBlock,
  type CellBlock,
  type ValueBlock,
} from '../../readers/reader'
import type { UnfinishedRows } from '../../survey-tools/survey-tool'
import { blankWord, notYetRead, outOfRange, readContinuous, readPlainNumber } from '../cell-values'
import { moveAnswerTimes, readAnswerTimes } from './answer-times'
import type { IdTexts } from './id-texts'
import { blankInteger } from './level-codes'
import {
  makeRoom,
  type CellTrouble,
  type ContinuousColumn,
  type Gathering,
  type LevelColumn,
  type OrdinalColumn,
  type SharedRecord,
} from './gathering'

/** A column with more different texts is an id or free text, not an attribute. */
const mostLevels = 20_000

/** Reads the cells of a block behind the rows that wait, and keeps the rows that are used. */
export function readBlock(gathering: Gathering, block: CellBlock): void {
  makeRoom(gathering, block.rowCount)
  gathering.answered.fill(0, 0, block.rowCount)
  if (gathering.columns.unfinished !== null) findUnfinished(gathering, block, gathering.columns.unfinished)
  for (const column of gathering.ordinal) readOrdinal(gathering, block, column)
  for (const column of gathering.continuous) readContinuousCells(gathering, block, column)
  for (const column of gathering.levelColumns) readLevels(gathering, block, column)
  if (gathering.record !== null) shareBackground(gathering, block, gathering.record)
  readWeights(gathering, block)
  readAnswerTimes(gathering.times, block, gathering.pending, gathering)
  keepRows(gathering, block)
}

function findUnfinished(
  { setAside, decode }: Gathering,
  block: CellBlock,
  { columns, isUnfinished }: UnfinishedRows,
): void {
  for (let row = 0; row < block.rowCount; row += 1) {
    const cells = columns.map((column) => tidy(cellText(block, row, column, decode)))
    setAside[row] = isUnfinished(cells) ? 1 : 0
  }
}

function readOrdinal(gathering: Gathering, block: CellBlock, column: OrdinalColumn): void {
  if (block.kind === 'bytes') readOrdinalBytes(gathering, block, column)
  else readOrdinalValues(gathering, block, column)
}

function readOrdinalValues(gathering: Gathering, block: ValueBlock, column: OrdinalColumn): void {
  const { answered, pending, decode } = gathering
  const { reader, values, index, isMissing } = column
  const cells = block.columns[index]
  for (let row = 0; row < block.rowCount; row += 1) {
    let value: number
    if (cells?.kind === 'numbers') {
      const code = cells.values[row] ?? Number.NaN
      value = reader.readNumber(code)
      // A code that the file marks as no answer may have a name that the instrument knows.
      if (value > blankByte && isMissing(code)) value = blankByte
    } else {
      const text = cellText(block, row, index, decode)
      value = text !== '' && isMissing(Number(text)) ? blankByte : reader.readText(text)
    }
    if (value > blankByte && value <= 127) {
      answered[row] = 1
      values[pending + row] = value
    } else keepOrdinal(gathering, block, column, row, value)
  }
}

function readOrdinalBytes(gathering: Gathering, block: ByteBlock, column: OrdinalColumn): void {
  if (block.short !== null && block.isShort[column.index] === true)
    readShortCells(gathering, block, block.short, column)
  else readByteRanges(gathering, block, column)
}

/** The fast path for large files: four digits that are answers are read as one word; where one of the four is something else, each costs a look-up by its byte. */
function readShortCells(gathering: Gathering, block: ByteBlock, short: Uint8Array, column: OrdinalColumn): void {
  const { rowCount, shortLength } = block
  const { answered, pending } = gathering
  const { reader, values, index } = column
  const { single, digits } = reader
  const first = index * shortLength
  const from = viewOf(short)
  const to = viewOf(values)
  const seen = viewOf(answered)
  // With its highest bit set a byte lends nothing to its neighbour, and keeps the bit if it is not below the other.
  const least = digits === null ? 0 : Math.imul(digits.first, eachByte)
  const most = (digits === null ? 0 : Math.imul(digits.last, eachByte)) | highestBits
  for (let row = 0; row < rowCount;) {
    if (digits !== null)
      while (row + 4 <= rowCount) {
        const word = from.getInt32(first + row)
        const within = ((word | highestBits) - least) & (most - word) & ~word
        if ((within & highestBits) !== highestBits) break
        to.setInt32(pending + row, word - digitZeros)
        seen.setInt32(row, eachByte)
        row += 4
      }
    // All four, or each of them would be tried anew as the first of the next four.
    for (const end = Math.min(row + 4, rowCount); row < end; row += 1) {
      const byte = short[first + row] as number
      const value = single[byte] as number
      // One comparison for both ends of the answers. An empty cell is none of them, since no cell of one character has its byte.
      if (byte !== longCell && (value - lowestAnswer) >>> 0 <= answerSpan) {
        answered[row] = 1
        values[pending + row] = value
      } else if (byte === emptyCell) values[pending + row] = blankByte
      else readRareCell(gathering, block, column, row, byte)
    }
  }
}

/** What an Int8Array holds of answers: everything above the blank and the typed non-answers. */
const lowestAnswer = blankByte + 1
const answerSpan = 127 - lowestAnswer

const eachByte = 0x01010101
const highestBits = 0x80808080 | 0
/** Four times the digit 0. */
const digitZeros = 0x30303030

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Int8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** A cell that is longer than a character, was not met before, or is no answer. */
function readRareCell(gathering: Gathering, block: ByteBlock, column: OrdinalColumn, row: number, byte: number): void {
  const { reader, values, index } = column
  const cell = row * block.width + index
  const value =
    byte === longCell
      ? reader.read(block.bytes, block.starts[cell] as number, block.ends[cell] as number)
      : reader.readByte(byte)
  if (value > blankByte && value <= 127) {
    gathering.answered[row] = 1
    values[gathering.pending + row] = value
  } else keepOrdinal(gathering, block, column, row, value)
}

/** No object or text is created for any cell. */
function readByteRanges(gathering: Gathering, block: ByteBlock, column: OrdinalColumn): void {
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

/** Stores the result of reading a cell: a value, a typed non-answer, a blank, or a cell that could not be used. */
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
    if (value < blankByte && gathering.setAside[row] === 0) counts[value + 128] = (counts[value + 128] as number) + 1
  }
  values[gathering.pending + row] = value
}

function readContinuousCells(gathering: Gathering, block: CellBlock, column: ContinuousColumn): void {
  const { answered, pending, decode } = gathering
  const { index, scale, turnBack, values, nonAnswers, isMissing, numbers } = column
  for (let row = 0; row < block.rowCount; row += 1) {
    let value = plainNumber(block, row, index, numbers.plainMark)
    if (value >= scale.min && value <= scale.max && !isMissing(value)) {
      if (turnBack) value = scale.min + scale.max - value
      answered[row] = 1
    } else if (isMissing(value)) value = Number.NaN
    else {
      const text = cellText(block, row, index, decode)
      const reading = readContinuous(text, numbers.read(text, block.lines[row] as number), scale, turnBack)
      value = reading.value
      switch (reading.kind) {
        case 'value':
          answered[row] = 1
          break
        case 'dont_know':
        case 'not_relevant':
        case 'refused':
          if (gathering.setAside[row] === 0) nonAnswers[reading.kind] += 1
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

/** Gives attributes that a row leaves blank the values that an earlier row of its record has. */
function shareBackground({ attributes, pending, decode }: Gathering, block: CellBlock, record: SharedRecord): void {
  record.isTaken.fill(0, 0, block.rowCount)
  for (let row = 0; row < block.rowCount; row += 1) {
    const id = tidy(cellText(block, row, record.index, decode))
    if (id === '') continue
    const known = record.known.get(id) ?? new Int32Array(attributes.length).fill(-1)
    record.known.set(id, known)
    for (const [place, { codes }] of attributes.entries()) {
      const own = codes[pending + row] as number
      const earlier = known[place] as number
      if (own >= 0) known[place] = own
      else if (earlier >= 0) {
        codes[pending + row] = earlier
        record.isTaken[row] = 1
      }
    }
  }
}

function readWeights({ columns, weights, pending, weightNumbers, decode }: Gathering, block: CellBlock): void {
  if (columns.weight === null || weightNumbers === null) return
  for (let row = 0; row < block.rowCount; row += 1) {
    const plain = plainNumber(block, row, columns.weight, weightNumbers.plainMark)
    weights[pending + row] = Number.isNaN(plain)
      ? weightNumbers.read(cellText(block, row, columns.weight, decode), block.lines[row] as number)
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
    if (gathering.setAside[row] === 1) leftOut.unfinished += 1
    else if (answered[row] === 0) leftOut.blank += 1
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
  if (columns.respondent !== null && gathering.respondents !== null)
    keepRespondent(gathering, gathering.respondents, block, row, columns.respondent)
  if (to !== from) {
    moveAnswerTimes(gathering.times, from, to)
    for (const column of ordinal) column.values[to] = column.values[from] as number
    for (const column of continuous) column.values[to] = column.values[from] as number
    for (const column of levelColumns) column.codes[to] = column.codes[from] as number
    if (columns.weight !== null) weights[to] = weights[from] as number
  }
  if (gathering.record?.isTaken[row] === 1) gathering.record.rows += 1
  for (const column of levelColumns) {
    const code = column.codes[to] as number
    if (code < 0) {
      column.blanks += 1
      column.codes[to] = blankInteger
    } else {
      if (code >= column.rows.length) column.rows = enlarged(column.rows, code + 1)
      column.rows[code] = (column.rows[code] as number) + 1
    }
  }
  if (columns.weight !== null && weights[to] === 0) gathering.zeroWeights += 1
}

function keepRespondent(gathering: Gathering, ids: IdTexts, block: CellBlock, row: number, column: number): void {
  if (block.kind === 'bytes' && block.isShort[column] !== true) {
    const cell = row * block.width + column
    const start = block.starts[cell] as number
    const end = block.ends[cell] as number
    if (start >= 0 && end > start && ids.appendPlain(block.bytes, start, end)) return
  }
  const text = tidy(cellText(block, row, column, gathering.decode))
  if (text === '') gathering.blankRespondents += 1
  ids.append(text)
}

function trouble(gathering: Gathering, kind: CellTrouble, block: CellBlock, row: number, column: number): void {
  if (gathering.setAside[row] === 1) return
  if (kind === 'out-of-range') rememberImpossible(gathering.impossible, block.firstRow + row)
  const text = cellText(block, row, column, gathering.decode)
  gathering.troubles.add(kind, column, block.firstRow + row, block.lines[row] as number, text)
}

/** Rows with cells outside their scale that are remembered: with more, the file is read by the wrong scale. */
const mostImpossible = 100_000

function rememberImpossible(impossible: Map<number, number>, row: number): void {
  const before = impossible.get(row)
  if (before !== undefined || impossible.size < mostImpossible) impossible.set(row, (before ?? 0) + 1)
}

function enlarged(counts: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(Math.max(length, counts.length * 2))
  larger.set(counts)
  return larger
}
