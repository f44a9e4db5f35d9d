import { rows, statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { groupColumns, withoutGroupStatement } from '../survey/groups'
import { itemMatrixStatement } from '../survey/item-matrix'
import type { ReliabilityOptions } from './options'
import { scalesOf } from './scales'

/** The answers one by one, since listwise deletion and polychoric correlations need whole patterns of them. */
export function selectReliability(
  dataset: SurveyDataset,
  options: ReliabilityOptions,
): { readonly people: Selection; readonly answers: Selection | null } {
  const columns = groupColumns(dataset, options.by)
  const items = scalesOf(dataset, options.dimensions).flatMap((scale) => scale.items)
  return {
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
    answers: items.length === 0 ? null : rows(itemMatrixStatement(dataset, items, columns)),
  }
}
