import { chiSquare as chiSquareDistribution } from '../distributions/chi-square'
import { expm1 } from '../elementary/elementary-functions'
import { fitOrdinalRegression, type OrdinalFit, type OrdinalProblem } from './fit'
import { compressOrdinalRows } from './rows'

/** A likelihood-ratio test; NaN p without degrees of freedom. */
export interface NestedTest {
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
}

/** Log odds of a higher answer in a group against the first group, at the same rest score. NaN under separation. */
export interface GroupEffect {
  readonly group: number
  readonly estimate: number
  readonly se: number
}

/** Both tests of an item, and how far each group is from the first. */
export interface ItemFunctioning {
  readonly problem: null
  readonly n: number
  /** Groups with answers, the first of them the reference. */
  readonly groups: readonly number[]
  /** Group beside the rest score: answers lie higher or lower throughout. Null where it could not be fitted. */
  readonly uniform: NestedTest | null
  /** Group × rest score beside both: the item goes with the rest more in one group than in another. Null where it could not be fitted. */
  readonly nonUniform: NestedTest | null
  /** What the group adds to Nagelkerke's R² (uniform). */
  readonly deltaRSquared: number
  readonly effects: readonly GroupEffect[]
  /** Why effects are missing. */
  readonly separated: boolean
}

/** `one-category`: all answers are equal. `one-group`: answers from one group only. */
export interface ItemFunctioningProblem {
  readonly problem: 'no-rows' | 'one-category' | 'one-group' | 'not-converged'
}

/**
 * Differential item functioning by ordinal regression (Zumbo 1999): a proportional-odds model of an item on the rest score, with the group, and with group × rest score; likelihood
 * ratios as `anova` of `ordinal::clm`. A category that a group never chose is no error: thresholds are common to all groups.
 *
 * @param answers  of the item, NaN where missing
 * @param rest     mean or sum of the other items, NaN where missing
 * @param groupOf  0 … groupCount − 1 by row, −1 for none
 * @param counts   how many each row stands for
 * @param onStep   called before every step of Newton's method; may throw to stop
 */
export const itemFunctioning = (
  answers: ArrayLike<number>,
  rest: ArrayLike<number>,
  groupOf: ArrayLike<number>,
  groupCount: number,
  counts: ArrayLike<number>,
  onStep?: () => void,
): ItemFunctioning | ItemFunctioningProblem => {
  const present = new Float64Array(groupCount)
  const rows: number[] = []
  for (let row = 0; row < answers.length; row++) {
    const group = groupOf[row] as number
    if (group < 0 || Number.isNaN(answers[row] as number) || Number.isNaN(rest[row] as number)) continue
    rows.push(row)
    present[group] = (present[group] as number) + (counts[row] as number)
  }
  const groups = Array.from(present.keys()).filter((group) => (present[group] as number) > 0)
  if (rows.length === 0) return { problem: 'no-rows' }
  if (groups.length < 2) return { problem: 'one-group' }
  const others = groups.slice(1)
  const take = (f: (row: number) => number): Float64Array => Float64Array.from(rows, f)
  const score = take((row) => rest[row] as number)
  const weights = take((row) => counts[row] as number)
  const n = weights.reduce((sum, count) => sum + count, 0)
  const centre = score.reduce((sum, value, index) => sum + value * (weights[index] as number), 0) / n
  const dummies = others.map((group) => take((row) => (groupOf[row] === group ? 1 : 0)))
  const interactions = others.map((group) =>
    take((row) => (groupOf[row] === group ? (rest[row] as number) - centre : 0)),
  )
  const table = compressOrdinalRows(
    take((row) => answers[row] as number),
    [score, ...dummies, ...interactions],
    weights,
  )
  const columns = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)
  const fit = (count: number): Likelihood | null =>
    likelihoodOf(fitOrdinalRegression(table, { columns: columns(count), ...(onStep === undefined ? {} : { onStep }) }))
  const base = fit(1)
  if (base === null) return { problem: table.categories.length < 2 ? 'one-category' : 'not-converged' }
  const withGroup = fit(1 + others.length)
  const withInteraction = fit(1 + 2 * others.length)
  const empty = fit(0)
  const full = withGroup?.fit ?? null
  return {
    problem: null,
    n,
    groups,
    uniform: nested(base, withGroup),
    nonUniform: withGroup === null ? null : nested(withGroup, withInteraction),
    deltaRSquared:
      empty === null || withGroup === null ? Number.NaN : nagelkerke(empty, withGroup, n) - nagelkerke(empty, base, n),
    effects: others.map((group, index) => ({
      group,
      estimate: full?.coefficients[1 + index]?.estimate ?? Number.NaN,
      se: full?.coefficients[1 + index]?.se ?? Number.NaN,
    })),
    separated: withGroup !== null && full === null,
  }
}

interface Likelihood {
  readonly logLikelihood: number
  readonly parameters: number
  /** Null under separation, where only the limit of the likelihood exists. */
  readonly fit: OrdinalFit | null
}

const likelihoodOf = (result: OrdinalFit | OrdinalProblem): Likelihood | null => {
  if (result.problem === null)
    return { logLikelihood: result.logLikelihood, parameters: result.parameters, fit: result }
  return result.limit === null ? null : { ...result.limit, fit: null }
}

const nested = (restricted: Likelihood, full: Likelihood | null): NestedTest | null => {
  if (full === null) return null
  const df = full.parameters - restricted.parameters
  const chiSquare = Math.max(0, 2 * (full.logLikelihood - restricted.logLikelihood))
  return { chiSquare, df, pValue: df > 0 ? chiSquareDistribution.upper(chiSquare, df) : Number.NaN }
}

/** Nagelkerke 1991: (1 − (L₀/L)^(2/n))/(1 − L₀^(2/n)). */
const nagelkerke = (empty: Likelihood, model: Likelihood, n: number): number =>
  expm1((2 / n) * (empty.logLikelihood - model.logLikelihood)) / expm1((2 / n) * empty.logLikelihood)
