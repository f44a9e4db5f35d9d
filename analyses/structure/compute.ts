import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Item } from '../instrument/model'
import { finite } from '../core/result'
import { correlationsOf, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { answerSample } from '../numeric/factor-model/answer-sample'
import { heterotraitMonotraitRatios } from '../numeric/factor-model/discriminant-validity'
import { groupData, type FactorSample } from '../numeric/factor-model/samples'
import { parallelAnalysis, suggestedCount } from '../numeric/exploratory-factor/parallel-analysis'
import { dependentVariables, samplingAdequacy, sphericityTest } from '../numeric/exploratory-factor/sampling-adequacy'
import { symmetricEigenvalues } from '../numeric/matrices/symmetric-eigen'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { readItemMatrices } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { varyingItems } from '../survey/varying-items'
import { confirm } from './confirmatory'
import { explore } from './exploratory'
import type { StructureMethod, StructureOptions } from './options'

export interface LoadingRow {
  readonly item: string
  readonly factor: string
  readonly estimate: number | null
  readonly se: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly standardized: number | null
}

export interface CorrelationRow {
  readonly a: string
  readonly b: string
  readonly estimate: number | null
  readonly covariance: number | null
  readonly se: number | null
  readonly pValue: number | null
}

export interface FitRow {
  readonly factors: number
  readonly chiSquare: number | null
  readonly df: number | null
  readonly pValue: number | null
  readonly cfi: number | null
  readonly tli: number | null
  readonly rmsea: number | null
  readonly rmseaLow: number | null
  readonly rmseaHigh: number | null
  readonly srmr: number | null
  /** Of exploratory factors alone. */
  readonly rmsr: number | null
  readonly aic: number | null
  readonly bic: number | null
  readonly logLikelihood: number | null
  readonly freeParameters: number | null
  readonly baselineChiSquare: number | null
  readonly baselineDf: number | null
}

/** A parameter that the model fixes at 0, and what freeing it would bring. */
export interface ModificationRow {
  readonly kind: 'cross-loading' | 'residual-covariance'
  readonly item: string
  readonly factor: string | null
  readonly other: string | null
  readonly index: number
  readonly pValue: number
  readonly change: number
  readonly standardizedChange: number | null
}

/** What confirmatory and exploratory analysis both give. */
export interface FactorSolution {
  readonly loadings: readonly LoadingRow[]
  readonly correlations: readonly CorrelationRow[]
  readonly fit: FitRow
  /** Share of each item's variance that the factors account for; null where there is no solution. */
  readonly communalities: readonly (number | null)[]
  readonly modifications: readonly ModificationRow[]
}

export interface Structure extends FactorSolution {
  readonly method: StructureMethod
  /** People whose answers were used. */
  readonly n: number
  readonly items: readonly {
    readonly item: string
    readonly kmo: number | null
    readonly squaredMultiple: number | null
  }[]
  readonly eigenvalues: readonly {
    readonly value: number
    readonly parallel95: number
    readonly parallelMean: number
    readonly parallelLow: number
    readonly parallelHigh: number
  }[]
  readonly suggested: number
  readonly kmo: number | null
  readonly sphericity: { readonly chiSquare: number; readonly df: number; readonly pValue: number } | null
  readonly htmt: readonly { readonly a: string; readonly b: string; readonly ratio: number | null }[]
}

/** The items of the chosen dimensions whose answers vary, with the dimension of each and everybody's answers. */
export interface StructureData {
  readonly items: readonly Item[]
  readonly dimensions: readonly string[]
  /** Per item its position in `dimensions`. */
  readonly dimensionOf: readonly number[]
  readonly sample: FactorSample
  readonly n: number
  /** Of all who are counted in n: complete cases, or the saturated estimates of the EM algorithm. Divisor n. */
  readonly covariance: Float64Array
  readonly correlation: Float64Array
}

/** Fewest items whose structure can be asked about. */
const fewestItems = 3

/** The items asked about: those that the dimensions are scored from and that were put to everybody, in the order of the instrument. */
export function structureItems(dataset: SurveyDataset, dimensions: readonly string[]): readonly Item[] {
  return commonItems(dataset, dimensions)
}

/** Dimensionality, adequacy, and a confirmatory or exploratory factor model of the items. */
export function computeStructure(
  frames: Readonly<Record<string, Frame>>,
  options: StructureOptions,
  given: ComputeContext<SurveyDataset>,
): Structure {
  const { dataset } = given
  let context = given
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  poll()
  for (const note of [...outcomeNotes(dataset, options.dimensions), ...commonItemNotes(dataset, options.dimensions)])
    context.note(note)
  if (dataset.rounds.length > 1)
    context.note({
      code: 'survey:pooled-over-rounds',
      level: 'warning',
      about: { rounds: { list: dataset.rounds.map(({ id }) => id) } },
    })
  const data = readData(frames, options, context, poll)
  // What is withheld from the tables is not told in notes either.
  if (data.n < given.minGroup) context = { ...given, note: () => undefined }
  const p = data.items.length

  const observed = symmetricEigenvalues(data.correlation, p)
  context.progress(0.1)
  const chance = parallelAnalysis(data.n, p, options.draws, 0.95, context.seed, (share) => {
    poll()
    context.progress(0.1 + 0.4 * share)
  })
  const suggested = suggestedCount(observed, chance.percentile)
  context.note({
    code: 'structure:suggested',
    level: 'info',
    about: { suggested, dimensions: data.dimensions.length, draws: options.draws },
    concerns: { table: 'eigenvalues' },
  })
  const [least, most] = [
    suggestedCount(observed, chance.percentileHigh),
    suggestedCount(observed, chance.percentileLow),
  ]
  if (least < most)
    context.note({
      code: 'structure:suggested-close',
      level: 'warning',
      about: { least, most, draws: options.draws },
      concerns: { table: 'eigenvalues' },
    })
  const adequacy = samplingAdequacy(data.correlation, p)
  if (adequacy === null) {
    const dependent = dependentVariables(data.correlation, p).map((index) => data.items[index]?.id ?? '')
    context.note({
      code: 'structure:singular',
      level: 'warning',
      about: { items: { list: dependent } },
      concerns: { table: 'adequacy' },
    })
  }
  const sphericity = sphericityTest(data.correlation, p, data.n)
  const solution =
    options.method === 'cfa' ? confirm(data, context, poll) : explore(data, suggested, options, context, poll)
  context.progress(0.95)
  const ratios = heterotraitMonotraitRatios(data.covariance, data.dimensionOf, data.dimensions.length)
  return {
    ...solution,
    method: options.method,
    n: data.n,
    items: data.items.map(({ id }, index) => ({
      item: id,
      kmo: finite(adequacy?.each[index] ?? Number.NaN),
      squaredMultiple: finite(adequacy?.squaredMultiple[index] ?? Number.NaN),
    })),
    eigenvalues: Array.from(observed, (value, index) => ({
      value,
      parallel95: chance.percentile[index] ?? Number.NaN,
      parallelMean: chance.mean[index] ?? Number.NaN,
      parallelLow: chance.percentileLow[index] ?? Number.NaN,
      parallelHigh: chance.percentileHigh[index] ?? Number.NaN,
    })),
    suggested,
    kmo: finite(adequacy?.overall ?? Number.NaN),
    sphericity,
    htmt: data.dimensions.flatMap((a, first) =>
      data.dimensions
        .slice(first + 1)
        .map((b, offset) => ({
          a,
          b,
          ratio: finite(ratios[first * data.dimensions.length + first + 1 + offset] ?? Number.NaN),
        })),
    ),
  }
}

function readData(
  frames: Readonly<Record<string, Frame>>,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): StructureData {
  const { dataset } = context
  const asked = structureItems(dataset, options.dimensions)
  const frame = frames['answers']
  if (frame === undefined) throw new InputError('structure:too-few-items', { n: asked.length, min: fewestItems })
  const matrix = readItemMatrices(frame, dataset, asked, []).matrices[0]
  if (matrix === undefined) throw new Error('no item matrix')
  const { kept, unanswered, constant } = varyingItems(matrix.columns, options.missing)
  const names = (indices: readonly number[]): readonly string[] => indices.map((index) => asked[index]?.id ?? '')
  if (unanswered.length > 0)
    context.note({
      code: 'structure:unanswered',
      level: 'warning',
      about: { count: unanswered.length, items: { list: names(unanswered) } },
    })
  if (constant.length > 0)
    context.note({
      code: 'structure:constant',
      level: 'warning',
      about: { count: constant.length, items: { list: names(constant) } },
    })
  if (kept.length < fewestItems) throw new InputError('structure:too-few-items', { n: kept.length, min: fewestItems })
  const items = kept.map((index) => asked[index] as Item)
  const columns = kept.map((index) => matrix.columns[index] as AnswerColumn)
  const sample = answerSample(columns, options.missing)
  const n = 'patterns' in sample ? sample.patterns.reduce((sum, { count }) => sum + count, 0) : sample.count
  if (n <= items.length) throw new InputError('structure:too-few-respondents', { items: items.length })
  const saturated = 'patterns' in sample ? groupData(sample, items.length, poll) : null
  const [pattern, ...otherPatterns] = 'patterns' in sample ? sample.patterns : []
  // Where everybody answered everything, the sample's own covariances do, collinear or not.
  const complete = otherPatterns.length === 0 && pattern?.items.length === items.length ? pattern.covariance : undefined
  const covariance =
    'covariance' in sample
      ? sample.covariance
      : (complete ?? (saturated === null || typeof saturated === 'string' ? undefined : saturated.covariance))
  if (covariance === undefined)
    throw new InputError(
      saturated === 'sample-not-positive-definite' ? 'structure:saturated-singular' : 'structure:no-saturated',
      { items: items.length },
    )
  const isShown = n >= context.minGroup
  if (isShown && (n < 100 || n < 5 * items.length))
    context.note({ code: 'structure:small-sample', level: 'warning', about: { n, items: items.length } })
  if (isShown && options.missing === 'listwise' && n < matrix.rowCount) {
    const share = n / matrix.rowCount
    context.note({
      code: 'structure:complete-cases',
      level: share < 0.8 ? 'warning' : 'info',
      about: { n, total: matrix.rowCount, share: { value: share, as: 'percent' } },
    })
  }
  const dimensions = [...new Set(items.flatMap(({ dimension }) => (dimension === null ? [] : [dimension])))]
  return {
    items,
    dimensions,
    dimensionOf: items.map(({ dimension }) => dimensions.indexOf(dimension ?? '')),
    sample,
    n,
    covariance,
    correlation: correlationsOf(covariance, items.length),
  }
}
