import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { finite } from '../core/result'
import { studentT } from '../numeric/distributions/student-t'
import { mixedModel, type MixedModelFit, type MixedModelProblem } from '../numeric/mixed-model/mixed-model'
import { pooledRoundsNotes, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { designOf, type Design } from './design'
import {
  basesOfLevels,
  countLevels,
  levelsOf,
  usableObservations,
  type ComponentLevels,
  type LevelCounts,
} from './levels'
import { readObservations, type Observations } from './observations'
import type { VarianceComponentsOptions } from './options'
import { personComponent, randomComponents, residualComponent, type RandomComponent } from './random-components'
import { seesPersons, type selectVarianceComponents } from './statements'
import { code, info, warning } from './words'
import type { TestedEstimate } from '../survey/tested-estimate'

/** Below this many levels a variance between them is hardly known. */
const fewLevels = 8

export interface Component {
  readonly id: string
  /** Of the residual: its observations. */
  readonly levels: number
  readonly variance: number
  readonly sd: number
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
}

export interface FixedTerm extends TestedEstimate {
  readonly term: string
}

export interface LevelPrediction extends LevelCounts {
  readonly estimate: number | null
  readonly se: number | null
}

export interface OutcomeComponents {
  readonly outcome: string
  /** Observations in the model. */
  readonly n: number
  readonly problem: MixedModelProblem | null
  readonly components: readonly Component[]
  readonly fixed: readonly FixedTerm[]
  readonly levels: readonly LevelPrediction[]
  readonly fit: {
    readonly logLikelihood: number
    readonly criterion: number
    readonly aic: number
    readonly bic: number
    readonly isSingular: boolean
  } | null
}

export interface VarianceComponents {
  /** Columns that identify levels, in the order of the tables. */
  readonly columns: readonly string[]
  readonly outcomes: readonly OutcomeComponents[]
}

type Context = ComputeContext<SurveyDataset>

/** What answered where. */
export interface ReadComponents {
  /** Columns that identify levels, and the combinations of them. */
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  readonly components: readonly RandomComponent[]
  /** Of the components, then of the fixed columns. */
  readonly levels: readonly ComponentLevels[]
  /** By outcome. */
  readonly observations: readonly Observations[]
  /** Respondents of no level, because a column is missing. */
  readonly withoutGroup: number
}

/** @throws InputError when a column is asked for twice */
export function readComponents(
  { values, people }: FramesOf<typeof selectVarianceComponents>,
  options: VarianceComponentsOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadComponents {
  stopIfAborted(abort)
  const components = randomComponents(dataset, options.random)
  refuseOverlap(components, options)
  const { columns, keys, of } = readObservations(values, dataset, options)
  return {
    columns,
    keys,
    components,
    levels: levelsOf(keys, columns, components, options.fixed),
    observations: options.outcomes.map(of),
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

/** The levels of the components and fixed columns by outcome: a model stands on everybody in all of them. */
export function basesOfComponents(
  { levels, observations }: ReadComponents,
  { outcomes }: VarianceComponentsOptions,
  _dataset: SurveyDataset,
  withheld: ReadonlySet<string>,
): readonly Base[] {
  return outcomes.flatMap((outcome, index) =>
    basesOfLevels(outcome, observations[index] as Observations, levels, withheld),
  )
}

/**
 * A mixed model of each outcome: where its variance lies.
 * @throws InputError when no outcome's model can be fitted
 */
export function decomposeVariance(
  read: ReadComponents,
  options: VarianceComponentsOptions,
  context: Context,
): VarianceComponents {
  const { dataset } = context
  const { components } = read
  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  for (const note of withoutGroupNotes(read.withoutGroup, read.columns)) context.note(note)
  for (const note of pooledRoundsNotes('warning', dataset, read.columns)) context.note(note)

  const outcomes = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    const own = usableObservations(outcome, read.observations[index] as Observations, read.levels, context)
    if (own.withheld > 0) context.note(warning('groups-withheld', { outcome: { outcome }, count: own.withheld }))
    const lacking = own.observations.withoutCovariate.length
    if (lacking > 0) context.note(warning('without-covariate', { outcome: { outcome }, n: { people: lacking } }))
    return componentsOf(outcome, own.observations, read, options, context)
  })
  if (outcomes.every(({ problem }) => problem !== null)) {
    const [first] = outcomes
    throw new InputError(code(problemKey(first?.problem ?? 'too-few-rows')), {
      outcome: { outcome: first?.outcome ?? '' },
      random: namesOf(components),
    })
  }
  outcomes.forEach(({ outcome, problem }) => {
    if (problem !== null)
      context.note(warning(problemKey(problem), { outcome: { outcome }, random: namesOf(components) }))
  })
  noteWhatToKnow(outcomes, options, context)
  return { columns: read.columns, outcomes }
}

const problemKey = <const P extends MixedModelProblem>(problem: P) => `problem.${problem}` as const
const namesOf = (components: readonly RandomComponent[]): Label => ({
  list: components.map(({ id }): Label => ({ attribute: id })),
})

function refuseOverlap(components: readonly RandomComponent[], options: VarianceComponentsOptions): void {
  const both = options.fixed.find((id) => components.some((component) => component.id === id))
  if (both !== undefined) throw new InputError(code('fixed-and-random'), { column: { attribute: both } })
  const own = options.covariates.find((id) => options.outcomes.includes(id))
  if (own !== undefined) throw new InputError(code('covariate-is-outcome'), { outcome: { outcome: own } })
}

function componentsOf(
  outcome: string,
  observations: Observations,
  read: ReadComponents,
  options: VarianceComponentsOptions,
  context: Context,
): OutcomeComponents {
  const n =
    observations.counts === null
      ? observations.response.length
      : observations.counts.reduce((sum, count) => sum + count, 0)
  const predicted = read.levels.filter(({ isRandom }) => isRandom)
  const counts = predicted.map((component) => countLevels(outcome, observations, component, context))
  const unfitted = (problem: MixedModelProblem): OutcomeComponents => ({
    outcome,
    n,
    problem,
    components: [],
    fixed: [],
    levels: counts.flat().map((level) => ({ ...level, estimate: null, se: null })),
    fit: null,
  })
  if (observations.response.length === 0) return unfitted('too-few-rows')
  const design = designOf(observations, predicted, read, options, context.dataset)
  const model = mixedModel(design.data)
  if (typeof model === 'string') return unfitted(model)
  const fit = model.fit(options.method)
  if (typeof fit === 'string') return unfitted(fit)
  stopIfAborted(context.abort)
  if (model.dropped.length > 0)
    context.note(warning('terms-dropped', { outcome: { outcome }, terms: { list: model.dropped } }))
  const total = fit.components.reduce((sum, { variance }) => sum + variance, fit.residualVariance)
  const intervals = fit.profileIntervals(options.confidence)
  if (intervals.some((interval) => interval === null || interval.low === null || interval.high === null))
    context.note(warning('no-interval', { outcome: { outcome } }))
  return {
    outcome,
    n,
    problem: null,
    components: [
      ...fit.components.map(({ term, variance, sd }) => ({ id: term, variance, sd })),
      { id: residualComponent, variance: fit.residualVariance, sd: fit.sigma },
    ].map(({ id, variance, sd }, index) => ({
      id,
      levels: id === residualComponent ? n : (design.levelCounts[index] ?? 0),
      variance,
      sd,
      share: finite(variance / total),
      low: intervals[index]?.low ?? null,
      high: intervals[index]?.high ?? null,
    })),
    fixed: fixedTerms(fit, options.confidence),
    levels: predictionsOf(fit, design, counts),
    fit: {
      logLikelihood: fit.logLikelihood,
      criterion: fit.criterion,
      aic: fit.aic,
      bic: fit.bic,
      isSingular: fit.isSingular,
    },
  }
}

function fixedTerms(fit: MixedModelFit, confidence: number): readonly FixedTerm[] {
  return fit.fixed.map(({ id, estimate, se, df, statistic, pValue }): FixedTerm => {
    const margin = studentT.quantileUpper((1 - confidence) / 2, df) * se
    return {
      term: id,
      estimate: finite(estimate),
      se: finite(se),
      df: finite(df),
      statistic: finite(statistic),
      pValue: finite(pValue),
      low: finite(estimate - margin),
      high: finite(estimate + margin),
    }
  })
}

function predictionsOf(
  fit: MixedModelFit,
  design: Design,
  components: readonly (readonly LevelCounts[])[],
): readonly LevelPrediction[] {
  const modes = fit.conditionalModes()
  return components.flatMap((counts) => {
    const id = counts[0]?.component ?? ''
    const own = modes.find(({ term }) => term === id)
    const numbers = design.numberOfLevel.get(id)
    return counts.map((level, index) => {
      const number = numbers?.[index] ?? -1
      return {
        ...level,
        estimate: number < 0 ? null : finite(own?.estimates[number]),
        se: number < 0 ? null : finite(own?.deviations[number]),
      }
    })
  })
}

function noteWhatToKnow(
  outcomes: readonly OutcomeComponents[],
  options: VarianceComponentsOptions,
  context: Context,
): void {
  const fitted = outcomes.filter(({ problem }) => problem === null)
  const few = new Map<string, number>()
  for (const { components } of fitted) {
    for (const { id, levels } of components)
      if (id !== residualComponent && levels < fewLevels) few.set(id, Math.min(levels, few.get(id) ?? levels))
  }
  for (const [id, groups] of few)
    context.note(warning('few-groups', { component: { attribute: id }, groups, least: fewLevels }))
  const singular = fitted.filter(({ fit }) => fit?.isSingular === true)
  if (singular.length > 0)
    context.note(info('singular', { outcomes: { list: singular.map(({ outcome }): Label => ({ outcome })) } }))
  const withPersons = fitted.some(({ components }) => components.some(({ id }) => id === personComponent))
  if (!withPersons)
    context.note(info(seesPersons(context.dataset, options) ? 'no-repeated-persons' : 'persons-in-residual'))
}
