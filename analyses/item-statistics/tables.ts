import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CellsOf, RowsById, RowSum } from '../core/result'
import type { Item } from '../instrument/model'
import { inKeyOrder } from '../survey/groups'
import { survey } from '../survey/words'
import type { ItemDescription, ItemStatistics } from './compute'
import type { tables } from './declarations'
import type { ItemStatisticsOptions } from './options'

/** Groups in the order of the report's alphabet, items in that of the instrument, categories from low to high. */
export function tabulateItemStatistics(
  { columns, groups }: ItemStatistics,
  options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const known = new Map(context.dataset.instrument.items.map((item) => [item.id, item]))
  const isWeighted = options.weights && context.dataset.weighted
  const described = inKeyOrder(context, columns, groups).flatMap(({ key, items }) =>
    items.map((item) => ({ key, item, asked: known.get(item.item) })),
  )
  return {
    items: {
      by: columns,
      sums: sumsOf(isWeighted, ['weighted_mean', 'weighted_sd']),
      rows: described.map(({ key, item, asked }) => ({ key, ...itemCells(item, asked) })),
    },
    categories: {
      by: columns,
      sums: sumsOf(isWeighted, ['weighted_share']),
      rows: described.flatMap(({ key, item, asked }) => categoryCells(item, asked).map((cells) => ({ key, ...cells }))),
    },
  }
}

/** Whose answers the rows take together; with weights these do not use them, and the weighted columns stand beside. */
const sumsOf = (isWeighted: boolean, weighted: readonly string[]): readonly RowSum[] =>
  isWeighted
    ? [
        { n: 'n', basis: { isAsked: true, hasWeight: true } },
        { n: 'n', columns: weighted, isWeighted: true, basis: { isAsked: true } },
      ]
    : [{ n: 'n', basis: { isAsked: true } }]

function itemCells(item: ItemDescription, asked: Item | undefined): CellsOf<typeof tables.items> {
  return {
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
    reversed: asked?.reversed ?? false,
    mean_as_answered: item.meanAsAnswered,
    largest_share: item.largestShare,
    weighted_mean: item.weightedMean,
    weighted_sd: item.weightedSd,
  }
}

function categoryCells(
  { item, n, categories }: ItemDescription,
  asked: Item | undefined,
): readonly CellsOf<typeof tables.categories>[] {
  return categories.map((category) => ({
    item,
    value: category.value,
    label: survey.say('response', { response: { response: { scale: asked?.scale ?? '', value: category.value } } }),
    count: category.count,
    share: category.share,
    n,
    weighted_share: category.weightedShare,
  }))
}
