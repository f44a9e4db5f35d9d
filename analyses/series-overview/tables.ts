import { buildTable, finite, type ResultTable, type TableDeclaration } from '../core/result'
import { isoTime } from '../series/local-time'
import { dayLength, hourLength } from '../series/points'
import { inZone } from '../series/time-chart'
import type { SeriesOverview } from './compute'

export const seriesTable: TableDeclaration = {
  protection: { kind: 'open' },
  columns: [
    { id: 'series', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'first', kind: 'text', refersTo: 'time' },
    { id: 'last', kind: 'text', refersTo: 'time' },
    { id: 'span', kind: 'number', unit: 'd' },
    { id: 'median_interval', kind: 'number', unit: 'min' },
    { id: 'gaps', kind: 'count' },
    { id: 'longest_gap', kind: 'number', unit: 'h' },
    { id: 'coverage', kind: 'number', as: 'percent' },
    { id: 'duplicates', kind: 'count' },
    { id: 'out_of_range', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'sd', kind: 'number', as: 'mean' },
    { id: 'min', kind: 'number', as: 'mean' },
    { id: 'max', kind: 'number', as: 'mean' },
    { id: 'time_weighted_mean', kind: 'number', as: 'mean', secondary: true },
    { id: 'blank', kind: 'count', secondary: true },
    { id: 'unit', kind: 'text' },
    { id: 'time_zone', kind: 'text', secondary: true },
  ],
}

export const traceTable: TableDeclaration = {
  protection: { kind: 'open' },
  columns: [
    { id: 'series', kind: 'text' },
    { id: 'time', kind: 'text', refersTo: 'time' },
    { id: 'value', kind: 'number' },
    { id: 'min', kind: 'number' },
    { id: 'max', kind: 'number' },
    { id: 'n', kind: 'count' },
  ],
}

const minuteLength = 60_000

export function tabulateSeriesOverview({ summaries }: SeriesOverview): readonly ResultTable[] {
  const zones = new Set(summaries.map(({ series }) => series.timeZone))
  const [zone = 'UTC'] = zones.size === 1 ? zones : []
  return [
    buildTable(
      'series',
      inZone(seriesTable, zone),
      [],
      summaries.map((summary) => ({
        series: summary.series.id,
        n: summary.n,
        first: Number.isNaN(summary.first) ? null : isoTime(summary.first, summary.series.timeZone),
        last: Number.isNaN(summary.last) ? null : isoTime(summary.last, summary.series.timeZone),
        span: finite((summary.last - summary.first) / dayLength),
        median_interval: finite(summary.medianInterval / minuteLength),
        gaps: summary.gaps,
        longest_gap: summary.longestGap === null ? null : summary.longestGap / hourLength,
        coverage: summary.coverage,
        duplicates: summary.duplicates,
        out_of_range: summary.outOfRange,
        mean: summary.values?.mean ?? null,
        sd: summary.values?.sd ?? null,
        min: summary.values?.min ?? null,
        max: summary.values?.max ?? null,
        time_weighted_mean: summary.values?.timeWeightedMean ?? null,
        blank: summary.blank,
        unit: summary.series.unit,
        time_zone: summary.series.timeZone,
      })),
    ),
    buildTable(
      'trace',
      inZone(traceTable, zone),
      [],
      summaries.flatMap(({ series, trace }) =>
        trace.map((point) => ({
          series: series.id,
          time: isoTime(Math.round(point.time), series.timeZone),
          value: point.value,
          min: point.low,
          max: point.high,
          n: point.n,
        })),
      ),
    ),
  ]
}
