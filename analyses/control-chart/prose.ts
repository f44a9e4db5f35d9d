import type { ReportContext, TablesById } from '../core/contract'
import type { SeriesDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
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

export function sayControlChart(
  tables: TablesById,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): Prose {
  const series = options.series ?? ''
  const points = tables['points']?.rows.length ?? 0
  const phases = tables['phases'] === undefined ? [] : tableRecords(tables['phases'])
  const counts = signalCounts(tables)
  const zone = context.dataset.series.find(({ id }) => id === options.series)?.timeZone ?? 'UTC'
  const finding: Label[] = []
  if (counts.size === 0) finding.push({ message: 'control-chart:say.finding.none', values: { series, n: points } })
  else {
    finding.push({
      message: 'control-chart:say.finding.signals',
      values: {
        series,
        n: points,
        rules: {
          list: [...counts].map(([rule, count]): Label => ({
            message: `control-chart:rule.${rule}`,
            values: { n: count },
          })),
        },
      },
    })
  }
  if (phases.length > 1) {
    finding.push({
      message: 'control-chart:say.finding.phases',
      values: {
        phases: {
          list: phases.map(({ cells }): Label => ({ list: [{ value: Number(cells['centre']), as: 'mean' }] })),
        },
      },
    })
  }
  return {
    method: [
      {
        message: 'control-chart:say.method',
        values: {
          series,
          zone,
          bucket: { message: `control-chart:option.bucket.choice.${options.bucket}` },
          sigma: { message: `control-chart:option.sigma.choice.${options.sigma}` },
          rules: { message: `control-chart:option.rules.choice.${options.rules}` },
        },
      },
    ],
    finding,
  }
}
