import type { SurveyDataset } from '../core/datasets'
import type { Note } from '../core/words'
import { orderRounds } from '../instrument/round-order'
import { survey } from './words'

export type Timed = Pick<SurveyDataset, 'rounds' | 'roundOrder' | 'isRoundOrderTaken' | 'itemsMissingByRound'>

/** Every loaded round in time, those that a filter leaves out among them. */
export function roundsInTime({ rounds, roundOrder, itemsMissingByRound }: Timed): readonly string[] {
  const known = roundOrder ?? rounds.map(({ id }) => id)
  const others = Object.keys(itemsMissingByRound).filter((round) => !known.includes(round))
  return others.length === 0 ? known : orderRounds([...known, ...others]).rounds
}

/**
 * Whether a change that was made in a round lies between some of these rounds: the one has the item as it was, the other as it came to be. Where the order of the rounds is
 * not certain, or the names of the rounds contradict an order that was declared, a change that may lie between them counts as lying there.
 */
export function isChangedAcross(dataset: Timed, rounds: readonly string[], changedIn: string): boolean {
  const distinct = new Set(rounds)
  if (distinct.size < 2) return false
  const taken = roundsInTime(dataset)
  const byNames = orderRounds([...taken, changedIn])
  const orders = [...(taken.includes(changedIn) ? [taken] : []), ...(byNames.basis === 'data' ? [] : [byNames.rounds])]
  if (orders.length === 0 || (dataset.isRoundOrderTaken === true && distinct.has(changedIn))) return true
  return orders.some((order) => {
    const from = order.indexOf(changedIn)
    const isAfter = [...distinct].map((round) => order.indexOf(round) >= from)
    return isAfter.includes(true) && isAfter.includes(false)
  })
}

/** Says in which order the rounds were taken, where neither a person nor their names gave one, or their names can be read in two ways. */
export function roundOrderNotes({
  rounds,
  isRoundOrderTaken,
  doubtfulWinters = [],
}: Timed & Pick<SurveyDataset, 'doubtfulWinters'>): readonly Note[] {
  if (doubtfulWinters.length > 0)
    return [survey.info('round-winter', { rounds: { list: doubtfulWinters }, count: doubtfulWinters.length })]
  if (isRoundOrderTaken !== true || rounds.length < 2) return []
  return [survey.warning('round-order-taken', { rounds: { list: rounds.map(({ id }) => id) } })]
}
