import type { ReportContext } from '../core/contract'
import type { SeriesDataset, SeriesDescription } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Panel } from '../core/figure'
import { quantity, type Label } from '../core/words'
import { movingRangeFactor } from '../series/limits'
import {
  brokenLine,
  followingLimit,
  levelLine,
  phaseMarks,
  timeAxis,
  valueAxis,
  type PhaseSpan,
} from '../series/time-chart'
import type { Rule } from '../series/run-rules'
import type { PhaseRow, PointRow, Tables } from './declarations'
import type { ControlChartOptions } from './options'
import { limitsInWords, rulesOf, signalsInWords } from './prose'
import { say } from './words'

/** More points than this are drawn small. */
const densePoints = 150

/** A row of the table of points, as it is drawn. */
interface DrawnPoint {
  readonly time: number
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly movingRange: number | null
  readonly signals: readonly Rule[]
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

export function controlChartFigures(
  tables: Tables,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const series = context.dataset.series.find(({ id }) => id === options.series)
  if (series === undefined) return []
  const points = drawnPoints(tables.points.rows)
  const phases = tables.phases.rows.map(drawnPhase)
  const has = { signal: points.some(isSignal), excluded: points.some(({ isExcluded }) => isExcluded) }
  return [
    {
      id: 'chart',
      title: say('figure.chart.title', { series: series.id }),
      description: describeChart(points, phases, options, series),
      notes: chartNotes(tables.points.rows, options),
      panels: [
        valuesPanel(points, phases, options, series),
        ...(options.chart === 'xmr' ? [movingRangesPanel(points, phases, series)] : []),
      ],
      panelColumns: 1,
      legend: legendOf(has),
      data: tables.points.table,
    },
  ]
}

function drawnPoints(rows: readonly PointRow[]): readonly DrawnPoint[] {
  return rows.map((row, index): DrawnPoint => {
    const { cells } = row
    return {
      time: Date.parse(cells.time),
      value: cells.value,
      lower: cells.lower,
      upper: cells.upper,
      movingRange: cells.moving_range,
      signals: rulesOf(row),
      isExcluded: cells.excluded === 'yes',
      isApart: cells.gap_before !== null || cells.phase !== rows[index - 1]?.cells.phase,
    }
  })
}

function drawnPhase({ cells }: PhaseRow): DrawnPhase {
  return {
    centre: cells.centre,
    lower: cells.lower,
    upper: cells.upper,
    meanMovingRange: cells.mean_moving_range,
    from: Date.parse(cells.from),
    to: Date.parse(cells.to),
    reason: cells.reason,
  }
}

const isSignal = ({ isExcluded, signals }: DrawnPoint): boolean => !isExcluded && signals.length > 0

/** The chart in one sentence: of one phase its centre and limits, of several those of each. */
function describeChart(
  points: readonly DrawnPoint[],
  phases: readonly DrawnPhase[],
  options: ControlChartOptions,
  series: SeriesDescription,
): Label {
  return say('figure.chart.description', {
    chart: say(`chart.${options.chart}`),
    series: series.id,
    n: points.length,
    limits: {
      list: phases.map(({ centre, lower, upper }, index) =>
        say(limitsKey(phases.length > 1, lower === null), {
          phase: index + 1,
          centre: quantity(centre, 'mean'),
          lower: quantity(lower, 'mean'),
          upper: quantity(upper, 'mean'),
        }),
      ),
    },
    signals: points.filter(isSignal).length,
  })
}

function limitsKey(
  isOneOfSeveral: boolean,
  isFollowing: boolean,
): 'limits' | 'limits-following' | 'phase-limits' | 'phase-limits-following' {
  if (isOneOfSeveral) return isFollowing ? 'phase-limits-following' : 'phase-limits'
  return isFollowing ? 'limits-following' : 'limits'
}

function chartNotes(points: readonly PointRow[], options: ControlChartOptions): readonly Label[] {
  const n = points.filter(({ cells }) => cells.excluded === 'no').length
  return [
    say('note.limits', { sigma: limitsInWords(options), n }),
    say('note.rules', { rules: say(`option.rules.choice.${options.rules}`) }),
    ...signalsInWords(points),
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
    look: Pick<Extract<Mark, { mark: 'dot' }>, 'tone' | 'shape' | 'size'>,
  ): readonly Mark[] => {
    const chosen = points.filter(isChosen)
    if (chosen.length === 0) return []
    return [
      {
        mark: 'dot',
        x: chosen.map(({ time }) => time),
        y: chosen.map(({ value }) => value),
        details: chosen.map((point) => pointDetail(point, options, series)),
        ...look,
      },
    ]
  }
  const limit = (pick: (row: DrawnPoint | DrawnPhase) => number | null): Mark =>
    options.chart === 'xmr'
      ? levelLine(phases, 'limit', pick)
      : followingLimit(points.map((point) => ({ ...point, value: pick(point) })))
  return {
    id: 'values',
    title: say(options.chart === 'xmr' ? 'panel.values' : 'panel.values-rates'),
    geometry: 'cartesian',
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
      ...dots((point) => !point.isExcluded && !isSignal(point), { tone: { role: 'main' }, size }),
      ...dots(({ isExcluded }) => isExcluded, { tone: { role: 'gap' }, shape: 'hollow-circle', size }),
      ...dots(isSignal, {
        tone: { role: 'signal' },
        shape: 'diamond',
        size: points.length > densePoints ? 'normal' : 'large',
      }),
    ],
  }
}

function pointDetail(
  { time, value, signals }: DrawnPoint,
  { bucket }: ControlChartOptions,
  { timeZone, unit }: SeriesDescription,
): Label {
  return say('point-detail', {
    time: { time, timeZone, precision: bucket === 'none' || bucket === 'hour' ? 'minute' : 'day' },
    value: { ...quantity(value, 'mean'), ...(unit === null ? {} : { unit }) },
    signals: signals.length === 0 ? '' : { list: signals.map((rule) => say(`rule.${rule}`, { n: 1 })) },
  })
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
    title: say('panel.moving-ranges'),
    geometry: 'cartesian',
    x: timeAxis(series.timeZone),
    y: { ...valueAxis(series), label: say('axis.moving-range') },
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
  return [
    { label: say('legend.value'), tone: { role: 'main' }, sign: 'dot' },
    ...(has.signal ? [{ label: say('legend.signal'), tone: { role: 'signal' }, sign: 'dot' } as const] : []),
    ...(has.excluded ? [{ label: say('legend.excluded'), tone: { role: 'gap' }, sign: 'hollow-dot' } as const] : []),
    { label: say('legend.centre'), tone: { role: 'reference' }, sign: 'line' },
    { label: say('legend.limits'), tone: { role: 'limit' }, sign: 'dashed-line' },
  ]
}
