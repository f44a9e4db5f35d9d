import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { oneWayFromMoments, oneWayFromValues } from '../../analyses/numeric/one-way-anova'
import { mean, momentsOf, standardDeviation } from '../../analyses/numeric/summary'

interface Certified {
  readonly anova: Readonly<
    Record<
      string,
      {
        readonly file: string
        readonly n: number
        readonly groups: number
        readonly between: { readonly df: number; readonly ss: number; readonly F: number }
        readonly within: { readonly df: number; readonly ss: number }
        readonly of_the_doubles: { readonly between_ss: number; readonly within_ss: number; readonly F: number }
      }
    >
  >
  readonly univariate: Readonly<Record<string, { readonly n: number; readonly mean: number; readonly sd_n_minus_1: number }>>
}

const folder = new URL('../../fixtures/nist/', import.meta.url)
const certified = JSON.parse(readFileSync(new URL('certified.json', folder), 'utf8')) as Certified

const groupsOf = (file: string): readonly (readonly number[])[] => {
  const groups = new Map<string, number[]>()
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n').slice(60)) {
    const [group, value, ...rest] = line.trim().split(/\s+/)
    if (group === undefined || value === undefined || rest.length > 0) continue
    groups.set(group, [...(groups.get(group) ?? []), Number(value)])
  }
  return [...groups.values()]
}

/** Correct significant digits, at most 16. */
const digits = (actual: number, expected: number): number => (actual === expected ? 16 : Math.min(16, -Math.log10(Math.abs(actual - expected) / Math.abs(expected))))

/**
 * Digits of F against the certified value. In the middle and higher sets the doubles nearest the printed decimals already
 * differ from them: F computed from those doubles without any rounding has 10 and 4 digits.
 */
const REQUIRED: Readonly<Record<string, number>> = {
  SiRstv: 12.9,
  AtmWtAg: 10,
  SmLs01: 14,
  SmLs02: 14,
  SmLs03: 14,
  SmLs04: 10.4,
  SmLs05: 10.2,
  SmLs06: 10.1,
  SmLs07: 4.4,
  SmLs08: 4.1,
  SmLs09: 4.1,
}

describe('NIST StRD, one-way analysis of variance', () => {
  it.each(Object.entries(certified.anova))('%s', (name, set) => {
    const groups = groupsOf(set.file)
    expect(groups.length).toBe(set.groups)
    expect(groups.reduce((n, group) => n + group.length, 0)).toBe(set.n)
    const table = oneWayFromValues(groups)
    expect([table.df, table.dfResidual]).toEqual([set.between.df, set.within.df])
    const exact = set.of_the_doubles
    const nearExact = Math.min(digits(table.statistic, exact.F), digits(table.betweenSumOfSquares, exact.between_ss), digits(table.withinSumOfSquares, exact.within_ss))
    const toCertified = digits(table.statistic, set.between.F)
    const fromMeans = digits(oneWayFromMoments(groups.map(momentsOf)).statistic, set.between.F)
    console.log(`${name}: ${toCertified.toFixed(1)} digits of F against NIST, ${nearExact.toFixed(1)} against exact arithmetic on the doubles, ${fromMeans.toFixed(1)} from rounded group means`)
    expect(nearExact).toBeGreaterThan(13.5)
    expect(toCertified).toBeGreaterThan(REQUIRED[name] as number)
  })

  it('has every set', () => {
    expect(Object.keys(certified.anova).sort()).toEqual(Object.keys(REQUIRED).sort())
  })
})

describe('NIST StRD, univariate', () => {
  const numAcc = (centre: number, low: number, high: number): readonly number[] => [centre, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high))]
  const sets: Readonly<Record<string, { readonly data: readonly number[]; readonly digits: number }>> = {
    NumAcc1: { data: [10000001, 10000003, 10000002], digits: 15.9 },
    NumAcc2: { data: numAcc(1.2, 1.1, 1.3), digits: 15 },
    // 1000000.2 ± 0.1 and ten times that, as doubles: the deviation has 9 and 8 digits left.
    NumAcc3: { data: numAcc(1000000.2, 1000000.1, 1000000.3), digits: 9.4 },
    NumAcc4: { data: numAcc(10000000.2, 10000000.1, 10000000.3), digits: 8.2 },
  }
  it.each(Object.entries(sets))('%s', (name, set) => {
    const expected = certified.univariate[name]
    expect(set.data.length).toBe(expected?.n)
    const ofMean = digits(mean(set.data), expected?.mean ?? Number.NaN)
    const ofDeviation = digits(standardDeviation(set.data), expected?.sd_n_minus_1 ?? Number.NaN)
    console.log(`${name}: ${ofMean.toFixed(1)} digits of the mean, ${ofDeviation.toFixed(1)} of the standard deviation`)
    expect(ofMean).toBeGreaterThan(15)
    expect(ofDeviation).toBeGreaterThan(set.digits)
  })
})
