import type { AbortState } from '../core/errors'
import type { Language, Text } from '../core/words'
import { numbersOf } from '../readers/decimal-mark'
import { cellText, isMarkedMissing, tidy, type HeaderColumn, type OpenTable, type TableHead } from '../readers/reader'
import { isBlankWord, readNumber } from '../sources/cell-values'
import type { CodebookVariable } from '../survey-tools/codebook'
import { shapeOf, type ValueShape } from './value-shapes'

/** Different texts of a column that are kept; a column with more is known by its counts and shapes alone. */
const mostValues = 400
/** A column with more different values has no codes. */
const mostCoded = 120
/** Rows that are looked at closely. Of a longer file they are taken at equal distances. */
const mostRows = 50_000

/** What a whole file shows of its columns, so that an instrument can be drafted without reading it again. */
export interface DraftEvidence {
  readonly head: TableHead
  readonly columns: readonly ColumnEvidence[]
  /** Records in the file. */
  readonly rowsRead: number
  /** Records that were looked at: every `stride`th. */
  readonly rowsSeen: number
  readonly stride: number
  /** What a codebook says of the file as a whole, where there is one. */
  readonly codebook?: {
    readonly title: Text | null
    readonly language: Language
    /** What it says in all of its languages, by its words in that one. */
    readonly texts: ReadonlyMap<string, Text>
  }
}

export interface ColumnEvidence {
  readonly header: HeaderColumn
  /** From 0. */
  readonly index: number
  /** Cells that hold something. */
  readonly n: number
  readonly blanks: number
  /** Different texts, counted to `mostValues` and one more. */
  readonly distinct: number
  /** In the order of their texts; empty for a column with more than are kept. */
  readonly values: readonly ValueCount[]
  /** The numbers among the cells; null where there is none. */
  readonly numbers: {
    readonly count: number
    readonly min: number
    readonly max: number
    readonly mean: number
    readonly areWhole: boolean
  } | null
  readonly longest: number
  /** Words of an average cell. */
  readonly words: number
  /** Cells of each shape. */
  readonly shapes: Readonly<Partial<Record<ValueShape, number>>>
  /** Row by row the place of the cell in `values`, −1 for a blank; null for a column with many values. */
  readonly codes: Int16Array | null
  /** Each cell is another one. */
  readonly isUnique: boolean
  /** What a codebook says of it. */
  readonly known?: CodebookVariable
}

export interface ValueCount {
  readonly text: string
  readonly count: number
  /** NaN where it is none. */
  readonly number: number
}

interface Counter {
  readonly places: Map<string, number>
  readonly counts: number[]
  readonly codes: Int16Array
  isFull: boolean
  /** Texts of a column that is full, to know whether one comes twice. */
  hasRepeats: boolean
  n: number
  blanks: number
  numbers: number
  sum: number
  min: number
  max: number
  areWhole: boolean
  longest: number
  words: number
  readonly shapes: Partial<Record<ValueShape, number>>
}

/**
 * Reads a file once and counts what is in its columns.
 * @throws InputError at a record that cannot be read; Aborted
 */
export async function gatherEvidence(
  table: OpenTable,
  options: { readonly abort?: AbortState | undefined; readonly onBytes?: (bytes: number) => void } = {},
): Promise<DraftEvidence> {
  const { head } = table
  const rows = estimatedRows(table)
  const stride = Math.max(1, Math.round(rows / mostRows))
  const most = Math.ceil((mostRows * 3) / 2)
  const counters = head.columns.map(() => newCounter(most))
  const styles = head.columns.map((_, index) => numbersOf(head, index))
  let rowsRead = 0
  let rowsSeen = 0
  for await (const block of table.blocks({ abort: options.abort, onBytes: options.onBytes })) {
    for (let row = 0; row < block.rowCount; row += 1, rowsRead += 1) {
      if (rowsRead % stride !== 0 || rowsSeen >= most) continue
      head.columns.forEach((column, index) => {
        const counter = counters[index] as Counter
        const text = tidy(cellText(block, row, index, table.decode).normalize('NFC'))
        count(counter, rowsSeen, isBlank(column, text) ? '' : text, (cell) =>
          readNumber(cell, styles[index] ?? head.numbers),
        )
      })
      rowsSeen += 1
    }
  }
  return {
    head,
    rowsRead,
    rowsSeen,
    stride,
    columns: head.columns.map((header, index) =>
      evidenceOf(header, index, counters[index] as Counter, rowsSeen, styles[index] ?? head.numbers),
    ),
  }
}

/** By the size of the first records; formats that hold values by column say no sizes, and are short enough here. */
function estimatedRows({ file, head }: OpenTable): number {
  const { sample } = head
  if (sample.length < 400) return sample.length
  const characters = sample.reduce(
    (sum, { cells }) => sum + cells.reduce((length, cell) => length + cell.length + 1, 0),
    0,
  )
  return file.size / Math.max(1, characters / sample.length)
}

const newCounter = (rows: number): Counter => ({
  places: new Map(),
  counts: [],
  codes: new Int16Array(rows).fill(-1),
  isFull: false,
  hasRepeats: false,
  n: 0,
  blanks: 0,
  numbers: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  areWhole: true,
  longest: 0,
  words: 0,
  shapes: {},
})

function isBlank(column: HeaderColumn, text: string): boolean {
  if (text === '' || isBlankWord(text)) return true
  if (column.missing === undefined && column.missingRanges === undefined) return false
  const number = Number(text)
  // A code that the file marks as no answer is a blank, unless its name says why nobody answered; that is for the scale to tell.
  return isMarkedMissing(column, number) && !(column.levels ?? []).some(({ value }) => value === number)
}

function count(counter: Counter, row: number, text: string, numberOf: (text: string) => number): void {
  if (text === '') {
    counter.blanks += 1
    return
  }
  counter.n += 1
  const place = counter.places.get(text)
  if (place !== undefined) {
    counter.counts[place] = (counter.counts[place] as number) + 1
    counter.hasRepeats = true
    counter.codes[row] = place
  } else if (counter.places.size < mostRows) {
    const next = counter.places.size
    counter.places.set(text, next)
    counter.counts.push(1)
    counter.codes[row] = Math.min(next, 32_767)
  }
  counter.longest = Math.max(counter.longest, text.length)
  counter.words += text.split(' ').length
  const number = numberOf(text)
  if (!Number.isNaN(number)) {
    counter.numbers += 1
    counter.sum += number
    counter.min = Math.min(counter.min, number)
    counter.max = Math.max(counter.max, number)
    if (!Number.isInteger(number)) counter.areWhole = false
  }
  const shape = shapeOf(text)
  if (shape !== null) counter.shapes[shape] = (counter.shapes[shape] ?? 0) + 1
}

function evidenceOf(
  header: HeaderColumn,
  index: number,
  counter: Counter,
  rows: number,
  style: Parameters<typeof readNumber>[1],
): ColumnEvidence {
  const texts = [...counter.places.keys()]
  const order = texts.map((_, place) => place).toSorted((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1))
  const ranks = new Int16Array(Math.min(texts.length, 32_767))
  if (texts.length <= mostCoded) order.forEach((place, rank) => (ranks[place] = rank))
  return {
    header,
    index,
    n: counter.n,
    blanks: counter.blanks,
    distinct: Math.min(texts.length, mostValues + 1),
    values:
      texts.length > mostValues
        ? []
        : order.map((place) => {
            const text = texts[place] ?? ''
            return { text, count: counter.counts[place] ?? 0, number: readNumber(text, style) }
          }),
    numbers:
      counter.numbers === 0
        ? null
        : {
            count: counter.numbers,
            min: counter.min,
            max: counter.max,
            mean: counter.sum / counter.numbers,
            areWhole: counter.areWhole,
          },
    longest: counter.longest,
    words: counter.n === 0 ? 0 : counter.words / counter.n,
    shapes: counter.shapes,
    codes:
      texts.length > mostCoded
        ? null
        : counter.codes.slice(0, rows).map((place) => (place < 0 ? -1 : (ranks[place] ?? -1))),
    isUnique: counter.n > 1 && !counter.hasRepeats,
  }
}
