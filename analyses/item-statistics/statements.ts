import { statistics, type Selection } from '../core/contract'
import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import { countColumns } from '../survey/case-weights'
import { belongs, groupClause, groupColumns, groupsStatement, keyList } from '../survey/groups'
import { askedCondition, askedCountExpression, scoringPlan } from '../survey/scoring'
import type { ItemStatisticsOptions } from './options'

/** The groups, how often each answer was given in them, and for each dimension the sums behind its item–rest correlations. */
export function selectItemStatistics(
  dataset: SurveyDataset,
  options: ItemStatisticsOptions,
): { readonly groups: Selection; readonly answers: Selection } & Readonly<Record<`rest.${string}`, Selection>> {
  const columns = groupColumns(dataset, options.by)
  const weighted = options.weights && dataset.weighted
  return {
    groups: statistics(groupsStatement(dataset.tables.responses, columns)),
    answers: statistics(answersStatement(dataset, options.items, columns, weighted)),
    ...restStatements(dataset, options.items, columns, weighted),
  }
}

/**
 * How often each answer was given, as stored: values of the scale, the sentinels of typed non-answers, NULL for a blank. Only people to whom the item was put: of
 * the roles it is asked of, in rounds whose export has it. Columns: the keys, `item`, `value` and those of `countColumns`.
 */
function answersStatement(
  dataset: SurveyDataset,
  items: readonly string[],
  columns: readonly string[],
  weighted: boolean,
): string {
  const keys = keyList(columns)
  const parts = dataset.instrument.items
    .filter(({ id }) => items.includes(id))
    .map((item) => {
      const asked = askedCondition(item, dataset)
      const without = roundsWithout(dataset, item.id)
      const conditions = [
        belongs(columns),
        ...(asked === null ? [] : [asked]),
        ...(without.length === 0 ? [] : [`"round"::VARCHAR NOT IN (${without.map(quoteText).join(', ')})`]),
      ]
      return `SELECT ${keys}${quoteText(item.id)} AS item, ${quoteName(item.id)}::DOUBLE AS value, ${countColumns(weighted)} FROM ${dataset.tables.responses} WHERE ${conditions.join(' AND ')} GROUP BY ${keys}${quoteName(item.id)}`
    })
  return `${parts.join(' UNION ALL ')} ORDER BY ${keys}item, value`
}

/** Rounds whose exports did not have an item. */
export function roundsWithout(dataset: SurveyDataset, item: string): readonly string[] {
  return Object.entries(dataset.itemsMissingByRound).flatMap(([round, missing]) =>
    missing.includes(item) ? [round] : [],
  )
}

/** Name of the statement, and of its frame, for a dimension's item–rest correlations. */
export const restFrame = (dimension: string): `rest.${string}` => `rest.${dimension}`

/**
 * For each dimension of two items or more: sums from which the correlation of each turned item with the mean of the others follows, over the respondents who
 * answered every item put to them. Columns: the keys, and for item i of the dimension's scored items `#n<i>`, `#vx<i>`, `#vr<i>`, `#c<i>`: n, variance of the item,
 * variance of the rest, covariance (all over n, from centred sums). With weights people of weight 0 are left out, as everywhere in the table; the correlation itself is
 * unweighted.
 */
function restStatements(
  dataset: SurveyDataset,
  items: readonly string[],
  columns: readonly string[],
  weighted: boolean,
): Readonly<Record<`rest.${string}`, Selection>> {
  const keys = keyList(columns)
  const statements: Record<`rest.${string}`, Selection> = {}
  for (const { dimension, items: scored } of scoringPlan(dataset)) {
    if (scored.length < 2 || !scored.some(({ id }) => items.includes(id))) continue
    const turned = scored.map((item, index) => {
      const scale = scaleOf(dataset.instrument, item)
      const column = quoteName(item.id)
      const asked = askedCondition(item, dataset)
      const value = item.reversed ? `${scale.min + scale.max} - ${column}::DOUBLE` : `${column}::DOUBLE`
      return `CASE WHEN ${column} BETWEEN ${scale.min} AND ${scale.max}${asked === null ? '' : ` AND ${asked}`} THEN ${value} END AS "#x${index}"`
    })
    const each = (of: (index: number) => string, between: string): string =>
      scored.map((_, index) => of(index)).join(between)
    const rest = (index: number): string => `("#total" - "#x${index}") / ("#asked" - 1)`
    statements[restFrame(dimension.id)] = statistics(
      `SELECT ${keys}${each((i) => `count("#x${i}") AS "#n${i}", var_pop("#x${i}") AS "#vx${i}", var_pop(${rest(i)}) AS "#vr${i}", covar_pop("#x${i}", ${rest(i)}) AS "#c${i}"`, ', ')} ` +
        `FROM (SELECT *, ${each((i) => `coalesce("#x${i}", 0)`, ' + ')} AS "#total" FROM (SELECT ${keys}${turned.join(', ')}, ${askedCountExpression(scored, dataset)} AS "#asked" FROM ${dataset.tables.responses} WHERE ${belongs(columns)}${weighted ? ' AND "_weight" > 0' : ''}) ` +
        `WHERE "#asked" > 1 AND ${each((i) => `("#x${i}" IS NOT NULL)::INTEGER`, ' + ')} = "#asked")${groupClause(columns)}`,
    )
  }
  return statements
}
