import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label } from '../core/words'
import type { LeastSquares } from '../numeric/regression/least-squares'
import { outcomeNotes } from '../survey/outcomes'
import type { DriversOptions } from './compute'
import type { Respondents } from './respondents'

/** From this variance inflation on, a predictor says little that the others do not say. */
const highInflation = 5
/** With fewer respondents for each predictor, readers are told that the model may fit chance. */
const fewPerPredictor = 10
/** From this share of respondents with the outcome but not all predictors on, readers are warned. */
const incompleteShare = 0.1
/** With fewer clusters, their bootstrap is too narrow. */
const fewClusters = 10

const names = (ids: readonly string[]): Label => ({ list: ids.map((id): Label => ({ outcome: id })) })

/** What readers must know about the data before the model. */
export function noteData(
  respondents: Respondents,
  outcome: string,
  predictors: readonly string[],
  options: DriversOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  const n = respondents.outcome.length
  for (const note of outcomeNotes(dataset, [outcome, ...predictors])) context.note(note)
  if (dataset.rounds.length > 1)
    context.note({
      code: 'survey:pooled-over-rounds',
      level: 'info',
      about: { rounds: { list: dataset.rounds.map(({ id }) => id) } },
    })
  if (dataset.rounds.length > 1 && dataset.linkage !== 'unlinked')
    context.note({ code: 'drivers:linked', level: 'warning', about: {} })
  if (dataset.weighted) context.note({ code: 'drivers:unweighted', level: 'info', about: {} })
  const left = respondents.withOutcome - n
  if (left > 0)
    context.note({
      code: 'drivers:incomplete',
      level: left > incompleteShare * respondents.withOutcome ? 'warning' : 'info',
      about: { left, n, of: respondents.withOutcome },
    })
  if (n < fewPerPredictor * predictors.length)
    context.note({ code: 'drivers:few-respondents', level: 'warning', about: { n, predictors: predictors.length } })
  notePartWhole(outcome, predictors, dataset, context)
  if (options.resample === 'clusters' && respondents.cluster !== null && respondents.cluster.count < fewClusters) {
    context.note({
      code: 'drivers:few-clusters',
      level: 'warning',
      about: { clusters: respondents.cluster.count, needed: fewClusters },
    })
  }
}

/** An item and a dimension that it is part of go together because the one is in the other. */
function notePartWhole(
  outcome: string,
  predictors: readonly string[],
  dataset: SurveyDataset,
  context: ComputeContext<SurveyDataset>,
): void {
  const dimensionOf = (id: string): string | null =>
    dataset.instrument.items.find((item) => item.id === id)?.dimension ?? null
  const concerned = predictors.filter((id) => dimensionOf(outcome) === id || dimensionOf(id) === outcome)
  if (concerned.length > 0)
    context.note({
      code: 'drivers:part-whole',
      level: 'warning',
      about: { outcome: { outcome }, predictors: names(concerned) },
    })
}

/** What the fit shows of the predictors: constant, dependent, nearly dependent. */
export function noteFit(
  fit: LeastSquares,
  inflation: Float64Array,
  varies: readonly boolean[],
  predictors: readonly string[],
  context: ComputeContext<SurveyDataset>,
): void {
  const constant = predictors.filter((_, j) => varies[j] === false)
  const dependent = predictors.filter((_, j) => varies[j] === true && fit.aliased.includes(j + 1))
  const concerns = { table: 'coefficients' }
  if (constant.length > 0)
    context.note({
      code: 'drivers:constant',
      level: 'warning',
      about: { count: constant.length, predictors: names(constant) },
      concerns,
    })
  if (dependent.length > 0)
    context.note({
      code: 'drivers:collinear',
      level: 'warning',
      about: { count: dependent.length, predictors: names(dependent) },
      concerns,
    })
  const inflated = predictors.flatMap((id, j): readonly Label[] => {
    const own = inflation[j] ?? Number.NaN
    return own >= highInflation
      ? [
          {
            message: 'drivers:inflated-one',
            values: { predictor: { outcome: id }, vif: { value: own, as: 'statistic' } },
          },
        ]
      : []
  })
  if (inflated.length > 0)
    context.note({
      code: 'drivers:inflated',
      level: 'warning',
      about: { count: inflated.length, predictors: { list: inflated } },
      concerns,
    })
  if (fit.residualSumOfSquares === 0) context.note({ code: 'drivers:exact', level: 'warning', about: {}, concerns })
}
