import type { ReportContext } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import type { FigureSpec, Mark, Panel } from '../core/figure'
import type { Label } from '../core/words'
import { timeAxis, valueAxis } from '../series/time-chart'
import type { Tables, TraceRow } from './declarations'
import type { SeriesOverviewOptions } from './options'
import { partingsOf } from './trace'
import { say } from './words'

/** Panels under one another that still can be read on a page. */
const mostPanels = 8
/** Fewer points than this are marked one by one. */
const sparsePoints = 80

export function seriesOverviewFigures(
  { series: overview, trace }: Tables,
  _options: SeriesOverviewOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const filled = overview.rows.filter(({ cells }) => (cells.n ?? 0) > 0)
  const shown = filled
    .slice(0, mostPanels)
    .map(({ cells }) => ({
      series: context.dataset.series.find(({ id }) => id === cells.series),
      gaps: cells.gaps ?? 0,
      points: trace.rows.filter((point) => point.cells.series === cells.series),
    }))
  const panels = shown.flatMap(({ series, points }) => (series === undefined ? [] : [panelOf(series, points)]))
  if (panels.length === 0) return []
  const hasRibbon = panels.some((panel) => panel.marks.some(({ mark }) => mark === 'ribbon'))
  const gaps = shown.reduce((sum, each) => sum + each.gaps, 0)
  const drawn = shown.reduce((sum, { points }) => sum + partingsOf(points.map(({ cells }) => cells.value)), 0)
  return [
    {
      id: 'series',
      title: say('figure.series.title'),
      description: say('figure.series.description', { n: panels.length, gaps }),
      notes: notesOf(gaps, drawn, hasRibbon, filled.length - shown.length),
      panels,
      panelColumns: panels.length > 4 ? 2 : 1,
      legend: hasRibbon
        ? [
            { label: say('legend.mean'), tone: { role: 'main' }, sign: 'line' },
            { label: say('legend.range'), tone: { role: 'muted' }, sign: 'band' },
          ]
        : [],
      data: trace.table,
    },
  ]
}

function notesOf(gaps: number, drawn: number, hasRibbon: boolean, more: number): readonly Label[] {
  return [
    say(gaps === drawn ? 'note.gaps' : 'note.gaps-partly-drawn', { n: gaps, drawn }),
    ...(hasRibbon ? [say('note.gathered')] : []),
    ...(more > 0 ? [say('note.more-series', { n: more })] : []),
  ]
}

function panelOf(series: SeriesDescription, rows: readonly TraceRow[]): Panel {
  const times = rows.map(({ cells }) => Date.parse(cells.time))
  const values = rows.map(({ cells }) => cells.value)
  const low = rows.map(({ cells }) => cells.min)
  const high = rows.map(({ cells }) => cells.max)
  const isGathered = series.kind === 'observations' && rows.some(({ cells }) => (cells.n ?? 0) > 1)
  const isSparse = rows.length <= sparsePoints
  const marks: Mark[] = []
  if (isGathered) marks.push({ mark: 'ribbon', x: times, low, high, tone: { role: 'muted' } })
  marks.push({ mark: 'line', x: times, y: values, tone: { role: 'main' }, weight: isSparse ? 'normal' : 'thin' })
  if (isSparse) marks.push({ mark: 'dot', x: times, y: values, tone: { role: 'main' }, size: 'small' })
  return {
    id: series.id,
    title: series.id,
    geometry: 'cartesian',
    x: timeAxis(series.timeZone),
    // Each sensor has a level of its own; on a common scale a patient's weight would be a straight line.
    y: valueAxis(series, domainOf([...values, ...low, ...high], series.kind === 'events')),
    marks,
  }
}

/** Limits around the values with a twentieth of air; null where there is nothing to see. */
function domainOf(values: readonly (number | null)[], fromZero: boolean): readonly [number, number] | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const low = fromZero ? 0 : known.reduce((a, b) => Math.min(a, b))
  const high = known.reduce((a, b) => Math.max(a, b))
  if (low === high) return null
  const air = (high - low) / 20
  return [fromZero ? 0 : low - air, high + air]
}
