import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { quantity, type Label } from '../core/words'
import type { LeastSquares } from '../numeric/regression/least-squares'
import { outcomeNotes } from '../survey/outcomes'
import { pooledRoundsNotes } from '../survey/groups'
import type { DriversOptions } from './options'
import type { Respondents } from './respondents'
import { info, say, warning } from './words'

/** From this variance inflation on, a predictor says little that the others do not say. */
const highInflation = 5
/** With fewer respondents for each predictor, a note says that the model may fit chance. */
const fewPerPredictor = 10
/** From this share of respondents with the outcome but not all predictors on, readers are warned. */
const incompleteShare = 0.1
/** With fewer clusters, their bootstrap is too narrow. */
const fewClusters = 10

const names = (ids: readonly string[]): Label => ({ list: ids.map((id): Label => ({ outcome: id })) })

/** What readers must know about the data before the model. */
export function noteData(
  respondents: Respondents,
  predictors: readonly string[],
  options: DriversOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  const { outcome } = options
  const n = respondents.outcome.length
  for (const note of outcomeNotes(dataset, [outcome, ...predictors])) context.note(note)
  for (const note of pooledRoundsNotes('info', dataset, [])) context.note(note)
  if (dataset.rounds.length > 1 && dataset.linkage !== 'unlinked') context.note(warning('linked'))
  if (dataset.weighted) context.note(info('unweighted'))
  const left = respondents.withOutcome - n
  if (left > 0) {
    const note = left > incompleteShare * respondents.withOutcome ? warning : info
    context.note(note('incomplete', { left: { people: left } }))
  }
  if (n < fewPerPredictor * predictors.length)
    context.note(warning('few-respondents', { n: { people: n }, predictors: predictors.length }))
  notePartWhole(outcome, predictors, dataset, context)
  if (options.resample === 'clusters' && respondents.cluster !== null && respondents.cluster.count < fewClusters) {
    context.note(warning('few-clusters', { clusters: respondents.cluster.count, needed: fewClusters }))
  }
}

/** An item and a dimension that it is part of are associated because the one is in the other. */
function notePartWhole(
  outcome: string,
  predictors: readonly string[],
  dataset: SurveyDataset,
  context: ComputeContext<SurveyDataset>,
): void {
  const dimensionOf = (id: string): string | null =>
    dataset.instrument.items.find((item) => item.id === id)?.dimension ?? null
  const concerned = predictors.filter((id) => dimensionOf(outcome) === id || dimensionOf(id) === outcome)
  if (concerned.length > 0) context.note(warning('part-whole', { outcome: { outcome }, predictors: names(concerned) }))
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
    context.note(warning('constant', { count: constant.length, predictors: names(constant) }, concerns))
  if (dependent.length > 0)
    context.note(warning('collinear', { count: dependent.length, predictors: names(dependent) }, concerns))
  const inflated = predictors.flatMap((id, j): readonly Label[] => {
    const own = inflation[j] ?? Number.NaN
    return own >= highInflation
      ? [say('inflated-one', { predictor: { outcome: id }, vif: quantity(own, 'statistic') })]
      : []
  })
  if (inflated.length > 0)
    context.note(warning('inflated', { count: inflated.length, predictors: { list: inflated } }, concerns))
  if (fit.residualSumOfSquares === 0) context.note(warning('exact', {}, concerns))
}
