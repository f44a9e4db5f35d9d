import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import type { FigureSpec, Mark, Panel } from '../core/figure'
import type { Label } from '../core/words'
import { tableRecords, type TableRow } from '../core/result'
import { numberOf, timeAxis, timeOf, valueAxis } from '../series/time-chart'
import type { SeriesOverviewOptions } from './compute'
import { partingsOf } from './trace'

/** Panels under one another that still can be read on a page. */
const mostPanels = 8
/** Fewer points than this are marked one by one. */
const sparsePoints = 80

export function drawSeriesOverview(
  tables: TablesById,
  _options: SeriesOverviewOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const overview = tables['series']
  const trace = tables['trace']
  if (overview === undefined || trace === undefined) return []
  const points = tableRecords(trace).map(({ cells }) => cells)
  const traceOf = (id: TableRow[string]): readonly TableRow[] => points.filter((cells) => cells['series'] === id)
  const filled = tableRecords(overview)
    .map(({ cells }) => cells)
    .filter((cells) => (numberOf(cells, 'n') ?? 0) > 0)
  const shown = filled.slice(0, mostPanels)
  const panels = shown.flatMap((cells): readonly Panel[] => {
    const series = context.dataset.series.find(({ id }) => id === cells['series'])
    return series === undefined ? [] : [panelOf(series, traceOf(series.id))]
  })
  if (panels.length === 0) return []
  const hasRibbon = panels.some((panel) => panel.marks.some(({ mark }) => mark === 'ribbon'))
  const gaps = shown.reduce((sum, cells) => sum + (numberOf(cells, 'gaps') ?? 0), 0)
  const drawn = shown.reduce(
    (sum, cells) => sum + partingsOf(traceOf(cells['series'] ?? null).map((row) => numberOf(row, 'value'))),
    0,
  )
  return [
    {
      id: 'series',
      title: { message: 'series-overview:figure.series.title' },
      description: { message: 'series-overview:figure.series.description', values: { n: panels.length, gaps } },
      notes: notesOf(gaps, drawn, hasRibbon, filled.length - shown.length),
      panels,
      panelColumns: panels.length > 4 ? 2 : 1,
      legend: hasRibbon
        ? [
            { label: { message: 'series-overview:legend.mean' }, tone: { role: 'main' }, sign: 'line' },
            { label: { message: 'series-overview:legend.range' }, tone: { role: 'muted' }, sign: 'band' },
          ]
        : [],
      data: trace,
    },
  ]
}

function notesOf(gaps: number, drawn: number, hasRibbon: boolean, more: number): readonly Label[] {
  const notes: Label[] = [
    { message: `series-overview:note.gaps${gaps === drawn ? '' : '-partly-drawn'}`, values: { n: gaps, drawn } },
  ]
  if (hasRibbon) notes.push({ message: 'series-overview:note.gathered' })
  if (more > 0) notes.push({ message: 'series-overview:note.more-series', values: { n: more } })
  return notes
}

function panelOf(series: SeriesDescription, rows: readonly TableRow[]): Panel {
  const times = rows.map((row) => timeOf(row, 'time'))
  const column = (id: string): readonly (number | null)[] => rows.map((row) => numberOf(row, id))
  const values = column('value')
  const isGathered = series.kind === 'observations' && column('n').some((n) => (n ?? 0) > 1)
  const isSparse = rows.length <= sparsePoints
  const marks: Mark[] = []
  if (isGathered)
    marks.push({ mark: 'ribbon', x: times, low: column('min'), high: column('max'), tone: { role: 'muted' } })
  marks.push({ mark: 'line', x: times, y: values, tone: { role: 'main' }, weight: isSparse ? 'normal' : 'thin' })
  if (isSparse) marks.push({ mark: 'dot', x: times, y: values, tone: { role: 'main' }, size: 'small' })
  return {
    id: series.id,
    title: series.id,
    frame: 'cartesian',
    x: timeAxis(series.timeZone),
    // Each sensor has a level of its own; on a common scale a patient's weight would be a straight line.
    y: valueAxis(series, domainOf([...values, ...column('min'), ...column('max')], series.kind === 'events')),
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
