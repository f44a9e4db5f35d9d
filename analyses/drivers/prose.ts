import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { fewInWords, intervalPhrase, percentOf, probabilityPhrase, quantity, type Label } from '../core/words'
import { unitLabel } from '../survey/score-axis'
import {
  allFolds,
  interceptTerm,
  type CoefficientRow,
  type FitRow,
  type ImportanceRow,
  type Tables,
  type ValidationRow,
} from './declarations'
import { predictorsOf, validationColumn, type DriversOptions } from './options'
import { say } from './words'

/** Predictors that a sentence names. */
const namedAtMost = 4

type Context = ReportContext<SurveyDataset>

const named = (ids: readonly string[]): Label => fewInWords(ids.map((id): Label => ({ outcome: id })))

/** How much of the outcome the predictors account for, which of them most, and how well they predict. Nothing is said of causes. */
export function sayDrivers(
  { fit, importance, coefficients, validation }: Tables,
  options: DriversOptions,
  context: Context,
): Prose {
  const [model] = fit.rows
  const all = validation.rows.find(({ cells }) => cells.fold === allFolds)
  const method = methodSentences(model, all, options)
  const [fitted] = rowsWith(fit.rows, 'r_squared')
  if (fitted === undefined) return { method, finding: [say('say.finding.withheld', { min: context.minGroup })] }
  return {
    method,
    finding: [
      say('say.finding.fit', {
        outcome: { outcome: options.outcome },
        count: predictorsOf(options).length,
        share: quantity(fitted.cells.r_squared, 'percent'),
        p: probabilityPhrase(fitted.cells.p_value),
      }),
      ...importanceSentences(rowsWith(importance.rows, 'lmg')),
      ...coefficientSentences(rowsWith(coefficients.rows, 'p_value'), options, context),
      ...validationSentences(all, options, context),
      say('say.finding.no-cause'),
    ],
  }
}

function methodSentences(
  model: FitRow | undefined,
  all: ValidationRow | undefined,
  options: DriversOptions,
): readonly Label[] {
  const predictors = predictorsOf(options)
  const by = validationColumn(options)
  return [
    say('say.method.model', {
      outcome: { outcome: options.outcome },
      predictors: named(predictors),
      count: predictors.length,
      n: quantity(model?.cells.n ?? null, 'count'),
    }),
    say(`say.method.importance-${options.resample}`, {
      draws: options.draws,
      confidence: percentOf(options.confidence),
      by,
    }),
    ...(all === undefined
      ? []
      : [
          say('say.method.validation', {
            by,
            folds: options.folds,
            repeats: options.repeats,
            isLeaveOneOut: (all.cells.clusters ?? 0) <= options.folds,
            clusters: quantity(all.cells.clusters, 'count'),
          }),
        ]),
  ]
}

/** The predictor with the largest share, those after it, and whether their order is certain. */
function importanceSentences(rows: readonly RowWith<ImportanceRow, 'lmg'>[]): readonly Label[] {
  const ranked = rows.toSorted((a, b) => b.cells.lmg - a.cells.lmg)
  const [top, second] = ranked
  if (top === undefined || second === undefined) return []
  return [
    say('say.finding.importance', {
      predictor: { outcome: top.cells.predictor },
      lmg: quantity(top.cells.lmg, 'percent'),
      interval: intervalPhrase(top.cells.conf_low, top.cells.conf_high, 'percent'),
      others: {
        list: ranked
          .slice(1, namedAtMost)
          .map(({ cells }) =>
            say('predictor-share', { predictor: { outcome: cells.predictor }, lmg: quantity(cells.lmg, 'percent') }),
          ),
      },
    }),
    ...((top.cells.conf_low ?? 0) <= (second.cells.conf_high ?? 0) ? [say('say.finding.order-unsure')] : []),
  ]
}

function coefficientSentences(
  rows: readonly RowWith<CoefficientRow, 'p_value'>[],
  options: DriversOptions,
  context: Context,
): readonly Label[] {
  const level = 1 - options.confidence
  const terms = rows.filter(({ cells }) => cells.term !== interceptTerm)
  const clear = terms.filter(({ cells }) => cells.p_value < level)
  const unclear = terms.filter(({ cells }) => cells.p_value >= level)
  return [
    ...(clear.length > 0
      ? [
          say('say.finding.coefficients', {
            outcome: { outcome: options.outcome },
            unit: unitLabel(context.dataset, options.outcome),
            terms: fewInWords(
              clear.map(({ cells }) =>
                say('coefficient', {
                  predictor: { outcome: cells.term },
                  estimate: quantity(cells.estimate, 'estimate'),
                  interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
                }),
              ),
            ),
          }),
        ]
      : []),
    ...(unclear.length > 0
      ? [
          say('say.finding.unclear', {
            level: percentOf(level),
            count: unclear.length,
            terms: named(unclear.map(({ cells }) => cells.term)),
          }),
        ]
      : []),
  ]
}

function validationSentences(
  all: ValidationRow | undefined,
  options: DriversOptions,
  context: Context,
): readonly Label[] {
  const { r_squared: share = null, calibration_slope: slope = null } = all?.cells ?? {}
  if (all === undefined || share === null) return []
  return [
    say(share > 0 ? 'say.finding.validation' : 'say.finding.validation-useless', {
      by: validationColumn(options),
      share: quantity(share, 'percent'),
      rmse: quantity(all.cells.rmse, 'mean'),
      mae: quantity(all.cells.mae, 'mean'),
      unit: unitLabel(context.dataset, options.outcome),
    }),
    ...(slope === null
      ? []
      : [
          say('say.finding.slope', {
            slope: quantity(slope, 'estimate'),
            kind: slope < 0.9 ? 'overstated' : slope > 1.1 ? 'understated' : 'right',
          }),
        ]),
  ]
}
