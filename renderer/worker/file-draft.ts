import { Aborted, InputError, type AbortState } from '../../analyses/core/errors'
import { sourceId } from '../../analyses/core/ids'
import type { Draft } from '../../analyses/drafting/draft'
import { withCodebook } from '../../analyses/drafting/codebook-evidence'
import { draftFromEvidence } from '../../analyses/drafting/drafting'
import { gatherEvidence, type DraftEvidence } from '../../analyses/drafting/evidence'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { readCodebook, sortFiles } from '../../analyses/sources/drafting'
import { dataFile } from './data-file'
import type { IngestCall } from './ingest-protocol'

/** What files showed, kept so that a changed choice does not read them again. */
const known = new Map<string, DraftEvidence>()
const mostKept = 4

const keyOf = ({ given, dialect }: DraftCall): string =>
  JSON.stringify([given.map(({ file, name }) => [name, file.size, file.lastModified]), dialect ?? null])

type DraftCall = Extract<IngestCall, { call: 'draft' }>

/**
 * Drafts an instrument from the first data file among those given.
 * @param onProgress share of the work that is done, where how answers hang together is sought
 * @throws InputError when there is none, or it cannot be read; Aborted
 */
export async function draftFiles(
  call: DraftCall,
  abort: AbortState,
  onProgress: (share: number) => void = () => undefined,
): Promise<Draft> {
  const key = keyOf(call)
  const evidence = known.get(key) ?? (await gather(call, abort))
  known.delete(key)
  known.set(key, evidence)
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest)
  const setting = { name: call.name ?? sourceId(evidence.head.file), otherRounds: call.otherRounds ?? [] }
  return draftFromEvidence(evidence, call.choices, setting, (share) => {
    if (abort.aborted) throw new Aborted()
    onProgress(share)
  })
}

async function gather({ given, dialect }: DraftCall, abort: AbortState): Promise<DraftEvidence> {
  const sorted = await sortFiles(given.map(dataFile), readers)
  const [file] = sorted.data
  if (file === undefined) throw new InputError('survey-tools:draft.no-answers', {}, { file: given[0]?.name ?? '' })
  const { table } = await openTable(readers, file, dialect)
  const evidence = await gatherEvidence(table, { abort })
  const codebook = await readCodebook(sorted.codebook, readers, abort)
  return codebook === null ? evidence : withCodebook(evidence, codebook)
}
