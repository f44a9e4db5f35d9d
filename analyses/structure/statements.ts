import { rows, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { commonItems } from '../survey/common-items'
import { itemMatrixStatement } from '../survey/item-matrix'
import type { StructureOptions } from './options'

/** The answers one by one, since items and respondents are left out by whole patterns of them. */
export function selectStructure(
  dataset: SurveyDataset,
  options: StructureOptions,
): { readonly answers: Selection | null } {
  const items = commonItems(dataset, options.dimensions)
  return { answers: items.length === 0 ? null : rows(itemMatrixStatement(dataset, items, [])) }
}
