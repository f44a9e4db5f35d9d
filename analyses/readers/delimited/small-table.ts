import Papa from 'papaparse'
import { InputError, stopIfAborted } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { SampleRecord, TextTable } from '../reader'
import type { DelimitedHead } from './dialect'
import { createUtf8Validator } from './encoding'
import { checkBytes, readRecords, textBytes, type RecordOptions } from './records'
import { createCellDecoder } from './scanner'
import { cellEncodingOf, isUtf8 } from './settings'

/** A table that people write by hand is no larger, in bytes. */
const mostBytes = 1 << 26

/**
 * A whole file of modest size as texts, told apart by papaparse. What is wrong with a file is told by the scanner, which knows line and column.
 * @param most rows
 * @throws InputError for a file that is larger, that cannot be decoded, or whose records cannot be told apart; Aborted
 */
export async function readSmallTable(
  file: DataFile,
  head: DelimitedHead,
  most: number,
  options: RecordOptions,
): Promise<TextTable> {
  const tooLong = (): InputError => new InputError('ingest:table-too-long', { most }, { file: file.name })
  if (file.size > mostBytes) throw tooLong()
  const { delimiter, quote, collapses } = head.dialect
  const { width, required } = head.layout
  const parsed = Papa.parse<readonly string[]>(await wholeText(file, options), {
    delimiter,
    newline: '\n',
    // Papaparse has no way to say that nothing is quoted; a character that is in no text does.
    quoteChar: quote === '' ? '\ufffe' : quote,
  })
  let isSound = parsed.errors.every(({ type }) => type !== 'Quotes')
  const rows: SampleRecord[] = []
  let blankLines = 0
  let headerLeft = head.headerRecords
  let line = 1
  for (const record of parsed.data) {
    const cells = collapses ? record.filter((cell, index) => index === 0 || cell.trim() !== '') : record
    const firstLine = line
    line += 1 + record.reduce((count, cell) => count + lineEndsIn(cell), 0)
    if (cells.length === 1 && isBlankLine(cells[0] ?? '')) blankLines += 1
    else if (headerLeft > 0) headerLeft -= 1
    else {
      isSound &&= cells.length >= required && cells.slice(width).every((cell) => cell === '')
      rows.push({ line: firstLine, cells: cells.slice(0, width) })
    }
  }
  if (!isSound) await refuse(file, head, options)
  if (rows.length > most) throw tooLong()
  return { rows, blankLines }
}

/** The text of a file, its line ends alike and none after the last record. */
async function wholeText(file: DataFile, options: RecordOptions): Promise<string> {
  const bytes = new Uint8Array(Math.max(4096, file.size * 2 + 16))
  let filled = 0
  for await (const piece of textBytes(file, options)) {
    stopIfAborted(options.abort)
    bytes.set(piece, filled)
    filled += piece.length
  }
  const validator = isUtf8(options.encoding) ? createUtf8Validator() : null
  checkBytes({ bytes, start: 0, filled, discarded: options.markLength, atEnd: true }, 0, validator, 1, file.name)
  const decode = createCellDecoder(cellEncodingOf(options.encoding), 0)
  return decode(bytes, 0, filled).replace(/\r\n?/g, '\n').replace(/\n$/, '')
}

/** Nothing but spaces and the end-of-file mark that old systems wrote. */
function isBlankLine(text: string): boolean {
  return text.replaceAll(' ', '').replaceAll('\u001a', '') === ''
}

function lineEndsIn(cell: string): number {
  let count = 0
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1
  return count
}

/** @throws InputError saying where the records of a file cannot be told apart */
async function refuse(file: DataFile, head: DelimitedHead, options: RecordOptions): Promise<never> {
  const { encoding, markLength, hasQuotedLines, headerRecords, abort } = options
  const blocks = readRecords(file, head.layout, { encoding, markLength, hasQuotedLines, headerRecords, abort })
  while ((await blocks.next()).done !== true) stopIfAborted(abort)
  throw new InputError('ingest:text-after-quote', {}, { file: file.name })
}
