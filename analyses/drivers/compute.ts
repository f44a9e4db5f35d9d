import type { ComputeContext, FramesOf } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { finite } from '../core/result'
import { percentileInterval } from '../numeric/resampling/bootstrap'
import { centredProducts, centredRows, crossProductsByGroup } from '../numeric/regression/centred-crossproducts'
import { bootstrapImportance, mostDrawn } from '../numeric/regression/importance-bootstrap'
import {
  heteroscedasticCovariance,
  leastSquares,
  testEstimate,
  varianceInflation,
  type LeastSquares,
} from '../numeric/regression/least-squares'
import { random } from '../numeric/resampling/random'
import { lindemanMerendaGold, subsetRSquared } from '../numeric/regression/relative-importance'
import { standardDeviation } from '../numeric/summary/summary'
import { calibrationBins, predicted, type CalibrationBin } from './calibration'
import { noteData, noteFit } from './data-notes'
import { interceptTerm } from './declarations'
import { predictorsOf, validationColumn, type DriversOptions } from './options'
import { readRespondents, type Clusters } from './respondents'
import type { selectDrivers } from './statements'
import { validate, type FoldResult, type Validation } from './validation'
import { code, info, warning } from './words'
import type { TestedEstimate } from '../survey/tested-estimate'

/** A model needs at least this many respondents with complete answers, and this many more for each predictor. */
const fewestRespondents = 10
const fewestPerPredictor = 2

export interface Coefficient extends TestedEstimate {
  /** `intercept`, or a predictor. */
  readonly term: string
  readonly standardized: number | null
  readonly vif: number | null
  /** The standard error if all respondents spread alike. */
  readonly seEqual: number | null
}

export interface Importance {
  readonly predictor: string
  readonly lmg: number | null
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
  /** R² of the predictor by itself, and what it adds to all the others. */
  readonly alone: number | null
  readonly unique: number | null
}

export interface Drivers {
  readonly n: number
  readonly respondents: number
  readonly fit: {
    readonly rSquared: number | null
    readonly adjusted: number | null
    readonly residualDeviation: number | null
    readonly statistic: number | null
    readonly df: number
    readonly dfResidual: number
    readonly pValue: number | null
  }
  readonly coefficients: readonly Coefficient[]
  readonly importance: readonly Importance[]
  readonly folds: readonly FoldResult[]
  readonly calibration: readonly CalibrationBin[]
}

/**
 * A linear model of the outcome on the predictors over respondents with complete answers, the predictors' shares of its R², and how well it predicts clusters that were left out.
 * @throws InputError when no predictor is left, respondents are too few, or the outcome or every predictor is constant
 */
export function analyseDrivers(
  frames: FramesOf<typeof selectDrivers>,
  options: DriversOptions,
  context: ComputeContext<SurveyDataset>,
): Drivers {
  stopIfAborted(context.abort)
  const names = predictorsOf(options)
  const outcome = { outcome: options.outcome } as const
  if (names.length === 0) throw new InputError(code('no-predictors'), { outcome })
  const respondents = readRespondents(frames, options, context.dataset)
  const n = respondents.outcome.length
  // Who was followed may be counted once a round.
  const answersAPerson = context.dataset.linkage === 'unlinked' ? 1 : context.dataset.rounds.length
  const needed = Math.max(fewestRespondents + fewestPerPredictor * names.length, context.minGroup * answersAPerson)
  if (n < needed) throw new InputError(code('too-few'), { n: { people: n }, needed, predictors: names.length })
  if (!varies(respondents.outcome)) throw new InputError(code('outcome-constant'), { outcome })
  if (!respondents.predictors.some(varies))
    throw new InputError(code('predictors-constant'), {
      predictors: { list: names.map((id): Label => ({ outcome: id })) },
    })
  if (options.resample === 'clusters' && (respondents.cluster === null || respondents.cluster.count < 2)) {
    throw new InputError(code('nothing-to-resample'), { clusters: respondents.cluster?.count ?? 0 })
  }
  noteData(respondents, names, options, context)

  const design = { columns: respondents.predictors, intercept: true }
  const fit = leastSquares(design, respondents.outcome)
  const inflation = varianceInflation(fit, design)
  noteFit(fit, inflation, respondents.predictors.map(varies), names, context)
  context.progress(0.05)
  const columns = [...respondents.predictors, respondents.outcome]
  const validation = validationOf(columns, respondents.cluster, options, context)
  stopIfAborted(context.abort)
  return {
    n,
    respondents: respondents.total,
    fit: {
      rSquared: finite(fit.rSquared),
      adjusted: finite(fit.adjustedRSquared),
      residualDeviation: finite(fit.residualDeviation),
      statistic: finite(fit.statistic),
      df: fit.df,
      dfResidual: fit.dfResidual,
      pValue: finite(fit.pValue),
    },
    coefficients: coefficientsOf(
      fit,
      heteroscedasticCovariance(fit, design),
      inflation,
      columns,
      names,
      options.confidence,
    ),
    importance: importanceOf(columns, names, respondents.cluster, options, context),
    folds: validation?.folds ?? [],
    calibration:
      validation === null
        ? []
        : calibrationBins(
            protectedPredictions(validation.predictions, respondents.withOutcome, context),
            respondents.outcome,
            context.minGroup,
            options.confidence,
          ),
  }
}

const varies = (values: Float64Array): boolean => values.some((value) => value !== values[0])

function coefficientsOf(
  fit: LeastSquares,
  covariance: Float64Array,
  inflation: Float64Array,
  columns: readonly Float64Array[],
  names: readonly string[],
  confidence: number,
): readonly Coefficient[] {
  const width = fit.estimates.length
  const outcomeDeviation = standardDeviation(columns[width - 1] ?? [])
  return [interceptTerm, ...names].map((term, j) => {
    const estimate = fit.estimates[j] ?? Number.NaN
    const se = Math.sqrt(covariance[j * width + j] ?? Number.NaN)
    const isTested = fit.residualSumOfSquares > 0 && !Number.isNaN(estimate)
    const tested = testEstimate(estimate, isTested ? se : Number.NaN, fit.dfResidual, confidence)
    return {
      term,
      estimate: finite(estimate),
      se: finite(tested.se),
      df: Number.isFinite(tested.se) ? fit.dfResidual : null,
      statistic: finite(tested.statistic),
      pValue: finite(tested.pValue),
      low: finite(tested.low),
      high: finite(tested.high),
      standardized: j === 0 ? null : finite((estimate * standardDeviation(columns[j - 1] ?? [])) / outcomeDeviation),
      vif: j === 0 ? null : finite(inflation[j - 1]),
      seEqual: isTested ? finite(fit.standardErrors[j]) : null,
    }
  })
}

function importanceOf(
  columns: readonly Float64Array[],
  names: readonly string[],
  cluster: Clusters | null,
  options: DriversOptions,
  context: ComputeContext<SurveyDataset>,
): readonly Importance[] {
  const predictors = names.length
  const n = columns[0]?.length ?? 0
  const [whole] = crossProductsByGroup(centredRows(columns), predictors + 1, new Int32Array(n), 1)
  if (whole === undefined) return []
  const products = centredProducts(whole)
  const lmg = lindemanMerendaGold(products, predictors)
  const subsets = subsetRSquared(products, predictors)
  const everything = subsets.length - 1
  const total = subsets[everything] ?? Number.NaN
  const byCluster = options.resample === 'clusters' && cluster !== null
  if (n > mostDrawn && !byCluster)
    context.note(info('drawn-in-parts', { n, parts: mostDrawn }, { table: 'importance', column: 'conf_low' }))
  const replicates = bootstrapImportance(columns, {
    draws: options.draws,
    random: random(context.seed, 'importance'),
    ...(byCluster ? { clusters: withoutUnknown(cluster) } : {}),
    checkpoint: (share) => {
      stopIfAborted(context.abort)
      context.progress(0.3 + 0.7 * share)
    },
  })
  context.note(
    info(
      `bootstrap-${options.resample}`,
      { draws: options.draws, seed: String(context.seed) },
      { table: 'importance', column: 'conf_low' },
    ),
  )
  context.progress(1)
  return names.map((predictor, j) => {
    const own = replicates[j] ?? new Float64Array()
    const interval = percentileInterval(own, options.confidence)
    return {
      predictor,
      lmg: finite(lmg[j]),
      share: total > 0 ? finite((lmg[j] ?? Number.NaN) / total) : null,
      low: finite(interval.low),
      high: finite(interval.high),
      alone: finite(subsets[2 ** j]),
      unique: finite(total - (subsets[everything - 2 ** j] ?? Number.NaN)),
    }
  })
}

/** People of an unknown cluster make one of their own. */
function withoutUnknown({ ofRow, count }: Clusters): Clusters {
  return ofRow.includes(-1)
    ? { ofRow: ofRow.map((own) => (own < 0 ? count : own)), count: count + 1 }
    : { ofRow, count }
}

/**
 * Predictions for the calibration's parts. Where 1 … minGroup − 1 people have the outcome but no prediction, the parts' sums beside a mean of everybody would tell what these
 * answered: as many others, drawn at random, are left out too as make them a group.
 */
function protectedPredictions(
  predictions: Float64Array,
  withOutcome: number,
  context: ComputeContext<SurveyDataset>,
): Float64Array {
  const rows = predicted(predictions)
  const without = withOutcome - rows.length
  if (without <= 0 || without >= context.minGroup) return predictions
  random(context.seed, 'calibration').shuffle(rows)
  const shown = predictions.slice()
  for (const row of rows.subarray(0, context.minGroup - without)) shown[row] = Number.NaN
  context.note(info('calibration-protected', { min: context.minGroup }, { table: 'calibration' }))
  return shown
}

function validationOf(
  columns: readonly Float64Array[],
  cluster: Clusters | null,
  options: DriversOptions,
  context: ComputeContext<SurveyDataset>,
): Validation | null {
  const by = validationColumn(options)
  if (cluster === null || cluster.count < 2) {
    context.note(warning('not-validated', { clusters: cluster?.count ?? 0, hasColumn: cluster !== null, by }))
    return null
  }
  const result = validate(columns, cluster, {
    folds: options.folds,
    repeats: options.repeats,
    smallestFold: context.minGroup,
    random: random(context.seed, 'validation'),
    checkpoint: (share) => {
      stopIfAborted(context.abort)
      context.progress(0.05 + 0.25 * share)
    },
  })
  if (result === null) context.note(warning('folds-too-small', { by, min: context.minGroup }))
  else
    context.note(
      info(
        result.isLeaveOneOut ? 'left-out-once' : 'folds',
        { by, clusters: cluster.count, folds: options.folds, repeats: options.repeats, seed: String(context.seed) },
        { table: 'validation' },
      ),
    )
  return result
}
