import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import type { Item } from '../instrument/model'
import type { Label, Values } from '../core/words'
import { finite } from '../core/result'
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
import { adjust } from '../numeric/comparison/multiplicity'
import { pickItems } from '../survey/item-matrix'
import { namesOf, rowsAnswering, type ComparedData, type DimensionItems } from './groups'
import type { InvarianceOptions } from './options'

export type StepName = 'configural' | 'metric' | 'scalar' | 'partial'
export type StepVerdict = 'baseline' | 'within-guides' | 'beyond-guides' | 'not-tested'

export interface StepRow {
  readonly step: StepName
  readonly n: number
  readonly groups: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pFit: number | null
  readonly cfi: number | null
  readonly tli: number | null
  readonly rmsea: number | null
  readonly rmseaLow: number | null
  readonly rmseaHigh: number | null
  readonly srmr: number | null
  readonly comparedWith: StepName | null
  readonly deltaChiSquare: number | null
  readonly deltaDf: number | null
  readonly pValue: number | null
  readonly deltaCfi: number | null
  readonly deltaRmsea: number | null
  readonly aic: number | null
  readonly bic: number | null
  readonly logLikelihood: number | null
  readonly parameters: number | null
  readonly verdict: StepVerdict
}

/** The cost of one equality, or nulls where it was not tested. */
export interface ParameterRow {
  readonly item: string
  readonly dimension: string
  readonly parameter: 'loading' | 'intercept'
  readonly n: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  /** The difference to the first group that is largest in size. */
  readonly largest: number | null
  readonly isReleased: boolean
  /** Differences to the first group, by group after it. */
  readonly differences: readonly { readonly group: number; readonly estimate: number; readonly se: number }[]
}

/** A mean difference to the first group that the factor explains, in the items' units. */
export interface ExplainedMean {
  readonly dimension: string
  /** Position among the groups that take part. */
  readonly group: number
  readonly scalar: { readonly estimate: number; readonly se: number } | null
  readonly partial: { readonly estimate: number; readonly se: number } | null
}

export interface FactorSteps {
  /** The one dimension of the model; null for a model of several. */
  readonly dimension: string | null
  readonly steps: readonly StepRow[]
  readonly parameters: readonly ParameterRow[]
  readonly means: readonly ExplainedMean[]
}

/** Share of the work in the fits; the rest is item-level. */
interface Progress {
  (share: number): void
}

/** The factor models to be compared over groups: one of all dimensions, or one for each. */
export function modelsOf(
  data: ComparedData,
  options: InvarianceOptions,
): readonly { readonly dimension: string | null; readonly dimensions: readonly DimensionItems[] }[] {
  if (options.model === 'separate' || data.dimensions.length === 1)
    return data.dimensions.map((own) => ({ dimension: own.dimension, dimensions: [own] }))
  return [{ dimension: null, dimensions: data.dimensions }]
}

/** People of each group that a model can use. */
export function usableCounts(
  data: ComparedData,
  dimensions: readonly DimensionItems[],
  options: InvarianceOptions,
): readonly number[] {
  const ids = dimensions.flatMap(({ items }) => items.map(({ id }) => id))
  return data.included.map(({ matrix }) =>
    rowsAnswering(pickItems(matrix, ids), options.missing === 'listwise' ? ids.length : 1),
  )
}

/** A model that is not fitted, with the reason in a note elsewhere. */
export function untestedSteps(
  data: ComparedData,
  dimension: string | null,
  dimensions: readonly DimensionItems[],
  counts: readonly number[],
): FactorSteps {
  const n = counts.reduce((sum, count) => sum + count, 0)
  return {
    dimension,
    steps: (['configural', 'metric', 'scalar'] as const).map((step) => stepRow(step, null, n, data.included.length)),
    parameters: dimensions.flatMap((own) =>
      own.items.flatMap((item) =>
        (['loading', 'intercept'] as const).map((parameter) => untested(item, own.dimension, parameter, n)),
      ),
    ),
    means: [],
  }
}

const untested = (item: Item, dimension: string, parameter: 'loading' | 'intercept', n: number): ParameterRow => ({
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

/** Configural, metric, scalar and, where equalities are broken, partial; which equalities cost most; and what follows for mean differences. */
export function factorSteps(
  data: ComparedData,
  dimension: string | null,
  dimensions: readonly DimensionItems[],
  counts: readonly number[],
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
  progress: Progress,
): FactorSteps {
  const items = dimensions.flatMap((own, factor) =>
    own.items.map((item) => ({ item, dimension: own.dimension, factor })),
  )
  const model = simpleStructureModel(items.map(({ factor }) => factor))
  const ids = items.map(({ item }) => item.id)
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  const samples = data.included.map(({ matrix }) => answerSample(pickItems(matrix, ids).columns, options.missing))
  const n = counts.reduce((sum, count) => sum + count, 0)
  const label: Values = { model: dimension === null ? { message: 'invariance:model.joint' } : { dimension } }
  const found = invarianceSteps(model, samples, poll)
  progress(0.6)
  for (const { step, result } of found)
    noteResult(
      step,
      result,
      data,
      items.map(({ item }) => item),
      label,
      context,
    )
  const resultOf = (step: string): FactorModelFit | null => {
    const result = found.find((one) => one.step === step)?.result
    return result?.converged === true ? result : null
  }
  const metric = resultOf('metric')
  const scalar = resultOf('scalar')
  const tests = [
    ...(metric === null ? [] : equalityTests(metric, 'loading')),
    ...(scalar === null ? [] : equalityTests(scalar, 'intercept')),
  ]
  const search = partialInvariance(model, samples, found, 1 - options.confidence, poll)
  const released = search?.released ?? []
  const partial = search?.result ?? null
  if (partial !== null) {
    context.note({
      code: 'invariance:partial',
      level: 'info',
      about: { ...label, count: new Set(released.map(({ item }) => item)).size, items: namesOfItems(released, ids) },
      concerns: { table: 'steps' },
    })
    noteResult(
      'partial',
      partial,
      data,
      items.map(({ item }) => item),
      label,
      context,
    )
  }
  progress(1)
  const partialResult = partial?.converged === true ? partial : null
  const steps = [
    ...found.map((one) => stepRow(one.step, one, n, data.included.length)),
    ...(partial === null ? [] : [partialRow(partial, released, found, n, data.included.length)]),
  ]
  return {
    dimension,
    steps,
    parameters: parameterRows(items, tests, released, n, options),
    means: explainedMeans(model, dimensions, data.included.length, scalar, partialResult),
  }
}

/** Moments of the complete rows, or all rows by what they answered. */
function stepRow(step: StepName, found: InvarianceStep | null, n: number, groups: number): StepRow {
  const fit = found?.result.converged === true ? found.result.fit : null
  const difference = found?.difference ?? null
  const value = (number: number | undefined): number | null => (number === undefined ? null : finite(number))
  return {
    step,
    n,
    groups,
    chiSquare: value(fit?.chiSquare),
    df: value(fit?.df),
    pFit: value(fit?.pValue),
    cfi: value(fit?.cfi),
    tli: value(fit?.tli),
    rmsea: value(fit?.rmsea),
    rmseaLow: value(fit?.rmseaLow),
    rmseaHigh: value(fit?.rmseaHigh),
    srmr: value(fit?.srmr),
    comparedWith: difference === null ? null : step === 'metric' ? 'configural' : 'metric',
    deltaChiSquare: value(difference?.chiSquare),
    deltaDf: value(difference?.df),
    pValue: value(difference?.pValue),
    deltaCfi: value(difference?.cfi),
    deltaRmsea: value(difference?.rmsea),
    aic: value(fit?.aic),
    bic: value(fit?.bic),
    logLikelihood: value(fit?.logLikelihood),
    parameters: value(fit?.freeParameters),
    verdict:
      fit === null
        ? 'not-tested'
        : step === 'configural'
          ? 'baseline'
          : difference === null
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
  n: number,
  groups: number,
): StepRow {
  const before = released.some(({ kind }) => kind === 'loading') ? 'configural' : 'metric'
  const other = found.find(({ step }) => step === before)?.result
  const difference =
    !partial.converged || other?.converged !== true
      ? null
      : {
          ...likelihoodRatioTest(partial.fit, other.fit),
          cfi: partial.fit.cfi - other.fit.cfi,
          rmsea: partial.fit.rmsea - other.fit.rmsea,
          isWithinGuides:
            partial.fit.cfi - other.fit.cfi >= -invarianceGuides.cfi &&
            partial.fit.rmsea - other.fit.rmsea <= invarianceGuides.rmsea,
        }
  return {
    ...stepRow('partial', { step: 'scalar', result: partial, difference }, n, groups),
    comparedWith: difference === null ? null : before,
  }
}

function parameterRows(
  items: readonly { readonly item: Item; readonly dimension: string; readonly factor: number }[],
  tests: readonly EqualityTest[],
  released: readonly ReleasedParameter[],
  n: number,
  options: InvarianceOptions,
): readonly ParameterRow[] {
  const adjusted = new Map<EqualityTest, number | null>()
  for (const kind of ['loading', 'intercept'] as const) {
    const own = tests.filter((test) => test.kind === kind)
    adjust(
      own.map(({ pValue }) => finite(pValue)),
      options.adjust,
    ).forEach((p, index) => adjusted.set(own[index] as EqualityTest, p))
  }
  return items.flatMap(({ item, dimension }, index) =>
    (['loading', 'intercept'] as const).map((parameter): ParameterRow => {
      const test = tests.find((one) => one.kind === parameter && one.item === index)
      if (test === undefined) return untested(item, dimension, parameter, n)
      return {
        item: item.id,
        dimension,
        parameter,
        n,
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
  groupCount: number,
  scalar: FactorModelFit | null,
  partial: FactorModelFit | null,
): readonly ExplainedMean[] {
  if (scalar === null || model.factorCount === 0) return []
  return dimensions.flatMap(({ dimension }, factor) =>
    Array.from({ length: groupCount - 1 }, (_, index) => ({
      dimension,
      group: index + 1,
      scalar: explainedMeanDifference(scalar, factor, index + 1),
      partial: partial === null ? null : explainedMeanDifference(partial, factor, index + 1),
    })),
  )
}

const namesOfItems = (released: readonly ReleasedParameter[], ids: readonly string[]): Label => ({
  list: [...new Set(released.map(({ item }) => item))]
    .toSorted((a, b) => a - b)
    .map((item): Label => ({ item: ids[item] ?? '', short: true })),
})

/** Says what went wrong in a step, or what is inadmissible in its solution. */
function noteResult(
  step: StepName,
  result: FactorModelResult,
  data: ComparedData,
  items: readonly Item[],
  label: Values,
  { note }: ComputeContext<SurveyDataset>,
): void {
  const about = { ...label, step: { message: `invariance:step.${step}` } as const }
  const groupOf = (group: number | null): Label => namesOf(group === null ? [] : data.included.slice(group, group + 1))
  if (!result.converged) {
    note({
      code: `invariance:cfa-${result.reason}`,
      level: 'warning',
      about: { ...about, hasGroup: result.group !== null, group: groupOf(result.group) },
      concerns: { table: 'steps' },
    })
    return
  }
  for (const problem of result.problems) {
    if (problem.code === 'negative-residual-variance') {
      note({
        code: 'invariance:heywood',
        level: 'warning',
        about: {
          ...about,
          group: groupOf(problem.group),
          item: { item: items[problem.item]?.id ?? '', short: true },
          value: { value: problem.value, as: 'estimate' },
        },
        concerns: { table: 'steps' },
      })
    } else
      note({
        code: 'invariance:factor-covariance',
        level: 'warning',
        about: { ...about, group: groupOf(problem.group) },
        concerns: { table: 'steps' },
      })
  }
}
