import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import { groupColumns } from '../survey/groups'
import { unitLabel } from '../survey/score-axis'
import type { Verdict } from '../survey/change-verdict'
import { comparisonOf, roundsOf, type RoundChangeOptions } from './options'
import { hasTrend } from './statements'

/** Rows that a sentence names; the rest are counted. */
const rowsInWords = 6

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `round-change:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

function probabilityPhrase(p: unknown): Phrase {
  return say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', {
    p: quantity(p, 'probability'),
  })
}

export function intervalPhrase(low: unknown, high: unknown): Phrase {
  return say('interval', { low: quantity(low, 'estimate'), high: quantity(high, 'estimate') })
}

/** A group's name from the key columns of a row; empty when everybody is one group. */
export function groupOfRow(cells: TableRow, columns: readonly string[]): string {
  return columns.map((id) => String(cells[id] ?? '')).join(' · ')
}

/** What a row is about: the outcome, and the group where there are several. */
function rowName(cells: TableRow, columns: readonly string[], outcomes: number): Label {
  const group = groupOfRow(cells, columns)
  const outcome: Label = { outcome: String(cells['outcome'] ?? '') }
  if (group === '') return outcome
  return outcomes === 1 ? group : say('row-name', { outcome, group })
}

/** Rows named together: those of one group as its outcomes, or as all of them. */
function rowNames(rows: readonly Row[], columns: readonly string[], outcomes: number): Phrase['values'] {
  const byGroup = new Map<string, Row[]>()
  for (const row of rows) {
    const group = columns.length === 0 || outcomes === 1 ? String(row.index) : groupOfRow(row.cells, columns)
    const own = byGroup.get(group)
    if (own === undefined) byGroup.set(group, [row])
    else own.push(row)
  }
  const named = [...byGroup].slice(0, rowsInWords)
  const more = rows.length - named.reduce((sum, [, own]) => sum + own.length, 0)
  const names = named.map(([group, own]): Label => {
    const [first] = own
    if (first !== undefined && own.length === 1) return rowName(first.cells, columns, outcomes)
    return own.length === outcomes
      ? say('row-all', { group, count: outcomes })
      : say('row-name', {
          group,
          outcome: { list: own.map(({ cells }): Label => ({ outcome: String(cells['outcome'] ?? '') })) },
        })
  })
  return { count: rows.length, rows: { list: names }, hasMore: more > 0, more }
}

export function sayRoundChange(
  tables: TablesById,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { change, top_movers: movers, trend } = tables
  if (change === undefined || movers === undefined) return { method: [], finding: [] }
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const { from, to } = roundsOf(dataset, options)
  const rows = tableRecords(change)
  const effect: Quantity = { value: options.smallest_effect, as: 'estimate' }
  const of = (verdict: Verdict): readonly Row[] => rows.filter(({ cells }) => cells['verdict'] === verdict)
  const named = (chosen: readonly Row[]): Phrase['values'] => rowNames(chosen, columns, options.outcomes.length)
  const finding: Label[] = []

  const changed = of('changed').toSorted(
    (a, b) => Math.abs(Number(b.cells['estimate'])) - Math.abs(Number(a.cells['estimate'])),
  )
  for (const { cells } of changed.slice(0, rowsInWords)) {
    const estimate = Number(cells['estimate'])
    finding.push(
      say(estimate >= 0 ? 'say.finding.risen' : 'say.finding.fallen', {
        row: rowName(cells, columns, options.outcomes.length),
        estimate: { value: Math.abs(estimate), as: 'estimate' },
        unit: unitLabel(dataset, String(cells['outcome'])),
        mean_1: quantity(cells['mean_1'], 'mean'),
        mean_2: quantity(cells['mean_2'], 'mean'),
        interval: intervalPhrase(cells['conf_low'], cells['conf_high']),
        p: probabilityPhrase(cells['p_adjusted']),
        g: quantity(cells['hedges_g'], 'estimate'),
        hasG: typeof cells['hedges_g'] === 'number',
        from,
        to,
      }),
    )
  }
  if (changed.length > rowsInWords)
    finding.push(say('say.finding.more-changed', { count: changed.length - rowsInWords }))

  const excluded = of('not-comparable')
  if (excluded.length > 0)
    finding.push(
      say(
        excluded.length === rows.filter(isShown).length ? 'say.finding.none-comparable' : 'say.finding.not-comparable',
        { ...named(excluded), reason: commonReason(excluded), from, to },
      ),
    )
  const below = of('changed-below-relevance')
  if (below.length > 0) finding.push(say('say.finding.below', { ...named(below), effect }))
  const unchanged = of('practically-unchanged')
  if (unchanged.length > 0) finding.push(say('say.finding.unchanged', { ...named(unchanged), effect }))
  const open = of('inconclusive')
  if (open.length > 0) finding.push(say('say.finding.inconclusive', { ...named(open), effect }))
  const withheld = rows.filter(({ withheld: cells }) => cells.has('verdict')).length
  if (withheld > 0) finding.push(say('say.finding.withheld', { count: withheld, min: context.minGroup }))
  if (trend !== undefined)
    for (const sentence of trendSentences(trend, columns, options, dataset)) finding.push(sentence)
  for (const sentence of moverSentences(movers, columns)) finding.push(sentence)

  return {
    method: [
      say(`say.method.${comparisonOf(dataset, options)}`, {
        from,
        to,
        count: options.outcomes.length,
        adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
        isAdjusted: options.adjust !== 'none',
      }),
      say('say.method.gate', {
        n: options.min_n,
        rate: { value: options.min_response_rate, as: 'percent' },
        width: { value: options.max_half_width, as: 'estimate' },
      }),
      say('say.method.verdict', { effect, confidence: percentOf(options.confidence) }),
      ...(trend !== undefined &&
      hasTrend(dataset, options) &&
      tableRecords(trend).some(({ cells }) => typeof cells['estimate'] === 'number')
        ? [say('say.method.trend', { count: dataset.rounds.length })]
        : []),
      ...(movers.rows.length > 0 ? [say('say.method.movers', { permutations: options.permutations })] : []),
    ],
    finding,
  }
}

const isShown = ({ withheld }: Row): boolean => !withheld.has('verdict')

/** The reason where it is the same for all rows; otherwise the table has the reasons. */
function commonReason(rows: readonly Row[]): Label {
  const reasons = new Map(rows.map(({ cells }) => [JSON.stringify(cells['reason']), cells['reason']]))
  const [reason] = reasons.values()
  return reasons.size === 1 && typeof reason === 'object' && reason !== null ? reason : say('reasons-in-table')
}

/** Which outcomes rise or fall from round to round; of the others, that the data do not say. */
function trendSentences(
  table: NonNullable<TablesById[string]>,
  columns: readonly string[],
  options: RoundChangeOptions,
  dataset: SurveyDataset,
): readonly Label[] {
  const rows = tableRecords(table).filter(
    ({ cells }) => typeof cells['estimate'] === 'number' && typeof cells['p_adjusted'] === 'number',
  )
  const isClear = ({ cells }: Row): boolean => Number(cells['p_adjusted']) < 1 - options.confidence
  const open = rows.filter((row) => !isClear(row))
  return [
    ...rows
      .filter(isClear)
      .slice(0, rowsInWords)
      .map(({ cells }) =>
        say('say.finding.trend', {
          row: rowName(cells, columns, options.outcomes.length),
          isRise: Number(cells['estimate']) > 0,
          estimate: { value: Math.abs(Number(cells['estimate'])), as: 'estimate' },
          unit: unitLabel(dataset, String(cells['outcome'])),
          interval: intervalPhrase(cells['conf_low'], cells['conf_high']),
          p: probabilityPhrase(cells['p_adjusted']),
        }),
      ),
    ...(open.length > 0 ? [say('say.finding.no-trend', rowNames(open, columns, options.outcomes.length))] : []),
  ]
}

/** The item that moved most, group by group, never without what the largest mover would show if nothing had changed. */
function moverSentences(table: NonNullable<TablesById[string]>, columns: readonly string[]): readonly Label[] {
  const rows = tableRecords(table).filter(({ cells }) => typeof cells['estimate'] === 'number')
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groupOfRow(row.cells, columns)
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [row])
    else own.push(row)
  }
  const sentences: Label[] = []
  for (const [group, own] of [...groups].slice(0, rowsInWords)) {
    const first = own.find(({ cells }) => cells['rank'] === 1)
    if (first === undefined) continue
    const { cells } = first
    const estimate = Number(cells['estimate'])
    if (estimate === 0) continue
    sentences.push(
      say('say.finding.mover', {
        hasGroup: group !== '',
        group,
        count: own.length,
        item: { item: String(cells['item']) },
        isRise: estimate >= 0,
        estimate: { value: Math.abs(estimate), as: 'estimate' },
        reference: quantity(cells['reference_95'], 'estimate'),
        p: probabilityPhrase(cells['p_max']),
        isBeyond: Number(cells['p_max']) <= 0.05,
      }),
    )
  }
  return sentences
}
