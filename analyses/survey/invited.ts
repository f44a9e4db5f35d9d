import { quoteName, type SurveyDataset } from '../core/datasets'
import { belongs, groupClause, keyList } from './groups'

/** SQL over `responses`: whether somebody responded, that is gave an answer or a typed non-answer to any item. */
export function respondedCondition(dataset: SurveyDataset): string {
  const answers = dataset.instrument.items.map((item) => `${quoteName(item.id)} IS NOT NULL`)
  return answers.length === 0 ? 'FALSE' : answers.join(' OR ')
}

/** People invited by group; null when there is no headcount, or none by these columns. Columns: the keys, `headcount`. */
export function headcountStatement(dataset: SurveyDataset, columns: readonly string[]): string | null {
  const { headcount } = dataset.tables
  if (headcount === null || !columns.every((id) => id === 'round' || dataset.headcountBy.includes(id))) return null
  return `SELECT ${keyList(columns)}sum("headcount")::DOUBLE AS headcount FROM ${headcount} WHERE ${belongs(columns)}${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
}
