import type { Speaker } from '../../analyses/core/speaker'
import type { TableHead } from '../../analyses/readers/reader'
import { usualAttribute } from '../../analyses/sources/columns'
import type { FileSummary } from '../../analyses/sources/file-summary'
import { sourceOf } from '../../analyses/sources/registry'
import { proposeMerges, type MergeProposal } from '../../analyses/sources/spellings/merge-proposals'
import type { FileWithin } from './column-values'

/** What may be one level, in words. */
export const mergeSentence = (
  attribute: string,
  { from, into, rows, reason, score }: MergeProposal,
  speaker: Speaker,
): string =>
  speaker.text('ingest:merge-proposed', {
    attribute: { attribute },
    from,
    into,
    rows,
    score: { value: score * 100, as: 'df' },
    reason: { message: `ingest:merge-reason.${reason}` },
  })

/** Spellings of a file that may be one level, column by column: those of the attributes of its source, or of columns with a usual header where no source is known. */
export function mergeLines(
  head: TableHead,
  { columns }: FileSummary,
  within: FileWithin | null,
  speaker: Speaker,
): readonly string[] {
  const uses = within === null ? null : attributesWithin(head, within)
  return head.columns.flatMap((column, index) => {
    const attribute = uses === null ? usualAttribute(column) : (uses.get(index) ?? null)
    if (attribute === null) return []
    const spellings = (columns[index]?.values ?? []).flatMap(({ value, count, isMissing }) =>
      isMissing ? [] : [{ text: value, rows: count }],
    )
    return proposeMerges(attribute, spellings).map((proposal) => mergeSentence(attribute, proposal, speaker))
  })
}

/** Index of a column → the attribute that it is in its source. */
function attributesWithin(head: TableHead, { source, instrument }: FileWithin): ReadonlyMap<number, string> {
  const { uses } = sourceOf(source.kind).match(head, source as never, instrument)
  return new Map(uses.flatMap(({ role, id }, index) => (role === 'attribute' && id !== null ? [[index, id]] : [])))
}
