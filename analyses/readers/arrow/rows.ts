import { InputError, stopIfAborted, type AbortState } from '../../core/errors'
import { recordsPerBlock } from '../block-size'
import { observeAll, type DataFile } from '../data-file'
import type { ReadOptions, ReadTotals, ValueBlock, ValueColumn } from '../reader'
import { createTextColumn } from '../text-column'
import type { ColumnKind } from '../typed-column'
import { readBatches, type Batch } from './batches'
import type { BatchCells } from './cells'
import { numbersOf, textsOf, type Dictionary } from './dictionaries'
import { damaged, type ArrowContents } from './messages'
import { isOf64Bits, type ArrowColumn } from './schema'

export const longNumber = 'ingest:arrow-long-number'

/** A column that is read. */
export interface ReadColumn {
  readonly column: ArrowColumn
  /** Among the columns of the file, from 0. */
  readonly index: number
  readonly kind: ColumnKind
}

/** A column while its rows are read. */
interface Filling {
  /** Takes up rows of a batch. @param first number of the first row in the file, from 1 */
  take(batch: Batch, from: number, count: number, first: number): void
  column(): ValueColumn
}

/** @throws InputError for batches that are damaged, and for whole numbers beyond 2⁵³ where numbers are expected; Aborted */
export async function* readRows(
  file: DataFile,
  contents: ArrowContents,
  all: readonly ArrowColumn[],
  columns: readonly ReadColumn[],
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(file, options)
  const most = recordsPerBlock(columns.length)
  const wanted = new Set(options.wanted?.columns ?? columns.keys())
  const nothing: ValueColumn = { kind: 'numbers', values: new Float64Array(most).fill(Number.NaN) }
  const fillings = columns.map((column, place) => (wanted.has(place) ? fillingOf(file, column, most) : null))
  const read = new Set(columns.flatMap(({ index }, place) => (wanted.has(place) ? [index] : [])))
  const lines = new Int32Array(most)
  let records = 0
  for await (const batch of readBatches(file, contents, all, (index) => read.has(index), options.abort)) {
    for (let from = batch.from; from < batch.rows; from += most) {
      stopIfAborted(options.abort)
      const rowCount = Math.min(most, batch.rows - from)
      for (let row = 0; row < rowCount; row += 1) lines[row] = records + row + 1
      for (const filling of fillings) filling?.take(batch, from, rowCount, records + 1)
      const given = fillings.map((filling) => filling?.column() ?? nothing)
      yield { kind: 'values', rowCount, firstRow: records + 1, lines, columns: given }
      records += rowCount
    }
    options.onBytes?.(batch.end)
  }
  options.onBytes?.(file.size)
  return { records, blankLines: 0 }
}

function fillingOf(file: DataFile, { column, index, kind }: ReadColumn, most: number): Filling {
  const cellsIn = ({ cells }: Batch): BatchCells => {
    const own = cells[index]
    if (own === null || own === undefined) throw damaged(file)
    return own
  }
  if (kind.kind !== 'texts') return numberFilling(file, { column, index, kind }, most, cellsIn)
  if (column.dictionary !== null) return levelFilling(file, column, most, cellsIn)
  const texts = createTextColumn(most)
  return {
    take(batch, from, count) {
      const cells = cellsIn(batch)
      for (let row = 0; row < count; row += 1) texts.put(row, cells.text(from + row))
    },
    column: () => texts.column(),
  }
}

function numberFilling(
  file: DataFile,
  { column, kind }: ReadColumn,
  most: number,
  cellsIn: (batch: Batch) => BatchCells,
): Filling {
  const values = new Float64Array(most)
  const given: ValueColumn =
    kind.kind === 'times' ? { kind: 'times', values, isAbsolute: kind.isAbsolute } : { kind: 'numbers', values }
  const numbersIn = lastOf(numbersOf)
  return {
    take(batch, from, count, first) {
      cellsIn(batch).fill(values, from, count)
      if (column.dictionary !== null) {
        const numbers = numbersIn(batch.dictionaryOf(column))
        for (let row = 0; row < count; row += 1)
          if (!Number.isNaN(values[row])) values[row] = numbers[placeIn(file, numbers, values[row] as number)] as number
      }
      if (kind.kind === 'times') dropImpossible(values, count)
      if (isOf64Bits(column)) refuseLong(file, column.name, values, count, first)
    },
    column: () => given,
  }
}

/** Milliseconds from 1970 to the last day that a date of this program can be. */
const latestTime = 8.64e15

function dropImpossible(times: Float64Array, count: number): void {
  for (let row = 0; row < count; row += 1) if (Math.abs(times[row] as number) > latestTime) times[row] = Number.NaN
}

function refuseLong(file: DataFile, column: string, values: Float64Array, count: number, first: number): void {
  for (let row = 0; row < count; row += 1) {
    const value = values[row] as number
    if (!Number.isNaN(value) && !Number.isSafeInteger(value))
      throw new InputError(longNumber, { found: String(value) }, { file: file.name, line: first + row, column })
  }
}

/** Texts of a dictionary keep their places among the levels when a later dictionary has others. */
function levelFilling(
  file: DataFile,
  column: ArrowColumn,
  most: number,
  cellsIn: (batch: Batch) => BatchCells,
): Filling {
  const codes = new Int32Array(most)
  const places = new Float64Array(most)
  const levels: string[] = []
  const known = new Map<string, number>()
  const levelOf = (text: string | null): number => {
    if (text === null || text === '') return -1
    let level = known.get(text)
    if (level === undefined) known.set(text, (level = levels.push(text) - 1))
    return level
  }
  const levelsIn = lastOf((dictionary) => textsOf(dictionary).map(levelOf))
  return {
    take(batch, from, count) {
      const own = levelsIn(batch.dictionaryOf(column))
      cellsIn(batch).fill(places, from, count)
      for (let row = 0; row < count; row += 1) {
        const place = places[row] as number
        codes[row] = Number.isNaN(place) ? -1 : (own[placeIn(file, own, place)] as number)
      }
    },
    column: () => ({ kind: 'levels', codes, levels }),
  }
}

function placeIn(file: DataFile, values: ArrayLike<unknown>, place: number): number {
  if (!(place >= 0 && place < values.length)) throw damaged(file)
  return place
}

/** What is made of a dictionary, kept until there is another. */
function lastOf<T>(make: (dictionary: Dictionary) => T): (dictionary: Dictionary) => T {
  let last: { readonly dictionary: Dictionary; readonly made: T } | null = null
  return (dictionary) => {
    if (last?.dictionary !== dictionary) last = { dictionary, made: make(dictionary) }
    return last.made
  }
}

/**
 * Columns of whole numbers of which some are beyond 2⁵³, and would be rounded.
 * @param isWhole look through the whole file, instead of its first rows
 * @returns places of the columns in the file
 */
export async function findLongColumns(
  file: DataFile,
  contents: ArrowContents,
  columns: readonly ArrowColumn[],
  isWhole: boolean,
  abort?: AbortState,
): Promise<ReadonlySet<number>> {
  const long = new Set<number>()
  const suspects = new Set(columns.flatMap((column, index) => (isOf64Bits(column) ? [index] : [])))
  if (suspects.size === 0) return long
  for await (const batch of readBatches(file, contents, columns, (index) => suspects.has(index), abort)) {
    for (const index of suspects) {
      const cells = batch.cells[index]
      const column = columns[index] as ArrowColumn
      const parts =
        column.dictionary === null ? (cells === null || cells === undefined ? [] : [cells]) : batch.dictionaryOf(column)
      if (parts.some(hasLongNumber)) long.add(index)
    }
    for (const index of long) suspects.delete(index)
    if (!isWhole || suspects.size === 0) break
  }
  return long
}

const scanned = new Float64Array(4096)

function hasLongNumber(cells: BatchCells): boolean {
  for (let from = 0; from < cells.length; from += scanned.length) {
    const count = Math.min(scanned.length, cells.length - from)
    cells.fill(scanned, from, count)
    for (let row = 0; row < count; row += 1) {
      const value = scanned[row] as number
      if (!Number.isNaN(value) && !Number.isSafeInteger(value)) return true
    }
  }
  return false
}
