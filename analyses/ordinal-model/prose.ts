import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type ResultTable, type TableRow } from '../core/result'
import type { OrdinalModelOptions } from './compute'
import { smallest } from '../numeric/summary/extremes'

/** Items whose findings are told one by one. */
const itemsInWords = 6

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `ordinal-model:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})
const numberOf = (cell: unknown): number => (typeof cell === 'number' ? cell : Number.NaN)

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

export const intervalText = (low: unknown, high: unknown): Phrase =>
  say('interval-text', { low: quantity(low, 'estimate'), high: quantity(high, 'estimate') })

const probabilityText = (p: unknown): Phrase =>
  say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', { p: quantity(p, 'probability') })

export function sayOrdinalModel(
  tables: TablesById,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { coefficients, terms, assumption, predicted, fit } = tables
  if (
    coefficients === undefined ||
    terms === undefined ||
    assumption === undefined ||
    predicted === undefined ||
    fit === undefined
  )
    return { method: [], finding: [] }
  const termName = ({ term }: TableRow): Label =>
    options.dimensions.includes(String(term)) ? { dimension: String(term) } : { attribute: String(term) }
  const predictors: Label = {
    list: [
      ...options.by.map((attribute): Label => ({ attribute })),
      ...options.dimensions.map((dimension): Label => ({ dimension })),
    ],
  }
  const tested = tableRecords(terms).filter(({ cells }) => typeof cells['p_adjusted'] === 'number')
  const method: Label[] = [
    say(`say.method.${options.link}`, { count: options.outcomes.length, predictors }),
    say(`say.method.interval.${options.interval}`, { confidence: percentOf(options.confidence) }),
    say('say.method.assumption'),
    ...(tested.length > 1 && options.adjust !== 'none'
      ? [
          say('say.method.adjusted', {
            count: tested.length,
            adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
          }),
        ]
      : []),
  ]
  const level = 1 - options.confidence
  const fitted = tableRecords(fit)
    .filter(({ cells }) => typeof cells['log_likelihood'] === 'number')
    .map(({ cells }) => String(cells['outcome']))
  const finding: Label[] = fitted.slice(0, itemsInWords).flatMap((item) => {
    const own = tested.filter(({ cells }) => cells['outcome'] === item)
    const clear = own.filter(({ cells }) => Number(cells['p_adjusted']) < level)
    const undecided = own.filter((row) => !clear.includes(row))
    const sentences = clear.flatMap(({ cells }) =>
      termSentences(item, cells, coefficients, predicted, options, context),
    )
    if (undecided.length > 0) {
      sentences.push(
        say('say.finding.undecided', {
          item: { item },
          predictors: { list: undecided.map(({ cells }) => termName(cells)) },
          count: undecided.length,
          p: probabilityText(smallest(undecided.map(({ cells }) => Number(cells['p_adjusted'])))),
        }),
      )
    }
    const violated = tableRecords(assumption).filter(
      ({ cells }) => cells['outcome'] === item && typeof cells['p_value'] === 'number' && cells['p_value'] < level,
    )
    if (violated.length > 0) {
      sentences.push(
        say('say.finding.assumption', {
          item: { item },
          count: violated.length,
          predictors: { list: violated.map(({ cells }) => termName(cells)) },
          p: probabilityText(smallest(violated.map(({ cells }) => Number(cells['p_value'])))),
        }),
      )
    }
    return sentences
  })
  if (finding.length === 0) finding.push(say('say.finding.nothing'))
  return { method, finding }
}

/** What a term's coefficients say, in odds and in shares. */
function termSentences(
  item: string,
  term: TableRow,
  coefficients: ResultTable,
  predicted: ResultTable,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): Label[] {
  const isDimension = options.dimensions.includes(String(term['term']))
  const own = tableRecords(coefficients)
    .map(({ cells }) => cells)
    .filter(
      (cells) =>
        cells['outcome'] === item &&
        (isDimension
          ? cells['attribute'] === null && cells['term'] === term['term']
          : cells['attribute'] === term['term']) &&
        typeof cells['statistic'] === 'number',
    )
  const [strongest] = own.toSorted((a, b) => Math.abs(Number(b['statistic'])) - Math.abs(Number(a['statistic'])))
  if (strongest === undefined) return []
  const isLogit = options.link === 'logit'
  const numbers = {
    item: { item },
    predictor: isDimension ? ({ dimension: String(term['term']) } as const) : (strongest['predictor'] as Label),
    attribute: { attribute: String(term['term']) },
    ratio: quantity(strongest[isLogit ? 'odds_ratio' : 'estimate'], 'estimate'),
    interval: isLogit
      ? intervalText(strongest['odds_ratio_low'], strongest['odds_ratio_high'])
      : intervalText(strongest['conf_low'], strongest['conf_high']),
    p: probabilityText(term['p_adjusted']),
    isHigher: Number(strongest['estimate']) > 0,
    confidence: percentOf(options.confidence),
  }
  if (!isLogit) return [say('say.finding.latent', { ...numbers, isDimension })]
  if (isDimension) return [say('say.finding.dimension', numbers)]
  const others = own.filter((cells) => cells !== strongest && Number(cells['p_value']) < 1 - options.confidence).length
  return [
    say('say.finding.level', {
      ...numbers,
      level: String(strongest['level']),
      reference: String(strongest['reference']),
    }),
    ...upperShares(item, strongest, predicted, context),
    ...(others > 0
      ? [
          say('say.finding.more-levels', {
            count: others,
            reference: String(strongest['reference']),
            attribute: { attribute: String(term['term']) },
          }),
        ]
      : []),
  ]
}

/** The share expected on the upper side of the declared scale, in the level and in its reference. */
function upperShares(
  id: string,
  coefficient: TableRow,
  predicted: ResultTable,
  { dataset }: ReportContext<SurveyDataset>,
): readonly Label[] {
  const item = dataset.instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) return []
  const scale = scaleOf(dataset.instrument, item)
  const middle = (scale.min + scale.max) / 2
  const rows = tableRecords(predicted)
    .map(({ cells }) => cells)
    .filter(
      (cells) =>
        cells['outcome'] === id &&
        cells['attribute'] === coefficient['attribute'] &&
        Number(cells['value']) > middle &&
        typeof cells['share'] === 'number',
    )
  const shareOf = (level: unknown): number =>
    rows.reduce((sum, cells) => sum + (cells['level'] === level ? numberOf(cells['share']) : 0), 0)
  const labels = [...new Map(rows.map((cells) => [cells['value'], cells['label'] as Label])).values()]
  if (labels.length === 0) return []
  return [
    say('say.finding.shares', {
      answers: { list: labels },
      count: labels.length,
      level: String(coefficient['level']),
      reference: String(coefficient['reference']),
      share: { value: shareOf(coefficient['level']), as: 'percent' },
      other: { value: shareOf(coefficient['reference']), as: 'percent' },
    }),
  ]
}
