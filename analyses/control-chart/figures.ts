import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset } from '../core/datasets'
import type { FigureSpec, Mark, Position, TimeAxis } from '../core/figure'
import type { Label } from '../core/words'
import { tableRecords } from '../core/result'
import { movingRangeFactor, type ControlChartOptions } from './compute'
import { signalCounts } from './prose'

export function drawControlChart(
  tables: TablesById,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): readonly FigureSpec[] {
  const points = tables['points']
  const phases = tables['phases']
  const series = context.dataset.series.find(({ id }) => id === options.series)
  if (points === undefined || phases === undefined || series === undefined) return []
  const zone = series.timeZone
  const rows = tableRecords(points).map(({ cells }) => ({
    time: Date.parse(String(cells['time'])),
    value: Number(cells['value']),
    centre: Number(cells['centre']),
    lower: Number(cells['lower']),
    upper: Number(cells['upper']),
    phase: Number(cells['phase']),
    signals: String(cells['signal'] ?? '')
      .split(' ')
      .filter((rule) => rule !== ''),
    isExcluded: cells['excluded'] === 'yes',
    movingRange: typeof cells['moving_range'] === 'number' ? cells['moving_range'] : null,
  }))
  const phaseRows = tableRecords(phases).map(({ cells }) => ({
    centre: Number(cells['centre']),
    lower: Number(cells['lower']),
    upper: Number(cells['upper']),
    meanMovingRange: Number(cells['mean_moving_range']),
    from: Date.parse(String(cells['from'])),
    to: Date.parse(String(cells['to'])),
    reason: typeof cells['reason'] === 'string' ? cells['reason'] : null,
  }))
  const step = usualStep(rows.map(({ time }) => time))
  /** A null between points that are farther apart than three usual steps, and between phases: a gap is a gap. */
  const broken = <T>(pick: (row: (typeof rows)[number]) => T): (T | null)[] =>
    rows.flatMap((row, index) => {
      const before = rows[index - 1]
      const isApart = before !== undefined && (row.time - before.time > 3 * step || row.phase !== before.phase)
      return isApart ? [null, pick(row)] : [pick(row)]
    })
  const drawn = (test: (row: (typeof rows)[number]) => boolean): (typeof rows)[number][] => rows.filter(test)
  const dots = (chosen: readonly (typeof rows)[number][]): { x: number[]; y: number[]; details: Label[] } => ({
    x: chosen.map(({ time }) => time),
    y: chosen.map(({ value }) => value),
    details: chosen.map(({ time, value, signals }): Label => ({
      message: 'control-chart:point-detail',
      values: {
        time: {
          time,
          timeZone: zone,
          precision: options.bucket === 'none' || options.bucket === 'hour' ? 'minute' : 'day',
        },
        value: { value, as: 'mean', ...(series.unit === null ? {} : { unit: series.unit }) },
        signals:
          signals.length === 0
            ? ''
            : { list: signals.map((rule): Label => ({ message: `control-chart:rule.${rule}`, values: { n: 1 } })) },
      },
    })),
  })
  const limitLines = (
    pick: (phase: (typeof phaseRows)[number]) => number,
    tone: 'reference' | 'limit',
    dash: 'solid' | 'dashed',
  ): Mark => ({
    mark: 'line',
    x: phaseRows.flatMap((phase): (Position | null)[] => [phase.from, phase.to, null]),
    y: phaseRows.flatMap((phase): (Position | null)[] => [pick(phase), pick(phase), null]),
    tone: { role: tone },
    dash,
    weight: 'thin',
  })
  const time: TimeAxis = { scale: 'time', label: { message: 'control-chart:axis.time' }, unit: zone, timeZone: zone }
  const unit: Label =
    series.kind === 'events'
      ? { message: 'control-chart:events-per-day' }
      : (series.unit ?? { message: 'control-chart:no-unit' })
  const isDense = rows.length > 150
  const included = drawn(({ isExcluded, signals }) => !isExcluded && signals.length === 0)
  const signalled = drawn(({ isExcluded, signals }) => !isExcluded && signals.length > 0)
  const excluded = drawn(({ isExcluded }) => isExcluded)
  const phaseRules: Mark[] = phaseRows
    .slice(1)
    .map((phase): Mark => ({
      mark: 'rule',
      along: 'x',
      at: phase.from,
      tone: { role: 'accent' },
      dash: 'dotted',
      ...(phase.reason === null ? {} : { label: phase.reason }),
    }))
  const counts = signalCounts(tables)
  const first = phaseRows.at(-1)
  return [
    {
      id: 'chart',
      title: { message: 'control-chart:figure.chart.title', values: { series: series.id } },
      description: {
        message: 'control-chart:figure.chart.description',
        values: {
          series: series.id,
          n: rows.length,
          signals: signalled.length,
          centre: { value: first?.centre ?? null, as: 'mean' },
          lower: { value: first?.lower ?? null, as: 'mean' },
          upper: { value: first?.upper ?? null, as: 'mean' },
        },
      },
      notes: [
        {
          message: 'control-chart:note.limits',
          values: {
            sigma: { message: `control-chart:option.sigma.choice.${options.sigma}` },
            n: rows.length - excluded.length,
          },
        },
        {
          message: 'control-chart:note.rules',
          values: { rules: { message: `control-chart:option.rules.choice.${options.rules}` } },
        },
        ...[...counts].map(([rule, count]): Label => ({ message: `control-chart:rule.${rule}`, values: { n: count } })),
      ],
      panels: [
        {
          id: 'values',
          title: { message: 'control-chart:panel.values' },
          frame: 'cartesian',
          x: time,
          y: {
            scale: 'linear',
            label:
              series.kind === 'events'
                ? { message: 'control-chart:axis.events' }
                : { message: 'control-chart:axis.value' },
            unit,
          },
          marks: [
            limitLines(({ upper }) => upper, 'limit', 'dashed'),
            limitLines(({ lower }) => lower, 'limit', 'dashed'),
            limitLines(({ centre }) => centre, 'reference', 'solid'),
            ...phaseRules,
            {
              mark: 'line',
              x: broken(({ time: at }) => at),
              y: broken(({ value, isExcluded }) => (isExcluded ? null : value)),
              tone: { role: 'main' },
              weight: 'thin',
            },
            { mark: 'dot', ...dots(included), tone: { role: 'main' }, size: isDense ? 'small' : 'normal' },
            {
              mark: 'dot',
              ...dots(excluded),
              tone: { role: 'gap' },
              shape: 'hollow-circle',
              size: isDense ? 'small' : 'normal',
            },
            {
              mark: 'dot',
              ...dots(signalled),
              tone: { role: 'signal' },
              shape: 'diamond',
              size: isDense ? 'normal' : 'large',
            },
          ],
        },
        {
          id: 'moving-ranges',
          title: { message: 'control-chart:panel.moving-ranges' },
          frame: 'cartesian',
          x: time,
          y: { scale: 'linear', label: { message: 'control-chart:axis.moving-range' }, unit },
          marks: [
            limitLines(({ meanMovingRange }) => movingRangeFactor * meanMovingRange, 'limit', 'dashed'),
            limitLines(({ meanMovingRange }) => meanMovingRange, 'reference', 'solid'),
            ...phaseRules.map((mark): Mark =>
              mark.mark === 'rule'
                ? { mark: 'rule', along: mark.along, at: mark.at, tone: mark.tone, dash: 'dotted' }
                : mark,
            ),
            {
              mark: 'line',
              x: broken(({ time: at }) => at),
              y: broken(({ movingRange }) => movingRange),
              tone: { role: 'muted' },
              weight: 'thin',
            },
            ...(isDense
              ? []
              : [
                  {
                    mark: 'dot',
                    x: rows.map(({ time: at }) => at),
                    y: rows.map(({ movingRange }) => movingRange),
                    tone: { role: 'muted' },
                    size: 'small',
                  } satisfies Mark,
                ]),
          ],
        },
      ],
      panelColumns: 1,
      legend: [
        { label: { message: 'control-chart:legend.value' }, tone: { role: 'main' }, sign: 'dot' },
        ...(signalled.length > 0
          ? [
              {
                label: { message: 'control-chart:legend.signal' } as const,
                tone: { role: 'signal' } as const,
                sign: 'dot' as const,
              },
            ]
          : []),
        ...(excluded.length > 0
          ? [
              {
                label: { message: 'control-chart:legend.excluded' } as const,
                tone: { role: 'gap' } as const,
                sign: 'hollow-dot' as const,
              },
            ]
          : []),
        { label: { message: 'control-chart:legend.centre' }, tone: { role: 'reference' }, sign: 'line' },
        { label: { message: 'control-chart:legend.limits' }, tone: { role: 'limit' }, sign: 'dashed-line' },
      ],
      data: points,
    },
  ]
}

function usualStep(times: readonly number[]): number {
  if (times.length < 2) return Number.POSITIVE_INFINITY
  const steps = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? 0))
    .sort((a, b) => a - b)
  return steps[steps.length >> 1] ?? Number.POSITIVE_INFINITY
}
