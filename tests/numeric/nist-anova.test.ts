import { describe, expect, it } from 'vitest'
import { oneWayFromMoments, oneWayFromValues } from '../../analyses/numeric/comparison/one-way-anova'
import { mean, momentsOf, standardDeviation } from '../../analyses/numeric/summary/summary'
import { anovaGroups, certified, correctDigits as digits, univariateValues } from './nist-sets'

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
    const groups = anovaGroups(name)
    expect(groups.length).toBe(set.groups)
    expect(groups.reduce((n, group) => n + group.length, 0)).toBe(set.n)
    const table = oneWayFromValues(groups)
    expect([table.df, table.dfResidual]).toEqual([set.between.df, set.within.df])
    const exact = set.of_the_doubles
    const nearExact = Math.min(
      digits(table.statistic, exact.F),
      digits(table.betweenSumOfSquares, exact.between_ss),
      digits(table.withinSumOfSquares, exact.within_ss),
    )
    const toCertified = digits(table.statistic, set.between.F)
    const fromMeans = digits(oneWayFromMoments(groups.map(momentsOf)).statistic, set.between.F)
    console.log(
      `${name}: ${toCertified.toFixed(1)} digits of F against NIST, ${nearExact.toFixed(1)} against exact arithmetic on the doubles, ${fromMeans.toFixed(1)} from rounded group means`,
    )
    expect(nearExact).toBeGreaterThan(13.5)
    expect(toCertified).toBeGreaterThan(REQUIRED[name] as number)
  })

  it('has every set', () => {
    expect(Object.keys(certified.anova).sort()).toEqual(Object.keys(REQUIRED).sort())
  })
})

describe('NIST StRD, univariate', () => {
  // 1000000.2 ± 0.1 and ten times that, as doubles: the deviation has 9 and 8 digits left.
  const sets: Readonly<Record<string, number>> = { NumAcc1: 15.9, NumAcc2: 15, NumAcc3: 9.4, NumAcc4: 8.2 }
  it.each(Object.entries(sets))('%s', (name, required) => {
    const data = univariateValues(name)!
    const expected = certified.univariate[name]
    expect(data.length).toBe(expected?.n)
    const ofMean = digits(mean(data), expected?.mean ?? Number.NaN)
    const ofDeviation = digits(standardDeviation(data), expected?.sd_n_minus_1 ?? Number.NaN)
    console.log(`${name}: ${ofMean.toFixed(1)} digits of the mean, ${ofDeviation.toFixed(1)} of the standard deviation`)
    expect(ofMean).toBeGreaterThan(15)
    expect(ofDeviation).toBeGreaterThan(required)
  })
})
