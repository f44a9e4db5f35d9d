import { InputError } from '../core/errors'
import { shortened } from '../core/shortened'
import type { Note } from '../core/words'
import {
  cellText,
  emptyCell,
  longCell,
  tidy,
  type ByteBlock,
  type CellBlock,
  type CellDecoder,
  type OpenTable,
  type SampleRecord,
  type TableHead,
  type ValueColumn,
  type WantedCells,
} from '../readers/reader'
import { throwProblems } from './report'

/** One cell of a file that is read as another than it holds. The file itself is never changed. */
export interface Correction {
  /** Number of the record among those after the header, from 1. */
  readonly row: number
  /** Header of the column, as it is shown. */
  readonly column: string
  /** What stands in the file, white space tidied; empty for an empty cell. */
  readonly from: string
  /** What is read instead; empty for a blank. */
  readonly to: string
  readonly reason?: string | undefined
  /** The day on which it was made, `yyyy-mm-dd`. */
  readonly on?: string | undefined
}

/** A correction that corrects a cell for the second time: its place in the list, from 0. −1 without one. */
export function repeatedCorrection(corrections: readonly Correction[]): number {
  const seen = new Set<string>()
  return corrections.findIndex((correction) => {
    const key = JSON.stringify([correction.row, correction.column])
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}

/** Cells of all sources that are read as others than their files hold. */
export const correctedCells = (
  sources: readonly { readonly corrections?: readonly Correction[] | undefined }[],
): number => sources.reduce((sum, { corrections = [] }) => sum + corrections.length, 0)

/** What the reader of an import is told of the corrections. */
export const correctionNotes = (corrections: readonly Correction[] = []): readonly Note[] =>
  corrections.length === 0 ? [] : [{ code: 'ingest:corrected', level: 'info', about: { count: corrections.length } }]

/** A correction with the place, from 0, of its column. */
interface PlacedCorrection extends Correction {
  readonly index: number
}

/**
 * A table of which some cells are read as others, whatever reads it: items, attributes, times, ids and weights alike.
 * @throws InputError for a column that the file does not have; while it is read, where a cell does not hold what the correction says that it holds, and for
 * a row that the file does not have
 */
export function correctedTable(table: OpenTable, corrections: readonly Correction[] = []): OpenTable {
  if (corrections.length === 0) return table
  const placed = placeCorrections(table.head, corrections)
  const columns = [...new Set(placed.map(({ index }) => index))]
  const lastRow = placed.at(-1)?.row ?? 0
  const refuseMissingRows = (records: number): void => {
    const beyond = placed.find(({ row }) => row > records)
    if (beyond !== undefined) throw noSuchRow(table.head, beyond, records)
  }
  return {
    ...table,
    head: { ...table.head, sample: correctSample(table.head, placed) },
    async *blocks(options) {
      const blocks = table.blocks({ ...options, wanted: wantedToo(options.wanted, columns) })
      let next = 0
      try {
        for (;;) {
          const given = await blocks.next()
          if (given.done === true) {
            refuseMissingRows(given.value.records)
            return given.value
          }
          const block = given.value
          const end = block.firstRow + block.rowCount
          const from = next
          while (next < placed.length && (placed[next] as PlacedCorrection).row < end) next += 1
          yield from === next ? block : correctBlock(table, block, placed.slice(from, next))
        }
      } finally {
        await blocks.return?.(undefined as never)
      }
    },
    async rows(most, options) {
      const { rows, ...totals } = await table.rows(most, options)
      if (lastRow > rows.length) refuseMissingRows(rows.length)
      const corrected = [...rows]
      for (const correction of placed) {
        const record = corrected[correction.row - 1] as SampleRecord
        expectCell(table.head, correction, record.cells[correction.index] ?? '', record.line)
        corrected[correction.row - 1] = withCell(record, correction)
      }
      return { ...totals, rows: corrected }
    },
  }
}

/** Corrections of columns that the file does not have. */
export function correctionProblems(head: TableHead, corrections: readonly Correction[] = []): readonly InputError[] {
  const names = new Set(head.columns.map(({ name }) => name))
  return corrections
    .filter(({ column }) => !names.has(column))
    .map(({ column, row }) => new InputError('ingest:correction-column', { column, row }, { file: head.file }))
}

/** In the order of the rows. */
function placeCorrections(head: TableHead, corrections: readonly Correction[]): readonly PlacedCorrection[] {
  throwProblems(correctionProblems(head, corrections))
  const places = new Map(head.columns.map(({ name }, index) => [name, index]))
  return corrections
    .map((correction) => ({ ...correction, index: places.get(correction.column) ?? 0 }))
    .sort((a, b) => a.row - b.row || a.index - b.index)
}

const wantedToo = (wanted: WantedCells | undefined, columns: readonly number[]): WantedCells | undefined =>
  wanted === undefined ? undefined : { ...wanted, columns: [...new Set([...wanted.columns, ...columns])] }

function noSuchRow(head: TableHead, { row, column }: Correction, records: number): InputError {
  return new InputError('ingest:correction-row', { row, column, rows: records }, { file: head.file })
}

/** @throws InputError where something else stands in the file than the correction says */
function expectCell(head: TableHead, { row, column, from }: Correction, text: string, line: number): void {
  const found = tidy(text)
  if (found === tidy(from)) return
  const about = {
    row,
    column,
    from: shortened(from, 40),
    found: shortened(found, 40),
    wasBlank: String(from === ''),
    isBlank: String(found === ''),
  }
  throw new InputError('ingest:correction-other', about, { file: head.file, line, column })
}

const withCell = (record: SampleRecord, { index, to }: PlacedCorrection): SampleRecord => ({
  ...record,
  cells: Array.from({ length: Math.max(record.cells.length, index + 1) }, (_, place) =>
    place === index ? to : (record.cells[place] ?? ''),
  ),
})

/** What the beginning of the file shows once it is corrected. A cell that does not hold what it should is told when the rows are read. */
function correctSample({ sample }: TableHead, placed: readonly PlacedCorrection[]): TableHead['sample'] {
  const corrected = [...sample]
  for (const correction of placed) {
    const record = corrected[correction.row - 1]
    if (record !== undefined) corrected[correction.row - 1] = withCell(record, correction)
  }
  return corrected
}

function correctBlock(table: OpenTable, block: CellBlock, corrections: readonly PlacedCorrection[]): CellBlock {
  for (const correction of corrections) {
    const row = correction.row - block.firstRow
    expectCell(table.head, correction, cellText(block, row, correction.index, table.decode), block.lines[row] ?? 0)
  }
  if (block.kind === 'values') return correctValues(block.columns, block, corrections)
  const encoded = corrections.map(({ to }) => encodedAs(to, table.decode))
  return encoded.every((bytes) => bytes !== null)
    ? correctBytes(block, corrections, encoded)
    : correctValues(textColumns(table, block), block, corrections)
}

const encoder = new TextEncoder()

/** The bytes that are decoded to a text; null where the encoding of the file has none for one of its letters. */
function encodedAs(text: string, decode: CellDecoder): Uint8Array | null {
  const reads = (bytes: Uint8Array): boolean => decode(bytes, 0, bytes.length) === text
  const utf8 = encoder.encode(text)
  if (reads(utf8)) return utf8
  const byLetter = new Map(Array.from({ length: 256 }, (_, byte) => [decode(Uint8Array.of(byte), 0, 1), byte] as const))
  const single = Uint8Array.from(text, (letter) => byLetter.get(letter) ?? 0)
  return reads(single) ? single : null
}

/** The texts that are read instead stand behind the bytes of the block. */
function correctBytes(
  block: ByteBlock,
  corrections: readonly PlacedCorrection[],
  encoded: readonly Uint8Array[],
): ByteBlock {
  const { width, starts, ends, short, shortLength, isShort } = block
  const length = block.bytes.length + encoded.reduce((sum, { length: own }) => sum + own, 0)
  const bytes = new Uint8Array(length)
  bytes.set(block.bytes)
  let filled = block.bytes.length
  for (const [place, { row, index }] of corrections.entries()) {
    const text = encoded[place] as Uint8Array
    const at = row - block.firstRow
    bytes.set(text, filled)
    starts[at * width + index] = filled
    ends[at * width + index] = filled + text.length
    filled += text.length
    if (short !== null && isShort[index] === true)
      short[index * shortLength + at] =
        text.length === 0 ? emptyCell : text.length === 1 && (text[0] as number) < 128 ? (text[0] as number) : longCell
  }
  return { ...block, bytes }
}

/** Every cell of the block as text, for letters that its bytes cannot write. */
function textColumns(table: OpenTable, block: ByteBlock): readonly ValueColumn[] {
  return table.head.columns.map((_, index) => ({
    kind: 'texts',
    values: Array.from({ length: block.rowCount }, (__, row) => cellText(block, row, index, table.decode)),
  }))
}

function correctValues(
  columns: readonly ValueColumn[],
  { rowCount, firstRow, lines }: CellBlock,
  corrections: readonly PlacedCorrection[],
): CellBlock {
  const corrected = [...columns]
  for (const index of new Set(corrections.map((correction) => correction.index))) {
    const own = corrections.filter((correction) => correction.index === index)
    corrected[index] = correctColumn(columns, index, rowCount, firstRow, own)
  }
  return { kind: 'values', rowCount, firstRow, lines, columns: corrected }
}

/** Numbers stay numbers as long as what is read instead is one. */
function correctColumn(
  columns: readonly ValueColumn[],
  index: number,
  rowCount: number,
  firstRow: number,
  corrections: readonly PlacedCorrection[],
): ValueColumn {
  const column = columns[index]
  const numbers = corrections.map(({ to }) => (to === '' ? Number.NaN : plainNumber(to)))
  if (column?.kind === 'numbers' && numbers.every((number) => number !== null)) {
    const values = Float64Array.from({ length: rowCount }, (_, row) => column.values[row] ?? Number.NaN)
    for (const [place, { row }] of corrections.entries()) values[row - firstRow] = numbers[place] ?? Number.NaN
    return { kind: 'numbers', values }
  }
  const block: CellBlock = { kind: 'values', rowCount, firstRow, lines: new Int32Array(0), columns }
  const values = Array.from({ length: rowCount }, (_, row) => cellText(block, row, index, () => ''))
  for (const { row, to } of corrections) values[row - firstRow] = to
  return { kind: 'texts', values }
}

/** A number as formats hold it, without any mark but the point; null for everything else. */
function plainNumber(text: string): number | null {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}
