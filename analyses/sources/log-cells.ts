import { cellText, type CellBlock, type CellDecoder } from '../readers/reader'
import { readTime, type TimeCell, type TimeFormat } from '../series/time-text'
import { isBlankWord, readPlainNumber } from './cell-values'
import type { NumberReader } from './column-numbers'

/** Bytes of a cell, quotes left out. */
export interface CellBytes {
  bytes: Uint8Array
  start: number
  end: number
}

const found: CellBytes = { bytes: new Uint8Array(0), start: 0, end: 0 }
const encoder = new TextEncoder()

/** The bytes of a cell, whatever the format gives. @returns the same object each time */
export function cellBytes(block: CellBlock, row: number, column: number, decode: CellDecoder): Readonly<CellBytes> {
  if (block.kind === 'bytes') {
    const cell = row * block.width + column
    const start = block.starts[cell] as number
    found.bytes = block.bytes
    found.start = start < 0 ? ~start : start
    found.end = block.ends[cell] as number
  } else {
    found.bytes = encoder.encode(cellText(block, row, column, decode))
    found.start = 0
    found.end = found.bytes.length
  }
  return found
}

/** Reads a time from a cell: one that the format gives as a time is taken as it is. */
export function readTimeCell(
  block: CellBlock,
  row: number,
  column: number,
  format: TimeFormat,
  decode: CellDecoder,
  into: TimeCell,
): void {
  const values = block.kind === 'values' ? block.columns[column] : undefined
  if (values?.kind === 'times') {
    into.milliseconds = values.values[row] ?? Number.NaN
    into.isAbsolute = values.isAbsolute
    return
  }
  const { bytes, start, end } = cellBytes(block, row, column, decode)
  readTime(bytes, start, end, format, into)
  if (!Number.isNaN(into.milliseconds)) return
  for (const plain of unmistakable) {
    readTime(bytes, start, end, plain, into)
    if (!Number.isNaN(into.milliseconds)) return
  }
}

/** Dates in these formats can be read in one way only, so that they may stand in a column that is otherwise written differently. */
const unmistakable: readonly TimeFormat[] = ['year-first', 'named']

/** @returns the number in a cell; NaN where it is blank, `unreadable` where it is something else */
export function readNumberCell(
  block: CellBlock,
  row: number,
  column: number,
  numbers: NumberReader,
  decode: CellDecoder,
): number | 'unreadable' {
  if (block.kind === 'bytes') {
    const cell = row * block.width + column
    const plain = readPlainNumber(
      block.bytes,
      block.starts[cell] as number,
      block.ends[cell] as number,
      numbers.plainMark,
    )
    if (!Number.isNaN(plain)) return plain
  } else {
    const values = block.columns[column]
    if (values?.kind === 'numbers') return values.values[row] ?? Number.NaN
  }
  const written = cellText(block, row, column, decode)
  const value = numbers.read(written, block.lines[row] as number)
  if (!Number.isNaN(value) || written.trim() === '' || isBlankWord(written)) return value
  return 'unreadable'
}
