import { stopIfAborted, type AbortState } from '../core/errors'
import { cellText, tidy, type CellBlock, type OpenTable, type WantedCells } from './reader'

/** Where records of a file stand, a place a block; no text of the file is kept. */
export interface RowIndex {
  readonly rowCount: number
  /** Number of the first record of each block, from 1. */
  readonly firstRows: readonly number[]
  /** Line of that record. */
  readonly firstLines: readonly number[]
  /** Byte at which it begins; null where the format can only be read from its beginning. */
  readonly firstBytes: readonly (number | null)[]
}

/** One record of a file as it stands there. */
export interface FileRow {
  /** From 1. */
  readonly row: number
  readonly line: number
  /** Of the columns asked for, white space tidied. */
  readonly cells: readonly string[]
}

const nothing: WantedCells = { columns: [], short: [] }

/**
 * Goes through a file once and remembers where its records are.
 * @throws InputError at a record that cannot be read; Aborted
 */
export async function indexRows(
  table: OpenTable,
  options: { readonly abort?: AbortState | undefined; readonly onBytes?: ((bytes: number) => void) | undefined } = {},
): Promise<RowIndex> {
  const [firstRows, firstLines, firstBytes]: [number[], number[], (number | null)[]] = [[], [], []]
  const blocks = table.blocks({ ...options, wanted: nothing })
  let next = await blocks.next()
  for (; next.done !== true; next = await blocks.next()) {
    const block = next.value
    firstRows.push(block.firstRow)
    firstLines.push(block.lines[0] ?? 0)
    firstBytes.push(block.firstByte ?? null)
  }
  return { rowCount: next.value.records, firstRows, firstLines, firstBytes }
}

/**
 * Records by their numbers, read again from the file.
 * @param rows from 1, in any order; those that the file does not have are passed over
 * @param columns places of the columns wanted, from 0
 * @returns in ascending order of the rows
 * @throws InputError at a record that cannot be read; Aborted
 */
export async function readRows(
  table: OpenTable,
  index: RowIndex,
  rows: readonly number[],
  columns: readonly number[],
  abort?: AbortState,
): Promise<readonly FileRow[]> {
  const wanted = [...new Set(rows)].filter((row) => row >= 1 && row <= index.rowCount).sort((a, b) => a - b)
  const found: FileRow[] = []
  for (let at = 0; at < wanted.length;) {
    stopIfAborted(abort)
    const place = blockOf(index, wanted[at] as number)
    const isDirect = (index.firstBytes[place] ?? null) !== null && table.blocksFrom !== undefined
    const end = isDirect || place === 0 ? (index.firstRows[place + 1] ?? Infinity) : Infinity
    const together = wanted.slice(at).filter((row) => row < end)
    await readTogether(table, index, isDirect ? place : 0, together, columns, found, abort)
    at += together.length
  }
  return found
}

/** The block that holds a row, by halving. */
function blockOf({ firstRows }: RowIndex, row: number): number {
  let [low, high] = [0, firstRows.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((firstRows[middle] as number) <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** Reads from the beginning of a block until the last of some rows has been found. */
async function readTogether(
  table: OpenTable,
  index: RowIndex,
  place: number,
  rows: readonly number[],
  columns: readonly number[],
  found: FileRow[],
  abort: AbortState | undefined,
): Promise<void> {
  const options = { abort, wanted: { columns, short: [] } }
  const firstByte = index.firstBytes[place] ?? null
  const blocksFrom = firstByte === null ? undefined : table.blocksFrom
  const isWhole = blocksFrom === undefined || firstByte === null
  const blocks = isWhole ? table.blocks(options) : blocksFrom(firstByte, index.firstBytes[place + 1] ?? null, options)
  const rowsBefore = isWhole ? 0 : (index.firstRows[place] as number) - 1
  const linesBefore = isWhole ? 0 : (index.firstLines[place] as number)
  let at = 0
  try {
    let firstLine: number | null = null
    for (let next = await blocks.next(); next.done !== true && at < rows.length; next = await blocks.next()) {
      const block = next.value
      firstLine ??= block.lines[0] ?? 1
      const shift = isWhole ? 0 : linesBefore - firstLine
      for (; at < rows.length; at += 1) {
        const row = rows[at] as number
        const own = row - rowsBefore - block.firstRow
        if (own >= block.rowCount) break
        const line = (block.lines[own] ?? 0) + shift
        found.push({ row, line, cells: columns.map((column) => textAt(block, own, column, table)) })
      }
      if (at >= rows.length) return
    }
  } finally {
    await blocks.return?.(undefined as never)
  }
}

const textAt = (block: CellBlock, row: number, column: number, { decode }: OpenTable): string =>
  tidy(cellText(block, row, column, decode))
