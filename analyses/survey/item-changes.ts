import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { isChangedAcross, type Timed } from './rounds-in-time'

/** Whether an item was reworded, or came to mean something else, after the earlier of two rounds and no later than the later. */
export function changedBetween(
  dataset: Timed,
  item: Item,
  from: string,
  to: string,
  kind: 'wording' | 'meaning',
): boolean {
  return item.changed.some((change) => change.kind === kind && isChangedAcross(dataset, [from, to], change.round))
}

/** Whether an item means the same in all of the rounds; a dimension's scores leave such items out. */
export function isOneMeaning(dataset: SurveyDataset, outcome: string, rounds: readonly string[]): boolean {
  const item = dataset.instrument.items.find(({ id }) => id === outcome)
  if (item === undefined || dataset.instrument.dimensions.some(({ id }) => id === outcome)) return true
  return rounds.slice(1).every((round, index) => !changedBetween(dataset, item, rounds[index] ?? '', round, 'meaning'))
}
