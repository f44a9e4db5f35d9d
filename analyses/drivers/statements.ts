import { rows, statistics, type Selection } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { completeCasesStatement } from '../survey/complete-cases'
import { groupColumns } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import { predictorsOf, type DriversOptions } from './options'

/** The respondents with complete answers, and how many respondents there are. */
export function selectDrivers(
  dataset: SurveyDataset,
  options: DriversOptions,
): { readonly complete: Selection; readonly counts: Selection } {
  const outcomes = {
    '#y': options.outcome,
    ...Object.fromEntries(predictorsOf(options).map((id, index) => [`#x${index}`, id])),
  }
  return {
    complete: rows(completeCasesStatement(dataset, outcomes, groupColumns(dataset, options.validate_by))),
    counts: statistics(respondentCountStatement(dataset, options.outcome)),
  }
}

/** One row: `total` respondents, and those `with_outcome`. */
function respondentCountStatement(dataset: SurveyDataset, outcome: string): string {
  const { relation, value } = outcomeOf(dataset, outcome)
  return `SELECT count(*) AS total, count(${value}) AS with_outcome FROM ${dataset.tables[relation]}`
}
