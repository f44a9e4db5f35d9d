import { holm } from '../comparison/multiplicity'
import { fitFactorModel, type FactorModelFit, type FactorModelResult } from './factor-model'
import { likelihoodRatioTest } from './fit-indices'
import type { FactorModel, ReleasedParameter } from './model'
import type { FactorSample } from './samples'
import { scoreTests } from './score-tests'

/** The steps, from the weakest to the strongest assumption. */
export const invarianceStepNames = ['configural', 'metric', 'scalar'] as const
export type InvarianceStepName = (typeof invarianceStepNames)[number]

/** Chen 2007 (doi 10.1080/10705510701301834); Cheung & Rensvold 2002 (doi 10.1207/S15328007SEM0902_5): how much fit may fall from one step to the next. Guides, not tests. */
export const invarianceGuides = { cfi: 0.01, rmsea: 0.015 } as const

/** A step, and how it differs from the one before; differences are null for the first step and where either has no fit. */
export interface InvarianceStep {
  readonly step: InvarianceStepName
  readonly result: FactorModelResult
  readonly difference: {
    /** Likelihood-ratio test, as lavaan's `lavTestLRT`; NaN p without a difference in df. */
    readonly chiSquare: number
    readonly df: number
    readonly pValue: number
    /** This step's minus the step's before: CFI falls and RMSEA rises when fit gets worse. */
    readonly cfi: number
    readonly rmsea: number
    readonly isWithinGuides: boolean
  } | null
}

/**
 * The same model in every group (configural), with equal loadings (metric), with equal loadings and intercepts and free factor means (scalar). Factor variances are 1 in the
 * first group, so that every loading and intercept can be tested; fit does not depend on that.
 *
 * @param samples one a group, two at least, with means; the first is the one that others are compared with
 */
export const invarianceSteps = (
  model: FactorModel,
  samples: readonly FactorSample[],
  poll: () => void = () => undefined,
): readonly InvarianceStep[] => {
  const steps: InvarianceStep[] = []
  for (const step of invarianceStepNames) {
    const result = fitFactorModel(model, samples, { ...restrictionsOf(step), poll })
    const before = steps.at(-1)?.result
    if (before === undefined || !before.converged || !result.converged) {
      steps.push({ step, result, difference: null })
      continue
    }
    const cfi = result.fit.cfi - before.fit.cfi
    const rmsea = result.fit.rmsea - before.fit.rmsea
    const isWithinGuides = cfi >= -invarianceGuides.cfi && rmsea <= invarianceGuides.rmsea
    steps.push({
      step,
      result,
      difference: { ...likelihoodRatioTest(result.fit, before.fit), cfi, rmsea, isWithinGuides },
    })
  }
  return steps
}

const restrictionsOf = (
  step: InvarianceStepName,
): {
  readonly identification: 'variance'
  readonly meanStructure: true
  readonly equal: 'none' | 'loadings' | 'loadings-and-intercepts'
} => ({
  identification: 'variance',
  meanStructure: true,
  equal: step === 'configural' ? 'none' : step === 'metric' ? 'loadings' : 'loadings-and-intercepts',
})

/** What one equal parameter costs: a score test of letting it differ between all groups, and by how much it would. */
export interface EqualityTest {
  readonly kind: 'loading' | 'intercept'
  readonly item: number
  /** Of a loading; −1 for intercepts. */
  readonly factor: number
  readonly chiSquare: number
  readonly df: number
  readonly pValue: number
  /** Per group after the first: difference to the first, and its standard error. */
  readonly differences: readonly number[]
  readonly standardErrors: readonly number[]
}

/**
 * Score tests of every loading (of a metric fit) or intercept (of a scalar fit) that is equal over groups, in the order of the items, as `lavaan::lavTestScore`. Parameters that the data cannot tell from others are left out.
 */
export const equalityTests = (fit: FactorModelFit, kind: 'loading' | 'intercept'): readonly EqualityTest[] => {
  const { entries } = fit.state.table
  const tested = entries.filter(
    ({ kind: own, group, free }) =>
      own === kind && group === 0 && free >= 0 && entries.some((other) => other.free === free && other.group > 0),
  )
  const others = Array.from({ length: fit.groups.length - 1 }, (_, index) => index + 1)
  const tests = scoreTests(
    fit,
    tested.map(({ row, column }) => others.map((group) => ({ kind, group, row, column }))),
  )
  return tested.flatMap(({ row, column }, index): readonly EqualityTest[] => {
    const test = tests[index] ?? null
    if (test === null) return []
    const { chiSquare, df, pValue, changes, standardErrors } = test
    return [
      {
        kind,
        item: row,
        factor: kind === 'loading' ? column : -1,
        chiSquare,
        df,
        pValue,
        differences: changes,
        standardErrors,
      },
    ]
  })
}

/** Partial invariance: what was set free, in that order, and the fit in which everything else is equal. */
export interface PartialInvariance {
  readonly released: readonly ReleasedParameter[]
  readonly result: FactorModelResult
}

/**
 * A search for partial invariance (Yoon & Millsap 2007, doi 10.1080/10705510701301677): in the metric model the loading whose score test is clearest is set free and the model fitted again, until no test is significant after
 * Holm's adjustment over those that are left; then the same for the intercepts of the scalar model. One at a time, since one item that differs makes others seem to. Two items of each factor
 * always stay equal in both, and a loading takes its item's intercept along.
 *
 * @param steps of `invarianceSteps`
 * @param level of significance, e.g. 0.05
 * @returns null where nothing is to be set free, or there is no scalar fit
 */
export const partialInvariance = (
  model: FactorModel,
  samples: readonly FactorSample[],
  steps: readonly InvarianceStep[],
  level: number,
  poll: () => void = () => undefined,
): PartialInvariance | null => {
  const metric = steps.find(({ step }) => step === 'metric')?.result
  const scalar = steps.find(({ step }) => step === 'scalar')?.result
  if (scalar?.converged !== true) return null
  const factorsOf = (item: number): readonly number[] =>
    model.loadings.filter((loading) => loading.item === item).map(({ factor }) => factor)
  const anchors = Array.from(
    { length: model.factorCount },
    (_, factor) => new Set(model.loadings.filter((loading) => loading.factor === factor).map(({ item }) => item)),
  )
  const released: ReleasedParameter[] = []
  const fit = (step: InvarianceStepName): FactorModelResult =>
    fitFactorModel(model, samples, { ...restrictionsOf(step), released, poll })
  const search = (
    kind: 'loading' | 'intercept',
    step: InvarianceStepName,
    first: FactorModelResult,
  ): FactorModelResult => {
    let result = first
    while (result.converged) {
      const tests = equalityTests(result, kind)
      const adjusted = holm(tests.map(({ pValue }) => pValue))
      const clear = tests
        .filter(
          ({ item }, index) =>
            (adjusted[index] ?? 1) < level &&
            factorsOf(item).every((factor) => anchors[factor]?.has(item) !== true || anchors[factor].size > 2),
        )
        .toSorted((a, b) => b.chiSquare - a.chiSquare)[0]
      if (clear === undefined) break
      for (const factor of factorsOf(clear.item)) anchors[factor]?.delete(clear.item)
      if (kind === 'loading') released.push({ kind, item: clear.item, factor: clear.factor })
      if (!released.some((one) => one.kind === 'intercept' && one.item === clear.item))
        released.push({ kind: 'intercept', item: clear.item })
      result = fit(step)
    }
    return result
  }
  if (metric?.converged === true) search('loading', 'metric', metric)
  const result = search('intercept', 'scalar', released.length === 0 ? scalar : fit('scalar'))
  return released.length === 0 ? null : { released, result }
}

/**
 * What the factor explains of the difference between a group and the first in a factor's mean item score: its mean times the average loading of its items (in the first group),
 * with a standard error by the delta method. It is in the items' units, so that it stands beside the observed difference. NaN where the fit has no factor means.
 * @param factor its number from 0
 * @param group its number, 1 or above
 */
export const explainedMeanDifference = (
  fit: FactorModelFit,
  factor: number,
  group: number,
): { readonly estimate: number; readonly se: number } => {
  const { parameters, free, parameterCovariance, state } = fit
  const size = state.table.freeCount
  const loadings = parameters.flatMap((parameter, index) =>
    parameter.kind === 'loading' && parameter.group === 0 && parameter.column === factor ? [{ parameter, index }] : [],
  )
  const average = loadings.reduce((sum, { parameter }) => sum + parameter.estimate, 0) / loadings.length
  const entry = parameters.findIndex(
    ({ kind, group: own, row }) => kind === 'factor-mean' && own === group && row === factor,
  )
  const mean = parameters[entry]?.estimate ?? Number.NaN
  const gradient = new Float64Array(size)
  const meanFree = free[entry] ?? -1
  if (meanFree >= 0) gradient[meanFree] = average
  for (const { index } of loadings) {
    const own = free[index] ?? -1
    if (own >= 0) gradient[own] = (gradient[own] as number) + mean / loadings.length
  }
  let variance = 0
  for (let a = 0; a < size; a++) {
    if (gradient[a] === 0) continue
    for (let b = 0; b < size; b++)
      variance += (gradient[a] as number) * (parameterCovariance[a * size + b] as number) * (gradient[b] as number)
  }
  return { estimate: mean * average, se: Math.sqrt(variance) }
}
