import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import { groupColumns } from '../survey/groups'
import { say } from './words'

/** The columns that identify a level of each factor: the factor's own, and its parent's where level names stand in several places. */
export function factorColumns(dataset: SurveyDataset, factors: readonly string[]): readonly (readonly string[])[] {
  return factors.map((factor) => groupColumns(dataset, [factor]))
}

/** All columns of all factors, each once, in the order of the factors. */
export function columnsOf(dataset: SurveyDataset, factors: readonly string[]): readonly string[] {
  return [...new Set(factorColumns(dataset, factors).flat())]
}

export const factorList = (factors: readonly string[]): Label => ({
  list: factors.map((attribute): Label => ({ attribute })),
})

/** The term of what the others leave over. */
export const residualTerm = 'residuals'

/** `country:round`, or what is left over where the term has no factor. @param term positions of its factors */
export function termName(factors: readonly string[], term: readonly number[]): string {
  return term.length === 0 ? residualTerm : term.map((position) => factors[position]).join(':')
}

/** `Country × round`, in the reader's language; `country × round` within a sentence. Without a factor it is what the terms leave over: the spread within combinations. */
export function termLabel(
  factors: readonly string[],
  term: readonly number[],
  where: 'heading' | 'sentence' = 'heading',
): Phrase {
  const labels = term.map((position): Label => ({ attribute: factors[position] ?? '' }))
  const [start = '', second = '', third = ''] = labels
  if (labels.length === 0) return say('source.residuals')
  // A message that begins with a column's name begins with a capital; with a list it does not.
  const first: Label = where === 'sentence' ? { list: [start] } : start
  return say(`source.${labels.length as 1 | 2 | 3}`, { first, second, third })
}
