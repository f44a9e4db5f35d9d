import type { Base } from '../core/base'
import type { ComputeContext, Frames, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
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
import { baseId, baseOf } from '../survey/bases'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { readItemMatrices, type ItemMatrix } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { varyingItems, type VaryingItems } from '../survey/varying-items'
import { confirm } from './confirmatory'
import { explore } from './exploratory'
import type { StructureOptions } from './options'
import type { Structure, StructureData } from './result'

/** Fewest items whose structure can be asked about. */
const fewestItems = 3

/** The items asked about: those that the dimensions are scored from and that were put to everybody, in the order of the instrument. */
export function structureItems(dataset: SurveyDataset, dimensions: readonly string[]): readonly Item[] {
  return commonItems(dataset, dimensions)
}

/** Everybody's answers to the items asked about, and which of these can be used. */
export interface ReadAnswers extends VaryingItems {
  readonly asked: readonly Item[]
  readonly matrix: ItemMatrix | null
  /** People whose answers are used; everybody where too few items vary. */
  readonly n: number
  /** Null when too few items vary. */
  readonly sample: FactorSample | null
}

/** @param frames `answers` of `itemMatrixStatement`; absent without items */
export function readAnswers(
  { answers }: Frames,
  options: StructureOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadAnswers {
  stopIfAborted(abort)
  const asked = structureItems(dataset, options.dimensions)
  const matrix = answers === undefined ? undefined : readItemMatrices(answers, dataset, asked, []).matrices[0]
  if (matrix === undefined) return { asked, matrix: null, kept: [], unanswered: [], constant: [], n: 0, sample: null }
  const varying = varyingItems(matrix.columns, options.missing)
  const columns = varying.kept.map((index) => matrix.columns[index] as AnswerColumn)
  const sample = columns.length < fewestItems ? null : answerSample(columns, options.missing)
  const n =
    sample === null
      ? matrix.rowCount
      : 'patterns' in sample
        ? sample.patterns.reduce((sum, { count }) => sum + count, 0)
        : sample.count
  return { ...varying, asked, matrix, n, sample }
}

const everybody = baseId('everybody', [])

/** Everybody who was asked, and those whose answers are used: which items vary among a few is theirs to tell. */
export function basesOfAnswers({ matrix, n }: ReadAnswers): readonly Base[] {
  return [baseOf('everybody', [], [], [n, matrix?.rowCount ?? 0])]
}

/**
 * Dimensionality, adequacy, and a confirmatory or exploratory factor model of the items.
 * @throws InputError when too few items vary, too few people answered, or nothing can be estimated from incomplete answers
 */
export function computeStructure(
  read: ReadAnswers,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
): Structure {
  const { dataset } = context
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
  if (!context.usable.has(everybody))
    throw new InputError('structure:too-few-respondents', { items: read.asked.length })
  const data = usableData(read, options, context, poll)
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

function usableData(
  { asked, matrix, kept, unanswered, constant, n, sample }: ReadAnswers,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): StructureData {
  if (matrix === null) throw new InputError('structure:too-few-items', { n: asked.length, min: fewestItems })
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
  if (sample === null) throw new InputError('structure:too-few-items', { n: kept.length, min: fewestItems })
  const items = kept.map((index) => asked[index] as Item)
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
  if (n < 100 || n < 5 * items.length)
    context.note({ code: 'structure:small-sample', level: 'warning', about: { n, items: items.length } })
  if (options.missing === 'listwise' && n < matrix.rowCount) {
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
