import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { commonItems } from '../survey/common-items'
import { scoringPlan } from '../survey/scoring'

/** A dimension with the items that its scores are made of and that were put to everybody. */
export interface Scale {
  readonly dimension: string
  readonly items: readonly Item[]
  readonly isSum: boolean
}

export function scalesOf(dataset: SurveyDataset, dimensions: readonly string[]): readonly Scale[] {
  return scoringPlan(dataset)
    .filter(({ dimension }) => dimensions.includes(dimension.id))
    .map(({ dimension }) => ({
      dimension: dimension.id,
      items: commonItems(dataset, [dimension.id]),
      isSum: dimension.score === 'sum',
    }))
}
