import { stopIfAborted, type AbortState } from '../../core/errors'
import type { DataFile } from '../data-file'
import { mostRecordsPerBlock } from '../reader'
import { columnBodies, rowsOf } from './body'
import { cellsOf, type BatchCells } from './cells'
import { takeDictionary, type Dictionaries, type Dictionary } from './dictionaries'
import { createRangeReader, type ArrowContents } from './messages'
import type { ArrowColumn } from './schema'

/** A batch of rows, or a part of it. */
export interface Batch {
  /** Rows in front of these that came already. */
  readonly from: number
  /** Rows with those. */
  readonly rows: number
  /** Of each column its values, or their places in its dictionary; null where it was not asked for. */
  readonly cells: readonly (BatchCells | null)[]
  /** As they are for this batch. */
  dictionaryOf(column: ArrowColumn): Dictionary
  /** Byte of the file behind it. */
  readonly end: number
}

/** Rows that are read of a large first batch before the rest of it, so that they can be shown. */
const firstRows = mostRecordsPerBlock

/**
 * All batches of rows, one after the other; the first comes in two parts. Memory holds one of them, and the dictionaries.
 * @param isWanted whether the cells of a column are asked for, by its place
 * @throws InputError for a batch that is damaged, or larger than is read at once; Aborted
 */
export async function* readBatches(
  file: DataFile,
  { batches }: ArrowContents,
  columns: readonly ArrowColumn[],
  isWanted: (index: number) => boolean,
  abort?: AbortState,
): AsyncGenerator<Batch, void> {
  const read = createRangeReader(file)
  const known: Dictionaries = new Map()
  const dictionaryOf = ({ dictionary }: ArrowColumn): Dictionary => known.get(dictionary?.id ?? Number.NaN) ?? []
  let isFirst = true
  for (const place of batches) {
    stopIfAborted(abort)
    if (place.kind === 'dictionary') {
      await takeDictionary(file, read, place, columns, known)
      continue
    }
    const all = rowsOf(file, place.header)
    const end = place.bodyStart + place.bodyLength
    const upTo = async (rows: number): Promise<Batch['cells']> => {
      const bodies = await columnBodies(file, read, place, place.header, columns, isWanted, rows)
      const cells: (BatchCells | null)[] = []
      for (const [index, { storage, dictionary }] of columns.entries()) {
        stopIfAborted(abort)
        const body = bodies[index] ?? null
        const own = dictionary?.places ?? storage
        cells.push(body === null || own === null ? null : await cellsOf(file, own, body))
      }
      return cells
    }
    const shown = isFirst && all > firstRows ? firstRows : 0
    if (shown > 0) yield { from: 0, rows: shown, cells: await upTo(shown), dictionaryOf, end }
    yield { from: shown, rows: all, cells: await upTo(all), dictionaryOf, end }
    isFirst = false
  }
}
