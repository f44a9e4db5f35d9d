import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import { readHead, type DataFile } from '../data-file'
import { namedColumns } from '../header'
import type { HeaderColumn, OpenTable, Reader } from '../reader'
import { typedHeader } from '../typed-column'
import { createValueTable } from '../value-table'
import { readBatches } from './batches'
import { codecOf, type Codec } from './body'
import { textsOf, type Dictionary } from './dictionaries'
import { isFileMark, readContents, type ArrowContents } from './messages'
import { findLongColumns, longNumber, readRows, type ReadColumn } from './rows'
import { columnsOf, kindOf, type ArrowColumn } from './schema'
import { arrowSettings, type ArrowOverride } from './settings'

/**
 * Arrow IPC, files (Feather, version 2) and streams. Dictionaries are levels in their order.
 *
 * Our own code, since the package with which the engine’s tables are read takes no batches that are packed, which is how pandas and R write them, refuses a file for a type of text
 * that it does not know, and believes every length that a damaged file says.
 *
 * Source: Apache Arrow, “Arrow Columnar Format”, version 1.5, and its definitions `Schema.fbs`, `Message.fbs` and `File.fbs`.
 */
const arrow: Reader = {
  id: 'arrow',
  settings: arrowSettings,
  recognise: (head) => (isFileMark(head.subarray(0, 6)) || isFirstFeather(head) || isStream(head) ? 'certain' : 'no'),
  open: (file, declared) => openArrow(file, declared as ArrowOverride),
  found: ({ extent }) => ({ extent }),
  // A number that would be rounded, further on than the first batch: the whole file shows all such columns.
  again: ({ code }) => (code === longNumber ? { extent: 'whole' } : null),
}

export default arrow

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  text.split('').every((letter, index) => bytes[index] === letter.charCodeAt(0))

/** Feather of the first version, which is another format. */
const isFirstFeather = (head: Uint8Array): boolean => startsWith(head, 'FEA1')

/** A stream begins with a mark of four bytes and the length of its first message, a multiple of eight, which is the schema. */
function isStream(head: Uint8Array): boolean {
  if (head.length < 16 || [0, 1, 2, 3].some((index) => head[index] !== 0xff)) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const length = view.getInt32(4, true)
  const root = view.getUint32(8, true)
  return length > 8 && length % 8 === 0 && root < length && root < 1024
}

async function openArrow(file: DataFile, declared: ArrowOverride): Promise<OpenTable> {
  if (isFirstFeather(await readHead(file, 4))) throw new InputError('ingest:arrow-feather-1', {}, { file: file.name })
  const extent = declared.extent ?? 'beginning'
  const contents = await readContents(file)
  const all = columnsOf(file, contents.schema)
  const long = await findLongColumns(file, contents, all, extent === 'whole')
  const columns = all.flatMap((column, index): ReadColumn[] =>
    column.storage === null ? [] : [{ column, index, kind: kindOf(column.storage, long.has(index)) }],
  )
  if (columns.every(({ column }) => column.storage?.kind === 'nothing'))
    throw new InputError('ingest:arrow-no-columns', {}, { file: file.name })
  const levels = await levelsOf(file, contents, all)
  return createValueTable({
    file,
    format: 'arrow',
    dialect: { form: contents.form, compression: compressionOf(file, contents), extent },
    // Nothing keeps a file from having two columns of one name.
    columns: namedColumns(columns.map(({ column }) => [column.name])).map((named, place) => ({
      ...headerOf(columns[place] as ReadColumn, place + 1, levels),
      ...named,
    })),
    reasons: reasonsOf(all, long),
    blocks: (options) => readRows(file, contents, all, columns, options),
  })
}

function compressionOf(file: DataFile, { batches }: ArrowContents): Codec {
  const first = batches.find(({ kind }) => kind === 'records')
  return first === undefined ? 'none' : codecOf(file, first.header)
}

/** A dictionary with more texts is ids or free text. */
const mostLevels = 1000

/** The texts of every dictionary of texts, by its number, in the order of the file. */
async function levelsOf(
  file: DataFile,
  contents: ArrowContents,
  columns: readonly ArrowColumn[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const levels = new Map<number, Set<string>>()
  const seen = new Set<Dictionary>()
  if (!contents.batches.some(({ kind }) => kind === 'dictionary')) return levels
  // Dictionaries may change from batch to batch of a stream; of the rows themselves nothing is read here.
  for await (const batch of readBatches(file, contents, columns, () => false))
    for (const column of columns) {
      const id = column.dictionary?.id
      if (id === undefined || column.storage === null) continue
      const dictionary = batch.dictionaryOf(column)
      if (seen.has(dictionary)) continue
      seen.add(dictionary)
      const own = levels.get(id) ?? new Set()
      for (const text of textsOf(dictionary)) if (text !== null && text !== '') own.add(text)
      levels.set(id, own)
    }
  return levels
}

function headerOf(
  { column, kind }: ReadColumn,
  position: number,
  levels: ReadonlyMap<number, ReadonlySet<string>>,
): HeaderColumn {
  const header = typedHeader(position, column.name, kind)
  const { dictionary, storage } = column
  const isText = storage?.kind === 'texts' || storage?.kind === 'views'
  if (dictionary === null || !isText) return header
  const texts = [...(levels.get(dictionary.id) ?? [])]
  return {
    ...header,
    measure: dictionary.isOrdered ? 'ordinal' : 'nominal',
    ...(texts.length > mostLevels ? {} : { levels: texts.map((text) => ({ value: text, label: text })) }),
  }
}

function reasonsOf(columns: readonly ArrowColumn[], long: ReadonlySet<number>): readonly Phrase[] {
  const named = (message: Phrase['message'], chosen: readonly ArrowColumn[]): readonly Phrase[] =>
    chosen.length === 0 ? [] : [{ message, values: { columns: { list: chosen.map(({ name }) => name) } } }]
  return [
    ...named(
      'ingest:arrow-not-read',
      columns.filter(({ storage }) => storage === null),
    ),
    ...named(
      'ingest:arrow-long-numbers',
      columns.filter((_, index) => long.has(index)),
    ),
  ]
}
