import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { finite } from '../core/result'
import { listwiseCovariances } from '../numeric/correlation/crossproducts'
import { normal } from '../numeric/distributions/normal'
import { meanContrast, tTest, welchContrast } from '../numeric/comparison/welch'
import type { Moments } from '../numeric/summary/summary'
import { withoutGroupNote } from '../survey/groups'
import { pickItems } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { factorSteps, modelsOf, untestedSteps, usableCounts, type FactorSteps } from './factor-steps'
import { comparedData, namesOf, type ComparedData, type ComparedGroup, type ReadGroups } from './groups'
import { itemTests, type ItemRow } from './item-tests'
import type { InvarianceOptions } from './options'
import { smallest } from '../numeric/summary/extremes'

export interface Interval {
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
}

/** A group's difference to the first in a dimension's mean item score: as observed, and what of it the factor explains. */
export interface MeanRow {
  readonly dimension: string
  readonly groupA: readonly string[]
  readonly groupB: readonly string[]
  readonly observed: Interval
  readonly scalar: Interval
  readonly partial: Interval
}

export interface DifferenceRow {
  readonly dimension: string
  readonly item: string
  readonly quantity: 'intercept' | 'loading' | 'log-odds'
  readonly groupA: readonly string[]
  readonly groupB: readonly string[]
  readonly estimate: number
  readonly se: number
  readonly low: number
  readonly high: number
}

export interface Invariance {
  readonly columns: readonly string[]
  readonly groups: readonly ComparedGroup[]
  readonly models: readonly FactorSteps[]
  readonly means: readonly MeanRow[]
  readonly items: readonly ItemRow[]
  readonly differences: readonly DifferenceRow[]
}

/** With more groups than this factor models have a thousand parameters, and no figure shows them. */
const mostGroupsForFactors = 12

const noInterval: Interval = { estimate: null, low: null, high: null }

/**
 * Whether items measure alike in all groups: steps of factorial invariance where every group is large enough, and ordinal regression item by item.
 * @throws InputError when fewer than two groups can take part, or too many; or `cfa` is asked for and a group is too small
 */
export function compareMeasurement(
  read: ReadGroups,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): Invariance {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, options.dimensions)) context.note(note)
  const missing = withoutGroupNote(read.withoutGroup, read.columns)
  if (missing !== null) context.note(missing)
  const data = comparedData(read, options, context)
  if (data.columns.includes('round') && dataset.linkage !== 'unlinked')
    context.note({ code: 'invariance:linked', level: 'warning', about: {} })

  const models = factorModels(data, options, context)
  const items =
    options.method === 'cfa'
      ? untestedItems(data)
      : itemTests(data, options, context, (share) => context.progress(0.7 + 0.3 * share))
  noteFamilies(models, items, options, context)
  context.progress(1)
  return {
    columns: data.columns,
    groups: data.groups,
    models,
    means: meanRows(data, models, options),
    items,
    differences: differenceRows(data, models, items, options),
  }
}

function factorModels(
  data: ComparedData,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): readonly FactorSteps[] {
  const models = modelsOf(data, options)
  const counts = models.map(({ dimensions }) => usableCounts(data, dimensions, options))
  const about = (
    index: number,
  ): {
    readonly min: number
    readonly count: number
    readonly smallest: number
    readonly groups: ReturnType<typeof namesOf>
  } => {
    const small = data.included.filter((_, group) => (counts[index]?.[group] ?? 0) < options.min_group_size)
    return {
      min: options.min_group_size,
      count: small.length,
      smallest: smallest(counts[index] ?? []),
      groups: namesOf(small),
    }
  }
  const isLargeEnough = counts.map((own) => own.every((count) => count >= options.min_group_size))
  if (options.method === 'cfa') {
    const tooSmall = isLargeEnough.indexOf(false)
    if (tooSmall >= 0) throw new InputError('invariance:groups-too-small', about(tooSmall))
  }
  let hasSaidWhy = false
  const isTooWide = data.included.length > mostGroupsForFactors && options.method !== 'ordinal'
  if (isTooWide) {
    const wide = { groups: data.included.length, most: mostGroupsForFactors }
    if (options.method === 'cfa') throw new InputError('invariance:too-many-for-factors', wide)
    context.note({
      code: 'invariance:too-many-for-factors',
      level: 'warning',
      about: wide,
      concerns: { table: 'steps' },
    })
  }
  return models.map(({ dimension, dimensions }, index) => {
    const own = counts[index] ?? []
    const itemCount = dimensions.reduce((sum, { items }) => sum + items.length, 0)
    if (options.method === 'ordinal' || isTooWide) return untestedSteps(data, dimension, dimensions, own)
    if (isLargeEnough[index] !== true) {
      if (!hasSaidWhy)
        context.note({
          code: 'invariance:ordinal-instead',
          level: 'warning',
          about: about(index),
          concerns: { table: 'steps' },
        })
      hasSaidWhy = true
      return untestedSteps(data, dimension, dimensions, own)
    }
    if (itemCount < 3) {
      context.note({
        code: 'invariance:too-few-items',
        level: 'warning',
        about: { model: dimension === null ? { message: 'invariance:model.joint' } : { dimension }, count: itemCount },
        concerns: { table: 'steps' },
      })
      return untestedSteps(data, dimension, dimensions, own)
    }
    return factorSteps(data, dimension, dimensions, own, options, context, (share) => {
      context.progress((0.7 * (index + share)) / models.length)
    })
  })
}

const untestedItems = (data: ComparedData): readonly ItemRow[] =>
  data.dimensions.flatMap(({ dimension, items }) =>
    items.map((item) => ({
      dimension,
      item: item.id,
      n: null,
      groups: null,
      uniform: null,
      nonUniform: null,
      deltaRSquared: null,
      verdict: 'not-tested' as const,
      effects: [],
    })),
  )

function noteFamilies(
  models: readonly FactorSteps[],
  items: readonly ItemRow[],
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const adjustment = { message: `core:option.adjust.choice.${options.adjust}` } as const
  if (models.some(({ steps }) => steps.some(({ deltaCfi }) => deltaCfi !== null)))
    context.note({
      code: 'invariance:guides',
      level: 'info',
      about: {},
      concerns: { table: 'steps', column: 'verdict' },
    })
  const parameters = models.flatMap((model) => model.parameters).filter(({ pValue }) => pValue !== null).length
  if (parameters > 0)
    context.note({
      code: 'invariance:family-parameters',
      level: 'info',
      about: { adjustment, adjusted: options.adjust !== 'none' },
      concerns: { table: 'parameters', column: 'p_adjusted' },
    })
  const tested = items.filter(({ uniform }) => uniform !== null).length
  if (tested > 0)
    context.note({
      code: 'invariance:family-items',
      level: 'info',
      about: { adjustment, adjusted: options.adjust !== 'none', count: tested },
      concerns: { table: 'items', column: 'uniform_p_adjusted' },
    })
}

/** Observed differences of the mean of the items, over those who answered all of a dimension, beside what the factor explains. */
function meanRows(data: ComparedData, models: readonly FactorSteps[], options: InvarianceOptions): readonly MeanRow[] {
  const critical = normal.quantileUpper((1 - options.confidence) / 2)
  const wald = (found: { readonly estimate: number; readonly se: number } | null | undefined): Interval =>
    found === null || found === undefined || !Number.isFinite(found.se)
      ? noInterval
      : {
          estimate: finite(found.estimate),
          low: finite(found.estimate - critical * found.se),
          high: finite(found.estimate + critical * found.se),
        }
  return data.dimensions.flatMap((own) => {
    const moments = data.included.map(({ matrix }) =>
      scoreMoments(
        pickItems(
          matrix,
          own.items.map(({ id }) => id),
        ).columns,
      ),
    )
    const explained = models.flatMap(({ means }) => means).filter(({ dimension }) => dimension === own.dimension)
    return data.included.slice(1).map(({ key }, index): MeanRow => {
      const found = explained.find(({ group }) => group === index + 1)
      return {
        dimension: own.dimension,
        groupA: data.included[0]?.key ?? [],
        groupB: key,
        observed: observedDifference(moments[index + 1], moments[0], options.confidence),
        scalar: wald(found?.scalar),
        partial: wald(found?.partial),
      }
    })
  })
}

/** n, mean and centred sum of squares of the mean of the items, from their covariance matrix. */
function scoreMoments(columns: Parameters<typeof listwiseCovariances>[0]): Moments {
  const { n, means, covariance, size } = listwiseCovariances(columns)
  const mean = means.reduce((sum, value) => sum + value, 0) / size
  const variance = covariance.reduce((sum, value) => sum + value, 0) / (size * size)
  return { n, mean, centredSumOfSquares: n > 1 ? Math.max(0, variance) * (n - 1) : 0 }
}

function observedDifference(group: Moments | undefined, first: Moments | undefined, confidence: number): Interval {
  if (group === undefined || first === undefined || group.n < 2 || first.n < 2) return noInterval
  // Where one of the two does not vary, the other's error is all there is.
  const contrast =
    group.centredSumOfSquares > 0 && first.centredSumOfSquares > 0
      ? welchContrast(group, first)
      : { ...meanContrast(group.centredSumOfSquares > 0 ? group : first), estimate: group.mean - first.mean }
  const test = tTest(contrast, { confidence })
  const hasError = test.se > 0
  return {
    estimate: finite(test.estimate),
    low: hasError ? finite(test.low) : null,
    high: hasError ? finite(test.high) : null,
  }
}

function differenceRows(
  data: ComparedData,
  models: readonly FactorSteps[],
  items: readonly ItemRow[],
  options: InvarianceOptions,
): readonly DifferenceRow[] {
  const critical = normal.quantileUpper((1 - options.confidence) / 2)
  const first = data.included[0]?.key ?? []
  const row = (
    dimension: string,
    item: string,
    quantity: DifferenceRow['quantity'],
    { group, estimate, se }: { readonly group: number; readonly estimate: number; readonly se: number },
  ): readonly DifferenceRow[] => {
    if (!Number.isFinite(estimate) || !Number.isFinite(se)) return []
    return [
      {
        dimension,
        item,
        quantity,
        groupA: first,
        groupB: data.included[group]?.key ?? [],
        estimate,
        se,
        low: estimate - critical * se,
        high: estimate + critical * se,
      },
    ]
  }
  return [
    ...models.flatMap(({ parameters }) =>
      parameters.flatMap(({ dimension, item, parameter, differences }) =>
        differences.flatMap((difference) => row(dimension, item, parameter, difference)),
      ),
    ),
    ...items.flatMap(({ dimension, item, effects }) =>
      effects.flatMap((effect) => row(dimension, item, 'log-odds', effect)),
    ),
  ]
}
