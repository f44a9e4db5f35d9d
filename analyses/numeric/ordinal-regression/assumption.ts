import { chiSquare } from '../distributions/chi-square'
import { fitOrdinalRegression, type OrdinalFit, type OrdinalProblem } from './fit'

export interface LikelihoodRatioTest {
  /** Log-likelihood of the larger model. */
  readonly logLikelihood: number
  readonly statistic: number
  readonly df: number
  readonly pValue: number
}

/** What likelihood ratios need of a model; of one under separation its `limit`. */
export type Likelihood = Pick<OrdinalFit, 'logLikelihood' | 'parameters'>

/** Twice the difference of log-likelihoods against chi-square; NaN p if the models have as many parameters. */
export const likelihoodRatioTest = (larger: Likelihood, smaller: Likelihood): LikelihoodRatioTest => {
  const df = larger.parameters - smaller.parameters
  const statistic = Math.max(0, 2 * (larger.logLikelihood - smaller.logLikelihood))
  return {
    logLikelihood: larger.logLikelihood,
    statistic,
    df,
    pValue: df > 0 ? chiSquare.upper(statistic, df) : Number.NaN,
  }
}

const columnsInUse = (fit: OrdinalFit): readonly number[] => [...fit.maximum.design.location].sort((a, b) => a - b)

const againstFit = (larger: OrdinalFit | OrdinalProblem, fit: OrdinalFit): LikelihoodRatioTest | OrdinalProblem => {
  if (larger.problem === null) return likelihoodRatioTest(larger, fit)
  return larger.limit === null ? larger : likelihoodRatioTest(larger.limit, fit)
}

/**
 * Tests proportional odds for a term: the columns get an effect of their own at every threshold (Peterson & Harrell 1990; `nominal_test` of `ordinal::clm`). Columns
 * that the fit left out as combinations of others take no part.
 *
 * @param term columns that belong together, such as the levels of one factor
 * @returns the test, with df = (categories − 2) × columns; where the larger model's likelihood only tends to a limit, as when a group never
 * chose the last category, the limit is used; a problem if there is none, as when a group never chose a category between two that it did
 */
export const proportionalOddsTest = (
  fit: OrdinalFit,
  term: readonly number[],
  onStep?: () => void,
): LikelihoodRatioTest | OrdinalProblem => {
  const { rows } = fit.maximum.design
  const columns = columnsInUse(fit)
  const nominal = term.filter((column) => columns.includes(column))
  const larger = fitOrdinalRegression(rows, {
    link: fit.link,
    columns,
    nominal,
    ...(onStep === undefined ? {} : { onStep }),
  })
  return againstFit(larger, fit)
}

/** Tests whether the spread of the latent answers differs with the term (`scale_test` of `ordinal::clm`); df = its columns. */
export const scaleTest = (
  fit: OrdinalFit,
  term: readonly number[],
  onStep?: () => void,
): LikelihoodRatioTest | OrdinalProblem => {
  const { rows } = fit.maximum.design
  const columns = columnsInUse(fit)
  const scale = term.filter((column) => columns.includes(column))
  const larger = fitOrdinalRegression(rows, {
    link: fit.link,
    columns,
    scale,
    ...(onStep === undefined ? {} : { onStep }),
  })
  return againstFit(larger, fit)
}
