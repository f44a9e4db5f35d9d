import { quoteName, type SurveyDataset } from '../core/datasets'

/** SQL over `responses`: whether somebody responded, that is gave an answer or a typed non-answer to any item. */
export function respondedCondition(dataset: SurveyDataset): string {
  const answers = dataset.instrument.items.map((item) => `${quoteName(item.id)} IS NOT NULL`)
  return answers.length === 0 ? 'FALSE' : answers.join(' OR ')
}
