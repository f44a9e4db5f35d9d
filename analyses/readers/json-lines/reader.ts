import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import { readHead, type DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { createValueTable } from '../value-table'
import { findColumns, formOf, headerColumn, type KeyColumn } from './columns'
import type { JsonForm } from './objects'
import { lateKey, lateKind, readObjects } from './rows'
import { jsonSettings, type JsonOverride } from './settings'

/**
 * JSON lines (`.jsonl`, `.ndjson`): one object a line, as APIs of survey tools give answers; and one array of objects (`.json`). The columns are the keys, in the order in which they
 * first appear. Objects within objects are flattened (`a.b`), as pandas and jsonlite do; lists are kept as they are written.
 */
const jsonLines: Reader = {
  id: 'json-lines',
  settings: jsonSettings,
  recognise: (head, name) => (formOfFile(head, name) === null ? 'no' : 'certain'),
  open: (file, declared) => openObjects(file, declared as JsonOverride),
  found: ({ extent }) => ({ extent }),
  // A key, or a kind of value, that only appears further on: the whole file shows all of them.
  again: ({ code }) => (code === lateKey || code === lateKind ? { extent: 'whole' } : null),
}

export default jsonLines

/** A document of JSON that is one object is no table. */
function formOfFile(head: Uint8Array, name: string): JsonForm | null {
  const text = new TextDecoder()
    .decode(head)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^\[\s*\{\s*["}]/.test(text)) return 'array'
  if (!/^\{[ \t]*["}]/.test(text)) return null
  const [first = '', second] = text.split(/\r?\n/)
  if (second === undefined) return /\.json$/i.test(name) ? null : 'lines'
  return isWhole(first) || (first.trimEnd().endsWith('}') && /^\s*\{/.test(second)) ? 'lines' : null
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

async function openObjects(file: DataFile, declared: JsonOverride): Promise<OpenTable> {
  const form = formOfFile(await readHead(file, 4096), file.name) ?? 'lines'
  const extent = declared.extent ?? 'beginning'
  const columns = await findColumns(file, form, extent === 'whole')
  if (columns.size === 0) throw new InputError('ingest:json-lines-no-keys', {}, { file: file.name })
  const found = [...columns.values()]
  return createValueTable({
    file,
    format: 'json-lines',
    dialect: { form, extent },
    columns: found.map(headerColumn),
    reasons: reasonsOf(form, found),
    blocks: (options) => readObjects(file, form, columns, options),
  })
}

function reasonsOf(form: JsonForm, columns: readonly KeyColumn[]): readonly Phrase[] {
  const named = (message: Phrase['message'], chosen: readonly KeyColumn[]): readonly Phrase[] =>
    chosen.length === 0 ? [] : [{ message, values: { columns: { list: chosen.map(({ key }) => key) } } }]
  const lists = columns.filter(({ kinds }) => kinds.has('list'))
  const long = columns.filter(({ hasLongNumber }) => hasLongNumber)
  const mixed = columns.filter(
    (column) => column.kinds.size > 1 && formOf(column) === 'texts' && !long.includes(column),
  )
  return [
    { message: form === 'lines' ? 'ingest:json-lines-form-lines' : 'ingest:json-lines-form-array' },
    ...named('ingest:json-lines-mixed', mixed),
    ...named('ingest:json-lines-lists', lists),
    ...named('ingest:json-lines-long-numbers', long),
  ]
}
