import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  centredProducts,
  centredRows,
  crossProductsByGroup,
  regressionOfProducts,
  sumOfCrossProducts,
} from '../../../analyses/numeric/regression/centred-crossproducts'
import { householderQr, leveragesOf } from '../../../analyses/numeric/matrices/householder-qr'
import { bootstrapImportance, mostDrawn } from '../../../analyses/numeric/regression/importance-bootstrap'
import {
  heteroscedasticCovariance,
  leastSquares,
  linearCombination,
  testEstimate,
  varianceInflation,
} from '../../../analyses/numeric/regression/least-squares'
import { random } from '../../../analyses/numeric/resampling/random'
import { lindemanMerendaGold, subsetRSquared } from '../../../analyses/numeric/regression/relative-importance'
import { standardDeviation, variance } from '../../../analyses/numeric/summary/summary'
import { projectFolder } from '../../source-files'
import { relativeError } from '../closeness'

const attitude = readFileSync(join(projectFolder, 'fixtures/surveys/attitude/attitude.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').slice(1).map(Number))
const column = (at: number): readonly number[] => attitude.map((row) => row[at] as number)
const rating = column(0)
const design = { columns: [1, 2, 3, 4, 5, 6].map(column), intercept: true }
const near = (found: number, expected: number, tolerance = 1e-12): void =>
  expect(relativeError(found, expected, 1e-9), `${found} for ${expected}`).toBeLessThan(tolerance)

describe('least squares', () => {
  const fit = leastSquares(design, rating)

  it('gives the table of R’s summary(lm)', () => {
    // R 4.2.2, datasets::attitude, rating ~ .
    const estimates = [
      10.78707638570975, 0.6131876078096979, -0.07305014309952677, 0.320332116376111, 0.08173213353196784,
      0.03838144730205186, -0.21705668158650218,
    ]
    const errors = [
      11.589257244488214, 0.1609831148913043, 0.13572469021435338, 0.16852031857805103, 0.2214776773751945,
      0.14699544224287395, 0.1782094710704539,
    ]
    estimates.forEach((expected, j) => near(fit.estimates[j] as number, expected))
    errors.forEach((expected, j) => near(fit.standardErrors[j] as number, expected))
    near(fit.rSquared, 0.7326019925311489)
    near(fit.adjustedRSquared, 0.662845990582753)
    near(fit.residualDeviation, 7.067993764996689)
    near(fit.statistic, 10.502350651820798)
    expect([fit.df, fit.dfResidual, fit.rank]).toEqual([6, 23, 7])
    const complaints = testEstimate(fit.estimates[1] as number, fit.standardErrors[1] as number, fit.dfResidual)
    near(complaints.statistic, 3.8090181583560603)
    near(complaints.pValue, 0.0009028678840121278)
    near(complaints.low, 0.28016866204083735)
    near(complaints.high, 0.9462065535785585)
  })

  it('gives sandwich::vcovHC and car::vif', () => {
    const hc3 = heteroscedasticCovariance(fit, design)
    const expected = [
      17.197508982990357, 0.1536129729275495, 0.1515515972584931, 0.19028037381219148, 0.21882372776513778,
      0.21464301219875206, 0.1959007432912587,
    ]
    expected.forEach((se, j) => near(Math.sqrt(hc3[j * 7 + j] as number), se))
    const inflation = [
      2.6670603082578475, 1.6008914073839968, 2.2710431580456594, 3.0782262181910185, 1.2281089672067462,
      1.951590791150078,
    ]
    varianceInflation(fit, design).forEach((found, j) => near(found, inflation[j] as number))
  })

  it('leaves out the later of two dependent columns, as R does, and changes nothing else', () => {
    const doubled = { columns: [column(1), column(1).map((x) => 2 * x + 3), column(2)], intercept: true }
    const both = leastSquares(doubled, rating)
    const alone = leastSquares({ columns: [column(1), column(2)], intercept: true }, rating)
    expect(both.aliased).toEqual([2])
    expect(both.estimates[2]).toBeNaN()
    expect([both.rank, both.dfResidual]).toEqual([alone.rank, alone.dfResidual])
    near(both.estimates[3] as number, alone.estimates[2] as number)
    near(both.standardErrors[3] as number, alone.standardErrors[2] as number)
    expect(varianceInflation(both, doubled)[1]).toBeNaN()
    expect(linearCombination(both.estimates, both.inverse, [0, 0, 1, 0]).estimate).toBeNaN()
    near(
      linearCombination(both.estimates, both.inverse, [1, 50, 0, 50]).estimate,
      (alone.estimates[0] as number) + 50 * ((alone.estimates[1] as number) + (alone.estimates[2] as number)),
    )
  })

  it('fits what is exactly linear, and has no spread without degrees of freedom left', () => {
    const line = leastSquares({ columns: [[1, 2, 3, 4]], intercept: true }, [3, 5, 7, 9])
    expect(Array.from(line.estimates)).toEqual([1, 2])
    expect(line.residualSumOfSquares).toBe(0)
    const saturated = leastSquares({ columns: [[1, 2]], intercept: true }, [3, 7])
    near(saturated.estimates[1] as number, 4)
    expect(saturated.standardErrors[1]).toBeNaN()
    expect(leastSquares({ columns: [], intercept: true }, [1, 2, 6]).estimates[0]).toBe(3)
    expect(leastSquares({ columns: [[1, 2, 3]], intercept: true }, [4, 4, 4]).rSquared).toBeNaN()
  })

  it('has leverages between 0 and 1 that add up to the rank, and 1 where a row alone has a value', () => {
    const leverages = leveragesOf(fit.qr)
    near(
      leverages.reduce((total, value) => total + value, 0),
      7,
    )
    const lone = leastSquares({ columns: [[0, 0, 0, 0, 1]], intercept: true }, [1, 2, 3, 4, 9])
    near(leveragesOf(lone.qr)[4] as number, 1)
    expect(heteroscedasticCovariance(lone, { columns: [[0, 0, 0, 0, 1]], intercept: true })[3]).toBeNaN()
  })

  it('finds the rank of matrices with columns of zeros', () => {
    expect(householderQr(Float64Array.from([0, 0, 0, 1, 2, 3, 2, 4, 6]), 3, 3).rank).toBe(1)
    expect(householderQr(new Float64Array(6), 3, 2).rank).toBe(0)
    expect(householderQr(Float64Array.from([1, 2, 3, 4]), 1, 4).rank).toBe(1)
  })
})

describe('regression from sums of products', () => {
  const rows = centredRows([...design.columns, rating])
  const parts = crossProductsByGroup(
    rows,
    7,
    Int32Array.from({ length: 30 }, (_, i) => i % 3),
    3,
  )

  it('is least squares of the rows behind the sums', () => {
    const found = regressionOfProducts(sumOfCrossProducts(parts, [1, 0, 1]))
    const inside = (values: readonly number[]): readonly number[] => values.filter((_, i) => i % 3 !== 1)
    const expected = leastSquares({ columns: design.columns.map(inside), intercept: true }, inside(rating))
    found.slopes.forEach((slope, j) => near(slope, expected.estimates[j + 1] as number, 1e-11))
    expect(found.slopes).toHaveLength(6)
    // A prediction at the mean of all rows.
    const means = design.columns.map((values) => values.reduce((sum, value) => sum + value, 0) / 30)
    const predicted = means.reduce(
      (sum, value, j) => sum + value * (expected.estimates[j + 1] as number),
      expected.estimates[0] as number,
    )
    near(found.intercept + rating.reduce((sum, value) => sum + value, 0) / 30, predicted, 1e-11)
  })

  it('gives a dependent predictor nothing', () => {
    const twins = crossProductsByGroup(centredRows([column(1), column(1), rating]), 3, new Int32Array(30), 1)[0]!
    const found = regressionOfProducts(twins)
    near(
      found.slopes[0] as number,
      leastSquares({ columns: [column(1)], intercept: true }, rating).estimates[1] as number,
    )
    expect(found.slopes[1]).toBe(0)
  })
})

describe('relative importance', () => {
  const rows = centredRows([...design.columns, rating])
  const products = centredProducts(crossProductsByGroup(rows, 7, new Int32Array(30), 1)[0]!)

  it('has the R² of every subset as least squares has it', () => {
    const shares = subsetRSquared(products, 6)
    for (let subset = 1; subset < 64; subset += 1) {
      const columns = design.columns.filter((_, j) => (subset & (1 << j)) !== 0)
      near(shares[subset] as number, leastSquares({ columns, intercept: true }, rating).rSquared, 1e-12)
    }
    expect(Math.abs(shares[0] as number)).toBeLessThan(1e-15)
  })

  it('is the mean rise of R² over all orders', () => {
    const shares = subsetRSquared(products, 6)
    const orders = (list: readonly number[]): readonly (readonly number[])[] =>
      list.length === 0
        ? [[]]
        : list.flatMap((first) => orders(list.filter((j) => j !== first)).map((rest) => [first, ...rest]))
    const all = orders([0, 1, 2, 3, 4, 5])
    expect(all).toHaveLength(720)
    const rises = new Float64Array(6)
    for (const order of all) {
      let subset = 0
      for (const j of order) {
        const next = subset | (1 << j)
        rises[j] = (rises[j] as number) + ((shares[next] as number) - (shares[subset] as number)) / all.length
        subset = next
      }
    }
    lindemanMerendaGold(products, 6).forEach((found, j) => near(found, rises[j] as number, 1e-11))
  })

  it('shares alike between two equal predictors and gives a constant one nothing', () => {
    const twins = centredProducts(
      crossProductsByGroup(
        centredRows([column(1), column(1), new Float64Array(30).fill(4), rating]),
        4,
        new Int32Array(30),
        1,
      )[0]!,
    )
    const [first, second, third] = lindemanMerendaGold(twins, 3)
    near(first as number, second as number)
    near(
      (first as number) + (second as number),
      leastSquares({ columns: [column(1)], intercept: true }, rating).rSquared,
    )
    expect(third).toBe(0)
    expect(lindemanMerendaGold([1, 0, 0, 0], 1)[0]).toBeNaN()
  })

  it('is bootstrapped with the same draws for the same seed, over rows and over clusters', () => {
    const columns = [column(1), column(3), rating]
    const clusters = { ofRow: Int32Array.from({ length: 30 }, (_, i) => i % 10), count: 10 }
    const first = bootstrapImportance(columns, { draws: 400, random: random(1) })
    expect(bootstrapImportance(columns, { draws: 400, random: random(1) })).toEqual(first)
    expect(bootstrapImportance(columns, { draws: 400, random: random(2) })).not.toEqual(first)
    for (const replicates of [first, bootstrapImportance(columns, { draws: 400, random: random(1), clusters })]) {
      for (const values of replicates) expect(values.every((value) => value > -1e-12 && value < 1)).toBe(true)
    }
  })

  it('spreads as much when many rows are drawn in parts', () => {
    const draw = random(3)
    const n = 4 * mostDrawn
    const x = Array.from({ length: n }, () => draw.normal())
    const y = x.map((value) => 0.4 * value + draw.normal())
    const [replicates = new Float64Array()] = bootstrapImportance([x, y], { draws: 500, random: random(4) })
    // The standard error of r² under normality, 2r(1 − r²)/√n.
    const r = Math.sqrt(0.16 / 1.16)
    const expected = (2 * r * (1 - r * r)) / Math.sqrt(n)
    expect(Math.abs(standardDeviation(replicates) / expected - 1)).toBeLessThan(0.12)
    expect(variance(replicates)).toBeGreaterThan(0)
  })
})
