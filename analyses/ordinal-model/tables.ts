import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import type { Phrase } from '../core/words'
import { buildTable, type ResultTable, type TableRow } from '../core/result'
import { groupColumns, keyColumns, keyOrder } from '../survey/groups'
import type { FittedItem, OrdinalModelOptions, OrdinalModels } from './compute'
import {
  assumptionTable,
  coefficientsTable,
  fitTable,
  groupsTable,
  outcomeColumn,
  predictedTable,
  termsTable,
  thresholdsTable,
} from './declarations'
import type { Coefficient, Predictor, TermResult } from './model'

/** Items in the order of the instrument, levels in that of the report's alphabet. */
export function tabulateOrdinalModel(
  { columns, items }: OrdinalModels,
  { link, by }: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const rank = levelRanks(items, by, context)
  const rankOf = (attribute: string, level: string): number => rank.get(`${attribute}\u001f${level}`) ?? 0
  const inOrder = (a: Coefficient, b: Coefficient): number =>
    a.predictor.kind === 'level' && b.predictor.kind === 'level' && a.predictor.attribute === b.predictor.attribute
      ? rankOf(a.predictor.attribute, a.predictor.level) - rankOf(b.predictor.attribute, b.predictor.level)
      : 0
  const keys = [outcomeColumn]
  return [
    buildTable(
      'coefficients',
      coefficientsTable,
      keys,
      items.flatMap(({ item, coefficients }) =>
        coefficients
          .toSorted(inOrder)
          .map((coefficient): TableRow => ({
            outcome: item,
            ...predictorCells(coefficient.predictor),
            estimate: coefficient.estimate,
            se: coefficient.se,
            statistic: coefficient.statistic,
            p_value: coefficient.pValue,
            conf_low: coefficient.low,
            conf_high: coefficient.high,
            odds_ratio: coefficient.oddsRatio,
            odds_ratio_low: coefficient.oddsRatioLow,
            odds_ratio_high: coefficient.oddsRatioHigh,
          })),
      ),
    ),
    buildTable(
      'thresholds',
      thresholdsTable,
      keys,
      items.flatMap(({ item, n, categories, thresholds }) =>
        thresholds.map((threshold, j): TableRow => ({
          outcome: item,
          threshold: `${categories[j]}|${categories[j + 1]}`,
          estimate: threshold.estimate,
          se: threshold.se,
          statistic: threshold.statistic,
          p_value: threshold.pValue,
          conf_low: threshold.low,
          conf_high: threshold.high,
          n,
        })),
      ),
    ),
    buildTable(
      'fit',
      fitTable,
      keys,
      items.map(({ item, n, fit }): TableRow => ({
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
      })),
    ),
    buildTable(
      'terms',
      termsTable,
      keys,
      items.flatMap(({ item, n, terms, pAdjusted }) =>
        terms.map((term, index): TableRow => ({
          outcome: item,
          ...termCells(term),
          n,
          statistic: term.effect.statistic,
          df: term.effect.df,
          p_value: term.effect.pValue,
          p_adjusted: pAdjusted[index] ?? null,
        })),
      ),
    ),
    buildTable(
      'assumption',
      assumptionTable,
      keys,
      items.flatMap(({ item, n, terms }) =>
        terms.map((term): TableRow => ({
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
        })),
      ),
    ),
    buildTable(
      'groups',
      groupsTable,
      [...keyColumns(columns), outcomeColumn],
      items.flatMap(({ item, levels }) =>
        levels
          .toSorted(
            (a, b) =>
              by.indexOf(a.attribute) - by.indexOf(b.attribute) ||
              rankOf(a.attribute, a.level) - rankOf(b.attribute, b.level),
          )
          .map((level): TableRow => ({
            ...level.cells,
            outcome: item,
            attribute: level.attribute,
            level: level.level,
            n: level.n,
            is_reference: level.isReference,
            in_model: level.n > 0 && level.end === null && !level.isWithheld,
            largest_share: level.largestShare,
          })),
      ),
    ),
    buildTable(
      'predicted',
      predictedTable,
      keys,
      items.flatMap((item) => predictedRows(item, by, rankOf, context)),
    ),
  ]
}

/** Positions of levels within their column: by the parent first where that is part of the name. */
function levelRanks(
  items: readonly FittedItem[],
  by: readonly string[],
  context: ReportContext<SurveyDataset>,
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>()
  for (const id of by) {
    const own = groupColumns(context.dataset, [id])
    const order = keyOrder(context, own)
    const keys = new Map(
      items.flatMap(({ levels }) =>
        levels
          .filter(({ attribute }) => attribute === id)
          .map(({ level, cells }) => [level, own.map((column) => cells[column] ?? '')] as const),
      ),
    )
    for (const [rank, [level]] of [...keys].toSorted(([, a], [, b]) => order(a, b)).entries())
      ranks.set(`${id}\u001f${level}`, rank)
  }
  return ranks
}

function predictorCells(predictor: Predictor): TableRow {
  return predictor.kind === 'dimension'
    ? {
        predictor: nameOf(predictor.dimension, 'dimension'),
        term: predictor.dimension,
        attribute: null,
        level: null,
        reference: null,
      }
    : {
        predictor: {
          message: 'ordinal-model:predictor.level',
          values: {
            attribute: { attribute: predictor.attribute },
            level: predictor.level,
            reference: predictor.reference,
          },
        },
        term: `${predictor.attribute}${predictor.level}`,
        attribute: predictor.attribute,
        level: predictor.level,
        reference: predictor.reference,
      }
}

const nameOf = (id: string, kind: TermResult['kind']): Phrase => ({
  message: 'ordinal-model:predictor.name',
  values: { name: kind === 'dimension' ? { dimension: id } : { attribute: id } },
})

const termCells = ({ term, kind }: TermResult): TableRow => ({ term, predictor: nameOf(term, kind) })

/** Every category that somebody chose, from low to high, under the words that were answered. */
function predictedRows(
  { item: id, predicted, categories }: FittedItem,
  by: readonly string[],
  rankOf: (attribute: string, level: string) => number,
  { dataset }: ReportContext<SurveyDataset>,
): readonly TableRow[] {
  const item = dataset.instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) return []
  const scale = scaleOf(dataset.instrument, item)
  const asAnswered = (value: number): number => (item.reversed ? scale.min + scale.max - value : value)
  return predicted
    .toSorted(
      (a, b) =>
        by.indexOf(a.attribute) - by.indexOf(b.attribute) ||
        rankOf(a.attribute, a.level) - rankOf(b.attribute, b.level),
    )
    .flatMap(({ attribute, level, shares }) =>
      shares.map((share, j): TableRow => {
        const value = categories[j] ?? 0
        return {
          outcome: id,
          attribute,
          level,
          value,
          label: {
            message: 'survey:response',
            values: { response: { response: { scale: scale.id, value: asAnswered(value) } } },
          },
          share,
        }
      }),
    )
}
