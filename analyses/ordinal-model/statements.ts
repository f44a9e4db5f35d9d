import { rows, statistics, type Selection } from '../core/contract'
import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'
import { belongs, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import type { OrdinalModelOptions } from './options'

/** Categories that an item may have; more are no ordinal answers but a measurement. */
const mostCategories = 20

/** The ordinal items among those asked for, in the order of the instrument. */
export function ordinalItems(dataset: SurveyDataset, outcomes: readonly string[]): readonly Item[] {
  return dataset.instrument.items.filter((item) => outcomes.includes(item.id) && isOrdinal(dataset, item))
}

/** Whether the item's scale is ordinal, with a number of answers that thresholds can be estimated for. */
function isOrdinal(dataset: SurveyDataset, item: Item): boolean {
  const scale = scaleOf(dataset.instrument, item)
  return scale.kind === 'ordinal' && scale.max - scale.min < mostCategories
}

/** Name of the statement, and of its frame, for an item's answers. */
export const frameOf = (item: string): `answers.${string}` => `answers.${item}`

/** For each item how often each combination of answer, groups and dimension scores occurs; with scores the combinations are nearly one to a respondent. */
export function selectOrdinalModel(
  dataset: SurveyDataset,
  options: OrdinalModelOptions,
): { readonly people: Selection } & Readonly<Record<`answers.${string}`, Selection>> {
  const columns = groupColumns(dataset, options.by)
  const holding = options.dimensions.length === 0 ? statistics : rows
  const answers: Record<`answers.${string}`, Selection> = {}
  for (const { id } of ordinalItems(dataset, options.outcomes))
    answers[frameOf(id)] = holding(answersStatement(dataset, id, columns, options.dimensions))
  return { people: statistics(withoutGroupStatement(dataset.tables.responses, columns)), ...answers }
}

/** Columns: the keys, `#y` the answer (turned for a reversed item, NULL when missing), `#x0` … the scores (NULL when missing), and `n`. */
function answersStatement(
  dataset: SurveyDataset,
  item: string,
  columns: readonly string[],
  dimensions: readonly string[],
): string {
  const { responses, scores } = dataset.tables
  const keys = keyList(columns)
  const answer = `${outcomeOf(dataset, item).value} AS "#y"`
  const names = dimensions.map((_, index) => `"#x${index}"`)
  const scored = dimensions.map((id, index) => `${outcomeOf(dataset, id).value} AS "#x${index}"`)
  const counted = [...columns.map(quoteName), '"#y"', ...names].join(', ')
  const relation =
    dimensions.length === 0
      ? `(SELECT ${keys}${answer} FROM ${responses})`
      : `(SELECT "_source", "_row", ${keys}${answer} FROM ${responses}) JOIN (SELECT "_source", "_row", ${scored.join(', ')} FROM ${scores}) USING ("_source", "_row")`
  return `SELECT ${counted}, count(*) AS n FROM ${relation} WHERE ${belongs(columns)} GROUP BY ${counted} ORDER BY ${counted}`
}
