import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import type { Verdict } from '../survey/change-verdict'
import { groupColumns } from '../survey/groups'
import { importanceOutcome, roundsOf, type MeasuresOptions } from './options'
import { inLanguage, measuresOf } from './tables'

/** Priorities told one by one, and groups that get a sentence. */
const prioritiesInWords = 3
const groupsInWords = 8

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `measures:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

export const intervalText = (low: unknown, high: unknown, as: Quantity['as']): Phrase =>
  say('interval-text', { low: quantity(low, as), high: quantity(high, as) })

/** Names of outcomes within sentences: an item's statement stands in quotation marks. */
interface Names {
  readonly of: (cells: TableRow) => Label
  readonly list: (rows: readonly TableRow[]) => Label
}

function namesIn({ instrument }: SurveyDataset): Names {
  const of = (cells: TableRow): Label => {
    const id = String(cells['outcome'])
    return instrument.dimensions.some((dimension) => dimension.id === id)
      ? { dimension: id }
      : say('quoted', { item: { item: id } })
  }
  return { of, list: (rows) => ({ list: rows.map(of) }) }
}

/** What ranks first, what hangs on it, and what moved. No sentence says why anything is as it is. */
export function sayMeasures(
  tables: TablesById,
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const table = tables['priorities']
  if (table === undefined) return { method: [], finding: [] }
  const { dataset } = context
  const { from, to } = roundsOf(dataset, options)
  const rows = tableRecords(table)
  const outcome = importanceOutcome(dataset, options)
  const isWeighed = rows.some(({ cells }) => typeof cells['importance_raw'] === 'number')
  const method: Label[] = [
    say('say.method.gap', {
      round: to,
      target: say(`say.target.${options.target_rule}`, {
        share: { value: options.target_share, as: 'percent' },
        target: { value: options.target, as: 'mean' },
      }),
      confidence: percentOf(options.confidence),
    }),
    isWeighed
      ? say('say.method.importance', {
          outcome: outcome === null ? '' : namesIn(dataset).of({ outcome }),
          measure: { message: `measures:option.importance.choice.${options.importance}` },
          draws: options.draws,
        })
      : say('say.method.equal'),
    ...(from === null ? [] : [say('say.method.change', { from, to })]),
  ]
  const columns = groupColumns(dataset, options.by)
  const shown = rows.filter(({ withheld }) => !withheld.has('mean')).map(({ cells }) => cells)
  const finding: Label[] =
    columns.length === 0 ? stateSentences(shown, dataset) : groupSentences(shown, columns, namesIn(dataset))
  if (rows.length > 0 && shown.length === 0) finding.push(say('say.finding.withheld', { min: context.minGroup }))
  if (from !== null && columns.length === 0)
    for (const sentence of movementSentences(shown, from, to, namesIn(dataset))) finding.push(sentence)
  return { method, finding }
}

function byRank(rows: readonly TableRow[]): readonly TableRow[] {
  return rows.filter(({ rank }) => typeof rank === 'number').toSorted((a, b) => Number(a['rank']) - Number(b['rank']))
}

function stateSentences(rows: readonly TableRow[], dataset: SurveyDataset): Label[] {
  const names = namesIn(dataset)
  const order = byRank(rows)
  const [first, ...others] = order.filter(({ evidence }) => evidence === 'below')
  const sentences: Label[] = []
  if (first === undefined) sentences.push(say('say.finding.none-below'))
  else {
    sentences.push(
      say('say.finding.first', {
        outcome: names.of(first),
        mean: quantity(first['mean'], 'mean'),
        target: quantity(first['target'], 'mean'),
        gap: quantity(first['gap'], 'estimate'),
        interval: intervalText(first['gap_low'], first['gap_high'], 'estimate'),
        importance: quantity(first['importance'], 'percent'),
        isWeighed: typeof first['importance_raw'] === 'number',
        importanceInterval: intervalText(first['importance_low'], first['importance_high'], 'percent'),
      }),
    )
    const next = others.slice(0, prioritiesInWords - 1)
    if (next.length > 0) sentences.push(say('say.finding.next', { outcomes: names.list(next), count: next.length }))
    const suggested = [first, ...next].map((row) => ({ row, measures: measuresOf(dataset, row['measure_ids']) }))
    for (const { row, measures } of suggested) {
      if (measures.length > 0)
        sentences.push(
          say('say.finding.measures', {
            outcome: names.of(row),
            measures: { list: measures.map(({ label }) => inLanguage(label)) },
            count: measures.length,
          }),
        )
    }
    const without = suggested.filter(({ measures }) => measures.length === 0).map(({ row }) => row)
    if (without.length > 0 && dataset.instrument.measures.length > 0)
      sentences.push(say('say.finding.no-measure', { outcomes: names.list(without), count: without.length }))
    if (without.length < suggested.length) sentences.push(say('say.finding.suggestion'))
  }
  const reached = rows.filter(({ evidence }) => evidence === 'reached')
  const unsure = rows.filter(({ evidence }) => evidence === 'unsure')
  if (reached.length > 0)
    sentences.push(say('say.finding.reached', { outcomes: names.list(reached), count: reached.length }))
  if (unsure.length > 0)
    sentences.push(say('say.finding.unsure', { outcomes: names.list(unsure), count: unsure.length }))
  return sentences
}

function groupSentences(rows: readonly TableRow[], columns: readonly string[], names: Names): Label[] {
  const groups = new Map<string, TableRow[]>()
  for (const row of rows) {
    const name = columns.map((id) => String(row[id] ?? '')).join(' · ')
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups].slice(0, groupsInWords).flatMap(([name, own]): readonly Label[] => {
    const [first] = byRank(own).filter(({ evidence }) => evidence === 'below')
    if (first === undefined) return []
    return [
      say('say.finding.first-of-group', {
        group: name,
        outcome: names.of(first),
        gap: quantity(first['gap'], 'estimate'),
        interval: intervalText(first['gap_low'], first['gap_high'], 'estimate'),
        hasMeasure: first['measure'] !== null,
        measure: (first['measure'] ?? '') as Label,
      }),
    ]
  })
}

/** Whether what hangs on the measures moved. A change after a measure is not an effect of it. */
function movementSentences(rows: readonly TableRow[], from: string, to: string, names: Names): Label[] {
  const of = (...verdicts: readonly Verdict[]): readonly TableRow[] =>
    rows.filter(({ verdict }) => verdicts.some((one) => one === verdict))
  const moved = of('changed', 'changed-below-relevance')
  const unchanged = of('practically-unchanged')
  const inconclusive = of('inconclusive')
  const notComparable = of('not-comparable')
  return [
    ...(moved.length > 0
      ? [
          say('say.finding.moved', {
            from,
            to,
            outcomes: {
              list: moved.map((row): Label =>
                say('say.moved-one', {
                  outcome: names.of(row),
                  change: quantity(row['change'], 'estimate'),
                  interval: intervalText(row['change_low'], row['change_high'], 'estimate'),
                }),
              ),
            },
          }),
        ]
      : []),
    ...(unchanged.length > 0
      ? [say('say.finding.unchanged', { from, outcomes: names.list(unchanged), count: unchanged.length })]
      : []),
    ...(inconclusive.length > 0
      ? [say('say.finding.inconclusive', { from, outcomes: names.list(inconclusive), count: inconclusive.length })]
      : []),
    ...(notComparable.length > 0
      ? [say('say.finding.not-comparable', { from, outcomes: names.list(notComparable), count: notComparable.length })]
      : []),
  ]
}
