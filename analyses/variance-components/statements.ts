import { rows, statistics, type Selection } from '../core/contract'
import { quoteName, type SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { belongs, keyList, withoutGroupStatement } from '../survey/groups'
import { outcomesOf, type Outcome } from '../survey/outcomes'
import type { VarianceComponentsOptions } from './options'
import { keyColumnsOf } from './random-components'

/** Persons matter only where somebody may have answered twice. */
export const seesPersons = (dataset: SurveyDataset, options: VarianceComponentsOptions): boolean =>
  options.person && dataset.linkage !== 'unlinked'

/**
 * Values with counts where nothing but the outcome and its places matters, whatever the number of people; answers one by one, in the order of the files, where persons or
 * covariates do.
 */
export function selectVarianceComponents(
  dataset: SurveyDataset,
  options: VarianceComponentsOptions,
): { readonly values: Selection; readonly people: Selection } {
  const columns = keyColumnsOf(dataset, options)
  const people = statistics(withoutGroupStatement(dataset.tables.responses, columns))
  const outcomes = outcomesOf(dataset, options.outcomes)
  const withPerson = seesPersons(dataset, options)
  if (!withPerson && options.covariates.length === 0)
    return { values: statistics(valueCountsStatement(dataset, outcomes, columns)), people }
  const all = [...outcomes, ...outcomesOf(dataset, options.covariates)]
  return { values: rows(answersStatement(dataset, all, columns, withPerson)), people }
}

function answersStatement(
  dataset: SurveyDataset,
  outcomes: readonly Outcome[],
  columns: readonly string[],
  withPerson: boolean,
): string {
  const names = outcomes.map((_, index) => quoteName(`#${index}`))
  const of = (relation: Outcome['relation']): readonly string[] =>
    outcomes.flatMap((outcome, index) => (outcome.relation === relation ? [`${outcome.value} AS ${names[index]}`] : []))
  const row = '"_source", "_row"'
  const person = withPerson ? '"_respondent", ' : ''
  const scores = of('scores')
  const answers = of('responses')
  const first =
    scores.length > 0
      ? ({ relation: 'scores', values: scores } as const)
      : ({ relation: 'responses', values: answers } as const)
  const base = `SELECT ${keyList(columns)}${person}${row}, ${first.values.join(', ')} FROM ${dataset.tables[first.relation]} WHERE ${belongs(columns)}`
  const joined =
    scores.length > 0 && answers.length > 0
      ? `(${base}) JOIN (SELECT ${row}, ${answers.join(', ')} FROM ${dataset.tables.responses}) USING (${row})`
      : `(${base})`
  return `SELECT ${keyList(columns)}${person}${names.join(', ')} FROM ${joined} ORDER BY ${row}`
}
