import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import { numberOf } from '../series/time-chart'
import type { ControlChartOptions } from './compute'

/** Signals by rule over the included points, in the order they are first seen. */
export function signalCounts(tables: TablesById): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const points = tables['points']
  if (points === undefined) return counts
  for (const { cells } of tableRecords(points)) {
    for (const rule of String(cells['signal'] ?? '').split(' '))
      if (rule !== '') counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return counts
}

/** What the limits stand on. */
export function limitsInWords({ chart, sigma }: ControlChartOptions): Label {
  return { message: chart === 'xmr' ? `control-chart:option.sigma.choice.${sigma}` : `control-chart:spread.${chart}` }
}

export function sayControlChart(
  tables: TablesById,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): Prose {
  const series = options.series ?? ''
  const points = tables['points'] === undefined ? [] : tableRecords(tables['points']).map(({ cells }) => cells)
  const phases = tables['phases'] === undefined ? [] : tableRecords(tables['phases']).map(({ cells }) => cells)
  const counts = signalCounts(tables)
  const hasSpread = points.some((cells) => (numberOf(cells, 'sigma') ?? 0) > 0)
  const n = points.length
  const finding: Label[] = []
  if (counts.size > 0)
    finding.push({
      message: 'control-chart:say.finding.signals',
      values: {
        series,
        n,
        rules: {
          list: [...counts].map(([rule, count]): Label => ({
            message: `control-chart:rule.${rule}`,
            values: { n: count },
          })),
        },
      },
    })
  else
    finding.push({
      message: hasSpread ? 'control-chart:say.finding.none' : 'control-chart:say.finding.no-variation',
      values: { series, n },
    })
  if (phases.length > 1) {
    finding.push({
      message: 'control-chart:say.finding.phases',
      values: {
        phases: { list: phases.map((cells): Label => ({ list: [{ value: numberOf(cells, 'centre'), as: 'mean' }] })) },
      },
    })
  }
  return {
    method: [
      {
        message: 'control-chart:say.method',
        values: {
          chart: { message: `control-chart:chart.${options.chart}` },
          series,
          zone: context.dataset.series.find(({ id }) => id === options.series)?.timeZone ?? 'UTC',
          bucket: { message: `control-chart:option.bucket.choice.${options.bucket}` },
          sigma: limitsInWords(options),
          rules: { message: `control-chart:option.rules.choice.${options.rules}` },
        },
      },
    ],
    finding,
  }
}
