import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import { readHead, type DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { typedHeader } from '../typed-column'
import { createValueTable } from '../value-table'
import { describeFile, readRowGroups } from './row-groups'
import type { ParquetColumn } from './schema'

/**
 * Apache Parquet, read with hyparquet: plain and dictionary columns, packed in any way that its writers have. A library rather than our own code, since the format has many
 * encodings; it evaluates no text, so that it works under the window’s policy.
 */
const parquet: Reader = {
  id: 'parquet',
  settings: {},
  recognise: (head) => (startsWith(head, 'PAR1') || startsWith(head, 'PARE') ? 'certain' : 'no'),
  open: openParquet,
  found: () => ({}),
}

export default parquet

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  text.split('').every((letter, index) => bytes[index] === letter.charCodeAt(0))

async function openParquet(file: DataFile): Promise<OpenTable> {
  if (startsWith(await readHead(file, 4), 'PARE'))
    throw new InputError('ingest:parquet-encrypted', {}, { file: file.name })
  const { metadata, columns: all } = await describeFile(file)
  const columns = all.filter(({ kind }) => kind !== null)
  if (columns.length === 0) throw new InputError('ingest:parquet-no-columns', {}, { file: file.name })
  return createValueTable({
    file,
    format: 'parquet',
    dialect: { rows: Number(metadata.num_rows), groups: metadata.row_groups.length },
    columns: columns.map(({ name, kind }, index) => typedHeader(index + 1, name, kind ?? { kind: 'texts' })),
    reasons: reasonsOf(all),
    blocks: (options) => readRowGroups(file, metadata, columns, options),
  })
}

function reasonsOf(columns: readonly ParquetColumn[]): readonly Phrase[] {
  const named = (message: Phrase['message'], chosen: readonly ParquetColumn[]): readonly Phrase[] =>
    chosen.length === 0 ? [] : [{ message, values: { columns: { list: chosen.map(({ name }) => name) } } }]
  return [
    ...named(
      'ingest:parquet-not-read',
      columns.filter(({ kind }) => kind === null),
    ),
    ...named(
      'ingest:parquet-long-numbers',
      columns.filter(({ isLong }) => isLong),
    ),
  ]
}
