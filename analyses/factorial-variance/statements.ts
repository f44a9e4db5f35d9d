import { statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { withoutGroupStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import { columnsOf } from './factors'
import type { FactorialVarianceOptions } from './options'

/** How often each value occurs in each combination of levels: all sums of squares and the spread about the medians follow from it. */
export function selectFactorialVariance(
  dataset: SurveyDataset,
  { outcomes, factors }: FactorialVarianceOptions,
): { readonly values: Selection; readonly people: Selection } {
  const columns = columnsOf(dataset, factors)
  return {
    values: statistics(valueCountsStatement(dataset, outcomesOf(dataset, outcomes), columns)),
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
  }
}
