import { expm1, log1p } from '../numeric/elementary/elementary-functions'

/** Answers of the people of both rounds to several items. */
export interface MoverData {
  /** Per item: answers from 0, −1 for none; one a person. */
  readonly items: readonly Int8Array[]
  /** 1 for the later round, 0 for the earlier. */
  readonly isLater: Uint8Array
  /** Labels are exchanged within these: organisations, or persons where the rounds are linked. */
  readonly stratum: Int32Array
  /** Whether answers that change rounds take on the spread of the round that they come to; not where persons exchange their own answers. */
  readonly keepsSpreads: boolean
}

/** Number, sum and sum of squares of values. */
export interface Totals {
  readonly n: number
  readonly sum: number
  readonly squares: number
}

const squaredErrorOf = ({ n, sum, squares }: Totals): number => {
  const centred = squares - (sum * sum) / n
  // What is left of rounding is no spread.
  return centred <= 1e-12 * squares ? 0 : centred / (n - 1) / n
}

/** A change over its unpooled standard error. */
interface Studentized {
  /** √(s₁²/n₁ + s₂²/n₂); 0 where a round has fewer than two values, or all values of each are alike. */
  readonly se: number
  /** Welch’s degrees of freedom; NaN where the standard error is 0. */
  readonly df: number
  /** 0 where it does not exist, ±∞ where the values of each round are alike and the rounds differ. */
  readonly t: number
}

/** @param earlier,later the values whose spread the standard error is of */
export function studentized(change: number, earlier: Totals, later: Totals): Studentized {
  if (!(earlier.n > 1) || !(later.n > 1)) return { se: 0, df: Number.NaN, t: 0 }
  const first = squaredErrorOf(earlier)
  const second = squaredErrorOf(later)
  const both = first + second
  const se = Math.sqrt(both)
  return {
    se,
    df: (both * both) / ((first * first) / (earlier.n - 1) + (second * second) / (later.n - 1)),
    t: Math.abs(change) < 1e-12 ? 0 : change / se,
  }
}

const wallace = (df: number): number => (8 * df + 1) / (8 * df + 3)

/**
 * |t| as the standard normal deviate of nearly the same tail (Wallace 1959), so that changes with few and with many degrees of freedom are held against each other by
 * how improbable they are. 0 and ∞ stay what they are.
 */
export function normalDeviate({ t, df }: Studentized): number {
  if (t === 0 || !Number.isFinite(t)) return Math.abs(t)
  return wallace(df) * Math.sqrt(df * log1p((t * t) / df))
}

/** The |t| of a standard normal deviate: the inverse of `normalDeviate`. */
export function studentizedOf(deviate: number, df: number): number {
  const inner = deviate / wallace(df)
  return Math.sqrt(df * expm1((inner * inner) / df))
}

export interface Stratum {
  readonly rows: Int32Array
  readonly later: number
}

/** Who may exchange labels with whom, and how many of each stratum are of the later round. */
export function strataOf({ isLater, stratum }: MoverData): readonly Stratum[] {
  const numbers = new Map<number, number>()
  const sizes: number[] = []
  for (const code of stratum) {
    const known = numbers.get(code)
    if (known === undefined) {
      numbers.set(code, sizes.length)
      sizes.push(1)
    } else sizes[known] = (sizes[known] as number) + 1
  }
  const members = sizes.map((size) => ({ rows: new Int32Array(size), filled: 0, later: 0 }))
  for (let row = 0; row < stratum.length; row += 1) {
    const own = members[numbers.get(stratum[row] as number) as number] as (typeof members)[number]
    own.rows[own.filled] = row
    own.filled += 1
    own.later += isLater[row] as number
  }
  return members
}

/** An item's answers, taken apart into what the strata have and what people add. */
export interface ItemParts {
  readonly answers: Int8Array
  /** By person: mean of the stratum's answers, of both rounds, less the mean of all; 0 for no answer. */
  readonly location: Float64Array
  /** By person: the answer less the mean of the stratum, over `stretch` for those of the later round; 0 for no answer. */
  readonly deviation: Float64Array
  /** How many times as far from its stratum an answer lies in the later round: s₂/s₁; 1 where spreads are not kept, or one of them is 0. */
  readonly stretch: number
}

export function partsOf(data: MoverData, strata: readonly Stratum[], answers: Int8Array): ItemParts {
  const people = answers.length
  const location = new Float64Array(people)
  const deviation = new Float64Array(people)
  let n = 0
  let all = 0
  for (const answer of answers)
    if (answer >= 0) {
      n += 1
      all += answer
    }
  const centre = n > 0 ? all / n : 0
  for (const { rows } of strata) {
    let count = 0
    let sum = 0
    for (const row of rows) {
      const answer = answers[row] as number
      if (answer < 0) continue
      count += 1
      sum += answer
    }
    for (const row of rows) {
      const answer = answers[row] as number
      if (answer < 0) continue
      location[row] = sum / count - centre
      deviation[row] = answer - sum / count
    }
  }
  const [first, second] = [0, 1].map((round) => {
    const own = totalsWhere(deviation, (row) => data.isLater[row] === round && (answers[row] as number) >= 0)
    return squaredErrorOf(own) * own.n
  }) as [number, number]
  const ratio = Math.sqrt(second / first)
  const stretch = data.keepsSpreads && ratio > 0 && Number.isFinite(ratio) ? ratio : 1
  for (let row = 0; row < people; row += 1)
    if (data.isLater[row] === 1) deviation[row] = (deviation[row] as number) / stretch
  return { answers, location, deviation, stretch }
}

/** Totals of the values of some rows. */
export function totalsWhere(values: Float64Array, isChosen: (row: number) => boolean): Totals {
  let [n, sum, squares] = [0, 0, 0]
  values.forEach((value, row) => {
    if (!isChosen(row)) return
    n += 1
    sum += value
    squares += value * value
  })
  return { n, sum, squares }
}

/** What the later round holds of an item: number, sum of locations, and of deviations with their squares. */
export interface LaterPart extends Totals {
  readonly locations: number
}

/** The change, and what it is over, when the later round holds `later` of `all`. */
export function changeOfParts(
  stretch: number,
  all: LaterPart,
  later: LaterPart,
): Studentized & { readonly change: number } {
  const n1 = all.n - later.n
  if (n1 < 1 || later.n < 1) return { change: 0, se: 0, df: Number.NaN, t: 0 }
  const change =
    (later.locations + stretch * later.sum) / later.n - (all.locations - later.locations + all.sum - later.sum) / n1
  return {
    change,
    ...studentized(
      change,
      { n: n1, sum: all.sum - later.sum, squares: all.squares - later.squares },
      { n: later.n, sum: stretch * later.sum, squares: stretch * stretch * later.squares },
    ),
  }
}

/** An item's totals over some rows, as parts. */
export function laterPart({ answers, location, deviation }: ItemParts, isChosen: (row: number) => boolean): LaterPart {
  const isCounted = (row: number): boolean => isChosen(row) && (answers[row] as number) >= 0
  return { ...totalsWhere(deviation, isCounted), locations: totalsWhere(location, isCounted).sum }
}
