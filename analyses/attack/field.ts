/**
 * Arithmetic modulo a prime below 2²⁶, so that products of two numbers are exact in doubles. What is independent over the rationals can only become dependent, and with a
 * prime of this size that is left to chance of one in millions; what follows is computed again from the published numbers, so that nothing is told that is not so.
 */
const prime = 67_108_859

export const modulo = (value: number): number => {
  const rest = value % prime
  return rest < 0 ? rest + prime : rest
}

export const times = (a: number, b: number): number => (a * b) % prime

/** The number that gives 1 with `value`, by Fermat. @param value not 0 */
function inverse(value: number): number {
  let result = 1
  let base = modulo(value)
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base)
    base = times(base, base)
  }
  return result
}

/** A fraction of whole numbers, the denominator not a multiple of the prime. */
export const fraction = ([above, below]: readonly [number, number]): number => times(modulo(above), inverse(below))

/** The fraction of small whole numbers that a number of the field stands for, by Euclid's algorithm; null where there is none below `Math.sqrt(prime / 2)`. */
export function rational(value: number): number | null {
  const most = Math.sqrt(prime / 2)
  let [before, now] = [prime, modulo(value)]
  let [beforeTimes, nowTimes] = [0, 1]
  while (now > most) {
    const quotient = Math.floor(before / now)
    ;[before, now] = [now, before - quotient * now]
    ;[beforeTimes, nowTimes] = [nowTimes, beforeTimes - quotient * nowTimes]
  }
  return Math.abs(nowTimes) <= most && nowTimes !== 0 ? now / nowTimes : null
}

export type Vector = Float64Array

/** Subtracts a multiple of `row` from `from`, so that `from` is 0 at `column`, where `row` is 1. */
export function clearAt(from: Vector, row: Vector, column: number): void {
  const head = from[column] ?? 0
  if (head === 0) return
  const factor = prime - head
  for (let at = 0; at < from.length; at += 1) {
    const own = row[at] ?? 0
    if (own !== 0) from[at] = ((from[at] ?? 0) + factor * own) % prime
  }
}

/** Makes the number at `column` 1. */
export function scaleTo1(row: Vector, column: number): void {
  const factor = inverse(row[column] ?? 0)
  for (let at = 0; at < row.length; at += 1) row[at] = times(row[at] ?? 0, factor)
}

/**
 * Eliminates columns one after another: every vector that is used for one is taken out.
 * @param rows are changed
 * @returns the rows that are left, which are 0 in all of these columns
 */
export function eliminate(rows: readonly Vector[], columns: readonly number[]): readonly Vector[] {
  let left = [...rows]
  for (const column of columns) {
    const pivot = left.find((row) => (row[column] ?? 0) !== 0)
    if (pivot === undefined) continue
    scaleTo1(pivot, column)
    left = left.filter((row) => row !== pivot)
    for (const row of left) clearAt(row, pivot, column)
  }
  return left
}

/** A basis of what the rows span, in reduced echelon form. @param rows are changed */
export function reduced(rows: readonly Vector[]): readonly Vector[] {
  const basis: Vector[] = []
  let left = rows.filter((row) => row.some((value) => value !== 0))
  while (left.length > 0) {
    const [first] = left
    const column = first?.findIndex((value) => value !== 0) ?? -1
    if (first === undefined || column < 0) {
      left = left.slice(1)
      continue
    }
    scaleTo1(first, column)
    left = left.slice(1)
    for (const row of [...left, ...basis]) clearAt(row, first, column)
    basis.push(first)
    left = left.filter((row) => row.some((value) => value !== 0))
  }
  return basis
}
