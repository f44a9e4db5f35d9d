import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  proportionalOddsTest,
  scaleTest,
  likelihoodRatioTest,
} from '../../../analyses/numeric/ordinal-regression/assumption'
import {
  categoryProbabilities,
  fitOrdinalRegression,
  type OrdinalFit,
  type OrdinalModel,
  type OrdinalProblem,
} from '../../../analyses/numeric/ordinal-regression/fit'
import type { OrdinalLink } from '../../../analyses/numeric/ordinal-regression/likelihood'
import { profileInterval, waldInterval } from '../../../analyses/numeric/ordinal-regression/profile'
import { compressOrdinalRows, countOf, type OrdinalRows } from '../../../analyses/numeric/ordinal-regression/rows'
import { relativeError } from '../closeness'

interface Test {
  readonly log_lik: number
  readonly statistic: number
  readonly df: number
  readonly p: number
}
interface Model {
  readonly name: 'wine' | 'N1' | 'A2'
  readonly link: OrdinalLink
  readonly n: number
  readonly rows: readonly string[]
  readonly estimate: readonly number[]
  readonly se: readonly number[]
  readonly z: readonly number[]
  readonly p: readonly number[]
  readonly log_lik: number
  readonly aic: number
  readonly bic: number
  readonly profile: readonly (readonly [number, number])[]
  readonly nominal: readonly Test[]
  readonly scale: readonly Test[]
  readonly fitted_first: readonly number[]
}
const { models } = JSON.parse(readFileSync(new URL('reference/ordinal-regression.json', import.meta.url), 'utf8')) as {
  models: readonly Model[]
}

const table = (path: string): ReadonlyMap<string, readonly string[]> => {
  const [head = '', ...lines] = readFileSync(new URL(`../../../fixtures/surveys/${path}`, import.meta.url), 'utf8')
    .trim()
    .replaceAll('"', '')
    .split(/\r?\n/)
  const cells = lines.map((line) => line.split(','))
  return new Map(head.split(',').map((name, k) => [name, cells.map((row) => row[k] ?? '')]))
}
const wine = table('wine/wine.csv')
const bfi = table('bfi/bfi.csv')
const numbers = (data: ReadonlyMap<string, readonly string[]>, name: string): readonly number[] =>
  (data.get(name) ?? []).map((cell) => (cell === '' ? Number.NaN : Number(cell)))
const dummy = (data: ReadonlyMap<string, readonly string[]>, name: string, level: string): readonly number[] =>
  (data.get(name) ?? []).map((cell) => (cell === '' ? Number.NaN : cell === level ? 1 : 0))

/** Rows and the columns of each term as the reference script has them. */
const dataOf = (
  name: Model['name'],
): { readonly rows: OrdinalRows; readonly terms: readonly (readonly number[])[] } => {
  if (name === 'wine')
    return {
      rows: compressOrdinalRows(numbers(wine, 'rating'), [dummy(wine, 'temp', 'warm'), dummy(wine, 'contact', 'yes')]),
      terms: [[0], [1]],
    }
  const columns = [
    dummy(bfi, 'gender', '2'),
    ...['2', '3', '4', '5'].map((level) => dummy(bfi, 'education', level)),
    numbers(bfi, 'age'),
    numbers(bfi, 'E4'),
  ]
  // The script's rows are complete in every variable of its models.
  const complete =
    columns[0]?.map((_, i) =>
      columns.every((column) => Number.isFinite(column[i])) &&
      ['N1', 'A2'].every((item) => Number.isFinite(numbers(bfi, item)[i]))
        ? 1
        : 0,
    ) ?? []
  const used = name === 'N1' ? columns.slice(0, 6) : columns
  return {
    rows: compressOrdinalRows(numbers(bfi, name), used, complete),
    terms: name === 'N1' ? [[0], [1, 2, 3, 4], [5]] : [[0], [1, 2, 3, 4], [5], [6]],
  }
}
const known = new Map<string, ReturnType<typeof dataOf>>()
const cached = (name: Model['name']): ReturnType<typeof dataOf> => {
  const found = known.get(name) ?? dataOf(name)
  known.set(name, found)
  return found
}

const fitted = (rows: OrdinalRows, model: OrdinalModel = {}): OrdinalFit => {
  const fit = fitOrdinalRegression(rows, model)
  if (fit.problem !== null) throw new Error(`${fit.problem} ${fit.columns.join(' ')}`)
  return fit
}
const expectClose = (actual: number, expected: number, tolerance: number, what: string): void => {
  expect(relativeError(actual, expected), `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(tolerance)
}

describe.each(models)('ordinal::clm $name $link', (model) => {
  const { rows, terms } = cached(model.name)
  const fit = fitted(rows, { link: model.link })

  it('thresholds, coefficients and fit', () => {
    expect(fit.n).toBe(model.n)
    const found = [...fit.thresholds, ...fit.coefficients]
    expect(found.length).toBe(model.rows.length)
    for (const [i, { estimate, se, statistic, pValue }] of found.entries()) {
      const name = model.rows[i] ?? ''
      expectClose(estimate, model.estimate[i] ?? Number.NaN, 1e-9, `${name} estimate`)
      expectClose(se, model.se[i] ?? Number.NaN, 1e-9, `${name} se`)
      expectClose(statistic, model.z[i] ?? Number.NaN, 1e-9, `${name} z`)
      expectClose(pValue, model.p[i] ?? Number.NaN, 1e-8, `${name} p`)
    }
    expectClose(fit.logLikelihood, model.log_lik, 1e-12, 'log-likelihood')
    expectClose(fit.aic, model.aic, 1e-12, 'AIC')
    expectClose(fit.bic, model.bic, 1e-12, 'BIC')
    expect(fit.largestGradient).toBeLessThan(1e-8)
  })

  it('profile-likelihood intervals, solved', () => {
    for (const [column, [low, high]] of model.profile.entries()) {
      const interval = profileInterval(fit, column, 0.95)
      expectClose(interval.low, low, 1e-7, `${column} low`)
      expectClose(interval.high, high, 1e-7, `${column} high`)
    }
  })

  it('tests of proportional odds and of the scale', () => {
    for (const [i, term] of terms.entries()) {
      for (const [test, expected] of [
        [proportionalOddsTest(fit, term), model.nominal[i]],
        [scaleTest(fit, term), model.scale[i]],
      ] as const) {
        if (!('statistic' in test) || expected === undefined)
          throw new Error(`term ${i}: ${'problem' in test ? test.problem : 'no reference'}`)
        expect(test.df).toBe(expected.df)
        expectClose(test.logLikelihood, expected.log_lik, 1e-9, `${i} log-likelihood`)
        expect(Math.abs(test.statistic - expected.statistic)).toBeLessThan(1e-7 * Math.max(1, expected.statistic))
        expectClose(test.pValue, expected.p, 1e-6, `${i} p`)
      }
    }
  })
})

describe('the published wine model', () => {
  const { rows } = cached('wine')
  const fit = fitted(rows)

  it('equals the oracle, whose profile ends come off a spline', () => {
    const oracle = {
      tempwarm: [1.509762740625301, 3.5952251638514188],
      contactyes: [0.61579248494593, 2.4924037877110274],
    } as const
    for (const [column, ends] of [oracle.tempwarm, oracle.contactyes].entries()) {
      const interval = profileInterval(fit, column, 0.95)
      expectClose(interval.low, ends[0], 5e-5, 'low')
      expectClose(interval.high, ends[1], 5e-5, 'high')
    }
    expectClose(
      waldInterval(fit.coefficients[0] as { estimate: number; se: number }, 0.95).low,
      1.466908050939227,
      1e-7,
      'Wald',
    )
    expectClose(
      waldInterval(fit.thresholds[3] as { estimate: number; se: number }, 0.95).high,
      6.438954313929083,
      1e-7,
      'Wald of a threshold',
    )
  })

  it('fitted probabilities of cold wine without contact', () => {
    // predict.clm of the oracle
    const expected = [
      0.20679013235359156, 0.5706497042974276, 0.19229093731711114, 0.023618816393249593, 0.00665040963862013,
    ]
    for (const [j, p] of categoryProbabilities(fit, [0, 0]).entries())
      expectClose(p, expected[j] ?? Number.NaN, 1e-8, `category ${j}`)
  })
})

describe('rows', () => {
  it('are counted together whatever their order, and incomplete ones are left out', () => {
    const response = [3, 1, 3, Number.NaN, 2, 3, 1]
    const x = [0, 1, -0, 1, Number.NaN, 0, 1]
    const rows = compressOrdinalRows(response, [x], [1, 2, 1, 5, 1, 0.5, 1])
    expect(rows.categories).toEqual([1, 3])
    expect([...rows.counts]).toEqual([2.5, 3])
    expect(countOf(rows)).toBe(5.5)
    expect([...rows.predictors]).toEqual([0, 1])
    const back = compressOrdinalRows(response.toReversed(), [x.toReversed()], [1, 2, 1, 5, 1, 0.5, 1].toReversed())
    expect(back).toEqual(rows)
  })

  it('counts weigh as copies do', () => {
    const { rows } = cached('wine')
    const tripled = fitted({ ...rows, counts: rows.counts.map((count) => 3 * count) })
    const single = fitted(rows)
    expectClose(
      tripled.coefficients[0]?.estimate ?? Number.NaN,
      single.coefficients[0]?.estimate ?? Number.NaN,
      1e-12,
      'estimate',
    )
    expectClose(
      tripled.coefficients[0]?.se ?? Number.NaN,
      (single.coefficients[0]?.se ?? Number.NaN) / Math.sqrt(3),
      1e-12,
      'se',
    )
  })
})

describe('data without a fit', () => {
  const asProblem = (fit: OrdinalFit | OrdinalProblem): readonly [string | null, readonly number[]] => [
    fit.problem,
    fit.problem === null ? fit.aliased : fit.columns,
  ]

  it('separation names its columns', () => {
    const y = [1, 1, 2, 2, 3, 3, 1, 2, 3, 2]
    const z = [0, 1, 0, 1, 0, 1, 1, 1, 0, 0]
    expect(
      asProblem(fitOrdinalRegression(compressOrdinalRows(y, [z, y.map((value) => (value === 3 ? 1 : 0))]))),
    ).toEqual(['separation', [1]])
    expect(asProblem(fitOrdinalRegression(compressOrdinalRows(y, [z, y.map((value) => 10 * value)])))).toEqual([
      'separation',
      [1],
    ])
    expect(asProblem(fitOrdinalRegression(compressOrdinalRows([1, 2], [[0, 1]])))).toEqual(['separation', [0]])
  })

  it('a group in one end category alone runs to infinity', () => {
    const y = [1, 2, 3, 1, 2, 3, 2, 3, 3, 3, 3]
    const group = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    expect(asProblem(fitOrdinalRegression(compressOrdinalRows(y, [group])))).toEqual(['separation', [0]])
  })

  it('constant and collinear columns are left out and named', () => {
    const { rows } = cached('wine')
    const y: number[] = []
    const a: number[] = []
    const b: number[] = []
    for (let row = 0; row < rows.counts.length; row++) {
      for (let copy = 0; copy < (rows.counts[row] ?? 0); copy++) {
        y.push(rows.categories[rows.response[row] ?? 0] ?? 0)
        a.push(rows.predictors[row * 2] ?? 0)
        b.push(rows.predictors[row * 2 + 1] ?? 0)
      }
    }
    const fit = fitted(
      compressOrdinalRows(y, [a, y.map(() => 7), b, a.map((value, i) => 3 * value - 2 * (b[i] ?? 0) + 1)]),
    )
    expect(fit.aliased).toEqual([1, 3])
    expect(fit.coefficients[1]?.estimate).toBeNaN()
    expectClose(fit.coefficients[0]?.estimate ?? 0, 2.5031020078989275, 1e-7, 'estimate')
    // A predictor far from zero costs no digits.
    const far = fitted(compressOrdinalRows(y, [a.map((value) => 2e6 + value), b]))
    expectClose(far.coefficients[0]?.estimate ?? 0, fit.coefficients[0]?.estimate ?? 0, 1e-9, 'moved')
    expectClose(far.logLikelihood, fit.logLikelihood, 1e-12, 'moved')
  })

  it('nothing, one category, only a threshold', () => {
    expect(asProblem(fitOrdinalRegression(compressOrdinalRows([], [[]])))[0]).toBe('no-rows')
    expect(asProblem(fitOrdinalRegression(compressOrdinalRows([2, 2], [[1, 2]])))[0]).toBe('one-category')
    const empty = fitted(compressOrdinalRows([1, 2, 2, 5], []))
    expectClose(empty.thresholds[0]?.estimate ?? 0, Math.log(1 / 3), 1e-12, 'threshold')
    expectClose(empty.logLikelihood, 2 * Math.log(0.25) + 2 * Math.log(0.5), 1e-12, 'log-likelihood')
  })

  it('a category that one group never chose has no test of proportional odds, and no bug', () => {
    const y = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 4, 4, 1, 2, 4]
    const group = y.map((_, i) => (i < 8 ? 0 : 1))
    const fit = fitted(compressOrdinalRows(y, [group]))
    const test = proportionalOddsTest(fit, [0])
    expect('problem' in test ? test.problem : 'fitted').toBe('thresholds-cross')
  })
})

describe('likelihood ratios', () => {
  it('of nested sets of columns on the same rows', () => {
    const { rows } = cached('wine')
    const test = likelihoodRatioTest(fitted(rows), fitted(rows, { columns: [0] }))
    expect(test.df).toBe(1)
    // anova(clm(rating ~ temp), clm(rating ~ temp + contact))
    expectClose(
      test.statistic,
      2 * (fitted(rows).logLikelihood - fitted(rows, { columns: [0] }).logLikelihood),
      1e-12,
      'statistic',
    )
    expect(test.pValue).toBeGreaterThan(0.0005)
    expect(test.pValue).toBeLessThan(0.002)
  })
})
