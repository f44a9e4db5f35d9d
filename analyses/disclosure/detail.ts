import type { Dataset, SurveyDataset } from '../core/datasets'
import type { Protection } from '../core/result'
import { scaleOf } from '../instrument/model'

/** What tells more of the answers of a group than a sum does; `DetailColumns` names the columns. */
export type DetailKind = keyof NonNullable<Extract<Protection, { kind: 'counts' }>['detail']>

/** A value that this many people of a group share tells of nobody. */
const smallestCell = 3

/** Of larger groups so many samples agree with a mean and a spread that they are not looked through. */
const mostPeople = 24
const mostLooks = 200_000

/**
 * The fewest people of a part of the respondents for whom numbers of a kind are shown.
 *
 * - A median has g people on either side from 2g + 1 people, quartiles from 4g + 1. Beside mean and spread each of them settles answers in more of the groups whose samples are few
 *   enough to be looked through (`mostPeople`), so that quantiles and extremes are shown from 25 people.
 * - A spread (SD, SE, interval, or what these can be worked out from) is shown from 2g people. Beside the exact mean of answers on five levels it settles what somebody answered in
 *   77 % of groups of 5, 21 % of groups of 8 and 5 % of groups of 10; these last are found by `settlesAnswers`. For g = 5 it is the rule of thumb of ten units in the
 *   guidelines for output checking of the ESSnet on statistical disclosure control (Brandt et al. 2010).
 * - How a group is distributed is shown from 6g people, and at least 30: two times `smallestCell` for each of five levels.
 * - Skewness and kurtosis beside n, mean and SD are five equations, which settle how many people chose each of five levels; they are shown from 10g people, and at least 50.
 * @param least the smallest group, times the answers that one person may have in it
 */
export function leastForDetail(kind: DetailKind, least: number): number {
  switch (kind) {
    case 'spread':
      return 2 * least
    case 'quantiles':
      return Math.max(4 * least + 1, mostPeople + 1)
    case 'distribution':
      return Math.max(6 * least, 2 * smallestCell * 5)
    case 'shape':
      return Math.max(10 * least, 50)
  }
}

/** A number line on which whole answers lie: the lowest value, the distance between neighbours, and how many steps there are to the highest. */
export interface AnswerSteps {
  readonly lowest: number
  readonly step: number
  readonly steps: number
}

/**
 * The values that an item can have, or a dimension when every item is answered.
 * @param round the only round of the answers; null for all
 * @returns null for continuous scales, and for what is no item or dimension
 */
export function answerStepsOf(dataset: Dataset, outcome: string, round: string | null): AnswerSteps | null {
  if (dataset.kind !== 'survey') return null
  const { instrument } = dataset
  const item = instrument.items.find(({ id }) => id === outcome)
  const dimension = instrument.dimensions.find(({ id }) => id === outcome)
  const items =
    item === undefined
      ? instrument.items.filter((one) => one.dimension === outcome && isIn(dataset, one.id, round))
      : [item]
  const scales = items.map((one) => scaleOf(instrument, one))
  if (scales.length === 0 || scales.some(({ kind }) => kind !== 'ordinal')) return null
  const lowest = scales.reduce((sum, { min }) => sum + min, 0)
  const steps = scales.reduce((sum, { min, max }) => sum + max - min, 0)
  const share = item === undefined && dimension?.score === 'mean' ? 1 / scales.length : 1
  return { lowest: lowest * share, step: share, steps }
}

const isIn = ({ itemsMissingByRound, rounds }: SurveyDataset, item: string, round: string | null): boolean =>
  rounds.some(({ id }) => (round === null || id === round) && itemsMissingByRound[id]?.includes(item) !== true)

/** What is told of the whole answers of a group, in steps above the lowest value. */
interface Told {
  readonly n: number
  readonly sum: number
  /** Null where no spread is told. */
  readonly squares: number | null
}

/** @returns null where the numbers are not of whole answers, as with weights or with scores of fewer items */
export function toldOf(n: number, mean: number, sd: number | null, { lowest, step }: AnswerSteps): Told | null {
  const centre = (mean - lowest) / step
  const sum = wholeNear(centre * n)
  if (sum === null) return null
  if (sd === null || n < 2) return { n, sum, squares: null }
  const squares = wholeNear((sd / step) ** 2 * (n - 1) + n * centre ** 2)
  return squares === null ? null : { n, sum, squares }
}

const wholeNear = (value: number): number | null =>
  Math.abs(value - Math.round(value)) <= 1e-6 * Math.max(1, Math.abs(value)) ? Math.round(value) : null

/**
 * Whether a mean by itself settles what few people of a group answered: with two values, where one of them has fewer than `smallestCell` people; with more, where everybody or everybody but
 * one chose the same end of the scale, the one being next to it. With any other sum, two samples differ in how many chose each value.
 */
export function meanSettlesAnswers({ n, sum }: Told, { steps }: AnswerSteps): boolean {
  const fromAnEnd = Math.min(sum, n * steps - sum)
  return steps === 1 ? fromAnEnd < smallestCell : fromAnEnd <= 1
}

/** What a mean and a spread together settle: nothing; what somebody answered; or that too by the fact alone that the spread is withheld. */
export type Settled = 'nothing' | 'with-spread' | 'even-without'

/**
 * Whether all samples of whole answers with a told mean and spread have the same few people at some value. A spread that settles this is withheld. That it is withheld then tells that it
 * is one of those that settle something, so that these may not all settle the same.
 */
export function spreadSettlesAnswers({ n, sum, squares }: Told, { steps }: AnswerSteps): Settled {
  if (squares === null || n > mostPeople) return 'nothing'
  const own = certainValues(n, steps, sum, squares)
  if (own !== null && own.size === 0) return 'nothing'
  let shared: ReadonlyMap<number, number> | null = own
  // The sum of squares is odd where the sum is, and lies between those of equal answers and of answers at the ends.
  for (let other = Math.ceil(sum ** 2 / n); other <= steps * sum; other += 1) {
    if ((other - sum) % 2 !== 0 || other === squares) continue
    const certain = certainValues(n, steps, sum, other)
    if (certain === null || certain.size === 0) continue
    shared = shared === null ? certain : new Map([...shared].filter(([value, count]) => certain.get(value) === count))
    if (shared.size === 0) return 'with-spread'
  }
  return 'even-without'
}

/**
 * The values that the same number of people have in all samples of n answers 0 … steps with this sum and this sum of squares, where these are fewer than `smallestCell` or everybody.
 * @returns empty also where there is no sample; null where there is too much to look through
 */
function certainValues(n: number, steps: number, sum: number, squares: number): ReadonlyMap<number, number> | null {
  const counts = new Int32Array(steps + 1)
  let certain: Map<number, number> | null = null
  let looks = 0
  const isLeft = (): boolean => {
    if (certain === null) {
      certain = new Map()
      for (const [value, count] of counts.entries())
        if (count > 0 && (count < smallestCell || count === n)) certain.set(value, count)
    } else for (const [value, count] of certain) if (counts[value] !== count) certain.delete(value)
    return certain.size > 0
  }
  /** Gives people the values 0 … highest. @returns false when no more samples need to be seen */
  const give = (highest: number, people: number, left: number, leftSquares: number): boolean => {
    looks += 1
    if (looks > mostLooks) return false
    if (highest === 0) {
      if (left !== 0 || leftSquares !== 0) return true
      counts[0] = people
      return isLeft()
    }
    const isOutside =
      left > people * highest ||
      leftSquares > highest * left ||
      leftSquares * people < left * left ||
      leftSquares < left
    if (isOutside) return true
    const most = Math.min(people, Math.floor(leftSquares / highest ** 2))
    for (let count = most; count >= 0; count -= 1) {
      counts[highest] = count
      if (!give(highest - 1, people - count, left - count * highest, leftSquares - count * highest ** 2)) return false
    }
    return true
  }
  give(steps, n, sum, squares)
  return looks > mostLooks ? null : (certain ?? new Map())
}
