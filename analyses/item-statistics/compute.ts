import { itemInWords } from '../core/words'
import type { ComputeContext, FramesOf } from '../core/contract'
import { factorColumn, nonAnswerCode, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import { finite } from '../core/result'
import { largest } from '../numeric/summary/extremes'
import { deviationOf, medianOfCounts, momentsOfCounts, shapeOfCounts } from '../numeric/summary/summary'
import { hasWeights, weightedMean, weightNotes } from '../survey/case-weights'
import { cellName, rowsByCell } from '../survey/distribution'
import { groupColumns, groupIndex, pooledRoundsNotes, readGroups, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { scoringPlan } from '../survey/scoring'
import type { ItemStatisticsOptions } from './options'
import { restFrame, roundsWithout, type selectItemStatistics } from './statements'
import { info } from './words'

export interface CategoryCount {
  /** As answered. */
  readonly value: number
  readonly count: number
  readonly share: number | null
  readonly weightedShare: number | null
}

/** An item in a group. Means and shapes are of the turned answers; null where a number does not exist. */
export interface ItemDescription {
  readonly item: string
  readonly n: number
  readonly blank: number
  readonly dontKnow: number
  readonly notRelevant: number
  readonly refused: number
  readonly mean: number | null
  readonly sd: number | null
  readonly median: number | null
  readonly skewness: number | null
  readonly kurtosis: number | null
  readonly floorShare: number | null
  readonly ceilingShare: number | null
  /** Share of the commonest answer. */
  readonly largestShare: number | null
  readonly itemRest: number | null
  readonly meanAsAnswered: number | null
  readonly weightedMean: number | null
  readonly weightedSd: number | null
  /** Every category of an ordinal scale, used or not; none for continuous items. */
  readonly categories: readonly CategoryCount[]
}

export interface ItemStatistics {
  readonly columns: readonly string[]
  readonly groups: readonly { readonly key: readonly string[]; readonly items: readonly ItemDescription[] }[]
}

/** Describes each item in each group from how often each answer occurs. Items come in the order of the instrument. */
export function computeItemStatistics(
  { groups: groupCounts, answers, ...rest }: FramesOf<typeof selectItemStatistics>,
  options: ItemStatisticsOptions,
  context: ComputeContext<SurveyDataset>,
): ItemStatistics {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const { keys, without } = readGroups(groupCounts, columns)
  const answersIn = readAnswers(answers, columns, keys)
  const restIn = readRest(rest, columns, keys, dataset)
  const items = dataset.instrument.items.filter(({ id }) => options.items.includes(id))
  const groups = keys.map((key, group) => {
    stopIfAborted(context.abort)
    return {
      key,
      items: items.map((item) =>
        described(item, scaleOf(dataset.instrument, item), answersIn(group, item.id), restIn(group, item.id)),
      ),
    }
  })

  for (const note of outcomeNotes(
    dataset,
    items.map(({ id }) => id),
  )) {
    context.note(note)
  }
  for (const item of items) {
    const rounds = roundsWithout(dataset, item.id).filter((round) => dataset.rounds.some(({ id }) => id === round))
    if (rounds.length > 0) context.note(info('not-in-round', { item: itemInWords(item.id), rounds: { list: rounds } }))
  }
  for (const note of withoutGroupNotes(without, columns)) context.note(note)
  for (const note of pooledRoundsNotes('warning', dataset, columns)) context.note(note)
  for (const note of weightNotes(options.weights, dataset, answers)) context.note(note)
  return { columns, groups }
}

/** Answers of an item in a group by stored value, blanks apart. */
interface Answers {
  readonly values: readonly number[]
  readonly counts: readonly number[]
  readonly weights: Readonly<Record<'sums' | 'squares' | 'everybody', readonly number[]>> | null
  readonly blank: number
}

function readAnswers(
  frame: Frame,
  columns: readonly string[],
  keys: readonly (readonly string[])[],
): (group: number, item: string) => Answers {
  const { ofRow } = groupIndex(frame, columns, keys)
  const item = factorColumn(frame, 'item')
  const value = numericColumn(frame, 'value')
  const n = numericColumn(frame, 'n')
  const isWeighted = hasWeights(frame)
  const rows = rowsByCell(ofRow, item.codes, item.levels)
  return (group, id) => {
    const own = rows.get(cellName(group, id)) ?? []
    const answered = own.filter((row) => !Number.isNaN(value[row]))
    const taken = (source: Float64Array): readonly number[] => answered.map((row) => source[row] ?? Number.NaN)
    return {
      values: taken(value),
      counts: taken(n),
      weights: isWeighted
        ? {
            sums: taken(numericColumn(frame, 'weight')),
            squares: taken(numericColumn(frame, 'weight_sq')),
            everybody: taken(numericColumn(frame, 'everybody')),
          }
        : null,
      blank: own.reduce((sum, row) => sum + (Number.isNaN(value[row]) ? (n[row] ?? 0) : 0), 0),
    }
  }
}

/** Item–rest correlations, from one frame for each dimension. */
function readRest(
  frames: Readonly<Record<string, Frame>>,
  columns: readonly string[],
  keys: readonly (readonly string[])[],
  dataset: SurveyDataset,
): (group: number, item: string) => number | null {
  const cells = new Map<string, number>()
  for (const { dimension, items } of scoringPlan(dataset)) {
    const frame = frames[restFrame(dimension.id)]
    if (frame === undefined) continue
    const { ofRow } = groupIndex(frame, columns, keys)
    items.forEach((item, index) => {
      const [vx, vr, c] = [`#vx${index}`, `#vr${index}`, `#c${index}`].map((id) => numericColumn(frame, id))
      for (let row = 0; row < frame.rowCount; row += 1) {
        const spread = Math.sqrt(vx?.[row] ?? Number.NaN) * Math.sqrt(vr?.[row] ?? Number.NaN)
        cells.set(cellName(ofRow[row] ?? 0, item.id), spread > 0 ? (c?.[row] ?? Number.NaN) / spread : Number.NaN)
      }
    })
  }
  return (group, item) => {
    const correlation = finite(cells.get(cellName(group, item)) ?? Number.NaN)
    return correlation === null ? null : Math.max(-1, Math.min(1, correlation))
  }
}

function described(item: Item, scale: ResponseScale, answers: Answers, itemRest: number | null): ItemDescription {
  const picked = answers.values.flatMap((value, index) => (value >= scale.min && value <= scale.max ? [index] : []))
  const at = (source: readonly number[] | undefined): Float64Array =>
    Float64Array.from(picked, (index) => source?.[index] ?? Number.NaN)
  const asAnswered = at(answers.values)
  const counts = at(answers.counts)
  const turned = item.reversed ? asAnswered.map((value) => scale.min + scale.max - value) : asAnswered
  const data = { values: turned, counts }
  const moments = momentsOfCounts(data)
  const shape = shapeOfCounts(data, 3)
  const n = moments.n
  const countAt = (value: number): number =>
    counts.reduce((sum, count, index) => sum + (turned[index] === value ? count : 0), 0)
  const typed = (code: number): number =>
    scale.kind === 'ordinal'
      ? answers.values.reduce((sum, value, index) => sum + (value === code ? (answers.counts[index] ?? 0) : 0), 0)
      : 0
  const weighted = weightedMean({
    ...data,
    weights:
      answers.weights === null
        ? null
        : {
            sums: at(answers.weights.sums),
            squares: at(answers.weights.squares),
            everybody: { values: turned, counts: at(answers.weights.everybody) },
          },
  })
  const mean = finite(moments.mean)
  return {
    item: item.id,
    n,
    blank: answers.blank,
    dontKnow: typed(nonAnswerCode.dont_know),
    notRelevant: typed(nonAnswerCode.not_relevant),
    refused: typed(nonAnswerCode.refused),
    mean,
    sd: finite(deviationOf(moments)),
    median: n === 0 ? null : finite(medianOfCounts(data)),
    skewness: finite(shape.skewness),
    kurtosis: finite(shape.kurtosis),
    floorShare: n === 0 ? null : countAt(scale.min) / n,
    ceilingShare: n === 0 ? null : countAt(scale.max) / n,
    largestShare: n === 0 ? null : largest(counts) / n,
    itemRest,
    meanAsAnswered: mean === null ? null : item.reversed ? scale.min + scale.max - mean : mean,
    weightedMean: finite(weighted?.mean),
    weightedSd: finite(weighted?.sd),
    categories:
      scale.kind === 'continuous'
        ? []
        : Array.from({ length: scale.max - scale.min + 1 }, (_, step): CategoryCount => {
            const value = scale.min + step
            const index = asAnswered.indexOf(value)
            const count = counts[index] ?? 0
            const weight = answers.weights === null ? null : (at(answers.weights.sums)[index] ?? 0)
            return {
              value,
              count,
              share: n === 0 ? null : count / n,
              weightedShare: weight === null || weighted === null ? null : weight / weighted.weight,
            }
          }),
  }
}
