import { rows, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { commonItems } from '../survey/common-items'
import { groupColumns } from '../survey/groups'
import { itemMatrixStatement } from '../survey/item-matrix'
import type { RevalidationOptions } from './options'

/** Items of all dimensions that were put to everybody, in the order of the instrument. */
export function allItems(dataset: SurveyDataset): readonly Item[] {
  return commonItems(
    dataset,
    dataset.instrument.dimensions.map(({ id }) => id),
  )
}

/** The answers one by one, since factor models and the bootstrap need whole patterns of them: of everybody, and of the dimension by group. */
export function selectRevalidation(
  dataset: SurveyDataset,
  { dimension, by }: RevalidationOptions,
): { readonly answers: Selection | null; readonly groups: Selection | null } {
  const everything = allItems(dataset)
  const own = commonItems(dataset, [dimension])
  return {
    answers: everything.length === 0 ? null : rows(itemMatrixStatement(dataset, everything, [])),
    groups:
      own.length === 0 || by === null ? null : rows(itemMatrixStatement(dataset, own, groupColumns(dataset, [by]))),
  }
}
