import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { itemInWords, type Note } from '../core/words'
import { roleAttribute, scoringPlan } from './scoring'

/**
 * The scored items of the dimensions that were put to everybody in the data, in the order of the instrument. What rests on all items of a person at once
 * (covariances, factor models) would otherwise lose everybody to whom some item was not put: an item for leaders would leave leaders alone. Filtering to
 * the roles it is asked of brings such an item back.
 */
export function commonItems(dataset: SurveyDataset, dimensions: readonly string[]): readonly Item[] {
  return scoredItems(dataset, dimensions).filter((item) => isPutToAll(item, dataset))
}

/** Says which items `commonItems` leaves out. */
export function commonItemNotes(dataset: SurveyDataset, dimensions: readonly string[]): readonly Note[] {
  const leftOut = scoredItems(dataset, dimensions).filter((item) => !isPutToAll(item, dataset))
  if (leftOut.length === 0) return []
  return [
    {
      code: 'survey:items-not-put-to-all',
      level: 'warning',
      about: { count: leftOut.length, items: { list: leftOut.map(({ id }) => itemInWords(id)) } },
    },
  ]
}

function scoredItems(dataset: SurveyDataset, dimensions: readonly string[]): readonly Item[] {
  return scoringPlan(dataset).flatMap(({ dimension, items }) => (dimensions.includes(dimension.id) ? items : []))
}

function isPutToAll(item: Item, dataset: SurveyDataset): boolean {
  if (item.askedOf.length === 0) return true
  const roles = dataset.attributes.find(({ id }) => id === roleAttribute)
  return roles === undefined || roles.levels.every((level) => item.askedOf.includes(level))
}
