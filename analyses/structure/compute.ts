import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import { itemInWords, quantity, type Label } from '../core/words'
import type { Item } from '../instrument/model'
import { correlationsOf, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { parallelAnalysis, suggestedCount } from '../numeric/exploratory-factor/parallel-analysis'
import { dependentVariables, samplingAdequacy, sphericityTest } from '../numeric/exploratory-factor/sampling-adequacy'
import { answerSample } from '../numeric/factor-model/answer-sample'
import { heterotraitMonotraitRatios } from '../numeric/factor-model/discriminant-validity'
import { groupData, type FactorSample } from '../numeric/factor-model/samples'
import { symmetricEigenvalues } from '../numeric/matrices/symmetric-eigen'
import { baseId, baseOf } from '../survey/bases'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { pooledRoundsNotes } from '../survey/groups'
import { readItemMatrices, type ItemMatrix } from '../survey/item-matrix'
import { outcomeNotes } from '../survey/outcomes'
import { varyingItems, type VaryingItems } from '../survey/varying-items'
import { confirm } from './confirmatory'
import { explore } from './exploratory'
import type { StructureOptions } from './options'
import type { Adequacy, ComparedEigenvalue, Structure, StructureData, TraitRatio } from './result'
import type { selectStructure } from './statements'
import { code, info, warning } from './words'

/** Fewest items whose structure can be asked about. */
const fewestItems = 3

/** Everybody's answers to the items asked about, and which of these can be used. */
export interface ReadAnswers extends VaryingItems {
  /** Those that the dimensions are scored from and that were put to everybody, in the order of the instrument. */
  readonly asked: readonly Item[]
  readonly matrix: ItemMatrix | null
  /** People whose answers are used; everybody where too few items vary. */
  readonly n: number
  /** Null when too few items vary. */
  readonly sample: FactorSample | null
}

/** @param frames `answers` is absent without items */
export function readAnswers(
  { answers }: FramesOf<typeof selectStructure>,
  options: StructureOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadAnswers {
  stopIfAborted(abort)
  const asked = commonItems(dataset, options.dimensions)
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
  const notes = [
    ...outcomeNotes(dataset, options.dimensions),
    ...commonItemNotes(dataset, options.dimensions),
    ...pooledRoundsNotes('warning', dataset, []),
  ]
  for (const note of notes) context.note(note)
  if (!context.usable.has(everybody)) throw new InputError(code('too-few-respondents'), { items: read.asked.length })
  const data = usableData(read, options, context, poll)
  context.progress(0.1)
  const { eigenvalues, suggested } = compareEigenvalues(data, options, context, poll)
  const adequacy = adequacyOf(data, context)
  const solution =
    options.method === 'cfa' ? confirm(data, context, poll) : explore(data, suggested, options, context, poll)
  context.progress(0.95)
  return { n: data.n, eigenvalues, adequacy, solution, htmt: traitRatios(data) }
}

/** Eigenvalues beside those of random answers, and how many components that suggests. */
function compareEigenvalues(
  { correlation, items, dimensions, n }: StructureData,
  { draws }: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): { readonly eigenvalues: readonly ComparedEigenvalue[]; readonly suggested: number } {
  const observed = symmetricEigenvalues(correlation, items.length)
  const chance = parallelAnalysis(n, items.length, draws, 0.95, context.seed, (share) => {
    poll()
    context.progress(0.1 + 0.4 * share)
  })
  const suggested = suggestedCount(observed, chance.percentile)
  const concerns = { table: 'eigenvalues' }
  context.note(info('suggested', { suggested, dimensions: dimensions.length, draws }, concerns))
  const [least, most] = [
    suggestedCount(observed, chance.percentileHigh),
    suggestedCount(observed, chance.percentileLow),
  ]
  if (least < most) context.note(warning('suggested-close', { least, most, draws }, concerns))
  return {
    suggested,
    eigenvalues: Array.from(observed, (value, index) => ({
      value,
      parallel95: chance.percentile[index] ?? Number.NaN,
      parallelMean: chance.mean[index] ?? Number.NaN,
      parallelLow: chance.percentileLow[index] ?? Number.NaN,
      parallelHigh: chance.percentileHigh[index] ?? Number.NaN,
    })),
  }
}

function adequacyOf({ correlation, items, n }: StructureData, context: ComputeContext<SurveyDataset>): Adequacy {
  const found = samplingAdequacy(correlation, items.length)
  if (found === null) {
    const dependent = dependentVariables(correlation, items.length).map((index) => itemInWords(items[index]?.id ?? ''))
    context.note(warning('singular', { items: { list: dependent } }, { table: 'adequacy' }))
  }
  return {
    kmo: finite(found?.overall),
    sphericity: sphericityTest(correlation, items.length, n),
    items: items.map(({ id }, index) => ({
      item: id,
      kmo: finite(found?.each[index]),
      squaredMultiple: finite(found?.squaredMultiple[index]),
    })),
  }
}

/** One for each pair of dimensions. */
function traitRatios({ covariance, dimensionOf, dimensions }: StructureData): readonly TraitRatio[] {
  const ratios = heterotraitMonotraitRatios(covariance, dimensionOf, dimensions.length)
  return dimensions.flatMap((a, first) =>
    dimensions
      .slice(first + 1)
      .map((b, offset) => ({ a, b, ratio: finite(ratios[first * dimensions.length + first + 1 + offset]) })),
  )
}

/**
 * The items that vary, and how the people whose answers are used spread over them.
 * @throws InputError when too few items vary, too few people answered, or incomplete answers do not determine the covariances
 */
function usableData(
  { asked, matrix, kept, unanswered, constant, n, sample }: ReadAnswers,
  options: StructureOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): StructureData {
  if (matrix === null) throw new InputError(code('too-few-items'), { n: asked.length, min: fewestItems })
  const names = (indices: readonly number[]): Label => ({
    list: indices.map((index) => itemInWords(asked[index]?.id ?? '')),
  })
  if (unanswered.length > 0) context.note(warning('unanswered', { count: unanswered.length, items: names(unanswered) }))
  if (constant.length > 0) context.note(warning('constant', { count: constant.length, items: names(constant) }))
  if (sample === null) throw new InputError(code('too-few-items'), { n: kept.length, min: fewestItems })
  const items = kept.map((index) => asked[index] as Item)
  if (n <= items.length) throw new InputError(code('too-few-respondents'), { items: items.length })
  const covariance = covarianceOf(sample, items.length, poll)
  noteSize(n, matrix.rowCount, items.length, options, context)
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

/** @throws InputError when incomplete answers do not determine the covariances */
function covarianceOf(sample: FactorSample, items: number, poll: () => void): Float64Array {
  if ('covariance' in sample) return sample.covariance
  const [pattern, ...otherPatterns] = sample.patterns
  // Where everybody answered everything, the sample's own covariances do, collinear or not.
  if (otherPatterns.length === 0 && pattern?.items.length === items) return pattern.covariance
  const saturated = groupData(sample, items, poll)
  if (typeof saturated === 'string')
    throw new InputError(code(saturated === 'sample-not-positive-definite' ? 'saturated-singular' : 'no-saturated'), {
      items,
    })
  return saturated.covariance
}

/** Says when few answered, and how many are not used. */
function noteSize(
  n: number,
  total: number,
  items: number,
  { missing }: StructureOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  if (n < 100 || n < 5 * items) context.note(warning('small-sample', { n: { people: n }, items }))
  if (missing !== 'listwise' || n === total) return
  if (total - n < context.minGroup) {
    context.note(info('nearly-complete'))
    return
  }
  const note = n / total < 0.8 ? warning : info
  context.note(note('complete-cases', { n, total, share: quantity(n / total, 'percent') }))
}
