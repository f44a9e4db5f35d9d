import { statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns, withoutGroupStatement } from '../survey/groups'
import { invitedStatement } from '../survey/response-rates'
import { outcomesOf } from '../survey/outcomes'
import type { GroupComparisonOptions } from './options'

/** How often each value occurs in each group, which says all that means, ranks and resampling need. */
export function selectGroupComparison(
  dataset: SurveyDataset,
  options: GroupComparisonOptions,
): { readonly values: Selection; readonly people: Selection; readonly headcount: Selection | null } {
  const columns = groupColumns(dataset, options.by)
  const outcomes = outcomesOf(dataset, options.outcomes)
  const invited = options.finite_population ? invitedStatement(dataset, columns) : null
  return {
    values: statistics(valueCountsStatement(dataset, outcomes, columns, options.weights && dataset.weighted)),
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
    headcount: invited === null ? null : statistics(invited),
  }
}
