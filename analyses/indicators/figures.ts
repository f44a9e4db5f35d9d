import type { ReportContext, TablesById } from '../core/contract'
import type { IndicatorsDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type TableRow } from '../core/result'
import type { IndicatorsOptions, IndicatorStatus } from './compute'
import { largest, smallest } from '../numeric/summary/extremes'

/** Bullets below each other in a panel, and panels. */
const mostRows = 40
const mostPanels = 6
/** A bar beyond this share of the way ends here, so that one runaway leaves room for the others; its number stands beside it. */
const longestBar = 2
const shortestBar = -1

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `indicators:${key}`, values })
const numberIn = (row: TableRow, column: string): number | null =>
  typeof row[column] === 'number' ? row[column] : null
const textIn = (row: TableRow, column: string): string => (typeof row[column] === 'string' ? row[column] : '')
const plain = (value: number | null): Label => ({ value, as: 'df' })
const good: Tone = { role: 'good' }
const short: Tone = { role: 'muted' }
const isMet = (row: TableRow): boolean =>
  (['exceeded', 'reached'] satisfies readonly IndicatorStatus[] as readonly string[]).includes(textIn(row, 'status'))

/** Bullets on a common scale: the share of the way from the baseline to the target, so that units need not agree. */
export function drawIndicators(
  tables: TablesById,
  options: IndicatorsOptions,
  context: ReportContext<IndicatorsDataset>,
): readonly FigureSpec[] {
  const table = tables['indicators']
  if (table === undefined || table.rows.length === 0) return []
  const rows = tableRecords(table).map(({ cells }) => cells)
  const sources = context.dataset.sources.filter(
    (source) => options.sources.includes(source) && rows.some((row) => row['source'] === source),
  )
  const drawn = sources
    .slice(0, mostPanels)
    .map((source) => ({ source, rows: rows.filter((row) => row['source'] === source).slice(0, mostRows) }))
  const shown = drawn.flatMap((panel) => panel.rows)
  const lengths = shown.map((row) => clamp(numberIn(row, 'attainment') ?? 0))
  const low = Math.min(0, smallest(lengths))
  const high = Math.max(1, largest(lengths))
  const axis: LinearAxis = {
    scale: 'linear',
    label: phrase('axis.attainment'),
    unit: { message: 'core:unit.percent' },
    as: 'percent',
    domain: [low < 0 ? low - 0.1 : 0, high + (high - low) * 0.05],
  }
  const cut = shown.filter((row) => isCut(numberIn(row, 'attainment'))).length
  const met = rows.filter(isMet).length
  const legend: LegendEntry[] = [
    ...(shown.some(isMet) ? [{ label: phrase('legend.reached'), tone: good, sign: 'square' } as const] : []),
    ...(shown.some((row) => !isMet(row))
      ? [{ label: phrase('legend.not-reached'), tone: short, sign: 'square' } as const]
      : []),
    { label: phrase('legend.target'), tone: { role: 'accent' }, sign: 'dot', shape: 'tick' },
  ]
  return [
    {
      id: 'bullets',
      title: phrase('figure.bullets.title'),
      description: phrase('figure.bullets.description', { n: rows.length, met }),
      notes: [
        phrase('note.scale'),
        ...(cut > 0
          ? [
              phrase('note.cut', {
                n: cut,
                most: { value: longestBar, as: 'percent' },
                least: { value: shortestBar, as: 'percent' },
              }),
            ]
          : []),
        ...(shown.length < rows.length ? [phrase('note.left-out', { shown: shown.length, of: rows.length })] : []),
      ],
      panels: drawn.map(({ source, rows: own }) => panelOf(source, own, axis, drawn.length > 1)),
      panelColumns: 1,
      legend,
      data: table,
    },
  ]
}

const clamp = (attainment: number): number => Math.max(shortestBar, Math.min(longestBar, attainment))
const isCut = (attainment: number | null): boolean => attainment !== null && clamp(attainment) !== attainment

function panelOf(source: string, rows: readonly TableRow[], axis: LinearAxis, isNamed: boolean): Panel {
  const id = (index: number): string => String(index)
  const hasWay = rows.map((row) => numberIn(row, 'attainment') !== null)
  const marks: Mark[] = [
    {
      mark: 'bar',
      along: 'x',
      at: rows.map((_, index) => id(index)),
      from: rows.map(() => 0),
      to: rows.map((row) => clamp(numberIn(row, 'attainment') ?? 0)),
      tone: rows.map((row) => (isMet(row) ? good : short)),
      thickness: 0.45,
      labels: rows.map((row): Label | null =>
        isCut(numberIn(row, 'attainment')) ? { value: numberIn(row, 'attainment'), as: 'percent' } : null,
      ),
      details: rows.map((row) =>
        phrase('detail.bar', {
          indicator: textIn(row, 'indicator'),
          baseline: plain(numberIn(row, 'baseline') ?? (textIn(row, 'baseline_assumed') === 'yes' ? 0 : null)),
          target: plain(numberIn(row, 'target')),
          outcome: plain(numberIn(row, 'outcome')),
          attainment: { value: numberIn(row, 'attainment'), as: 'percent' },
          status: { message: `indicators:verdict.${textIn(row, 'status')}` },
        }),
      ),
    },
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' }, label: phrase('legend.baseline') },
    {
      mark: 'dot',
      x: rows.map((_, index) => (hasWay[index] === true ? 1 : null)),
      y: rows.map((_, index) => id(index)),
      tone: { role: 'accent' },
      shape: 'tick',
    },
  ]
  return {
    id: source,
    ...(isNamed ? { title: source } : {}),
    frame: 'cartesian',
    x: axis,
    y: {
      scale: 'category',
      label: phrase('axis.indicator'),
      unit: null,
      categories: rows.map((row, index) => ({ id: id(index), label: textIn(row, 'indicator'), aside: rowLabel(row) })),
    },
    marks,
  }
}

/** Outcome and target in their own unit; what has no bar says why. */
function rowLabel(row: TableRow): Label {
  const status = textIn(row, 'status')
  const attainment = numberIn(row, 'attainment')
  const unit = textIn(row, 'unit')
  const outcome = plain(numberIn(row, 'outcome'))
  const target = plain(numberIn(row, 'target'))
  if (attainment === null && status !== 'reached') return { message: `indicators:verdict.${status}` }
  return unit === ''
    ? phrase('row.outcome', { outcome, target })
    : phrase('row.outcome-unit', { outcome, target, unit })
}
