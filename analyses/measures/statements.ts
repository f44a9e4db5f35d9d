import { rows, statistics, type Selection } from '../core/contract'
import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { completeCasesStatement } from '../survey/complete-cases'
import { valueCountsStatement } from '../survey/distribution'
import { filterSurvey } from '../survey/filter'
import { belongs, groupClause, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { respondedCondition } from '../survey/invited'
import { outcomesOf } from '../survey/outcomes'
import { invitedStatement } from '../survey/response-rates'
import { importanceOutcome, roundsOf, targetOf, weighedOutcomes, type MeasuresOptions } from './options'

/** State and change from how often each value occurs, linked changes from how often each difference does, and importance from those with complete answers in the latest round. */
export function selectMeasures(
  whole: SurveyDataset,
  options: MeasuresOptions,
): {
  readonly values: Selection
  readonly people: Selection
  readonly responded: Selection
  readonly headcount: Selection | null
  readonly differences: Selection | null
  readonly complete: Selection | null
} {
  for (const id of options.outcomes) targetOf(whole, id, options)
  const { from, to } = roundsOf(whole, options)
  const dataset = ofRounds(whole, [to, ...(from === null ? [] : [from])])
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const { responses } = dataset.tables
  const invited = invitedStatement(dataset, perRound)
  const outcome = importanceOutcome(dataset, options)
  return {
    values: statistics(valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), perRound)),
    people: statistics(withoutGroupStatement(responses, columns)),
    responded: statistics(
      `SELECT ${keyList(perRound)}count(*) FILTER (WHERE ${respondedCondition(dataset)}) AS n FROM ${responses} WHERE ${belongs(perRound)}${groupClause(perRound)} ORDER BY ALL`,
    ),
    headcount: invited === null ? null : statistics(invited),
    differences:
      from === null || dataset.linkage !== 'linked'
        ? null
        : statistics(differencesStatement(dataset, options.outcomes, columns, from, to)),
    complete:
      outcome === null ? null : rows(completeStatement(dataset, [...weighedOutcomes(dataset, options), outcome], to)),
  }
}

/** The answers of some rounds. */
function ofRounds(whole: SurveyDataset, asked: readonly string[]): SurveyDataset {
  const rounds = asked.filter((round) => whole.rounds.some(({ id }) => id === round))
  return rounds.length === 0 || rounds.length === whole.rounds.length
    ? whole
    : filterSurvey(whole, [{ column: 'round', in: rounds }]).dataset
}

/** How often each difference (later less earlier) occurs among people with a value in both rounds and one group in both; columns as those of `valueCountsStatement`. */
function differencesStatement(
  dataset: SurveyDataset,
  outcomes: readonly string[],
  columns: readonly string[],
  from: string,
  to: string,
): string {
  const keys = keyList(columns)
  const same = ['"_respondent"', ...columns.map(quoteName)].join(', ')
  const parts = outcomesOf(dataset, outcomes).map(({ id, relation, value }) => {
    const side = (round: string, name: string): string =>
      `(SELECT ${same}, ${value} AS "${name}" FROM ${dataset.tables[relation]} WHERE "round"::VARCHAR = ${quoteText(round)} AND "_respondent" IS NOT NULL AND ${belongs(columns)})`
    return `SELECT ${keys}${quoteText(id)} AS outcome, "#later" - "#earlier" AS value, 1 AS answered, 1 AS asked, count(*) AS n FROM ${side(from, '#earlier')} JOIN ${side(to, '#later')} USING (${same}) WHERE "#later" - "#earlier" IS NOT NULL GROUP BY ${keys}value`
  })
  return `${parts.join(' UNION ALL ')} ORDER BY ${keys}outcome, value`
}

/** Respondents of a round who have a value of everything. Columns `x0`, `x1` … */
function completeStatement(dataset: SurveyDataset, ids: readonly string[], round: string): string {
  const outcomes = Object.fromEntries(ids.map((id, index) => [`#x${index}`, id]))
  return completeCasesStatement(dataset, outcomes, [], `"round"::VARCHAR = ${quoteText(round)}`)
}
