import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable, type TableColumn, type TableDeclaration } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { ItemStatistics, ItemStatisticsOptions } from './compute'

export const itemsTable: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'blank', kind: 'count' },
    { id: 'dont_know', kind: 'count' },
    { id: 'not_relevant', kind: 'count' },
    { id: 'refused', kind: 'count', secondary: true },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'median', kind: 'number', as: 'mean' },
    { id: 'skewness', kind: 'number', as: 'estimate' },
    { id: 'kurtosis', kind: 'number', as: 'estimate' },
    { id: 'floor_share', kind: 'number', as: 'percent' },
    { id: 'ceiling_share', kind: 'number', as: 'percent' },
    { id: 'item_rest_r', kind: 'number', as: 'correlation' },
    { id: 'reversed', kind: 'text', secondary: true },
    { id: 'mean_as_answered', kind: 'number', as: 'mean', secondary: true },
    { id: 'largest_share', kind: 'number', as: 'percent', secondary: true },
    { id: 'weighted_mean', kind: 'number', as: 'mean', secondary: true },
    { id: 'weighted_sd', kind: 'number', as: 'mean', secondary: true },
  ],
  protection: {
    kind: 'counts',
    counts: ['n'],
    keeps: ['reversed'],
    family: ['round', 'item'],
    shares: ['floor_share', 'ceiling_share', 'largest_share'],
  },
}

export const categoriesTable: TableDeclaration = {
  columns: [
    { id: 'value', kind: 'number', as: 'df' },
    { id: 'label', kind: 'text' },
    { id: 'count', kind: 'count' },
    { id: 'share', kind: 'number', as: 'percent' },
    { id: 'n', kind: 'count', secondary: true },
    { id: 'weighted_share', kind: 'number', as: 'percent', secondary: true },
  ],
  protection: {
    kind: 'counts',
    counts: ['n'],
    keeps: ['value', 'label'],
    family: ['round', 'item'],
    shares: ['share'],
    distributionOver: 'value',
  },
}

const itemColumn: TableColumn = { id: 'item', kind: 'text', refersTo: 'item' }

/** Groups in the order of the report's alphabet, items in that of the instrument, categories from low to high. */
export function tabulateItemStatistics(
  result: ItemStatistics,
  _options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const order = keyOrder(context, result.columns)
  const keys = [...keyColumns(result.columns), itemColumn]
  const groups = result.groups.toSorted((a, b) => order(a.key, b.key))
  const instrumentItems = new Map(context.dataset.instrument.items.map((item) => [item.id, item]))
  return [
    buildTable(
      'items',
      itemsTable,
      keys,
      groups.flatMap(({ key, items }) =>
        items.map((item) => ({
          ...keyCells(result.columns, key),
          item: item.item,
          n: item.n,
          blank: item.blank,
          dont_know: item.dontKnow,
          not_relevant: item.notRelevant,
          refused: item.refused,
          mean: item.mean,
          sd: item.sd,
          median: item.median,
          skewness: item.skewness,
          kurtosis: item.kurtosis,
          floor_share: item.floorShare,
          ceiling_share: item.ceilingShare,
          item_rest_r: item.itemRest,
          reversed: instrumentItems.get(item.item)?.reversed ?? false,
          mean_as_answered: item.meanAsAnswered,
          largest_share: item.largestShare,
          weighted_mean: item.weightedMean,
          weighted_sd: item.weightedSd,
        })),
      ),
    ),
    buildTable(
      'categories',
      categoriesTable,
      keys,
      groups.flatMap(({ key, items }) =>
        items.flatMap(({ item, n, categories }) =>
          categories.map((category) => ({
            ...keyCells(result.columns, key),
            item,
            value: category.value,
            label: {
              message: 'survey:response',
              values: {
                response: { response: { scale: instrumentItems.get(item)?.scale ?? '', value: category.value } },
              },
            } as const,
            count: category.count,
            share: category.share,
            n,
            weighted_share: category.weightedShare,
          })),
        ),
      ),
    ),
  ]
}
