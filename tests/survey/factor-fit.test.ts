import { expect, test } from 'vitest'
import { fitFactorModel } from '../../analyses/numeric/factor-model/factor-model'
import { simpleStructureModel } from '../../analyses/numeric/factor-model/model'
import { modificationIndices } from '../../analyses/numeric/factor-model/score-tests'
import { differenceCells, fitCells, likelihoodCells, modificationCells } from '../../analyses/survey/factor-fit'

/** Two factors with two items each, correlations as made up. */
const covariance = Float64Array.of(1, 0.6, 0.3, 0.2, 0.6, 1, 0.3, 0.3, 0.3, 0.3, 1, 0.5, 0.2, 0.3, 0.5, 1)
const result = fitFactorModel(simpleStructureModel([0, 0, 1, 1]), [{ count: 200, covariance }], {
  identification: 'variance',
})

test('every index stands in the column that is called so', () => {
  if (!result.converged) throw new Error(result.reason)
  const { fit } = result
  expect(fitCells(fit)).toEqual({
    chi_square: fit.chiSquare,
    df: 1,
    p_value: fit.pValue,
    cfi: fit.cfi,
    tli: fit.tli,
    rmsea: fit.rmsea,
    rmsea_low: fit.rmseaLow,
    rmsea_high: fit.rmseaHigh,
    srmr: fit.srmr,
  })
  const { aic, bic, log_likelihood: logLikelihood, parameters } = likelihoodCells(fit)
  expect(parameters).toBe(9)
  expect(aic).toBeCloseTo(2 * 9 - 2 * (logLikelihood ?? 0), 10)
  expect(bic).toBeCloseTo(9 * Math.log(200) - 2 * (logLikelihood ?? 0), 10)
  const [first] = modificationIndices(result)
  expect(first).toBeDefined()
  expect(modificationCells(first!)).toEqual({
    mi: first!.index,
    p_value: first!.pValue,
    epc: first!.change,
    sepc: first!.standardizedChange,
  })
})

test('what is not there is null, and so is what is not a number', () => {
  expect(new Set(Object.values({ ...fitCells(null), ...likelihoodCells(null), ...modificationCells(null) }))).toEqual(
    new Set([null]),
  )
  expect(
    differenceCells({ chiSquare: 3, df: 0, pValue: Number.NaN, cfi: -0.01, rmsea: 0.02, isWithinGuides: true }),
  ).toEqual({ delta_chi_square: 3, delta_df: 0, p_value: null, delta_cfi: -0.01, delta_rmsea: 0.02 })
})
