import type { AbortState } from '../core/errors'
import { numbersOf } from '../readers/decimal-mark'
import { cellText, isMarkedMissing, tidy, type CellBlock, type HeaderColumn, type OpenTable } from '../readers/reader'
import { isBlankWord, readNumber } from './cell-values'

/** Different values that are counted one by one; a column with more is an id, a measurement or free text. */
const mostDistinct = 1000

/** A value of a column, what the file says it stands for, and the rows that hold it. */
export interface ValueCount {
  readonly value: string
  /** Null where the file does not name it. */
  readonly label: string | null
  readonly count: number
  /** The file marks it as no answer. */
  readonly isMissing: boolean
}

/** What a whole column of a file holds, as it stands in the file: nothing is scored, turned or left out. */
export interface ColumnSummary {
  /** From 1. */
  readonly position: number
  readonly name: string
  /** Every name that the file gives it. */
  readonly names: readonly string[]
  /** As the format says; null where it does not. */
  readonly type: HeaderColumn['type'] | null
  readonly measure: HeaderColumn['measure'] | null
  /** Rows with nothing in them, or a word such as NA that stands for nothing. */
  readonly blank: number
  /** Rows with a value that the file marks as no answer. */
  readonly missing: number
  /** Rows with a value. */
  readonly filled: number
  /** Of these, how many are numbers. */
  readonly numbers: number
  /** Of the numbers; null where there is none. */
  readonly mean: number | null
  readonly lowest: number | null
  readonly highest: number | null
  /** Null when there are more than a thousand. */
  readonly distinct: number | null
  /** Each different value, most frequent first, those named by the file in its order before them; empty when there are more than a thousand. */
  readonly values: readonly ValueCount[]
}

export interface FileSummary {
  readonly rows: number
  readonly blankLines: number
  readonly columns: readonly ColumnSummary[]
}

interface ColumnTally {
  blank: number
  missing: number
  filled: number
  numbers: number
  sum: number
  /** What rounding took from the sum (Neumaier 1974). */
  lost: number
  lowest: number
  highest: number
  /** Null once there are too many. */
  counts: Map<string, number> | null
}

/**
 * Reads a whole file and counts what each column holds.
 * @throws InputError at a record that cannot be read; Aborted
 */
export async function summariseFile(
  table: OpenTable,
  options: { readonly abort?: AbortState; readonly onBytes?: (bytes: number) => void } = {},
): Promise<FileSummary> {
  const { columns } = table.head
  const tallies = columns.map((): ColumnTally => ({
    blank: 0,
    missing: 0,
    filled: 0,
    numbers: 0,
    sum: 0,
    lost: 0,
    lowest: Number.POSITIVE_INFINITY,
    highest: Number.NEGATIVE_INFINITY,
    counts: new Map(),
  }))
  const blocks = table.blocks(options)
  let rows = 0
  let next = await blocks.next()
  for (; next.done !== true; next = await blocks.next()) {
    const block = next.value
    rows += block.rowCount
    for (const [index, tally] of tallies.entries()) tallyColumn(table, block, index, tally)
  }
  return {
    rows,
    blankLines: next.value.blankLines,
    columns: columns.map((column, index) => summaryOf(column, tallies[index] as ColumnTally)),
  }
}

function tallyColumn({ head, decode }: OpenTable, block: CellBlock, index: number, tally: ColumnTally): void {
  const column = head.columns[index] as HeaderColumn
  const given = block.kind === 'values' ? block.columns[index] : undefined
  for (let row = 0; row < block.rowCount; row += 1) {
    const text = tidy(cellText(block, row, index, decode))
    if (text === '' || (given === undefined && isBlankWord(text))) {
      tally.blank += 1
      continue
    }
    countValue(tally, text)
    const number =
      // A format that does not say what its columns hold may have numbers as texts.
      given === undefined || (given.kind !== 'numbers' && given.kind !== 'times' && column.type === undefined)
        ? readNumber(text, numbersOf(head, index))
        : given.kind === 'numbers'
          ? (given.values[row] as number)
          : Number.NaN
    if (isMarkedMissing(column, number)) {
      tally.missing += 1
      continue
    }
    tally.filled += 1
    if (!Number.isNaN(number)) addNumber(tally, number)
  }
}

function countValue(tally: ColumnTally, text: string): void {
  if (tally.counts === null) return
  tally.counts.set(text, (tally.counts.get(text) ?? 0) + 1)
  if (tally.counts.size > mostDistinct) tally.counts = null
}

function addNumber(tally: ColumnTally, number: number): void {
  tally.numbers += 1
  const sum = tally.sum + number
  tally.lost += Math.abs(tally.sum) >= Math.abs(number) ? tally.sum - sum + number : number - sum + tally.sum
  tally.sum = sum
  if (number < tally.lowest) tally.lowest = number
  if (number > tally.highest) tally.highest = number
}

function summaryOf(column: HeaderColumn, tally: ColumnTally): ColumnSummary {
  const { blank, missing, filled, numbers, counts } = tally
  const hasNumbers = numbers > 0
  return {
    position: column.position,
    name: column.name,
    names: column.names,
    type: column.type ?? null,
    measure: column.measure ?? null,
    blank,
    missing,
    filled,
    numbers,
    mean: hasNumbers ? (tally.sum + tally.lost) / numbers : null,
    lowest: hasNumbers ? tally.lowest : null,
    highest: hasNumbers ? tally.highest : null,
    distinct: counts?.size ?? null,
    values: counts === null ? [] : valuesOf(column, counts),
  }
}

function valuesOf(column: HeaderColumn, counts: ReadonlyMap<string, number>): readonly ValueCount[] {
  const named = (column.levels ?? []).map(({ value, label }) => ({
    value: String(value),
    label,
    count: counts.get(String(value)) ?? 0,
    isMissing: typeof value === 'number' && isMarkedMissing(column, value),
  }))
  const known = new Set(named.map(({ value }) => value))
  const others = [...counts].filter(([value]) => !known.has(value)).sort(([, a], [, b]) => b - a)
  return [
    ...named,
    ...others.map(([value, count]) => ({
      value,
      label: null,
      count,
      isMissing: isMarkedMissing(column, column.type === 'text' ? Number.NaN : Number(value)),
    })),
  ]
}
