import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import type { Prose } from '../core/result'
import { groupColumns } from '../survey/groups'
import { namesOf, shownRows, type ShownRow } from '../survey/table-reading'
import type { ItemStatisticsOptions } from './compute'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `item-statistics:${key}`, values })

/** From these on an item is pointed out. */
const limits = { atAnEnd: 0.5, itemRest: 0.3, nonResponse: 0.2 }

/** How items were described, and which of them stand out: in mean, at an end of the scale, in how they go with the rest, in how often they were not answered. */
export function sayItemStatistics(
  tables: TablesById,
  options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const method: Label[] = [
    phrase('say.method.items'),
    phrase('say.method.rest'),
    ...(options.weights && context.dataset.weighted ? [phrase('say.method.weighted')] : []),
  ]
  const table = tables['items']
  if (table === undefined) return { method, finding: [] }
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(table, columns, 'mean')
  const shown = rows.filter((row) => row.number('mean') !== null)
  if (shown.length === 0) return { method, finding: [phrase('say.finding.nothing')] }
  if (columns.length > 0) {
    return {
      method,
      finding: [
        phrase('say.finding.groups', {
          groups: namesOf(shown).length,
          items: new Set(shown.map((row) => row.text('item'))).size,
        }),
      ],
    }
  }
  const finding: Label[] = [...meanSentences(shown, context)]
  const point = (key: string, chosen: readonly ShownRow[], limit: number, as: 'percent' | 'correlation'): void => {
    if (chosen.length > 0)
      finding.push(
        phrase(key, {
          n: chosen.length,
          items: { list: chosen.map((row) => row.text('item')) },
          limit: { value: limit, as },
        }),
      )
  }
  const above = (column: string, limit: number): readonly ShownRow[] =>
    shown.filter((row) => (row.number(column) ?? 0) >= limit)
  point('say.finding.ceiling', above('ceiling_share', limits.atAnEnd), limits.atAnEnd, 'percent')
  point('say.finding.floor', above('floor_share', limits.atAnEnd), limits.atAnEnd, 'percent')
  point(
    'say.finding.rest',
    shown.filter((row) => (row.number('item_rest_r') ?? 1) < limits.itemRest),
    limits.itemRest,
    'correlation',
  )
  point(
    'say.finding.non-response',
    rows.filter((row) => nonResponseOf(row) >= limits.nonResponse),
    limits.nonResponse,
    'percent',
  )
  return { method, finding }
}

/** Highest and lowest mean among the items of the commonest range. */
function meanSentences(rows: readonly ShownRow[], { dataset }: ReportContext<SurveyDataset>): readonly Label[] {
  const { items, scales } = dataset.instrument
  const rangeOf = (row: ShownRow): string => {
    const scale = scales.find(({ id }) => id === items.find((item) => item.id === row.text('item'))?.scale)
    return `${scale?.kind ?? ''} ${scale?.min ?? ''} ${scale?.max ?? ''}`
  }
  const ranges = new Map<string, ShownRow[]>()
  for (const row of rows) ranges.set(rangeOf(row), [...(ranges.get(rangeOf(row)) ?? []), row])
  const [commonest = []] = [...ranges.values()].toSorted((a, b) => b.length - a.length)
  const sorted = commonest.toSorted((a, b) => (b.number('mean') ?? 0) - (a.number('mean') ?? 0))
  const [highest] = sorted
  const lowest = sorted.at(-1)
  if (highest === undefined || lowest === undefined) return []
  return [
    phrase(sorted.length === 1 ? 'say.finding.one' : 'say.finding.means', {
      highest: { item: highest.text('item') },
      highestMean: { value: highest.number('mean'), as: 'mean' },
      lowest: { item: lowest.text('item') },
      lowestMean: { value: lowest.number('mean'), as: 'mean' },
    }),
  ]
}

/** Share of blanks and typed non-answers among those asked. */
function nonResponseOf(row: ShownRow): number {
  const without = ['blank', 'dont_know', 'not_relevant', 'refused'].reduce(
    (sum, column) => sum + (row.number(column) ?? 0),
    0,
  )
  const asked = without + (row.number('n') ?? 0)
  return asked === 0 ? 0 : without / asked
}
