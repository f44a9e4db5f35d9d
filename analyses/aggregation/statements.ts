import { rows, statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { valueCountsStatement } from '../survey/distribution'
import { groupColumns, withoutGroupStatement } from '../survey/groups'
import { outcomesOf } from '../survey/outcomes'
import { agreementStatement } from './agreement'
import type { AggregationOptions } from './options'

/** How often each value occurs in each group; answers one by one for agreement alone, which is of those who answered all items. */
export function selectAggregation(
  dataset: SurveyDataset,
  options: AggregationOptions,
): { readonly values: Selection; readonly people: Selection; readonly answers: Selection | null } {
  const columns = groupColumns(dataset, options.by)
  const answers = agreementStatement(dataset, options.outcomes, columns)
  return {
    values: statistics(valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), columns)),
    people: statistics(withoutGroupStatement(dataset.tables.responses, columns)),
    answers: answers === null ? null : rows(answers),
  }
}
