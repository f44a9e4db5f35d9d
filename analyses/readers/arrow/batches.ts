import { stopIfAborted, type AbortState } from '../../core/errors'
import type { DataFile } from '../data-file'
import { columnBodies, rowsOf } from './body'
import { cellsOf, type BatchCells } from './cells'
import { takeDictionary, type Dictionaries, type Dictionary } from './dictionaries'
import { createRangeReader, type ArrowContents } from './messages'
import type { ArrowColumn } from './schema'

/** A batch of rows. */
export interface Batch {
  readonly rows: number
  /** Of each column its values, or their places in its dictionary; null where it was not asked for. */
  readonly cells: readonly (BatchCells | null)[]
  /** As they are for this batch. */
  dictionaryOf(column: ArrowColumn): Dictionary
  /** Byte of the file behind it. */
  readonly end: number
}

/**
 * All batches of rows, one after the other. Memory holds one of them, and the dictionaries.
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
  for (const place of batches) {
    stopIfAborted(abort)
    if (place.kind === 'dictionary') {
      await takeDictionary(file, read, place, columns, known)
      continue
    }
    const bodies = await columnBodies(file, read, place, place.header, columns, isWanted)
    yield {
      rows: rowsOf(file, place.header),
      cells: columns.map(({ storage, dictionary }, index) => {
        const body = bodies[index] ?? null
        const own = dictionary?.places ?? storage
        return body === null || own === null ? null : cellsOf(file, own, body)
      }),
      dictionaryOf: ({ dictionary }) => known.get(dictionary?.id ?? Number.NaN) ?? [],
      end: place.bodyStart + place.bodyLength,
    }
  }
}
