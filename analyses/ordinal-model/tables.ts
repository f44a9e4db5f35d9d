import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, RowsById } from '../core/result'
import { scaleOf } from '../instrument/model'
import { groupColumns, keyOrder } from '../survey/groups'
import { survey } from '../survey/words'
import type { FittedItem, OrdinalModels } from './compute'
import type { tables } from './declarations'
import type { Coefficient, Estimate, Predictor, TermResult } from './model'
import type { OrdinalModelOptions } from './options'
import { predictorPhrase, termPhrase } from './predictor-words'

type Rows<K extends keyof typeof tables> = readonly CellsOf<(typeof tables)[K]>[]

/** Orders levels of the columns to group by: columns as asked for, levels by the report's alphabet. */
type LevelOrder = (a: LevelPlace, b: LevelPlace) => number
interface LevelPlace {
  readonly attribute: string
  readonly level: string
}

/** Items in the order of the instrument, levels in that of the report's alphabet. */
export function tabulateOrdinalModel(
  { columns, items }: OrdinalModels,
  { link, by, dimensions }: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const order = levelOrder(items, by, context)
  return {
    coefficients: items.flatMap((item) => coefficientRows(item, order)),
    thresholds: items.flatMap(thresholdRows),
    fit: items.map((item) => fitRow(item, link)),
    terms: items.flatMap(({ item, n, terms, pAdjusted }) =>
      terms.map((term, index) => ({
        outcome: item,
        ...termCells(term),
        n,
        statistic: term.effect.statistic,
        df: term.effect.df,
        p_value: term.effect.pValue,
        p_adjusted: pAdjusted[index] ?? null,
      })),
    ),
    assumption: items.flatMap(assumptionRows),
    groups: {
      by: columns,
      sums: [{ n: 'n', columns: ['largest_share'], basis: { known: columns, complete: dimensions } }],
      rows: items.flatMap(({ item, levels }) =>
        levels
          .toSorted(order)
          .map((level) => ({
            key: columns.map((column) => level.cells[column] ?? null),
            outcome: item,
            attribute: level.attribute,
            level: level.level,
            n: level.n,
            is_reference: level.isReference,
            in_model: level.n > 0 && level.end === null && !level.isWithheld,
            largest_share: level.largestShare,
          })),
      ),
    },
    predicted: items.flatMap((item) => predictedRows(item, order, context)),
  }
}

/** By the parent first where that is part of a level's name. */
function levelOrder(
  items: readonly FittedItem[],
  by: readonly string[],
  context: ReportContext<SurveyDataset>,
): LevelOrder {
  const name = ({ attribute, level }: LevelPlace): string => `${attribute}\u001f${level}`
  const ranks = new Map<string, number>()
  for (const id of by) {
    const own = groupColumns(context.dataset, [id])
    const order = keyOrder(context, own)
    const keys = new Map(
      items.flatMap(({ levels }) =>
        levels
          .filter(({ attribute }) => attribute === id)
          .map((place) => [name(place), own.map((column) => place.cells[column] ?? '')] as const),
      ),
    )
    for (const [rank, [place]] of [...keys].toSorted(([, a], [, b]) => order(a, b)).entries()) ranks.set(place, rank)
  }
  const rankOf = (place: LevelPlace): number => ranks.get(name(place)) ?? 0
  return (a, b) => by.indexOf(a.attribute) - by.indexOf(b.attribute) || rankOf(a) - rankOf(b)
}

/** The levels of each column in order; columns and dimensions as the model has them. */
function coefficientRows({ item, coefficients }: FittedItem, order: LevelOrder): Rows<'coefficients'> {
  const inOrder = ({ predictor: a }: Coefficient, { predictor: b }: Coefficient): number =>
    a.kind === 'level' && b.kind === 'level' && a.attribute === b.attribute ? order(a, b) : 0
  return coefficients
    .toSorted(inOrder)
    .map((coefficient) => ({
      outcome: item,
      ...predictorCells(coefficient.predictor),
      ...estimateCells(coefficient),
      odds_ratio: coefficient.oddsRatio,
      odds_ratio_low: coefficient.oddsRatioLow,
      odds_ratio_high: coefficient.oddsRatioHigh,
    }))
}

const estimateCells = (found: Estimate) => ({
  estimate: found.estimate,
  se: found.se,
  statistic: found.statistic,
  p_value: found.pValue,
  conf_low: found.low,
  conf_high: found.high,
})

function predictorCells(
  predictor: Predictor,
): Pick<Rows<'coefficients'>[number], 'term' | 'predictor_name' | 'attribute' | 'level' | 'reference'> {
  const predictor_name = predictorPhrase(predictor)
  if (predictor.kind === 'dimension')
    return { predictor_name, term: predictor.dimension, attribute: null, level: null, reference: null }
  const { attribute, level, reference } = predictor
  return { predictor_name, term: `${attribute}${level}`, attribute, level, reference }
}

const termCells = ({ term, kind }: TermResult) => ({ term, predictor_name: termPhrase(term, kind) })

function thresholdRows({ item, n, categories, thresholds }: FittedItem): Rows<'thresholds'> {
  return thresholds.map((threshold, j) => ({
    outcome: item,
    threshold: `${categories[j]}|${categories[j + 1]}`,
    ...estimateCells(threshold),
    n,
  }))
}

function fitRow({ item, n, fit }: FittedItem, link: OrdinalModelOptions['link']): Rows<'fit'>[number] {
  return {
    outcome: item,
    link,
    n,
    parameters: fit?.parameters ?? null,
    log_likelihood: fit?.logLikelihood ?? null,
    aic: fit?.aic ?? null,
    bic: fit?.bic ?? null,
    statistic: fit?.effect.statistic ?? null,
    df: fit?.effect.df ?? null,
    p_value: fit?.effect.pValue ?? null,
    steps: fit?.steps ?? null,
    largest_gradient: fit?.largestGradient ?? null,
  }
}

function assumptionRows({ item, n, terms }: FittedItem): Rows<'assumption'> {
  return terms.map((term) => ({
    outcome: item,
    ...termCells(term),
    n,
    log_likelihood: term.proportionalOdds.logLikelihood,
    statistic: term.proportionalOdds.statistic,
    df: term.proportionalOdds.df,
    p_value: term.proportionalOdds.pValue,
    scale_statistic: term.scale.statistic,
    scale_df: term.scale.df,
    scale_p_value: term.scale.pValue,
  }))
}

/** Every category that somebody chose, from low to high, under the words that were answered. */
function predictedRows(
  { item: id, predicted, categories }: FittedItem,
  order: LevelOrder,
  { dataset }: ReportContext<SurveyDataset>,
): Rows<'predicted'> {
  const item = dataset.instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) return []
  const scale = scaleOf(dataset.instrument, item)
  const asAnswered = (value: number): number => (item.reversed ? scale.min + scale.max - value : value)
  return predicted.toSorted(order).flatMap(({ attribute, level, shares }) =>
    shares.map((share, j) => {
      const value = categories[j] ?? 0
      return {
        outcome: id,
        attribute,
        level,
        value,
        label: survey.say('response', { response: { response: { scale: scale.id, value: asAnswered(value) } } }),
        share,
      }
    }),
  )
}
