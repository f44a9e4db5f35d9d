import type { TableColumn } from './result'

/**
 * The columns that several tables have. One id is one definition everywhere: a table that needs the word for something else takes another word.
 * How many decimals a number has depends on what it estimates, so that the columns of estimates, standard errors and intervals take this as an argument.
 */

type Written = NonNullable<TableColumn['as']>

const counted = <const I extends string>(id: I) => ({ id, kind: 'count' }) as const
const numbered = <const I extends string, const A extends Written>(id: I, as: A) =>
  ({ id, kind: 'number', as }) as const
const probable = <const I extends string>(id: I) => ({ id, kind: 'probability' }) as const
const named = <const I extends string>(id: I) => ({ id, kind: 'text', isKey: true }) as const

/** The same columns, shown only when the reader asks for all. */
export function secondary<const C extends readonly TableColumn[]>(
  ...columns: C
): { readonly [K in keyof C]: C[K] & { readonly secondary: true } } {
  return columns.map((column) => ({ ...column, secondary: true })) as never
}

/** The same columns, which a table has only under the options named. */
export function when<const W extends NonNullable<TableColumn['when']>, const C extends readonly TableColumn[]>(
  options: W,
  ...columns: C
): { readonly [K in keyof C]: C[K] & { readonly when: W } } {
  return columns.map((column) => ({ ...column, when: options })) as never
}

/** The same columns with numbers written another way: levels of a scale as the whole numbers that they are. */
export function writtenAs<const A extends Written, const C extends readonly TableColumn[]>(
  as: A,
  ...columns: C
): { readonly [K in keyof C]: Omit<C[K], 'as'> & { readonly as: A } } {
  return columns.map((column) => ({ ...column, as })) as never
}

// Whom or what a row is about.

/** A dimension or an item that has numbers. */
export const outcome = { id: 'outcome', kind: 'text', refersTo: 'outcome', isKey: true } as const
export const dimension = { id: 'dimension', kind: 'text', refersTo: 'dimension', isKey: true } as const
export const item = { id: 'item', kind: 'text', refersTo: 'item', isKey: true } as const
/** The two groups of a comparison; differences are the first minus the second. */
export const pairOfGroups = [
  { ...named('group_a'), refersTo: 'group' },
  { ...named('group_b'), refersTo: 'group' },
] as const
/** A group's levels joined by a middle dot, as the columns that compare groups name it. */
export const groupName = { id: 'group_name', kind: 'text', refersTo: 'group', isKey: true, secondary: true } as const

/** One group, by its name. */
export const group = { id: 'group', kind: 'text', refersTo: 'group' } as const
/** The name of the group that the row's group is compared with. */
export const reference = { id: 'reference', kind: 'text', refersTo: 'group' } as const

// How many.

/** The number of answers behind the other numbers of the row. */
export const n = counted('n')
/** The number of answers or respondents with nothing missing. */
export const nComplete = counted('n_complete')
/** How many of them were followed from one round to another. */
export const nLinked = counted('n_linked')
/** How many answers or readings were asked for and not given. */
export const blank = counted('blank')
/** The number of groups that the row takes together. */
export const groups = counted('groups')
/** The number of items that the row takes together. */
export const items = counted('items')
/** Place in the order of the table, the first is 1; ties share a place. */
export const rank = counted('rank')

/** A share of all, 0 … 1. */
export const share = numbered('share', 'percent')
/** Share of the highest answer of the declared scale, with reversed items turned. */
export const ceilingShare = numbered('ceiling_share', 'percent')
/** Share of the commonest answer. */
export const largestShare = numbered('largest_share', 'percent')

// Means.

/** Arithmetic mean; under case weights the weighted one. */
export const mean = numbered('mean', 'mean')
/** Standard deviation, with divisor n − 1. */
export const sd = numbered('sd', 'mean')
export const median = numbered('median', 'mean')
/** The mean without case weights, where they were used. */
export const meanUnweighted = numbered('mean_unweighted', 'mean')

// Single values.

/** A single value: an answer, a reading, or the rate of events at a time. */
export const value = { id: 'value', kind: 'number' } as const
/** The smallest and the largest value of the row. */
export const extremes = [
  { id: 'min', kind: 'number' },
  { id: 'max', kind: 'number' },
] as const
/** The unit of the numbers of the row; null where none was given. */
export const unit = { id: 'unit', kind: 'text' } as const
/** The value that is to be reached. */
export const target = { id: 'target', kind: 'number' } as const

// Estimates and their uncertainty.

/** What is estimated: a difference, a coefficient, a correlation. */
export const estimate = <const A extends Written>(as: A) => numbered('estimate', as)
/** Standard error of the mean or estimate of the row. */
export const se = <const A extends Written>(as: A) => numbered('se', as)
/** Confidence interval at option `confidence`, of the mean or estimate of the row. */
export const interval = <const A extends Written>(as: A) =>
  [numbered('conf_low', as), numbered('conf_high', as)] as const

/** A term of a model: its constant, a predictor, or several predictors together. */
export const term = named('term')
/** A dimension or an item from which a model predicts. */
export const predictor = { id: 'predictor', kind: 'text', refersTo: 'outcome', isKey: true } as const
/** The estimate in units of standard deviations. */
export const standardized = { id: 'standardized', kind: 'number' } as const

// Tests.

/** Test statistic: F, t, H, z or χ², depending on the test. */
export const statistic = numbered('statistic', 'statistic')
/** Degrees of freedom; of F, those of the numerator. */
export const df = numbered('df', 'df')
/** Degrees of freedom of the denominator of F. */
export const dfResidual = numbered('df_residual', 'df')
/** Probability of a statistic at least as extreme under the null hypothesis, two-sided where there are two sides. */
export const pValue = probable('p_value')
/** `p_value` adjusted for the family that a note names. */
export const pAdjusted = probable('p_adjusted')
/** Brown and Forsythe's test of equal spread: Levene's with medians. */
export const equalSpread = [numbered('levene_statistic', 'statistic'), probable('levene_p_value')] as const

// Effect sizes.

/** Hedges' g, the standardised mean difference without small-sample bias, with its interval. */
export const hedgesG = numbered('hedges_g', 'estimate')
export const hedgesInterval = [numbered('g_low', 'estimate'), numbered('g_high', 'estimate')] as const
/** Cliff's δ, P(A > B) − P(A < B), with its interval. */
export const cliffsDelta = numbered('cliffs_delta', 'correlation')
export const cliffsInterval = [numbered('delta_low', 'correlation'), numbered('delta_high', 'correlation')] as const
/** Shares of variance that groups explain: η² of the sample, ω² and ε² without its bias. */
export const omegaSquared = numbered('omega_sq', 'correlation')
export const etaSquared = numbered('eta_sq', 'correlation')
export const epsilonSquared = numbered('epsilon_sq', 'correlation')

// Reliability.

/** Cronbach's α. */
export const alpha = numbered('alpha', 'correlation')
/** McDonald's ω from the variance that the one-factor model implies. */
export const omega = numbered('omega', 'correlation')
export const omegaInterval = [numbered('omega_low', 'correlation'), numbered('omega_high', 'correlation')] as const
/** Mean of the correlations between the items. */
export const averageCorrelation = numbered('average_r', 'correlation')
/** Correlation of an item with the sum of the others of its dimension. */
export const itemRest = numbered('item_rest_r', 'correlation')
/** Standardised loading on the one factor of the dimension. */
export const loading = numbered('loading', 'correlation')

// Fit of models.

/** χ² of the model against the saturated one: lavaan's likelihood-ratio statistic, and psych's `STATISTIC` of factors that were found, with Bartlett's correction. */
export const chiSquare = numbered('chi_square', 'statistic')
/** Bentler's comparative fit index and the index of Tucker and Lewis, both against the model of independent items. */
export const cfi = numbered('cfi', 'fit-index')
export const tli = numbered('tli', 'fit-index')
/** Steiger and Lind's root mean square error of approximation: the root of the estimated misfit of the population per degree of freedom. */
export const rmsea = numbered('rmsea', 'fit-index')
/** Hu and Bentler's standardised root mean square residual, over the variances and covariances (of correlations: the diagonal counts, as 0). */
export const srmr = numbered('srmr', 'fit-index')
/** Root mean square of the residual correlations off the diagonal, psych's RMSR. */
export const rmsr = numbered('rmsr', 'fit-index')
/** 90 % interval of RMSEA. */
export const rmseaInterval = [numbered('rmsea_low', 'fit-index'), numbered('rmsea_high', 'fit-index')] as const

/** Logarithm of the likelihood at its maximum, constants included; the restricted one of a mixed model that is fitted by REML. */
export const logLikelihood = numbered('log_likelihood', 'statistic')
/** The number of free parameters of a model; parameters that are held equal count once. */
export const parameters = counted('parameters')
/** Akaike's and Schwarz's criteria: −2 log L + 2k and −2 log L + k log n, with k free parameters. */
export const informationCriteria = [numbered('aic', 'statistic'), numbered('bic', 'statistic')] as const

/** Modification index: the fall in χ² to be expected where a parameter fixed at 0 is freed, lavaan's `mi` (a score test). */
export const modificationIndex = numbered('mi', 'statistic')
/** The value that the freed parameter is then expected to have, as it is and with all variables standardised: lavaan's `epc` and `sepc.all`. */
export const expectedChange = numbered('epc', 'estimate')
export const expectedChangeStandardized = numbered('sepc', 'correlation')

// Steps of invariance.

/** What is held equal in all groups. */
export const step = <const C extends readonly string[]>(codes: C) =>
  ({ id: 'step', kind: 'text', refersTo: 'codes:step', codes, isKey: true }) as const
/** Likelihood-ratio test of a step against the one it is nested in, as lavaan's `lavTestLRT`. */
export const deltaChiSquare = numbered('delta_chi_square', 'statistic')
export const deltaDf = numbered('delta_df', 'df')
/** A step's index minus that of the step it is compared with. */
export const deltaCfi = numbered('delta_cfi', 'fit-index')
export const deltaRmsea = numbered('delta_rmsea', 'fit-index')
/** Whether a group takes part in a comparison. */
export const state = <const C extends readonly string[]>(codes: C) => ({ id: 'state', kind: 'verdict', codes }) as const

// Series in time.

/** The time of a reading, or the beginning of the stretch of time that the row takes together. */
export const time = { id: 'time', kind: 'text', refersTo: 'time', isKey: true } as const
/** The share of the time for which there are data. */
export const coverage = numbered('coverage', 'percent')

// Control charts.

/** Centre line of a control chart, on the scale of what is charted. */
export const centre = { id: 'centre', kind: 'number' } as const
/** Control limits. */
export const controlLimits = [
  { id: 'lower', kind: 'number' },
  { id: 'upper', kind: 'number' },
] as const
/** The signs that a point shows more than chance variation. */
export const signal = <const C extends readonly string[]>(codes: C) =>
  ({ id: 'signal', kind: 'text', refersTo: 'codes:signal', codes }) as const

// How the numbers came about.

/** The choice of the analysis's own option that the row was worked out with. */
export const method = <const O extends string, const C extends readonly string[]>(option: O, codes: C) =>
  ({ id: 'method', kind: 'text', refersTo: `choice:${option}`, codes }) as const

// Conclusions in words.

/** The conclusion that the numbers of the row allow. */
export const verdict = <const C extends readonly string[]>(codes: C) =>
  ({ id: 'verdict', kind: 'verdict', codes }) as const
/** The reason for the row's conclusion, as a sentence. */
export const reason = { id: 'reason', kind: 'text', refersTo: 'phrase' } as const
/** What the row is about, in words. */
export const label = { id: 'label', kind: 'text', refersTo: 'phrase' } as const
