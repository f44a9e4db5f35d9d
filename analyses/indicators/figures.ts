import type { ReportContext } from '../core/contract'
import type { IndicatorsDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import { quantity, core, type Label } from '../core/words'
import type { IndicatorRow, Tables } from './declarations'
import type { IndicatorsOptions } from './options'
import { say } from './words'
import { largest, smallest } from '../numeric/summary/extremes'

/** Bullets below each other in a panel, and panels. */
const mostRows = 40
const mostPanels = 6
/** A bar beyond this share of the way ends here, so that one runaway leaves room for the others; its number stands beside it. */
const longestBar = 2
const shortestBar = -1

const plain = (value: number | null): Label => quantity(value, 'df')
const good: Tone = { role: 'good' }
const short: Tone = { role: 'muted' }
const isMet = ({ cells: { status } }: IndicatorRow): boolean => status === 'exceeded' || status === 'reached'

/** Bullets on a common scale: the share of the way from the baseline to the target, so that units need not agree. */
export function indicatorsFigures(
  { indicators: { rows, table } }: Tables,
  options: IndicatorsOptions,
  context: ReportContext<IndicatorsDataset>,
): readonly FigureSpec[] {
  if (rows.length === 0) return []
  const sources = context.dataset.sources.filter(
    (source) => options.sources.includes(source) && rows.some((row) => row.cells.source === source),
  )
  const drawn = sources
    .slice(0, mostPanels)
    .map((source) => ({ source, rows: rows.filter((row) => row.cells.source === source).slice(0, mostRows) }))
  const shown = drawn.flatMap((panel) => panel.rows)
  const lengths = shown.map((row) => clamp(row.cells.attainment ?? 0))
  const low = Math.min(0, smallest(lengths))
  const high = Math.max(1, largest(lengths))
  const axis: LinearAxis = {
    scale: 'linear',
    label: say('axis.attainment'),
    unit: core.say('unit.percent'),
    as: 'percent',
    domain: [low < 0 ? low - 0.1 : 0, high + (high - low) * 0.05],
  }
  const cut = shown.filter((row) => isCut(row.cells.attainment)).length
  const met = rows.filter(isMet).length
  const legend: LegendEntry[] = [
    ...(shown.some(isMet) ? [{ label: say('legend.reached'), tone: good, sign: 'square' } as const] : []),
    ...(shown.some((row) => !isMet(row))
      ? [{ label: say('legend.not-reached'), tone: short, sign: 'square' } as const]
      : []),
    { label: say('legend.target'), tone: { role: 'accent' }, sign: 'dot', shape: 'tick' },
  ]
  return [
    {
      id: 'bullets',
      title: say('figure.bullets.title'),
      description: say('figure.bullets.description', { n: rows.length, met }),
      notes: [
        say('note.scale'),
        ...(cut > 0
          ? [
              say('note.cut', {
                n: cut,
                most: quantity(longestBar, 'percent'),
                least: quantity(shortestBar, 'percent'),
              }),
            ]
          : []),
        ...(shown.length < rows.length ? [say('note.left-out', { shown: shown.length, of: rows.length })] : []),
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

function panelOf(source: string, rows: readonly IndicatorRow[], axis: LinearAxis, isNamed: boolean): Panel {
  const id = (index: number): string => String(index)
  const hasWay = rows.map((row) => row.cells.attainment !== null)
  const marks: Mark[] = [
    {
      mark: 'bar',
      along: 'x',
      at: rows.map((_, index) => id(index)),
      from: rows.map(() => 0),
      to: rows.map((row) => clamp(row.cells.attainment ?? 0)),
      tone: rows.map((row) => (isMet(row) ? good : short)),
      thickness: 0.45,
      labels: rows.map((row): Label | null =>
        isCut(row.cells.attainment) ? quantity(row.cells.attainment, 'percent') : null,
      ),
      details: rows.map((row) =>
        say('detail.bar', {
          indicator: row.cells.indicator,
          baseline: plain(row.cells.baseline ?? (row.cells.baseline_assumed === 'yes' ? 0 : null)),
          target: plain(row.cells.target),
          outcome: plain(row.cells.outcome),
          attainment: quantity(row.cells.attainment, 'percent'),
          status: statusWords(row),
        }),
      ),
    },
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' }, label: say('legend.baseline') },
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
    geometry: 'cartesian',
    x: axis,
    y: {
      scale: 'category',
      label: say('axis.indicator'),
      unit: null,
      categories: rows.map((row, index) => ({ id: id(index), label: row.cells.indicator, aside: rowLabel(row) })),
    },
    marks,
  }
}

/** Outcome and target in their own unit; what has no bar says why. */
function rowLabel(row: IndicatorRow): Label {
  const { status, attainment, unit } = row.cells
  if (attainment === null && status !== 'reached') return statusWords(row)
  const values = { outcome: plain(row.cells.outcome), target: plain(row.cells.target) }
  return unit === null ? say('row.outcome', values) : say('row.outcome-unit', { ...values, unit })
}

function statusWords({ cells: { status } }: IndicatorRow): Label {
  return status === null ? '' : say(`verdict.${status}`)
}
