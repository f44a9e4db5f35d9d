import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Panel } from '../core/figure'
import { tableRecords, type ResultTable } from '../core/result'
import type { Label } from '../core/words'
import { movingRangeFactor } from '../series/limits'
import {
  brokenLine,
  followingLimit,
  levelLine,
  numberOf,
  phaseMarks,
  timeAxis,
  timeOf,
  valueAxis,
  type PhaseSpan,
} from '../series/time-chart'
import type { ControlChartOptions } from './compute'
import { limitsInWords, signalCounts } from './prose'

/** More points than this are drawn small. */
const densePoints = 150

/** A row of the table of points, as it is drawn. */
interface DrawnPoint {
  readonly time: number
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly movingRange: number | null
  readonly signals: readonly string[]
  readonly isExcluded: boolean
  /** A gap, or the beginning of a phase, lies between the point before and this one. */
  readonly isApart: boolean
}

/** A row of the table of phases, as it is drawn. */
interface DrawnPhase extends PhaseSpan {
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly meanMovingRange: number | null
}

export function drawControlChart(
  tables: TablesById,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const series = context.dataset.series.find(({ id }) => id === options.series)
  const data = tables['points']
  if (data === undefined || tables['phases'] === undefined || series === undefined) return []
  const points = drawnPoints(data)
  const phases = drawnPhases(tables['phases'])
  const has = { signal: points.some(isSignal), excluded: points.some(({ isExcluded }) => isExcluded) }
  return [
    {
      id: 'chart',
      title: { message: 'control-chart:figure.chart.title', values: { series: series.id } },
      description: describeChart(points, phases, options, series),
      notes: chartNotes(tables, points, options),
      panels: [
        valuesPanel(points, phases, options, series),
        ...(options.chart === 'xmr' ? [movingRangesPanel(points, phases, series)] : []),
      ],
      panelColumns: 1,
      legend: legendOf(has),
      data,
    },
  ]
}

function drawnPoints(table: ResultTable): readonly DrawnPoint[] {
  const rows = tableRecords(table).map(({ cells }) => cells)
  return rows.map((cells, index) => ({
    time: timeOf(cells, 'time'),
    value: numberOf(cells, 'value'),
    lower: numberOf(cells, 'lower'),
    upper: numberOf(cells, 'upper'),
    movingRange: numberOf(cells, 'moving_range'),
    signals: String(cells['signal'] ?? '')
      .split(' ')
      .filter((rule) => rule !== ''),
    isExcluded: cells['excluded'] === 'yes',
    isApart: cells['gap'] !== null || cells['phase'] !== rows[index - 1]?.['phase'],
  }))
}

function drawnPhases(table: ResultTable): readonly DrawnPhase[] {
  return tableRecords(table).map(({ cells }) => ({
    centre: numberOf(cells, 'centre'),
    lower: numberOf(cells, 'lower'),
    upper: numberOf(cells, 'upper'),
    meanMovingRange: numberOf(cells, 'mean_moving_range'),
    from: timeOf(cells, 'from'),
    to: timeOf(cells, 'to'),
    reason: typeof cells['reason'] === 'string' ? cells['reason'] : null,
  }))
}

const isSignal = ({ isExcluded, signals }: DrawnPoint): boolean => !isExcluded && signals.length > 0

/** The chart in one sentence: of one phase its centre and limits, of several those of each. */
function describeChart(
  points: readonly DrawnPoint[],
  phases: readonly DrawnPhase[],
  options: ControlChartOptions,
  series: SeriesDescription,
): Label {
  return {
    message: 'control-chart:figure.chart.description',
    values: {
      chart: { message: `control-chart:chart.${options.chart}` },
      series: series.id,
      n: points.length,
      limits: {
        list: phases.map(({ centre, lower, upper }, index): Label => {
          const key = `${phases.length > 1 ? 'phase-limits' : 'limits'}${lower === null ? '-following' : ''}` as const
          return {
            message: `control-chart:${key}`,
            values: {
              phase: index + 1,
              centre: { value: centre, as: 'mean' },
              lower: { value: lower, as: 'mean' },
              upper: { value: upper, as: 'mean' },
            },
          }
        }),
      },
      signals: points.filter(isSignal).length,
    },
  }
}

function chartNotes(tables: TablesById, points: readonly DrawnPoint[], options: ControlChartOptions): readonly Label[] {
  return [
    {
      message: 'control-chart:note.limits',
      values: { sigma: limitsInWords(options), n: points.filter(({ isExcluded }) => !isExcluded).length },
    },
    {
      message: 'control-chart:note.rules',
      values: { rules: { message: `control-chart:option.rules.choice.${options.rules}` } },
    },
    ...[...signalCounts(tables)].map(([rule, count]): Label => ({
      message: `control-chart:rule.${rule}`,
      values: { n: count },
    })),
  ]
}

function valuesPanel(
  points: readonly DrawnPoint[],
  phases: readonly DrawnPhase[],
  options: ControlChartOptions,
  series: SeriesDescription,
): Panel {
  const size = points.length > densePoints ? 'small' : 'normal'
  const dots = (
    isChosen: (point: DrawnPoint) => boolean,
  ): Pick<Extract<Mark, { mark: 'dot' }>, 'x' | 'y' | 'details'> => {
    const chosen = points.filter(isChosen)
    return {
      x: chosen.map(({ time }) => time),
      y: chosen.map(({ value }) => value),
      details: chosen.map((point) => pointDetail(point, options, series)),
    }
  }
  const limit = (pick: (row: DrawnPoint | DrawnPhase) => number | null): Mark =>
    options.chart === 'xmr'
      ? levelLine(phases, 'limit', pick)
      : followingLimit(points.map((point) => ({ ...point, value: pick(point) })))
  return {
    id: 'values',
    title: { message: `control-chart:panel.values${options.chart === 'xmr' ? '' : '-rates'}` },
    frame: 'cartesian',
    x: timeAxis(series.timeZone),
    y: valueAxis(series),
    marks: [
      limit(({ upper }) => upper),
      limit(({ lower }) => lower),
      levelLine(phases, 'centre', ({ centre }) => centre),
      ...phaseMarks(phases, true),
      {
        mark: 'line',
        ...brokenLine(points.map((point) => ({ ...point, value: point.isExcluded ? null : point.value }))),
        tone: { role: 'main' },
        weight: 'thin',
      },
      { mark: 'dot', ...dots((point) => !point.isExcluded && !isSignal(point)), tone: { role: 'main' }, size },
      { mark: 'dot', ...dots(({ isExcluded }) => isExcluded), tone: { role: 'gap' }, shape: 'hollow-circle', size },
      {
        mark: 'dot',
        ...dots(isSignal),
        tone: { role: 'signal' },
        shape: 'diamond',
        size: points.length > densePoints ? 'normal' : 'large',
      },
    ],
  }
}

function pointDetail(
  { time, value, signals }: DrawnPoint,
  { bucket }: ControlChartOptions,
  { timeZone, unit }: SeriesDescription,
): Label {
  return {
    message: 'control-chart:point-detail',
    values: {
      time: { time, timeZone, precision: bucket === 'none' || bucket === 'hour' ? 'minute' : 'day' },
      value: { value, as: 'mean', ...(unit === null ? {} : { unit }) },
      signals:
        signals.length === 0
          ? ''
          : { list: signals.map((rule): Label => ({ message: `control-chart:rule.${rule}`, values: { n: 1 } })) },
    },
  }
}

function movingRangesPanel(
  points: readonly DrawnPoint[],
  phases: readonly DrawnPhase[],
  series: SeriesDescription,
): Panel {
  const upper = ({ meanMovingRange }: DrawnPhase): number | null =>
    meanMovingRange === null ? null : movingRangeFactor * meanMovingRange
  const dots: Mark = {
    mark: 'dot',
    x: points.map(({ time }) => time),
    y: points.map(({ movingRange }) => movingRange),
    tone: { role: 'muted' },
    size: 'small',
  }
  return {
    id: 'moving-ranges',
    title: { message: 'control-chart:panel.moving-ranges' },
    frame: 'cartesian',
    x: timeAxis(series.timeZone),
    y: { ...valueAxis(series), label: { message: 'control-chart:axis.moving-range' } },
    marks: [
      levelLine(phases, 'limit', upper),
      levelLine(phases, 'centre', ({ meanMovingRange }) => meanMovingRange),
      ...phaseMarks(phases, false),
      {
        mark: 'line',
        ...brokenLine(points.map((point) => ({ ...point, value: point.movingRange }))),
        tone: { role: 'muted' },
        weight: 'thin',
      },
      ...(points.length > densePoints ? [] : [dots]),
    ],
  }
}

function legendOf(has: { readonly signal: boolean; readonly excluded: boolean }): readonly LegendEntry[] {
  const entry = (key: string, role: 'main' | 'signal' | 'gap' | 'reference' | 'limit', sign: LegendEntry['sign']) =>
    ({ label: { message: `control-chart:legend.${key}` }, tone: { role }, sign }) satisfies LegendEntry
  return [
    entry('value', 'main', 'dot'),
    ...(has.signal ? [entry('signal', 'signal', 'dot')] : []),
    ...(has.excluded ? [entry('excluded', 'gap', 'hollow-dot')] : []),
    entry('centre', 'reference', 'line'),
    entry('limits', 'limit', 'dashed-line'),
  ]
}
