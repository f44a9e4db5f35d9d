import { rows, statistics, type Selection } from '../core/contract'
import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { scaleOf, type Item } from '../instrument/model'
import { valueCountsStatement } from '../survey/distribution'
import { filterSurvey } from '../survey/filter'
import { belongs, groupClause, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { respondedCondition } from '../survey/invited'
import { changedBetween } from '../survey/item-changes'
import { outcomesOf, type Outcome } from '../survey/outcomes'
import { invitedStatement } from '../survey/response-rates'
import { comparisonOf, stratumAttribute, usesWeights, type Comparison, type RoundChangeOptions } from './options'
import { packedColumns, packItems } from './packed-items'
import { code } from './words'

/** Items whose moves are ranked: ordinal, asked in both rounds with one meaning, of the dimensions asked for or asked for by themselves. */
export function moverItems(dataset: SurveyDataset, options: RoundChangeOptions): readonly Item[] {
  const { from, to } = options
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
      !changedBetween(dataset, item, from, to, 'meaning'),
  )
}

/** Whether there are rounds for a trend, and it is asked for. */
export const hasTrend = (dataset: SurveyDataset, { trend }: Pick<RoundChangeOptions, 'trend'>): boolean =>
  trend && dataset.rounds.length >= 3

/** Whether organisations can differ at random: there are some, and they are not the groups. */
const hasRandomPlaces = (dataset: SurveyDataset, columns: readonly string[]): boolean =>
  !columns.includes(stratumAttribute) &&
  (dataset.attributes.find(({ id }) => id === stratumAttribute)?.levels.length ?? 0) > 1

/** Changes from how often each value occurs, or each pattern of values where persons can be followed; the items that moved most from the answers one by one. */
export function selectRoundChange(
  whole: SurveyDataset,
  options: RoundChangeOptions,
): {
  readonly values: Selection
  readonly people: Selection
  readonly responded: Selection
  readonly headcount: Selection | null
  readonly patterns: Selection | null
  readonly places: Selection | null
  readonly answers: Selection | null
} {
  const { from, to } = options
  if (from === to) throw new InputError(code('same-round'), { round: from })
  const comparison = comparisonOf(whole, options)
  const isWhole = whole.rounds.every(({ id }) => id === from || id === to)
  const { dataset } = isWhole ? { dataset: whole } : filterSurvey(whole, [{ column: 'round', in: [from, to] }])
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const outcomes = outcomesOf(dataset, options.outcomes)
  const read = options.trend ? whole : dataset
  const invited = invitedStatement(read, perRound)
  const hasPlaces = comparison === 'unlinked' && hasTrend(whole, options) && hasRandomPlaces(whole, columns)
  return {
    values: statistics(valueCountsStatement(read, outcomes, perRound, usesWeights(dataset, options))),
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
    responded: statistics(
      `SELECT ${keyList(perRound)}count(*) FILTER (WHERE ${respondedCondition(dataset)}) AS n FROM ${read.tables.responses} WHERE ${belongs(perRound)}${groupClause(perRound)} ORDER BY ALL`,
    ),
    headcount: invited === null ? null : statistics(invited),
    patterns:
      comparison === 'unlinked'
        ? null
        : statistics(patternsStatement(read, outcomes, columns, patternRounds(whole, options))),
    places: hasPlaces ? statistics(valueCountsStatement(whole, outcomes, [...perRound, stratumAttribute])) : null,
    answers: answersSelection(dataset, columns, comparison, options),
  }
}

/** The answers to the items that may have moved most, in the two rounds; null where there are no such items. */
function answersSelection(
  dataset: SurveyDataset,
  columns: readonly string[],
  comparison: Comparison,
  options: RoundChangeOptions,
): Selection | null {
  const items = moverItems(dataset, options)
  if (items.length === 0) return null
  const stratum =
    comparison === 'linked'
      ? '"_respondent"'
      : dataset.attributes.some(({ id }) => id === stratumAttribute)
        ? `coalesce(${quoteName(stratumAttribute)}::VARCHAR, '')`
        : "''"
  const isFollowed = isPairedInPart(dataset, comparison) ? ` AND ${followedCondition(dataset)}` : ''
  // Without ORDER BY: rows come as they were inserted, which is the same everywhere.
  return rows(
    `SELECT ${keyList(columns)}${stratum} AS "#stratum", CASE WHEN "round"::VARCHAR = ${quoteText(options.to)} THEN 1 ELSE 0 END AS "#later", ${packedColumns(packItems(dataset, items)).join(', ')} FROM ${dataset.tables.responses} WHERE ${belongs(columns)}${isFollowed}`,
  )
}

/** Whether persons are paired although some are in one of the rounds only. */
export const isPairedInPart = ({ linkage }: Pick<SurveyDataset, 'linkage'>, comparison: Comparison): boolean =>
  comparison === 'linked' && linkage === 'partly-linked'

/** That a respondent of two rounds is in both, once in each. */
const followedCondition = ({ tables: { responses } }: SurveyDataset): string =>
  `"_respondent" IN (SELECT "_respondent" FROM ${responses} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent" HAVING count(*) = 2 AND count(DISTINCT "round") = 2)`

/** Rounds whose values stand beside each other in a person's pattern: those compared, or all for a trend. */
export function patternRounds(dataset: SurveyDataset, options: RoundChangeOptions): readonly string[] {
  return hasTrend(dataset, options) ? dataset.rounds.map(({ id }) => id) : [options.from, options.to]
}

/**
 * How often each pattern of values over the rounds occurs among people, within a group. Columns: the keys, `outcome`, `#value0` … in the order of the rounds (NULL where a person has
 * none), `n`. A respondent without an id, or with one that occurs twice in a round, is a person with a single value; somebody who changed groups between the rounds is one person in each.
 */
function patternsStatement(
  dataset: SurveyDataset,
  outcomes: readonly Outcome[],
  columns: readonly string[],
  rounds: readonly string[],
): string {
  const isAmbiguous = `"_respondent" IN (SELECT "_respondent" FROM ${dataset.tables.responses} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent", "round" HAVING count(*) > 1)`
  const isRound = (round: string): string => `"round"::VARCHAR = ${quoteText(round)}`
  const names = rounds.map((_, index) => `"#value${index}"`)
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
