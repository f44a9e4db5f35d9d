import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { namesOf, rowsWith, type RowWith } from '../core/reading'
import { finite, type Prose } from '../core/result'
import { fewInWords, intervalPhrase, itemInWords, quantity, type Label } from '../core/words'
import { isOverlapping } from '../survey/overlap'
import { groupColumns } from '../survey/groups'
import { meanIntervals } from '../survey/mean-interval'
import type { ItemRow, Tables } from './declarations'
import type { ItemStatisticsOptions } from './options'
import { say } from './words'

/** From these on an item is pointed out. */
const limits = { atAnEnd: 0.5, itemRest: 0.3, nonResponse: 0.2 }

type DescribedRow = RowWith<ItemRow, 'mean'>

/** How items were described, and which of them stand out: in mean, at an end of the scale, in how they correlate with the rest, in how often they were not answered. */
export function sayItemStatistics(
  { items: { rows } }: Tables,
  options: ItemStatisticsOptions,
  { dataset }: ReportContext<SurveyDataset>,
): Prose {
  const method = [
    say('say.method.items'),
    say('say.method.rest'),
    ...(options.weights && dataset.weighted ? [say('say.method.weighted')] : []),
  ]
  const shown = rowsWith(rows, 'mean')
  if (shown.length === 0) return { method, finding: [say('say.finding.nothing')] }
  if (groupColumns(dataset, options.by).length > 0) {
    const items = new Set(shown.map(({ cells }) => cells.item)).size
    return { method, finding: [say('say.finding.groups', { groups: namesOf(shown).length, items })] }
  }
  return { method, finding: [...meanSentences(shown, dataset), ...pointedOut(rows, shown)] }
}

function pointedOut(rows: readonly ItemRow[], shown: readonly DescribedRow[]): readonly Label[] {
  const point = (
    key: Parameters<typeof say>[0],
    chosen: readonly ItemRow[],
    limit: number,
    as: 'percent' | 'correlation',
  ): readonly Label[] =>
    chosen.length === 0
      ? []
      : [
          say(key, {
            n: chosen.length,
            items: fewInWords(chosen.map(({ cells }) => itemInWords(cells.item))),
            limit: quantity(limit, as),
          }),
        ]
  const above = (column: 'ceiling_share' | 'floor_share'): readonly ItemRow[] =>
    shown.filter(({ cells }) => (cells[column] ?? 0) >= limits.atAnEnd)
  const apart = rowsWith(shown, 'item_rest_r').filter(({ cells }) => cells.item_rest_r < limits.itemRest)
  const unanswered = rows.filter((row) => nonResponseOf(row) >= limits.nonResponse)
  return [
    ...point('say.finding.ceiling', above('ceiling_share'), limits.atAnEnd, 'percent'),
    ...point('say.finding.floor', above('floor_share'), limits.atAnEnd, 'percent'),
    ...point('say.finding.rest', apart, limits.itemRest, 'correlation'),
    ...point('say.finding.non-response', unanswered, limits.nonResponse, 'percent'),
  ]
}

type Ends = ReturnType<ReturnType<typeof meanIntervals>>

/** Of the intervals in sentences; the table has none. */
const confidence = 0.95

/** Highest and lowest mean among the items of the commonest range, each with its interval, from n, mean and SD of the table. */
function meanSentences(
  rows: readonly DescribedRow[],
  { instrument: { items, scales } }: SurveyDataset,
): readonly Label[] {
  const rangeOf = ({ cells }: DescribedRow): string => {
    const scale = scales.find(({ id }) => id === items.find((item) => item.id === cells.item)?.scale)
    return `${scale?.kind ?? ''} ${scale?.min ?? ''} ${scale?.max ?? ''}`
  }
  const [commonest = []] = [...new Set(rows.map(rangeOf))]
    .map((range) => rows.filter((row) => rangeOf(row) === range))
    .toSorted((a, b) => b.length - a.length)
  const sorted = commonest.toSorted((a, b) => b.cells.mean - a.cells.mean)
  const [highest] = sorted
  const lowest = sorted.at(-1)
  if (highest === undefined || lowest === undefined) return []
  if (sorted.length === 1)
    return [
      say('say.finding.one', {
        highest: { item: highest.cells.item },
        highestMean: quantity(highest.cells.mean, 'mean'),
      }),
    ]
  const scale = scales.find(({ id }) => id === items.find((item) => item.id === highest.cells.item)?.scale)
  const [top, bottom] = [highest, lowest].map(({ cells: { n, mean, sd } }) =>
    meanIntervals(confidence)({ n: n ?? 0, mean, se: (sd ?? Number.NaN) / Math.sqrt(n ?? 0), isWeighted: false }, [
      scale?.min ?? Number.NaN,
      scale?.max ?? Number.NaN,
    ]),
  )
  const told = ({ cells: { mean } }: DescribedRow, interval: Ends | undefined): Label =>
    say('say.mean', {
      mean: quantity(mean, 'mean'),
      interval: intervalPhrase(finite(interval?.low), finite(interval?.high), 'mean'),
    })
  return [
    say('say.finding.means', {
      highest: { item: highest.cells.item },
      highestMean: told(highest, top),
      lowest: { item: lowest.cells.item },
      lowestMean: told(lowest, bottom),
      isOverlapping: isOverlapping(bottom?.high ?? null, top?.low ?? null),
    }),
  ]
}

/** Share of blanks and typed non-answers among those asked. */
function nonResponseOf({ cells }: ItemRow): number {
  const without = (cells.blank ?? 0) + (cells.dont_know ?? 0) + (cells.not_relevant ?? 0) + (cells.refused ?? 0)
  const asked = without + (cells.n ?? 0)
  return asked === 0 ? 0 : without / asked
}
