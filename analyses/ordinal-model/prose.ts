import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import {
  core,
  fewInWords,
  percentOf,
  probabilityPhrase,
  quantity,
  type Label,
  type Phrase,
  type Values,
} from '../core/words'
import { scaleOf } from '../instrument/model'
import { smallest } from '../numeric/summary/extremes'
import type { CoefficientRow, PredictedRow, Tables, TermRow } from './declarations'
import type { OrdinalModelOptions } from './options'
import { termLabel } from './predictor-words'
import { say } from './words'

/** Items whose findings are told one by one. */
const itemsInWords = 6

type TestedRow = RowWith<TermRow, 'p_adjusted'>
type EstimatedRow = RowWith<CoefficientRow, 'estimate' | 'statistic'>

/** An interval of which one end may be open. */
export const intervalText = (low: number | null, high: number | null): Phrase =>
  core.say('interval', { low: quantity(low, 'estimate'), high: quantity(high, 'estimate') })

/** How the models were fitted, and item by item which predictors shift the answers, and which do so unevenly. */
export function sayOrdinalModel(
  tables: Tables,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const tested = rowsWith(tables.terms.rows, 'p_adjusted')
  const fitted = rowsWith(tables.fit.rows, 'log_likelihood').map(({ cells }) => cells.outcome)
  const finding = fitted
    .slice(0, itemsInWords)
    .flatMap((item) => [
      ...effectSentences(item, tested, tables, options, context),
      ...assumptionSentences(item, tables, options),
    ])
  return {
    method: methodSentences(tested.length, options),
    finding: finding.length === 0 ? [say('say.finding.nothing')] : finding,
  }
}

function methodSentences(tests: number, options: OrdinalModelOptions): readonly Label[] {
  const { outcomes, by, dimensions, link, interval, confidence, adjust } = options
  const predictors: Label = {
    list: [...by.map((id) => termLabel(id, 'attribute')), ...dimensions.map((id) => termLabel(id, 'dimension'))],
  }
  return [
    say(`say.method.${link}`, { count: outcomes.length, predictors }),
    say(`say.method.interval.${interval}`, { confidence: percentOf(confidence) }),
    say('say.method.assumption'),
    ...(tests > 1 && adjust !== 'none'
      ? [say('say.method.adjusted', { count: tests, adjustment: core.say(`option.adjust.choice.${adjust}`) })]
      : []),
  ]
}

const isDimension = (term: string, options: OrdinalModelOptions): boolean => options.dimensions.includes(term)
const nameOf = (term: string, options: OrdinalModelOptions): Label =>
  termLabel(term, isDimension(term, options) ? 'dimension' : 'attribute')

/** What shifts the answers to an item, and for what the data do not decide it. */
function effectSentences(
  item: string,
  tested: readonly TestedRow[],
  { coefficients, predicted }: Tables,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): readonly Label[] {
  const own = tested.filter(({ cells }) => cells.outcome === item)
  const isClear = ({ cells }: TestedRow): boolean => cells.p_adjusted < 1 - options.confidence
  const undecided = own.filter((row) => !isClear(row))
  const ofItem = coefficients.rows.filter(({ cells }) => cells.outcome === item)
  const shares = predicted.rows.filter(({ cells }) => cells.outcome === item)
  return [
    ...own.filter(isClear).flatMap((term) => termSentences(term, ofItem, shares, options, context)),
    ...(undecided.length === 0
      ? []
      : [
          say('say.finding.undecided', {
            item: { item },
            predictors: fewInWords(undecided.map(({ cells }) => nameOf(cells.term, options))),
            count: undecided.length,
            p: probabilityPhrase(smallest(undecided.map(({ cells }) => cells.p_adjusted))),
          }),
        ]),
  ]
}

/** Which predictors do not shift the whole scale alike. */
function assumptionSentences(item: string, { assumption }: Tables, options: OrdinalModelOptions): readonly Label[] {
  const violated = rowsWith(assumption.rows, 'p_value').filter(
    ({ cells }) => cells.outcome === item && cells.p_value < 1 - options.confidence,
  )
  if (violated.length === 0) return []
  return [
    say('say.finding.assumption', {
      item: { item },
      count: violated.length,
      predictors: fewInWords(violated.map(({ cells }) => nameOf(cells.term, options))),
      p: probabilityPhrase(smallest(violated.map(({ cells }) => cells.p_value))),
    }),
  ]
}

/**
 * What a term's coefficients say, in odds and in shares.
 * @param coefficients of the term's item
 * @param shares of the term's item
 */
function termSentences(
  { cells: term }: TestedRow,
  coefficients: readonly CoefficientRow[],
  shares: readonly PredictedRow[],
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): readonly Label[] {
  const ofDimension = isDimension(term.term, options)
  const own = rowsWith(coefficients, 'estimate', 'statistic').filter(({ cells }) =>
    ofDimension ? cells.attribute === null && cells.term === term.term : cells.attribute === term.term,
  )
  const [strongest] = own.toSorted((a, b) => Math.abs(b.cells.statistic) - Math.abs(a.cells.statistic))
  if (strongest === undefined) return []
  const numbers = {
    ...coefficientValues(strongest, options),
    item: { item: term.outcome },
    predictor: ofDimension ? { dimension: term.term } : (strongest.cells.predictor_name ?? ''),
    attribute: { attribute: term.term },
    p: probabilityPhrase(term.p_adjusted),
  }
  if (options.link === 'probit') return [say('say.finding.latent', { ...numbers, isDimension: ofDimension })]
  const [level] = rowsWith([strongest], 'attribute', 'level', 'reference')
  if (level === undefined) return [say('say.finding.dimension', numbers)]
  const { reference } = level.cells
  const others = own.filter((row) => row !== strongest && (row.cells.p_value ?? 1) < 1 - options.confidence).length
  return [
    ...upperShares(level, shares, context),
    say('say.finding.level', { ...numbers, level: level.cells.level, reference }),
    ...(others > 0
      ? [say('say.finding.more-levels', { count: others, reference, attribute: { attribute: term.term } })]
      : []),
  ]
}

/** The coefficient and its interval: as odds, or in standard deviations of the latent answer. */
function coefficientValues({ cells }: EstimatedRow, { link, confidence }: OrdinalModelOptions): Values {
  const isLogit = link === 'logit'
  return {
    ratio: quantity(isLogit ? cells.odds_ratio : cells.estimate, 'estimate'),
    interval: isLogit
      ? intervalText(cells.odds_ratio_low, cells.odds_ratio_high)
      : intervalText(cells.conf_low, cells.conf_high),
    isHigher: cells.estimate > 0,
    confidence: percentOf(confidence),
  }
}

/** The share expected on the upper side of the declared scale, in the level and in its reference. */
function upperShares(
  { cells }: RowWith<CoefficientRow, 'attribute' | 'level' | 'reference'>,
  shares: readonly PredictedRow[],
  { dataset }: ReportContext<SurveyDataset>,
): readonly Label[] {
  const item = dataset.instrument.items.find(({ id }) => id === cells.outcome)
  if (item === undefined) return []
  const scale = scaleOf(dataset.instrument, item)
  const upper = rowsWith(shares, 'value', 'share', 'label').filter(
    (row) => row.cells.attribute === cells.attribute && row.cells.value > (scale.min + scale.max) / 2,
  )
  const shareOf = (level: string): number =>
    upper.reduce((sum, row) => sum + (row.cells.level === level ? row.cells.share : 0), 0)
  const answers = [...new Map(upper.map((row) => [row.cells.value, row.cells.label])).values()]
  if (answers.length === 0) return []
  return [
    say('say.finding.shares', {
      item: { item: cells.outcome },
      answers: { list: answers },
      count: answers.length,
      level: cells.level,
      reference: cells.reference,
      share: quantity(shareOf(cells.level), 'percent'),
      other: quantity(shareOf(cells.reference), 'percent'),
    }),
  ]
}
