import { describe, expect, it } from 'vitest'
import { leastSquares } from '../../analyses/numeric/regression/least-squares'
import { mean, standardDeviation } from '../../analyses/numeric/summary/summary'
import { certified, correctDigits, fileRows, regressionDesign, regressionRows, univariateValues } from './nist-sets'

/** Filip's last power leaves 5e-8 of its norm to itself, just below R's limit for a dependent column. */
const tolerance = 1e-10
const worst = (found: ArrayLike<number>, expected: readonly number[]): number =>
  Math.min(...expected.map((value, i) => correctDigits(found[i] as number, value)))

/**
 * Digits required of the worst coefficient and standard error when the printed decimals and their powers are read to 31 digits, and when both are rounded to
 * doubles first. Filip's powers lose six of sixteen digits by that rounding alone, whatever is done with them.
 */
const required: Readonly<Record<string, { readonly printed: number; readonly doubles: number }>> = {
  Filip: { printed: 13.5, doubles: 7 },
}

describe('NIST StRD, linear regression', () => {
  const names = Object.keys(certified.linear_regression)
  const here = (name: string): boolean => regressionRows(name) !== null

  it('has all eleven sets', () => {
    expect(names).toHaveLength(11)
  })

  describe.each(names)('%s', (name) => {
    const set = certified.linear_regression[name]!
    // Where the data lie beside the project and are not there, the tests are skipped and counted as such.
    it.skipIf(!here(name)).each(['printed', 'doubles'] as const)('read as %s', (reading) => {
      const { design, outcome } = regressionDesign(name, reading)!
      const fit = leastSquares(design, outcome, { tolerance })
      const enough = required[name]?.[reading] ?? 13
      expect(outcome).toHaveLength(set.n)
      expect([fit.df, fit.dfResidual]).toEqual(set.df)
      expect(worst(fit.estimates, set.estimates)).toBeGreaterThan(enough)
      expect(worst(fit.standardErrors, set.standard_errors)).toBeGreaterThan(enough)
      expect(correctDigits(fit.residualDeviation, set.residual_sd)).toBeGreaterThan(enough)
      expect(correctDigits(fit.rSquared, set.r_squared)).toBeGreaterThan(enough)
      expect(correctDigits(fit.statistic, Number(set.F))).toBeGreaterThan(enough)
    })

    it.skipIf(!here(name) || fileRows(name) === null)('is made as NIST prints it', () => {
      expect(regressionRows(name)?.map((row) => row.map(Number))).toEqual(fileRows(name)?.map((row) => row.map(Number)))
    })
  })

  it.skipIf(!here('Filip'))('Filip’s last power counts as dependent at R’s own limit', () => {
    const { design, outcome } = regressionDesign('Filip', 'doubles')!
    expect(leastSquares(design, outcome).aliased).toEqual([10])
  })
})

describe('NIST StRD, univariate sets that lie beside the project', () => {
  it.for(['Lew', 'Lottery', 'Mavro', 'Michelso', 'PiDigits'])('%s', (name, { skip }) => {
    const values = univariateValues(name)
    // Counted as left out where the file is not there.
    if (values === null) return skip()
    const set = certified.univariate[name]!
    expect(values).toHaveLength(set.n)
    expect(correctDigits(mean(values), set.mean)).toBeGreaterThan(14.9)
    expect(correctDigits(standardDeviation(values), set.sd_n_minus_1)).toBeGreaterThan(13)
  })
})
