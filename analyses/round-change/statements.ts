import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { scaleOf, type Item } from '../instrument/model'
import { valueCountsStatement } from '../survey/distribution'
import { filterSurvey } from '../survey/filter'
import { belongs, groupClause, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { headcountStatement, respondedCondition } from '../survey/invited'
import { outcomesOf, type Outcome } from '../survey/outcomes'
import { compareRounds } from '../survey/scoring'
import { comparisonOf, roundsOf, stratumAttribute, usesWeights, type RoundChangeOptions } from './options'
import { packedColumns, packItems } from './packed-items'

/** Items whose moves are ranked: ordinal, asked in both rounds with one meaning, of the dimensions asked for or asked for by themselves. */
export function moverItems(dataset: SurveyDataset, options: RoundChangeOptions): readonly Item[] {
  const { from, to } = roundsOf(dataset, options)
  const missing = new Set(
    [from, to].flatMap((round) =>
      Object.hasOwn(dataset.itemsMissingByRound, round) ? (dataset.itemsMissingByRound[round] ?? []) : [],
    ),
  )
  return dataset.instrument.items.filter(
    (item) =>
      (options.outcomes.includes(item.id) || (item.dimension !== null && options.outcomes.includes(item.dimension))) &&
      scaleOf(dataset.instrument, item).kind === 'ordinal' &&
      !missing.has(item.id) &&
      !changedBetween(item, from, to, 'meaning'),
  )
}

/** Whether an item was reworded, or came to mean something else, after the earlier of two rounds and no later than the later. */
export function changedBetween(item: Item, from: string, to: string, kind: 'wording' | 'meaning'): boolean {
  const [early, late] = compareRounds(from, to) <= 0 ? [from, to] : [to, from]
  return item.changed.some(
    (change) =>
      change.kind === kind && compareRounds(early, change.round) < 0 && compareRounds(change.round, late) <= 0,
  )
}

/** Whether there are rounds for a trend, and it is asked for. */
export const hasTrend = (dataset: SurveyDataset, { trend }: Pick<RoundChangeOptions, 'trend'>): boolean =>
  trend && dataset.rounds.length >= 3

/** Whether organisations can differ at random: there are some, and they are not the groups. */
const hasRandomPlaces = (dataset: SurveyDataset, columns: readonly string[]): boolean =>
  !columns.includes(stratumAttribute) &&
  (dataset.attributes.find(({ id }) => id === stratumAttribute)?.levels.length ?? 0) > 1

export function selectRoundChange(whole: SurveyDataset, options: RoundChangeOptions): Readonly<Record<string, string>> {
  const { from, to } = roundsOf(whole, options)
  if (from === to) throw new InputError('round-change:same-round', { round: from })
  const comparison = comparisonOf(whole, options)
  const isWhole = whole.rounds.every(({ id }) => id === from || id === to)
  const { dataset } = isWhole ? { dataset: whole } : filterSurvey(whole, [{ column: 'round', in: [from, to] }])
  const withTrend = hasTrend(whole, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const { responses } = dataset.tables
  const outcomes = outcomesOf(dataset, options.outcomes)
  const read = withTrend || options.trend ? whole : dataset
  const statements: Record<string, string> = {
    values: valueCountsStatement(read, outcomes, perRound, usesWeights(dataset, options)),
    people: withoutGroupStatement(responses, columns),
    responded: `SELECT ${keyList(perRound)}count(*) FILTER (WHERE ${respondedCondition(dataset)}) AS n FROM ${read.tables.responses} WHERE ${belongs(perRound)}${groupClause(perRound)} ORDER BY ALL`,
  }
  const invited = headcountStatement(read, perRound)
  if (invited !== null) statements['headcount'] = invited
  if (comparison !== 'unlinked')
    statements['patterns'] = patternsStatement(read, outcomes, columns, patternRounds(whole, options))
  else if (withTrend && hasRandomPlaces(whole, columns))
    statements['places'] = valueCountsStatement(whole, outcomes, [...perRound, stratumAttribute])
  const items = moverItems(dataset, options)
  if (items.length > 0) {
    const stratum =
      comparison === 'linked'
        ? '"_respondent"'
        : dataset.attributes.some(({ id }) => id === stratumAttribute)
          ? `coalesce(${quoteName(stratumAttribute)}::VARCHAR, '')`
          : "''"
    // Not in an order of its own: rows come as they were inserted, the same everywhere.
    statements['answers'] =
      `SELECT ${keyList(columns)}${stratum} AS "#stratum", CASE WHEN "round"::VARCHAR = ${quoteText(to)} THEN 1 ELSE 0 END AS "#later", ${packedColumns(packItems(dataset, items)).join(', ')} FROM ${responses} WHERE ${belongs(columns)}`
  }
  return statements
}

/** Rounds whose values stand beside each other in a person's pattern: those compared, or all for a trend. */
export function patternRounds(dataset: SurveyDataset, options: RoundChangeOptions): readonly string[] {
  const { from, to } = roundsOf(dataset, options)
  return hasTrend(dataset, options) ? dataset.rounds.map(({ id }) => id) : [from, to]
}

/**
 * How often each pattern of values over the rounds occurs among people, within a group. Columns: the keys, `outcome`, `value_0` … in the order of the rounds (NULL where a person has
 * none), `n`. Who has no id, or one that occurs twice in a round, is a person of one value; who changed the group in between is one person in each.
 */
function patternsStatement(
  dataset: SurveyDataset,
  outcomes: readonly Outcome[],
  columns: readonly string[],
  rounds: readonly string[],
): string {
  const isAmbiguous = `"_respondent" IN (SELECT "_respondent" FROM ${dataset.tables.responses} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent", "round" HAVING count(*) > 1)`
  const isRound = (round: string): string => `"round"::VARCHAR = ${quoteText(round)}`
  const names = rounds.map((_, index) => `value_${index}`)
  const keys = keyList(columns)
  const parts = outcomes.flatMap(({ id, relation, value }) => {
    const source = `(SELECT "_respondent", "round", ${keys}${value} AS value FROM ${dataset.tables[relation]} WHERE ${belongs(['round', ...columns])})`
    const head = `SELECT ${keys}${quoteText(id)} AS outcome, ${names.join(', ')}, count(*) AS n`
    const followed = `SELECT ${keys}${rounds.map((round, index) => `any_value(value) FILTER (WHERE ${isRound(round)}) AS ${names[index] ?? ''}`).join(', ')} FROM ${source} WHERE value IS NOT NULL AND "_respondent" IS NOT NULL AND NOT (${isAmbiguous}) GROUP BY ${keys}"_respondent"`
    const once = `SELECT ${keys}${rounds.map((round, index) => `CASE WHEN ${isRound(round)} THEN value END AS ${names[index] ?? ''}`).join(', ')} FROM ${source} WHERE value IS NOT NULL AND ("_respondent" IS NULL OR ${isAmbiguous})`
    return [followed, once].map((part) => `${head} FROM (${part}) GROUP BY ALL`)
  })
  return `SELECT ${keys}outcome, ${names.join(', ')}, sum(n)::DOUBLE AS n FROM (${parts.join(' UNION ALL ')}) GROUP BY ALL ORDER BY ALL`
}
