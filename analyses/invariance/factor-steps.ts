import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import type { Item } from '../instrument/model'
import { adjust } from '../numeric/comparison/multiplicity'
import { answerSample } from '../numeric/factor-model/answer-sample'
import type { FactorModelFit, FactorModelResult } from '../numeric/factor-model/factor-model'
import { likelihoodRatioTest } from '../numeric/factor-model/fit-indices'
import {
  equalityTests,
  explainedMeanDifference,
  invarianceGuides,
  invarianceSteps,
  partialInvariance,
  type EqualityTest,
  type InvarianceStep,
} from '../numeric/factor-model/invariance'
import { simpleStructureModel, type FactorModel, type ReleasedParameter } from '../numeric/factor-model/model'
import { pickItems } from '../survey/item-matrix'
import type { ComparedModel } from './compared-model'
import { notePartial, noteStep } from './factor-notes'
import type { ComparedData, DimensionItems } from './groups'
import type { InvarianceOptions } from './options'
import {
  parameterKinds,
  type ExplainedMean,
  type FactorSteps,
  type ParameterRow,
  type StepName,
  type StepRow,
} from './result'

/** Whose answers the rows of a model stand on. */
interface Answered {
  readonly n: number
  readonly groups: number
}

const answeredBy = ({ counts }: ComparedModel): Answered => ({
  n: counts.reduce((sum, count) => sum + count, 0),
  groups: counts.length,
})

/** A model that is not fitted, with the reason in a note elsewhere. */
export function untestedSteps(model: ComparedModel): FactorSteps {
  const answered = answeredBy(model)
  return {
    dimension: model.dimension,
    steps: (['configural', 'metric', 'scalar'] as const).map((step) => stepRow(step, null, answered)),
    parameters: model.dimensions.flatMap(({ dimension, items }) =>
      items.flatMap((item) =>
        parameterKinds.map((parameter) => untestedParameter(item, dimension, parameter, answered)),
      ),
    ),
    means: [],
  }
}

const untestedParameter = (
  item: Item,
  dimension: string,
  parameter: ParameterRow['parameter'],
  { n }: Answered,
): ParameterRow => ({
  item: item.id,
  dimension,
  parameter,
  n,
  chiSquare: null,
  df: null,
  pValue: null,
  pAdjusted: null,
  largest: null,
  isReleased: false,
  differences: [],
})

/**
 * Configural, metric, scalar and, where equalities are broken, partial; which equalities cost most; and what follows for mean differences.
 * @param progress share of the model's work that is done
 */
export function factorSteps(
  compared: ComparedModel,
  data: ComparedData,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
  progress: (share: number) => void,
): FactorSteps {
  const { dimension, dimensions } = compared
  const answered = answeredBy(compared)
  const items = dimensions.flatMap((own) => own.items.map((item) => ({ item, dimension: own.dimension })))
  const model = simpleStructureModel(dimensions.flatMap((own, factor) => own.items.map(() => factor)))
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  const ids = items.map(({ item }) => item.id)
  const samples = data.included.map(({ matrix }) => answerSample(pickItems(matrix, ids).columns, options.missing))
  const found = invarianceSteps(model, samples, poll)
  progress(0.6)
  for (const { step, result } of found) noteStep(step, result, compared, data, context)
  const search = partialInvariance(model, samples, found, 1 - options.confidence, poll)
  const released = search?.released ?? []
  const partial = search?.result ?? null
  if (partial !== null) {
    notePartial(released, compared, context)
    noteStep('partial', partial, compared, data, context)
  }
  progress(1)
  return {
    dimension,
    steps: [
      ...found.map((one) => stepRow(one.step, one, answered)),
      ...(partial === null ? [] : [partialRow(partial, released, found, answered)]),
    ],
    parameters: parameterRows(items, testsOf(found), released, answered, options),
    means: explainedMeans(model, dimensions, answered, solutionOf(found, 'scalar'), convergedOnly(partial)),
  }
}

const convergedOnly = (result: FactorModelResult | null | undefined): FactorModelFit | null =>
  result?.converged === true ? result : null

const solutionOf = (found: readonly InvarianceStep[], name: StepName): FactorModelFit | null =>
  convergedOnly(found.find(({ step }) => step === name)?.result)

/** What each equality costs: of loadings in the metric step, of intercepts in the scalar one. */
function testsOf(found: readonly InvarianceStep[]): readonly EqualityTest[] {
  const [metric, scalar] = [solutionOf(found, 'metric'), solutionOf(found, 'scalar')]
  return [
    ...(metric === null ? [] : equalityTests(metric, 'loading')),
    ...(scalar === null ? [] : equalityTests(scalar, 'intercept')),
  ]
}

function stepRow(
  step: StepName,
  found: Pick<InvarianceStep, 'result' | 'difference'> | null,
  answered: Answered,
): StepRow {
  const fit = convergedOnly(found?.result)?.fit ?? null
  const difference = found?.difference ?? null
  return {
    step,
    ...answered,
    fit,
    comparedWith: difference === null ? null : step === 'metric' ? 'configural' : 'metric',
    difference,
    verdict:
      fit !== null && step === 'configural'
        ? 'baseline'
        : fit === null || difference === null
          ? 'not-tested'
          : difference.isWithinGuides
            ? 'within-guides'
            : 'beyond-guides',
  }
}

/** Partial invariance is nested in the metric model where intercepts alone are free, else in the configural one. */
function partialRow(
  partial: FactorModelResult,
  released: readonly ReleasedParameter[],
  found: readonly InvarianceStep[],
  answered: Answered,
): StepRow {
  const before = released.some(({ kind }) => kind === 'loading') ? 'configural' : 'metric'
  const difference = differenceOf(convergedOnly(partial), solutionOf(found, before))
  return {
    ...stepRow('partial', { result: partial, difference }, answered),
    comparedWith: difference === null ? null : before,
  }
}

function differenceOf(own: FactorModelFit | null, other: FactorModelFit | null): InvarianceStep['difference'] {
  if (own === null || other === null) return null
  const cfi = own.fit.cfi - other.fit.cfi
  const rmsea = own.fit.rmsea - other.fit.rmsea
  return {
    ...likelihoodRatioTest(own.fit, other.fit),
    cfi,
    rmsea,
    isWithinGuides: cfi >= -invarianceGuides.cfi && rmsea <= invarianceGuides.rmsea,
  }
}

/** P values are adjusted over the items, loadings and intercepts each by themselves. */
function parameterRows(
  items: readonly { readonly item: Item; readonly dimension: string }[],
  tests: readonly EqualityTest[],
  released: readonly ReleasedParameter[],
  answered: Answered,
  options: InvarianceOptions,
): readonly ParameterRow[] {
  const adjusted = new Map<EqualityTest, number | null>()
  for (const kind of parameterKinds) {
    const own = tests.filter((test) => test.kind === kind)
    adjust(
      own.map(({ pValue }) => finite(pValue)),
      options.adjust,
    ).forEach((p, index) => adjusted.set(own[index] as EqualityTest, p))
  }
  return items.flatMap(({ item, dimension }, index) =>
    parameterKinds.map((parameter): ParameterRow => {
      const test = tests.find((one) => one.kind === parameter && one.item === index)
      const untested = untestedParameter(item, dimension, parameter, answered)
      if (test === undefined) return untested
      return {
        ...untested,
        chiSquare: finite(test.chiSquare),
        df: test.df,
        pValue: finite(test.pValue),
        pAdjusted: adjusted.get(test) ?? null,
        largest: finite(
          test.differences.reduce((largest, value) => (Math.abs(value) > Math.abs(largest) ? value : largest), 0),
        ),
        isReleased: released.some((one) => one.kind === parameter && one.item === index),
        differences: test.differences.map((estimate, position) => ({
          group: position + 1,
          estimate,
          se: test.standardErrors[position] ?? Number.NaN,
        })),
      }
    }),
  )
}

function explainedMeans(
  model: FactorModel,
  dimensions: readonly DimensionItems[],
  { groups }: Answered,
  scalar: FactorModelFit | null,
  partial: FactorModelFit | null,
): readonly ExplainedMean[] {
  if (scalar === null || model.factorCount === 0) return []
  return dimensions.flatMap(({ dimension }, factor) =>
    Array.from({ length: groups - 1 }, (_, index) => ({
      dimension,
      group: index + 1,
      scalar: explainedMeanDifference(scalar, factor, index + 1),
      partial: partial === null ? null : explainedMeanDifference(partial, factor, index + 1),
    })),
  )
}
