import { chiSquare } from '../distributions/chi-square'
import { fitOrdinalRegression, type OrdinalFit, type OrdinalModel, type OrdinalProblem } from './fit'

/** A likelihood-ratio test of two nested models. */
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

type TermTest = (fit: OrdinalFit, term: readonly number[], onStep?: () => void) => LikelihoodRatioTest | OrdinalProblem

/** A test of the fit against the model in which the term's columns have an effect that it leaves out. */
const testOfTerm =
  (effectOf: (columns: readonly number[]) => Pick<OrdinalModel, 'nominal' | 'scale'>): TermTest =>
  (fit, term, onStep) => {
    const { rows, location } = fit.maximum.design
    const columns = [...location].sort((a, b) => a - b)
    const larger = fitOrdinalRegression(rows, {
      link: fit.link,
      columns,
      ...effectOf(term.filter((column) => columns.includes(column))),
      ...(onStep === undefined ? {} : { onStep }),
    })
    if (larger.problem === null) return likelihoodRatioTest(larger, fit)
    return larger.limit === null ? larger : likelihoodRatioTest(larger.limit, fit)
  }

/**
 * Tests proportional odds for a term: the columns get an effect of their own at every threshold (Peterson & Harrell 1990, doi 10.2307/2347760;
 * `ordinal::nominal_test`). Columns that the fit left out as combinations of others take no part.
 *
 * @param term columns that belong together, such as the levels of one factor
 * @returns the test, with df = (categories − 2) × columns; where the larger model's likelihood only tends to a limit, as when a group never
 * chose the last category, the limit is used; a problem if there is none, as when a group never chose a category between two that it did
 */
export const proportionalOddsTest = testOfTerm((nominal) => ({ nominal }))

/**
 * Tests whether the spread of the latent answers differs with the term (McCullagh 1980; `ordinal::scale_test`); df = its columns. Terms and results are as for
 * `proportionalOddsTest`.
 */
export const scaleTest = testOfTerm((scale) => ({ scale }))
