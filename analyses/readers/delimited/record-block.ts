import { mostRecordsPerBlock, type ByteBlock, type WantedCells } from '../reader'

/** How records and cells are told apart, as bytes. All delimiters and quotes are ASCII, so one machine serves UTF-8 and windows-1252. */
export interface Layout {
  readonly delimiter: number
  /** −1 when cells are never quoted. */
  readonly quote: number
  /** Several delimiters in a row count as one, and none ends a record. */
  readonly collapses: boolean
  /** Cells kept of each record. */
  readonly width: number
  /** Fewest cells a record must have; a record with more than `width` may only have empty ones there. 0 lets every length pass. */
  readonly required: number
  /** Columns after the last named one that the header has without a name; they must be empty throughout. */
  readonly unnamed?: number
}

/** The block that the scanner fills again and again. */
export interface RecordBlock extends ByteBlock {
  bytes: Uint8Array
  readonly capacity: number
  /** Cells that the record had in the file. */
  readonly counts: Int32Array
  /** What is looked for in the cells of each column. */
  readonly search: Uint8Array
}

/** Values of `RecordBlock.search`. */
export const search = { nothing: 0, place: 1, character: 2 } as const

/** Cells that a block has room for: with places and ends of all they stay within the processor's cache. */
const cellsPerBlock = 8_192

/** @param wanted which cells will be looked at; without it, all of them */
export function createBlock(width: number, wanted?: WantedCells, mostRecords = mostRecordsPerBlock): RecordBlock {
  const searched = new Uint8Array(width).fill(wanted === undefined ? search.place : search.nothing)
  for (const column of wanted?.columns ?? []) searched[column] = search.place
  for (const column of wanted?.short ?? []) searched[column] = search.character
  const hasShort = searched.includes(search.character)
  const cells = hasShort ? 4 * cellsPerBlock : cellsPerBlock
  const capacity = Math.max(1, Math.min(mostRecords, Math.floor(cells / Math.max(1, width))))
  return {
    kind: 'bytes',
    bytes: new Uint8Array(0),
    width,
    capacity,
    rowCount: 0,
    starts: new Int32Array(width * capacity),
    ends: new Int32Array(width * capacity),
    counts: new Int32Array(capacity),
    lines: new Int32Array(capacity),
    firstRow: 1,
    short: hasShort ? new Uint8Array(width * capacity) : null,
    shortLength: capacity,
    isShort: Array.from(searched, (each) => each === search.character),
    search: searched,
  }
}

export const lineFeed = 10
export const carriageReturn = 13
