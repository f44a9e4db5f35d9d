import { stopIfAborted, type AbortState } from '../core/errors'
import { levelsOf, valueOf, type Origin } from './statements'
import type { People } from './people'
import type { Described } from './reading'

/** Answers that every sample has which agrees with what is published. */
export interface Certain {
  readonly origin: Omit<Origin, 'column'>
  readonly outcome: string
  /** People behind the row. */
  readonly n: number
  /** How many different samples agree with what is shown. */
  readonly samples: number
  /** The value that is certain, and how many have it in every sample. */
  readonly value: number
  readonly people: number
}

/** More people than this have more samples than can be looked through. */
const mostPeople = 24
const mostSamples = 400_000

/**
 * Looks through all answers that people could have given so that every published number of a row comes out, and tells the values that few people have in each of them.
 * Items with levels are looked through by how many chose each level, scores by their values in order.
 * @param least values that this many people or more share are told of nobody
 */
export function certainAnswers(
  people: People,
  described: readonly Described[],
  least: number,
  counts: ReadonlyMap<string, ReadonlyMap<number, number>>,
  abort: AbortState,
): readonly Certain[] {
  const found: Certain[] = []
  for (const one of together(described)) {
    stopIfAborted(abort)
    const n = one.rows.length
    if (!one.isPart || n > mostPeople || one.numbers['mean'] === undefined) continue
    const levels = levelsOf(people, one.outcome)
    const samples =
      levels.length > 0
        ? countSamples(n, levels, one.numbers, counts.get(keyOf(one)) ?? new Map())
        : scoreSamples(people, one)
    if (samples === null || samples.length === 0) continue
    const values = new Set(samples.flatMap((sample) => [...sample.keys()]))
    for (const value of values) {
      const fewest: number = samples[0]?.get(value) ?? 0
      const isCertain = samples.every((sample) => (sample.get(value) ?? 0) === fewest)
      if (isCertain && fewest > 0 && (fewest < least || fewest === n))
        found.push({ origin: one.origin, outcome: one.outcome, n, samples: samples.length, value, people: fewest })
    }
  }
  return found.filter(
    ({ value, people: few, origin, outcome }) => truthOfCount(people, described, origin, outcome, value) === few,
  )
}

/** The name of a set of values, under which counts of single levels are found. */
export const keyOf = ({ outcome, rows }: Pick<Described, 'outcome' | 'rows'>): string => `${outcome} ${rows.join(',')}`

/** What several tables say of the same values, as one. */
function together(described: readonly Described[]): readonly Described[] {
  const known = new Map<string, Described>()
  for (const one of described) {
    const before = known.get(keyOf(one))
    known.set(
      keyOf(one),
      before === undefined
        ? one
        : { ...before, numbers: { ...one.numbers, ...before.numbers }, isPart: before.isPart && one.isPart },
    )
  }
  return [...known.values()]
}

function truthOfCount(
  people: People,
  described: readonly Described[],
  origin: Omit<Origin, 'column'>,
  outcome: string,
  value: number,
): number {
  const one = described.find((own) => own.origin === origin && own.outcome === outcome)
  return (one?.rows ?? []).filter((row) => Math.abs(valueOf(people, row, outcome) - value) < 1e-9).length
}

type Sample = ReadonlyMap<number, number>

/** Every way to spread n people over the levels so that what is shown comes out; null where there are too many to look through. */
function countSamples(
  n: number,
  levels: readonly number[],
  numbers: Readonly<Record<string, number>>,
  known: ReadonlyMap<number, number>,
): readonly Sample[] | null {
  const samples: Sample[] = []
  const counts = levels.map(() => 0)
  let looked = 0
  const choose = (at: number, left: number): boolean => {
    if (at === levels.length - 1) {
      counts[at] = left
      looked += 1
      if (looked > mostSamples) return false
      const values = levels.flatMap((level, index) => Array.from({ length: counts[index] ?? 0 }, () => level))
      const isShown = levels.every((level, index) => (known.get(level) ?? counts[index]) === counts[index])
      if (isShown && agrees(values, numbers))
        samples.push(new Map(levels.map((level, index) => [level, counts[index] ?? 0])))
      return true
    }
    for (let count = 0; count <= left; count += 1) {
      counts[at] = count
      if (!choose(at + 1, left - count)) return false
    }
    return true
  }
  return choose(0, n) ? samples : null
}

/** Every list of complete scores, in order, that agrees with what is shown; null where somebody's score is of fewer items, or there is too much to look through. */
function scoreSamples(people: People, { outcome, rows, numbers }: Described): readonly Sample[] | null {
  const items = people.scored.get(outcome) ?? []
  const dimension = people.instrument.dimensions.find(({ id }) => id === outcome)
  const scales = items.map((item) => levelsOf(people, item.id))
  if (dimension === undefined || items.length === 0 || scales.some((levels) => levels.length === 0)) return null
  const step = dimension.score === 'mean' ? 1 / items.length : 1
  const sums = [
    scales.reduce((sum, levels) => sum + (levels[0] ?? 0), 0),
    scales.reduce((sum, levels) => sum + (levels.at(-1) ?? 0), 0),
  ] as const
  const isWhole = rows.every(
    (row) => Math.abs(Math.round(valueOf(people, row, outcome) / step) * step - valueOf(people, row, outcome)) < 1e-9,
  )
  const n = rows.length
  const mean = numbers['mean'] ?? Number.NaN
  const sd = numbers['sd']
  if (!isWhole || sd === undefined) return null
  const total = Math.round((mean * n) / step)
  const squares = Math.round((sd ** 2 * (n - 1) + n * mean ** 2) / step ** 2)
  const samples: Sample[] = []
  const chosen: number[] = []
  let looked = 0
  const choose = (lowest: number, sum: number, square: number): boolean => {
    looked += 1
    if (looked > mostSamples) return false
    const left = n - chosen.length
    if (left === 0) {
      if (sum !== 0 || square !== 0) return true
      const values = chosen.map((value) => value * step)
      if (!agrees(values, numbers)) return true
      const sample = new Map<number, number>()
      for (const value of values) sample.set(value, (sample.get(value) ?? 0) + 1)
      samples.push(sample)
      return true
    }
    // The squares of what is left are at least those of equal parts.
    if (square * left < sum * sum) return true
    for (let value = lowest; value <= sums[1] && value * left <= sum; value += 1) {
      if (value * value * left > square || value + (left - 1) * sums[1] < sum) continue
      chosen.push(value)
      const isDone = choose(value, sum - value, square - value * value)
      chosen.pop()
      if (!isDone) return false
    }
    return true
  }
  return choose(sums[0], total, squares) ? samples : null
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(b))

/** Whether values give every number that is shown. @param values ascending */
function agrees(values: readonly number[], numbers: Readonly<Record<string, number>>): boolean {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const moment = (power: number): number => values.reduce((sum, value) => sum + (value - mean) ** power, 0)
  const sd = Math.sqrt(moment(2) / (n - 1))
  const lowest = values[0] ?? Number.NaN
  const highest = values.at(-1) ?? Number.NaN
  const stated: Readonly<Record<string, () => number>> = {
    mean: () => mean,
    sd: () => sd,
    median: () => quantile(values, 0.5),
    q1: () => quantile(values, 0.25),
    q3: () => quantile(values, 0.75),
    min: () => lowest,
    max: () => highest,
    skewness: () => moment(3) / n / sd ** 3,
    kurtosis: () => moment(4) / n / sd ** 4 - 3,
  }
  return Object.entries(stated).every(([column, own]) => {
    const shown = numbers[column]
    return shown === undefined || isNear(own(), shown)
  })
}

/** R's quantile of type 7. */
function quantile(values: readonly number[], p: number): number {
  const at = (values.length - 1) * p
  const below = Math.floor(at)
  const low = values[below] ?? Number.NaN
  const high = values[below + 1] ?? low
  return low + (at - below) * (high - low)
}
