import { exp, log } from '../elementary/elementary-functions'
import { normal } from './normal'
import { logMixtureOverScale } from './scaled-chi'
import { studentizedRange } from './studentized-range'

/**
 * The studentised range of one number of groups, for many pairs of them: the range with known standard error is tabulated once, so that a tail costs one
 * integral instead of two. Same domain, same answers as `studentizedRange` to 1e-10, relative (Copenhaver & Holland 1988, doi 10.1080/00949658808811082).
 */
export interface RangeOfGroups {
  /** P(Q > q) with df degrees of freedom. */
  readonly upper: (q: number, df: number) => number
  /** The q with P(Q > q) = p. */
  readonly quantileUpper: (p: number, df: number) => number
}

/** Width of the pieces in which log P(range > w) is a Chebyshev polynomial, and its coefficients: the pieces' error is below 1e-13. */
const PIECE = 0.5
const COEFFICIENTS = 12
/** Beyond this the range is computed directly; no survey gets there. */
const TABLE_END = 48
const TOLERANCE = 1e-11

/** cos(π(j + ½)/n) for j = 0 … n − 1 and the products of the transform, from exact halvings of the circle by recurrence. */
const NODES = 16
const cosines: Float64Array = (() => {
  // cos(π/32) by half angles; all others by cos((j + 1)a) = 2·cos a·cos(ja) − cos((j − 1)a).
  const cosine = Math.sqrt((1 + Math.sqrt((1 + Math.sqrt((1 + Math.SQRT1_2) / 2)) / 2)) / 2)
  const table = new Float64Array(4 * NODES)
  table[0] = 1
  table[1] = cosine
  for (let j = 2; j < table.length; j++) table[j] = 2 * cosine * (table[j - 1] as number) - (table[j - 2] as number)
  return table
})()
/** cos(π·m/32) for any whole m ≥ 0. */
const cosineAt = (m: number): number => cosines[m % (4 * NODES)] as number

const pieceOf = (groups: number, index: number): Float64Array => {
  const middle = (index + 0.5) * PIECE
  const values = Float64Array.from({ length: NODES }, (_, j) =>
    studentizedRange.logUpper(middle + 0.5 * PIECE * cosineAt(2 * j + 1), groups, Number.POSITIVE_INFINITY),
  )
  return Float64Array.from({ length: COEFFICIENTS }, (_, order) => {
    let sum = 0
    for (let j = 0; j < NODES; j++) sum += (values[j] as number) * cosineAt(order * (2 * j + 1))
    return (order === 0 ? 1 : 2) * (sum / NODES)
  })
}

/** Clenshaw's sum at x in [−1, 1]. */
const chebyshev = (coefficients: Float64Array, x: number): number => {
  let b1 = 0
  let b2 = 0
  for (let order = COEFFICIENTS - 1; order > 0; order--) {
    const b = 2 * x * b1 - b2 + (coefficients[order] as number)
    b2 = b1
    b1 = b
  }
  return x * b1 - b2 + (coefficients[0] as number)
}

const tabulate = (groups: number): RangeOfGroups => {
  const pieces: (Float64Array | undefined)[] = []
  /** log P(range of the groups' normals > w). */
  const logKnown = (w: number): number => {
    if (w <= 0) return 0
    if (!(w < TABLE_END)) return studentizedRange.logUpper(w, groups, Number.POSITIVE_INFINITY)
    const index = Math.floor(w / PIECE)
    const piece = (pieces[index] ??= pieceOf(groups, index))
    return Math.min(0, chebyshev(piece, 2 * (w / PIECE - index) - 1))
  }
  const logUpper = (q: number, df: number): number => {
    if (q <= 0) return 0
    return Math.min(
      0,
      df === Number.POSITIVE_INFINITY ? logKnown(q) : logMixtureOverScale(df, (v) => logKnown(q * exp(v)), TOLERANCE),
    )
  }
  const isDirect = (q: number, df: number): boolean =>
    !(groups >= 3) ||
    !(df > 0) ||
    !(df < 1e15 || df === Number.POSITIVE_INFINITY) ||
    !(q >= 0) ||
    q === Number.POSITIVE_INFINITY
  const upper = (q: number, df: number): number =>
    isDirect(q, df) ? studentizedRange.upper(q, groups, df) : exp(logUpper(q, df))
  const quantileUpper = (p: number, df: number): number => {
    if (isDirect(1, df) || !(p > 0) || !(p < 0.5)) return studentizedRange.quantileUpper(p, groups, df)
    const target = log(p)
    // Secant on the log tail against log q, from the t quantile shared out over the pairs, by its expansion about the normal's.
    const z = normal.quantileUpper(p / (groups * (groups - 1)))
    const t =
      df === Number.POSITIVE_INFINITY
        ? z
        : z + (z * z * z + z) / (4 * df) + ((5 * z * z + 16) * z * z * z + 3 * z) / (96 * df * df)
    let x0 = log(Math.SQRT2 * t)
    let f0 = logUpper(exp(x0), df) - target
    const square = 0.5 * exp(2 * x0)
    const slope = -Math.max(0.5, df === Number.POSITIVE_INFINITY ? square : ((df + 1) * square) / (df + square))
    let x1 = x0 - Math.max(-1, Math.min(1, f0 / slope)) - 1e-9
    for (let step = 0; step < 60; step++) {
      const f1 = logUpper(exp(x1), df) - target
      if (f1 === f0 || f1 === 0) break
      const change = Math.max(-1.5, Math.min(1.5, (-f1 * (x1 - x0)) / (f1 - f0)))
      x0 = x1
      f0 = f1
      x1 += change
      if (Math.abs(change) < 1e-13) break
      // The next step would be the product of the last two.
      if (Math.abs(change) < 1e-8) break
    }
    return exp(x1)
  }
  return { upper, quantileUpper }
}

const tables = new Map<number, RangeOfGroups>()

/** The distribution for one number of groups, whole and from 2; its table is made once and kept. */
export const rangeOfGroups = (groups: number): RangeOfGroups => {
  let table = tables.get(groups)
  if (table === undefined) {
    table = tabulate(groups)
    tables.set(groups, table)
  }
  return table
}
