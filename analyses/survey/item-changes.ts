import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { itemInWords, type Note } from '../core/words'
import type { Item } from '../instrument/model'
import { isChangedAcross, type Timed } from './rounds-in-time'
import { survey } from './words'

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

/** The option by which every analysis takes what it compares. */
const compared = 'outcomes'

/**
 * Options of an analysis that compares rounds, without the items that mean something else in one of them: their answers are to another question. Dimensions stay, since
 * their scores are without such items.
 * @param options filled in and checked
 * @throws InputError when nothing is left to compare
 */
export function withComparableItems(
  dataset: SurveyDataset,
  options: Readonly<Record<string, unknown>>,
): { readonly options: Readonly<Record<string, unknown>>; readonly notes: readonly Note[] } {
  const outcomes = Object.hasOwn(options, compared) ? options[compared] : undefined
  const isByRound = Object.values(options).some((value) => Array.isArray(value) && value.includes('round'))
  if (!isByRound || !Array.isArray(outcomes)) return { options, notes: [] }
  const rounds = dataset.rounds.map(({ id }) => id)
  const all = outcomes.filter((outcome): outcome is string => typeof outcome === 'string')
  const kept = all.filter((outcome) => isOneMeaning(dataset, outcome, rounds))
  if (kept.length === all.length) return { options, notes: [] }
  const left = all.filter((outcome) => !kept.includes(outcome))
  const about = { count: left.length, items: { list: left.map(itemInWords) } }
  if (kept.length === 0) throw new InputError(survey.code('nothing-of-one-meaning'), about)
  return { options: { ...options, [compared]: kept }, notes: [survey.warning('items-not-compared', about)] }
}
