import type { SurveyDataset } from '../core/datasets'
import { roundsInTime } from './rounds-in-time'

/** The same whatever the report's language, since it decides which group is the first. */
const nordicOrder = new Intl.Collator('sv', { numeric: true })

/**
 * Compares levels of a column: rounds in time, levels in their order where one is known, else numbers by their size and words by the alphabet with å, ä and ö last.
 * @param referenceFirst whether the reference that a person chose comes before all others
 */
export function levelOrder(
  dataset: SurveyDataset,
  column: string,
  referenceFirst: boolean,
): (a: string, b: string) => number {
  const attribute = dataset.attributes.find(({ id }) => id === column)
  const order = column === 'round' ? roundsInTime(dataset) : (attribute?.order ?? [])
  const rank = new Map(order.map((level, index) => [level, index]))
  if (referenceFirst && attribute?.reference !== undefined) rank.set(attribute.reference, -1)
  return (a, b) =>
    (rank.get(a) ?? Number.MAX_SAFE_INTEGER) - (rank.get(b) ?? Number.MAX_SAFE_INTEGER) || nordicOrder.compare(a, b)
}
