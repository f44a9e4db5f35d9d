import { freeId, sourceId } from '../../analyses/core/ids'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { withEarlierSettings } from '../../analyses/sources/earlier-settings'
import { recogniseSource } from '../../analyses/sources/recognition'
import { sourceOf, sources } from '../../analyses/sources/registry'
import { renewGuess } from '../../analyses/sources/renewed-guess'
import type { FileGuess, IngestCall } from './ingest-protocol'

/** The kind of source that a file seems to be, for the user to correct; or what a source is that was guessed by an earlier instrument. */
export async function guessFile(
  file: DataFile,
  { instrument, others, again, headers }: Omit<Extract<IngestCall, { call: 'guess' }>, 'call' | 'given'>,
): Promise<FileGuess> {
  const { table } = await openTable(readers, file, again?.source.dialect)
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const clues = { head: table.head, instrument, others, timeZone }
  if (again !== undefined) return { source: renewGuess(sources, clues, again.earlier, again.source) as RecipeSource }
  const id = freeId(
    sourceId(file.name),
    others.map((other) => other.id),
  )
  const found = recogniseSource(sources.values(), clues, id)
  if (found === null) throw new Error('every file is recognised as something')
  const { source } = withEarlierSettings(
    sourceOf(found.source.kind),
    table.head,
    instrument,
    found.source,
    others,
    headers,
  )
  return { source: source as RecipeSource }
}
