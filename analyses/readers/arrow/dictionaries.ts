import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import { columnBodies } from './body'
import { cellsOf, type BatchCells } from './cells'
import { damaged, type BatchPlace, type RangeReader } from './messages'
import type { ArrowColumn } from './schema'

/** Values of all dictionaries together. */
const mostValues = 1 << 24

/** The values that a dictionary has by now, in parts: a later batch may add some, or take the place of all. */
export type Dictionary = readonly BatchCells[]

/** Dictionaries by their numbers, as they are at some place of the file. */
export type Dictionaries = Map<number, Dictionary>

/**
 * Takes up a batch of values.
 * @throws InputError for a dictionary that no column uses, or that is damaged
 */
export async function takeDictionary(
  file: DataFile,
  read: RangeReader,
  place: BatchPlace,
  columns: readonly ArrowColumn[],
  known: Dictionaries,
): Promise<void> {
  const { header } = place
  const id = header.long(0)
  const batch = header.table(1)
  const user = columns.find(({ dictionary }) => dictionary?.id === id)
  // Dictionaries of columns within lists and structures are passed over with them.
  if (user === undefined || user.storage === null) return
  if (batch === null) throw damaged(file)
  const values: ArrowColumn = { ...user, dictionary: null, span: valueSpan(user) }
  const [body] = await columnBodies(file, read, place, batch, [values], () => true)
  if (body === null || body === undefined) throw damaged(file)
  const isMore = header.byte(2) !== 0
  const parts = [...(isMore ? (known.get(id) ?? []) : []), await cellsOf(file, user.storage, body)]
  if (parts.reduce((sum, { length }) => sum + length, 0) > mostValues)
    throw new InputError('ingest:arrow-dictionary', { column: user.name, most: mostValues }, { file: file.name })
  known.set(id, parts)
}

function valueSpan({ storage }: ArrowColumn): ArrowColumn['span'] {
  if (storage?.kind === 'nothing') return { nodes: 1, buffers: 0, views: 0 }
  if (storage?.kind === 'views') return { nodes: 1, buffers: 2, views: 1 }
  return { nodes: 1, buffers: storage?.kind === 'texts' ? 3 : 2, views: 0 }
}

export function textsOf(dictionary: Dictionary): readonly (string | null)[] {
  return dictionary.flatMap((part) => Array.from({ length: part.length }, (_, row) => part.text(row)))
}

export function numbersOf(dictionary: Dictionary): Float64Array {
  const all = new Float64Array(dictionary.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of dictionary) {
    part.fill(all.subarray(at), 0, part.length)
    at += part.length
  }
  return all
}
