import type { Speaker } from '../../analyses/core/speaker'
import type { Instrument } from '../../analyses/instrument/model'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable, type TableHead } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import type { Recipe, RecipeSource } from '../../analyses/recipe/recipe'
import { doubtsOf, reasonOf, type ColumnProposal } from '../../analyses/sources/proposal'
import { sourceOf } from '../../analyses/sources/registry'

/** A sentence for each column of a source that could be something by its wording, with the line of the recipe that would make it so. */
export function proposalLines(
  head: TableHead,
  source: RecipeSource,
  instrument: Instrument | null,
  others: readonly RecipeSource[],
  speaker: Speaker,
): readonly string[] {
  const proposals = sourceOf(source.kind).propose?.(head, source as never, instrument, others) ?? []
  return proposals.map((proposal) => proposalSentence(proposal, speaker))
}

/** Fields of a source that name a column, by what it holds; anything else is said under `columns`. */
const fields: Readonly<Partial<Record<ColumnProposal['role'], string>>> = {
  respondent: 'respondent',
  weight: 'weight',
  round: 'round_column',
}

function proposalSentence(proposal: ColumnProposal, speaker: Speaker): string {
  const { header, id, role } = proposal
  const field = fields[role]
  const [key, value] = field === undefined ? [header, id] : [field, header]
  return speaker
    .text(field === undefined ? 'ingest:proposal.sentence' : 'ingest:proposal.sentence-field', {
      header,
      id,
      reason: reasonOf(proposal),
      doubts: speaker.sentences(doubtsOf(proposal)),
      entry: `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    })
    .replace(/ {2,}/gu, ' ')
}

/** The proposals for every source of a recipe, each line with its file. Sources that cannot be opened have been told before. */
export async function recipeProposals(
  recipe: Recipe,
  instrument: Instrument | null,
  openFile: (name: string) => DataFile,
  speaker: Speaker,
): Promise<readonly string[]> {
  const lines: string[] = []
  for (const source of recipe.sources) {
    if (instrument === null || sourceOf(source.kind).propose === undefined) continue
    const { head } = (await openTable(readers, openFile(source.file), source.dialect)).table
    const others = recipe.sources.filter((other) => other !== source)
    for (const line of proposalLines(head, source, instrument, others, speaker)) lines.push(`${head.file}: ${line}`)
  }
  return lines
}
