import type { Fields } from '../core/fields'
import { InputError, type AbortState } from '../core/errors'
import type { Note, Phrase } from '../core/words'
import { readHead, type ByteObserver, type DataFile } from './data-file'

/**
 * The port of every file format: bytes become columns and cells. A format is a folder with a `reader.ts` whose default export is a `Reader`, found by the
 * registry. Some formats hand cells over as bytes, so that a million rows cost no texts, others as values; whoever reads them takes both.
 */
export interface Reader {
  /** Equals the folder. */
  readonly id: string
  /** What can be declared of how a file of the format is written, instead of being found out: the keys of a source's `dialect`. */
  readonly settings: Fields
  /**
   * Whether a file is of the format.
   * @param head the first bytes
   * @param name of the file, a hint and no more
   * @returns `possible` where the bytes neither show nor exclude it; a format that is certain goes first
   */
  recognise(head: Uint8Array, name: string): 'certain' | 'possible' | 'no'
  /** @throws InputError for files that cannot be read as this format */
  open(file: DataFile, declared: Declared): Promise<OpenTable>
  /** The values of the settings that were detected, to be shown beside the settings. */
  found(dialect: Dialect): Declared
  /**
   * How to read a file again of which only the whole shows that its beginning was misunderstood.
   * @returns null when the error says something else
   */
  again?(error: InputError): Declared | null
}

/** Settings of a format by name: what a source declares as its `dialect`. */
export type Declared = Readonly<Record<string, string | number | boolean | undefined>>

/** How a file is written, as found or declared. Plain data; part of the import report and of results. */
export type Dialect = Readonly<Record<string, string | number | boolean>>

export interface HeaderColumn {
  /** From 1, as in the file. */
  readonly position: number
  /** The name people know it by. */
  readonly name: string
  /** Every name that the file gives it, the first one first: id, label or question text, row of a matrix. */
  readonly names: readonly string[]
  /** The column only numbers the rows. */
  readonly isRowNumber: boolean
  /** What the format says of the column in words; stands among the names too. */
  readonly label?: string
  /** What the cells are, where the format says so. */
  readonly type?: 'text' | 'number' | 'time'
  /** How the format says that the values are to be taken. */
  readonly measure?: 'nominal' | 'ordinal' | 'scale'
  /** Names of codes, where the format has them, in its order. */
  readonly levels?: readonly ColumnLevel[]
  /** Codes that the format marks as no answer. The cells hold them as they are. */
  readonly missing?: readonly number[]
  /** Ranges of such codes, both ends included; an end may be infinite. */
  readonly missingRanges?: readonly { readonly from: number; readonly to: number }[]
  /** The header that other columns have as well; `name` then tells them apart. */
  readonly shared?: string
  /** The file gives it no name; `name` says where it stands. */
  readonly isUnnamed?: boolean
  /** How numbers are written in this column, where it is not as in the file as a whole. */
  readonly numbers?: NumberStyle
}

/** A code of a column and what it stands for. */
export interface ColumnLevel {
  readonly value: number | string
  readonly label: string
}

/** Numbers that a format marks as no answer. */
export type MarkedMissing = Pick<HeaderColumn, 'missing' | 'missingRanges'>

/** Whether the format marks a number as no answer. */
export function isMarkedMissing({ missing, missingRanges }: MarkedMissing, value: number): boolean {
  return (
    missing?.includes(value) === true || missingRanges?.some(({ from, to }) => value >= from && value <= to) === true
  )
}

/** One of the first records, each as long as it is in the file. */
export interface SampleRecord {
  readonly cells: readonly string[]
  readonly line: number
}

/** What the beginning of a file shows: how it is written, its columns and its first records. */
export interface TableHead {
  readonly file: string
  /** Id of the reader. */
  readonly format: string
  readonly dialect: Dialect
  /** 0 … 1, of the least certain part. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly columns: readonly HeaderColumn[]
  /** Line of the header, from 1. */
  readonly headerLine: number
  /** The first data records, up to 500, as texts. */
  readonly sample: readonly SampleRecord[]
  /** Sheets of the file beside the one that was opened, by the name under which they are declared. */
  readonly otherSheets?: readonly string[]
  /** What separates cells, in words, where the format separates them by something, and who says so. */
  readonly separator?: { readonly name: Phrase; readonly from: 'declared' | 'separator-line' | 'detected' }
  /** How numbers among the texts are written, in columns that do not say it themselves. */
  readonly numbers: NumberStyle
  /** What the reader of the import is told of how the file is written. */
  readonly notes?: readonly Note[]
  /** What keeps the file from being imported, as far as the head shows it. */
  readonly problems: readonly InputError[]
}

export type DecimalMark = ',' | '.'

/** How numbers of a column are written. */
export interface NumberStyle {
  readonly mark: DecimalMark
  /** No mark but `mark` is accepted. */
  readonly isStrict: boolean
  /** The mark that sets thousands apart, where cells show it beyond doubt: `1,250` is then more than a thousand. */
  readonly thousands?: DecimalMark
  /** No cell of the sample shows that the mark is this one: `1,250` could be a thousand and more, or there is none with a mark. */
  readonly isAssumed?: boolean
}

/** A file whose head has been read, and whose records can be read next. */
export interface OpenTable {
  readonly file: DataFile
  readonly head: TableHead
  /** Turns the bytes of a cell of a `ByteBlock` into text; a start below 0 is the complement of a cell in which quotes are doubled. */
  readonly decode: CellDecoder
  /**
   * All records after the header, in blocks. Memory does not depend on the size of the file. A block is valid until the next is asked for.
   * @throws InputError at a record that cannot be read; Aborted
   */
  blocks(options: ReadOptions): AsyncGenerator<CellBlock, ReadTotals>
  /**
   * The records between two places that blocks told in `firstByte`; rows and lines are counted from the first of them. Only formats whose blocks tell such places have it.
   * @param end byte before which the last record ends; null for the end of the file
   */
  readonly blocksFrom?: (
    firstByte: number,
    end: number | null,
    options: ReadOptions,
  ) => AsyncGenerator<CellBlock, ReadTotals>
  /**
   * All records at once, as texts, for tables that people write by hand.
   * @param most rows; a longer file is refused
   * @throws InputError at a record that cannot be read, or beyond `most`; Aborted
   */
  rows(most: number, options: ReadOptions): Promise<TextTable>
}

export type CellDecoder = (bytes: Uint8Array, start: number, end: number) => string

export interface ReadOptions {
  readonly abort?: AbortState | undefined
  /** Takes the bytes of the file as they pass, for a digest. */
  readonly observer?: ByteObserver | undefined
  /** Called with the bytes read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** Which cells will be looked at, by place of the column; without it, all of them. A format may leave the cells of other columns unread. */
  readonly wanted?: WantedCells | undefined
}

export interface WantedCells {
  /** Columns of which cells will be looked at, `short` ones among them. */
  readonly columns: readonly number[]
  /** Columns whose cells mostly have one character, such as answers of a survey: these may come in `ByteBlock.short`. */
  readonly short: readonly number[]
}

/** What is known once all records have been read. */
export interface ReadTotals {
  readonly records: number
  /** Lines without any character, which are no records. */
  readonly blankLines: number
}

export interface TextTable {
  readonly rows: readonly SampleRecord[]
  readonly blankLines: number
}

export type CellBlock = ByteBlock | ValueBlock

/** A block has at most as many records. */
export const mostRecordsPerBlock = 4096

interface AnyBlock {
  rowCount: number
  /** Number of the first record among those after the header, from 1. */
  firstRow: number
  /** Line or row of the file on which each record begins, from 1. */
  readonly lines: Int32Array
  /** Byte of the file at which the first record begins, where `blocksFrom` can begin there; absent elsewhere, and in the first block. */
  firstByte?: number | undefined
}

/**
 * Records as byte ranges. Cell c of record r is number r·width + c: its bytes are `starts…ends` of `bytes`, quotes left out. A start below 0 is the
 * complement of the offset of a cell in which quotes are doubled.
 */
export interface ByteBlock extends AnyBlock {
  readonly kind: 'bytes'
  readonly bytes: Uint8Array
  readonly width: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  /**
   * Column by column, for columns that were asked for as `short`: the byte of a cell that is one ASCII character without quotes, `emptyCell`, or `longCell`. Cell r of
   * column c stands at c·shortLength + r. Only a cell that says `longCell` stands in `starts` and `ends`. Null where no column came so.
   */
  readonly short: Uint8Array | null
  readonly shortLength: number
  /** Whether a column stands in `short`; by column. */
  readonly isShort: readonly boolean[]
}

/** In `ByteBlock.short`: nothing stands in the cell. */
export const emptyCell = 0
/** In `ByteBlock.short`: the cell is to be looked up in `starts` and `ends`. */
export const longCell = 255

/** Records as values, column by column. */
export interface ValueBlock extends AnyBlock {
  readonly kind: 'values'
  readonly columns: readonly ValueColumn[]
}

export type ValueColumn =
  /** NaN where there is none. */
  | { readonly kind: 'numbers'; readonly values: ArrayLike<number> }
  | { readonly kind: 'texts'; readonly values: readonly (string | null)[] }
  /** Texts that repeat: a code is the place of its text in `levels`, −1 where there is none. `levels` may grow from block to block, but keeps its places. */
  | { readonly kind: 'levels'; readonly codes: Int32Array; readonly levels: readonly string[] }
  /** Milliseconds since 1970: UTC when `isAbsolute`, else as the clock on the wall showed. NaN where there is none. */
  | { readonly kind: 'times'; readonly values: ArrayLike<number>; readonly isAbsolute: boolean }

/** One cell of a block as text; empty where there is none. */
export function cellText(block: CellBlock, row: number, column: number, decode: CellDecoder): string {
  if (block.kind === 'bytes') {
    const cell = row * block.width + column
    const short =
      block.short !== null && block.isShort[column] === true
        ? (block.short[column * block.shortLength + row] as number)
        : longCell
    if (short !== longCell) return short === emptyCell ? '' : String.fromCharCode(short)
    return decode(block.bytes, block.starts[cell] as number, block.ends[cell] as number)
  }
  const values = block.columns[column]
  if (values === undefined) return ''
  if (values.kind === 'levels') return values.levels[values.codes[row] as number] ?? ''
  const value = values.values[row] ?? null
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return ''
  if (values.kind !== 'times') return String(value)
  const written = new Date(value).toISOString()
  // A time on the wall is written without an offset, and a day without a clock, as people write it and other formats hold it.
  return values.isAbsolute ? written : written.replace('T', ' ').replace(/(?: 00:00:00)?(?:\.000)?Z$/, '')
}

/** White space of every kind made plain, none at the ends, and no characters that cannot be seen. */
export function tidy(text: string): string {
  return text
    .replace(/[\u00ad\u200b\u200e\u200f\u2060]/g, '')
    .replace(/[\s\u00a0\u202f\u2007\ufeff]+/g, ' ')
    .trim()
}

/** Bytes that show what a file is. */
const shownBytes = 4096

/**
 * Opens a file as the format that it is.
 * @param readers every format there is
 * @throws InputError for an empty file, and for files that no format takes
 */
export async function openTable(
  readers: Iterable<Reader>,
  file: DataFile,
  declared: Declared = {},
): Promise<{ readonly table: OpenTable; readonly reader: Reader }> {
  const head = await readHead(file, shownBytes)
  const verdicts = [...readers].map((reader) => ({ reader, verdict: reader.recognise(head, file.name) }))
  const { reader } =
    verdicts.find(({ verdict }) => verdict === 'certain') ??
    verdicts.find(({ verdict }) => verdict === 'possible') ??
    {}
  if (reader === undefined) throw new InputError('ingest:binary', { byte: 0 }, { file: file.name })
  refuseUnknownSettings(reader, declared, file.name)
  return { reader, table: await reader.open(file, declared) }
}

/** A choice that another format knows and this one does not. */
function refuseUnknownSettings({ settings }: Reader, declared: Declared, file: string): void {
  for (const [setting, field] of Object.entries(settings)) {
    const value = declared[setting]
    if (field.kind !== 'choice' || value === undefined || field.choices.includes(String(value))) continue
    const choices = { list: field.choices.map((choice) => field.names?.[choice] ?? String(choice)) }
    throw new InputError('ingest:setting-unknown', { setting, value: String(value), choices }, { file })
  }
}
