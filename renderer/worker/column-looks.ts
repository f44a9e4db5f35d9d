import type { AbortState } from '../../analyses/core/errors'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { correctedTable } from '../../analyses/sources/corrections'
import type { ColumnProposal } from '../../analyses/sources/proposal'
import { sourceOf } from '../../analyses/sources/registry'
import type { UnderstoodColumn } from '../../analyses/sources/understood'
import type { IngestCall } from './ingest-protocol'

type Asked<Name extends IngestCall['call']> = Omit<Extract<IngestCall, { call: Name }>, 'call' | 'given'>

/** Columns of a file that could be something by their wording. */
export async function proposeColumns(
  file: DataFile,
  { source, instrument, others }: Asked<'propose'>,
): Promise<readonly ColumnProposal[]> {
  const definition = sourceOf(source.kind)
  if (definition.propose === undefined) return []
  const { table } = await openTable(readers, file, source.dialect)
  const { head } = correctedTable(table, source.corrections)
  return definition.propose(head, source as never, instrument, others)
}

/** What every value of one column is read as, over the whole file. */
export async function understandColumn(
  file: DataFile,
  { source, instrument, position }: Asked<'understand'>,
  abort: AbortState,
  onProgress: (share: number) => void,
): Promise<UnderstoodColumn | null> {
  const definition = sourceOf(source.kind)
  if (definition.understand === undefined) return null
  const opened = await openTable(readers, file, source.dialect)
  const table = correctedTable(opened.table, source.corrections)
  const onBytes = (bytes: number): void => onProgress(file.size === 0 ? 1 : bytes / file.size)
  return definition.understand({ table, source: source as never, instrument, abort, onBytes }, position - 1)
}
