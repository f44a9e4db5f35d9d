import { rows, statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { commonItems } from '../survey/common-items'
import { groupColumns, withoutGroupStatement } from '../survey/groups'
import { itemMatrixStatement } from '../survey/item-matrix'
import type { InvarianceOptions } from './options'

/** The answers one by one, since factor models and rest scores need whole patterns of them. */
export function selectInvariance(
  dataset: SurveyDataset,
  options: InvarianceOptions,
): { readonly answers: Selection | null; readonly people: Selection } {
  const columns = groupColumns(dataset, options.by)
  const items = commonItems(dataset, options.dimensions)
  return {
    answers: items.length === 0 ? null : rows(itemMatrixStatement(dataset, items, columns)),
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
  }
}
