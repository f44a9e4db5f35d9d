import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { compareRounds } from './scoring'

/** Whether an item was reworded, or came to mean something else, after the earlier of two rounds and no later than the later. */
export function changedBetween(item: Item, from: string, to: string, kind: 'wording' | 'meaning'): boolean {
  const [early, late] = compareRounds(from, to) <= 0 ? [from, to] : [to, from]
  return item.changed.some(
    (change) =>
      change.kind === kind && compareRounds(early, change.round) < 0 && compareRounds(change.round, late) <= 0,
  )
}

/** Whether an item means the same in all of the rounds; a dimension's scores leave such items out. */
export function isOneMeaning(dataset: SurveyDataset, outcome: string, rounds: readonly string[]): boolean {
  const item = dataset.instrument.items.find(({ id }) => id === outcome)
  if (item === undefined || dataset.instrument.dimensions.some(({ id }) => id === outcome)) return true
  return rounds.slice(1).every((round, index) => !changedBetween(item, rounds[index] ?? '', round, 'meaning'))
}
