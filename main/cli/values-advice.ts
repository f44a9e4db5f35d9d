import type { Speaker } from '../../analyses/core/speaker'
import type { AttributeValues } from '../../analyses/core/fields'
import type { Recipe } from '../../analyses/recipe/recipe'
import { proposalsFor, valuesOfAttributes, withMerges } from '../../analyses/sources/spellings/attribute-values'
import type { ImportReport } from '../../analyses/sources/report'
import { mergeSentence } from './merge-lines'

/** Spellings that may be one level, with what to write in the recipe so that they are. */
export function valuesAdvice(recipe: Recipe, reports: readonly ImportReport[], speaker: Speaker): readonly string[] {
  const attributes = valuesOfAttributes(reports)
  const proposed = attributes.map((values) => ({ ...values, proposals: proposalsFor(values) }))
  const lines = proposed.flatMap(({ attribute, proposals }) =>
    proposals.map((proposal) => mergeSentence(attribute, proposal, speaker)),
  )
  if (lines.length === 0) return []
  const declared = recipe.sources.flatMap((source) => {
    const before = source['values'] as AttributeValues | undefined
    const next = proposed.reduce((values, each) => withMerges(values, each, source.id, each.proposals), before)
    const head = speaker.text('ingest:merge-declare', { source: source.id })
    return next === before ? [] : [`${head}\n"values": ${JSON.stringify(next, null, 2)}`]
  })
  return [...lines, ...declared]
}
