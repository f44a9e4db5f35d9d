import { statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns, groupsStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import type { DimensionScoresOptions } from './options'

/** The groups, and how often each score occurs in them. */
export function selectDimensionScores(
  dataset: SurveyDataset,
  options: DimensionScoresOptions,
): { readonly groups: Selection; readonly values: Selection } {
  const columns = groupColumns(dataset, options.by)
  const outcomes = outcomesOf(dataset, options.dimensions)
  return {
    groups: statistics(groupsStatement(dataset.tables.scores, columns)),
    values: statistics(valueCountsStatement(dataset, outcomes, columns, options.weights && dataset.weighted)),
  }
}
