import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset } from '../core/datasets'
import type { FigureSpec, Mark, Panel } from '../core/figure'
import type { Label } from '../core/words'
import { tableRecords } from '../core/result'
import type { SeriesOverviewOptions } from './compute'

/** Panels under one another that still can be read on a page. */
const mostPanels = 8

export function drawSeriesOverview(
  tables: TablesById,
  _options: SeriesOverviewOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const overview = tables['series']
  const trace = tables['trace']
  if (overview === undefined || trace === undefined) return []
  const points = tableRecords(trace)
  const shown = tableRecords(overview).filter(({ cells }) => Number(cells['n']) > 0)
  const panels = shown.slice(0, mostPanels).flatMap(({ cells }): readonly Panel[] => {
    const series = context.dataset.series.find(({ id }) => id === cells['series'])
    if (series === undefined) return []
    const own = points.filter((point) => point.cells['series'] === series.id).map((point) => point.cells)
    const times = own.map((point) => Date.parse(String(point['time'])))
    const number = (point: (typeof own)[number], column: string): number | null =>
      typeof point[column] === 'number' ? point[column] : null
    const isGathered = own.some((point) => Number(point['n']) > 1) && series.kind === 'observations'
    const isSparse = own.length <= 80
    const values = own.map((point) => number(point, 'value'))
    const marks: Mark[] = []
    const domain = domainOf(
      own.flatMap((point) => [number(point, 'value'), number(point, 'min'), number(point, 'max')]),
      series.kind === 'events',
    )
    if (isGathered)
      marks.push({
        mark: 'ribbon',
        x: times,
        low: own.map((point) => number(point, 'min')),
        high: own.map((point) => number(point, 'max')),
        tone: { role: 'muted' },
      })
    marks.push({ mark: 'line', x: times, y: values, tone: { role: 'main' }, weight: isSparse ? 'normal' : 'thin' })
    if (isSparse) marks.push({ mark: 'dot', x: times, y: values, tone: { role: 'main' }, size: 'small' })
    return [
      {
        id: series.id,
        title: series.id,
        frame: 'cartesian',
        x: {
          scale: 'time',
          label: { message: 'series-overview:axis.time' },
          unit: series.timeZone,
          timeZone: series.timeZone,
        },
        y: {
          scale: 'linear',
          label:
            series.kind === 'events'
              ? { message: 'series-overview:axis.events' }
              : { message: 'series-overview:axis.value' },
          unit:
            series.kind === 'events'
              ? { message: 'series-overview:events-per-day' }
              : (series.unit ?? { message: 'series-overview:no-unit' }),
          // Each sensor has a level of its own; on a common scale a patient's weight would be a straight line.
          ...(domain === null ? {} : { domain }),
        },
        marks,
      },
    ]
  })
  if (panels.length === 0) return []
  const hasRibbon = panels.some((panel) => panel.marks.some(({ mark }) => mark === 'ribbon'))
  const gaps = shown.reduce((sum, { cells }) => sum + (typeof cells['gaps'] === 'number' ? cells['gaps'] : 0), 0)
  const notes: Label[] = [{ message: 'series-overview:note.gaps', values: { n: gaps } }]
  if (hasRibbon) notes.push({ message: 'series-overview:note.gathered' })
  if (shown.length > mostPanels)
    notes.push({ message: 'series-overview:note.more-series', values: { n: shown.length - mostPanels } })
  return [
    {
      id: 'series',
      title: { message: 'series-overview:figure.series.title' },
      description: { message: 'series-overview:figure.series.description', values: { n: panels.length, gaps } },
      notes,
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
