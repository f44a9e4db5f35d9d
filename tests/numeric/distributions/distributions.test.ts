import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chiSquare } from '../../../analyses/numeric/distributions/chi-square'
import { expm1Minus, log1pMinus } from '../../../analyses/numeric/distributions/compositions'
import { fDistribution } from '../../../analyses/numeric/distributions/f'
import { logBeta, logGamma } from '../../../analyses/numeric/distributions/gamma-function'
import { noncentralF } from '../../../analyses/numeric/distributions/noncentral-f'
import { noncentralT } from '../../../analyses/numeric/distributions/noncentral-t'
import { complementaryError, normal } from '../../../analyses/numeric/distributions/normal'
import { studentT } from '../../../analyses/numeric/distributions/student-t'
import { studentizedRange } from '../../../analyses/numeric/distributions/studentized-range'

type Argument = number | 'Infinity'
interface TailRow {
  readonly x: readonly Argument[]
  readonly lower: string
  readonly upper: string
  readonly logLower?: string
  readonly logUpper?: string
}
interface QuantileRow {
  readonly p: number
  readonly x: readonly number[]
  readonly lower: string
  readonly upper: string
}
interface ValueRow {
  readonly x: readonly number[]
  readonly value: string
}
type Numeric = (...x: number[]) => number

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8')) as T

/** Relative error, or the absolute one where the expected double is zero or subnormal. */
const errorOf = (actual: number, expected: string): number => {
  const value = Number(expected)
  if (Math.abs(value) < 1e-307) return Math.abs(actual - value) < 1e-307 ? 0 : Infinity
  return Math.abs(actual - value) / Math.abs(value)
}

interface Case {
  readonly name: string
  readonly error: number
}

const worstOf = (title: string, cases: readonly Case[]): number => {
  let worst: Case = { name: 'none', error: 0 }
  for (const one of cases) if (!(one.error <= worst.error)) worst = one
  console.log(
    `${title}: worst relative error ${worst.error.toExponential(1)} of ${cases.length} values, at ${worst.name}`,
  )
  return worst.error
}

const tailCases = (
  rows: readonly TailRow[],
  functions: Readonly<Record<string, Numeric>>,
  only?: (name: string, row: TailRow) => boolean,
): readonly Case[] =>
  rows.flatMap((row) =>
    (['lower', 'upper', 'logLower', 'logUpper'] as const).flatMap((name) => {
      const expected = row[name]
      const f = functions[name]
      if (expected === undefined || f === undefined || only?.(name, row) === false) return []
      return [{ name: `${name}(${row.x.join(', ')})`, error: errorOf(f(...row.x.map(Number)), expected) }]
    }),
  )

const quantileCases = (rows: readonly QuantileRow[], lower: Numeric, upper: Numeric): readonly Case[] =>
  rows.flatMap((row) => [
    { name: `quantileLower(${row.p}, ${row.x.join(', ')})`, error: errorOf(lower(row.p, ...row.x), row.lower) },
    { name: `quantileUpper(${row.p}, ${row.x.join(', ')})`, error: errorOf(upper(row.p, ...row.x), row.upper) },
  ])

const valueCases = (name: string, rows: readonly ValueRow[], f: Numeric): readonly Case[] =>
  rows.map((row) => ({ name: `${name}(${row.x.join(', ')})`, error: errorOf(f(...row.x), row.value) }))

describe('distributions against numerical integration at 50 digits', () => {
  const plain: readonly [string, Readonly<Record<string, Numeric>>][] = [
    ['normal', normal as unknown as Record<string, Numeric>],
    ['chi-square', chiSquare as unknown as Record<string, Numeric>],
    ['student-t', studentT as unknown as Record<string, Numeric>],
    ['f', fDistribution as unknown as Record<string, Numeric>],
  ]
  it.each(plain)('%s: both tails and their logarithms to 2e-14', (name, functions) => {
    const { tails } = read<{ tails: TailRow[] }>(name)
    expect(tails.length).toBeGreaterThan(50)
    expect(worstOf(`${name} tails`, tailCases(tails, functions))).toBeLessThan(2e-14)
  })

  it.each(plain)('%s: quantiles of either tail to 1e-13', (name, functions) => {
    const { quantiles } = read<{ quantiles: QuantileRow[] }>(name)
    expect(
      worstOf(
        `${name} quantiles`,
        quantileCases(quantiles, functions['quantileLower'] as Numeric, functions['quantileUpper'] as Numeric),
      ),
    ).toBeLessThan(1e-13)
  })

  it('special functions to 1e-14', () => {
    const special =
      read<Record<'logGamma' | 'erfc' | 'logBeta' | 'log1pMinus' | 'expm1Minus', ValueRow[]>>('special-functions')
    expect(worstOf('log gamma', valueCases('logGamma', special.logGamma, logGamma))).toBeLessThan(1e-15)
    expect(worstOf('erfc', valueCases('erfc', special.erfc, complementaryError))).toBeLessThan(1e-14)
    expect(worstOf('log beta', valueCases('logBeta', special.logBeta, logBeta))).toBeLessThan(1e-15)
    expect(worstOf('log1p − x', valueCases('log1pMinus', special.log1pMinus, log1pMinus))).toBeLessThan(1e-14)
    expect(worstOf('expm1 − x', valueCases('expm1Minus', special.expm1Minus, expm1Minus))).toBeLessThan(1e-14)
  })
})

describe('studentised range against the double integral at 32 digits', () => {
  const { tails } = read<{ tails: TailRow[] }>('studentized-range')
  // The integrals were cut at 1e-16 relative to the side that was integrated; the other side is its complement.
  const isIntegrated = (name: string, row: TailRow): boolean =>
    Number(row[name as 'lower' | 'upper']) > 1e-4 ||
    row.x[2] === 'Infinity' ||
    Number(row[name as 'lower' | 'upper']) < Number(row[name === 'lower' ? 'upper' : 'lower'])
  it('both tails to 2e-11, with known and with estimated variance', () => {
    expect(
      worstOf(
        'studentised range tails',
        tailCases(tails, studentizedRange as unknown as Record<string, Numeric>, isIntegrated),
      ),
    ).toBeLessThan(2e-11)
  })

  it('quantiles invert the tails', () => {
    const cases = tails.flatMap((row) => {
      const [q = 0, groups = 2, df = 1] = row.x.map(Number)
      return (['lower', 'upper'] as const).flatMap((name) => {
        const p = Number(row[name])
        if (p < 1e-300 || p > 0.5) return []
        const quantile = name === 'lower' ? studentizedRange.quantileLower : studentizedRange.quantileUpper
        return [{ name: `${name}(${row.x.join(', ')})`, error: Math.abs(quantile(p, groups, df) / q - 1) }]
      })
    })
    expect(worstOf('studentised range quantiles', cases)).toBeLessThan(1e-11)
  })

  it('a tail and a quantile take milliseconds of processor time', () => {
    const time = (f: () => void, count: number): number => {
      f()
      const start = process.cpuUsage()
      for (let i = 0; i < count; i++) f()
      return process.cpuUsage(start).user / count / 1000
    }
    const tail = time(() => studentizedRange.upper(3.7, 9, 41.3), 30)
    const quantile = time(() => studentizedRange.quantileUpper(0.05, 9, 41.3), 15)
    console.log(`studentised range: ${tail.toFixed(2)} ms a tail, ${quantile.toFixed(2)} ms a quantile`)
    expect(tail).toBeLessThan(5)
    expect(quantile).toBeLessThan(25)
  })
})

describe('noncentral distributions', () => {
  it.each([
    ['noncentral-t', noncentralT, 1e-13],
    ['noncentral-f', noncentralF, 1e-12],
  ] as const)('%s: tails and the noncentrality', (name, distribution, limit) => {
    const { tails, noncentrality } = read<{ tails: TailRow[]; noncentrality: ValueRow[] }>(name)
    const functions = distribution as unknown as Record<string, Numeric>
    expect(worstOf(`${name} tails`, tailCases(tails, functions))).toBeLessThan(limit)
    const solved = valueCases('solve', noncentrality, distribution.solveNoncentrality as Numeric)
    expect(worstOf(`${name} noncentrality`, solved)).toBeLessThan(limit)
  })

  it('noncentral t: quantiles invert the tails', () => {
    for (const [df, delta] of [
      [5, 1.2],
      [16, 7.839856],
      [200, -30],
    ] as const) {
      for (const p of [1e-12, 0.025, 0.4, 0.6, 0.975]) {
        expect(noncentralT.lower(noncentralT.quantileLower(p, df, delta), df, delta) / p).toBeCloseTo(1, 10)
        expect(noncentralT.upper(noncentralT.quantileUpper(p, df, delta), df, delta) / p).toBeCloseTo(1, 10)
      }
    }
  })

  it('the noncentrality of F is 0 where even the central distribution has less than p below', () => {
    expect(noncentralF.solveNoncentrality(0.2, 3, 40, 0.975)).toBe(0)
    expect(noncentralF.solveNoncentrality(0, 3, 40, 0.025)).toBe(0)
  })
})

describe('edges', () => {
  const all = {
    normal: [normal, []],
    studentT: [studentT, [5]],
    fDistribution: [fDistribution, [3, 7]],
    chiSquare: [chiSquare, [4]],
    studentizedRange: [studentizedRange, [3, 12]],
  } as const
  it.each(Object.entries(all))(
    '%s: NaN in, NaN out; improper arguments give NaN; the ends are the ends',
    (_name, [functions, parameters]) => {
      const f = functions as unknown as Record<string, Numeric>
      for (const name of ['lower', 'upper', 'logLower', 'logUpper', 'quantileLower', 'quantileUpper']) {
        expect(f[name]?.(Number.NaN, ...parameters)).toBeNaN()
        for (let i = 0; i < parameters.length; i++) {
          for (const bad of [Number.NaN, 0, -1])
            expect(f[name]?.(0.3, ...parameters.map((value, j) => (i === j ? bad : value)))).toBeNaN()
        }
      }
      for (const p of [-1e-9, 1.0000001]) {
        expect(f['quantileLower']?.(p, ...parameters)).toBeNaN()
        expect(f['quantileUpper']?.(p, ...parameters)).toBeNaN()
      }
      expect(f['upper']?.(Infinity, ...parameters)).toBe(0)
      expect(f['lower']?.(Infinity, ...parameters)).toBe(1)
      expect(f['quantileUpper']?.(0, ...parameters)).toBe(Infinity)
      expect(f['quantileLower']?.(1, ...parameters)).toBe(Infinity)
    },
  )

  it('infinite degrees of freedom are the limits', () => {
    expect(studentT.upper(2.5, Infinity)).toBe(normal.upper(2.5))
    expect(fDistribution.upper(2.5, 3, Infinity)).toBe(chiSquare.upper(7.5, 3))
    expect(fDistribution.upper(2.5, Infinity, 8)).toBe(chiSquare.lower(3.2, 8))
    expect(studentizedRange.upper(3.3145, 3, 1e16)).toBeCloseTo(0.05, 4)
    expect(studentT.quantileUpper(0.025, Infinity)).toBe(normal.quantileUpper(0.025))
  })

  it('squares of t are F with one degree of freedom, and twice T with two groups is the studentised range', () => {
    for (const [t, df] of [
      [1.7, 4.4],
      [12, 250],
      [0.02, 1e7],
    ] as const) {
      expect(fDistribution.upper(t * t, 1, df) / studentT.twoSided(t, df)).toBeCloseTo(1, 12)
      expect(studentizedRange.upper(t * Math.SQRT2, 2, df) / studentT.twoSided(t, df)).toBeCloseTo(1, 12)
    }
  })

  it('p values of 1e-200 and smaller are not zero', () => {
    expect(fDistribution.upper(2001, 8, 18000)).toBe(0)
    expect(fDistribution.logUpper(2001, 8, 18000)).toBeLessThan(-5000)
    expect(studentT.twoSided(31, 1e6)).toBeGreaterThan(1e-215)
    expect(studentT.twoSided(31, 1e6)).toBeLessThan(1e-200)
  })
})
