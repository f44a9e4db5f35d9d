import { finite, type RowsById } from '../core/result'
import { isoTime } from '../series/local-time'
import { dayLength, hourLength } from '../series/points'
import type { SeriesOverview } from './compute'
import type { tables } from './declarations'

const minuteLength = 60_000

export function tabulateSeriesOverview({ summaries }: SeriesOverview): RowsById<typeof tables> {
  const zones = new Set(summaries.map(({ series }) => series.timeZone))
  const [zone = 'UTC'] = zones.size === 1 ? zones : []
  return {
    series: {
      zone,
      rows: summaries.map(({ series, values, ...summary }) => ({
        series: series.id,
        n: summary.n,
        first: Number.isNaN(summary.first) ? null : isoTime(summary.first, series.timeZone),
        last: Number.isNaN(summary.last) ? null : isoTime(summary.last, series.timeZone),
        span: finite((summary.last - summary.first) / dayLength),
        median_interval: finite(summary.medianInterval / minuteLength),
        gaps: summary.gaps,
        longest_gap: summary.longestGap === null ? null : summary.longestGap / hourLength,
        coverage: summary.coverage,
        duplicates: summary.duplicates,
        out_of_range: summary.outOfRange,
        mean: values?.mean ?? null,
        sd: values?.sd ?? null,
        min: values?.min ?? null,
        max: values?.max ?? null,
        time_weighted_mean: values?.timeWeightedMean ?? null,
        blank: summary.blank,
        unit: series.unit,
        time_zone: series.timeZone,
      })),
    },
    trace: {
      zone,
      rows: summaries.flatMap(({ series, trace }) =>
        trace.map((point) => ({
          series: series.id,
          time: isoTime(Math.round(point.time), series.timeZone),
          value: point.value,
          min: point.low,
          max: point.high,
          n: point.n,
        })),
      ),
    },
  }
}
