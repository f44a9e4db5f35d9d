import { binomial } from '../numeric/distributions/binomial'
import { log } from '../numeric/elementary/elementary-functions'

/** Runs about a centre line (Anhøj & Olesen 2014). Points on it are not useful: they neither break nor lengthen a run. */
export interface RunTest {
  /** Points that are not on the centre line. */
  readonly useful: number
  readonly longestRun: number
  /** Longest run to expect; a longer one is a signal. */
  readonly longestRunLimit: number
  readonly crossings: number
  /** Fewest crossings to expect; fewer are a signal. */
  readonly crossingsLimit: number
}

/** −1, 0 or 1 for each value: under, on or over the centre. */
export function sidesOf(values: readonly number[], centre: number): readonly number[] {
  return values.map((value) => Math.sign(value - centre))
}

/** Longest run and crossings, with round(log₂ n) + 3 and the 5 % point of binomial(n − 1, ½) as limits. */
export function runTest(sides: readonly number[]): RunTest {
  const runs = runsOf(sides)
  const useful = runs.reduce((sum, run) => sum + run.length, 0)
  return {
    useful,
    longestRun: runs.reduce((longest, run) => Math.max(longest, run.length), 0),
    longestRunLimit: useful === 0 ? 0 : Math.round(log(useful) / Math.LN2) + 3,
    crossings: Math.max(0, runs.length - 1),
    crossingsLimit: binomial.quantileLower(0.05, Math.max(0, useful - 1), 0.5),
  }
}

/** Indices of the points of each run on one side, in order. */
export function runsOf(sides: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = []
  let current: number[] = []
  let side = 0
  sides.forEach((next, index) => {
    if (next === 0) return
    if (next !== side) {
      current = []
      runs.push(current)
      side = next
    }
    current.push(index)
  })
  return runs
}
