import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { filterSurvey } from '../survey/filter'
import { belongs, groupClause, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { headcountStatement, respondedCondition } from '../survey/invited'
import { outcomeOf, outcomesOf } from '../survey/outcomes'
import { importanceOutcome, roundsOf, targetOf, weighedOutcomes, type MeasuresOptions } from './options'

/** State and change from how often each value occurs, linked changes from how often each difference does, and importance from whole respondents of the latest round. */
export function selectMeasures(whole: SurveyDataset, options: MeasuresOptions): Readonly<Record<string, string>> {
  for (const id of options.outcomes) targetOf(whole, id, options)
  const { from, to } = roundsOf(whole, options)
  const rounds = [to, ...(from === null ? [] : [from])].filter((round) => whole.rounds.some(({ id }) => id === round))
  const { dataset } =
    whole.rounds.length === rounds.length || rounds.length === 0
      ? { dataset: whole }
      : filterSurvey(whole, [{ column: 'round', in: rounds }])
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const { responses } = dataset.tables
  const statements: Record<string, string> = {
    values: valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), perRound),
    people: withoutGroupStatement(responses, columns),
    responded: `SELECT ${keyList(perRound)}count(*) FILTER (WHERE ${respondedCondition(dataset)}) AS n FROM ${responses} WHERE ${belongs(perRound)}${groupClause(perRound)} ORDER BY ALL`,
  }
  const invited = headcountStatement(dataset, perRound)
  if (invited !== null) statements['headcount'] = invited
  if (from !== null && dataset.linkage === 'linked')
    statements['differences'] = differencesStatement(dataset, options.outcomes, columns, from, to)
  const outcome = importanceOutcome(dataset, options)
  if (outcome !== null)
    statements['complete'] = completeStatement(dataset, [...weighedOutcomes(dataset, options), outcome], to)
  return statements
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

/** Respondents of a round with a value of everything, in the order of the files. Columns `x0`, `x1` … */
function completeStatement(dataset: SurveyDataset, ids: readonly string[], round: string): string {
  const wanted = ids.map((id, index) => ({ ...outcomeOf(dataset, id), name: `x${index}` }))
  const relations = (['scores', 'responses'] as const).filter((relation) =>
    wanted.some((own) => own.relation === relation),
  )
  const selects = relations.map((relation) => {
    const values = wanted.filter((own) => own.relation === relation).map(({ value, name }) => `${value} AS ${name}`)
    return `(SELECT "_source", "_row", ${values.join(', ')} FROM ${dataset.tables[relation]} WHERE "round"::VARCHAR = ${quoteText(round)})`
  })
  const [first = '', second] = selects
  const names = wanted.map(({ name }) => name)
  return `SELECT ${names.join(', ')} FROM ${second === undefined ? first : `${first} JOIN ${second} USING ("_source", "_row")`} WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} ORDER BY "_source", "_row"`
}
