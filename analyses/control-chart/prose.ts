import type { ReportContext } from '../core/contract'
import type { SeriesDataset } from '../core/datasets'
import { codesIn } from '../core/reading'
import type { Prose } from '../core/result'
import { quantity, type Label } from '../core/words'
import type { Rule } from '../series/run-rules'
import type { PointRow, Tables } from './declarations'
import type { ControlChartOptions } from './options'
import { say } from './words'

/** The rules that a point signals by. */
export function rulesOf({ cells }: PointRow): readonly Rule[] {
  return codesIn(cells.signal) as readonly Rule[]
}

/** Each rule that signals, with the number of points it signals at, in the order they are first seen. */
export function signalsInWords(points: readonly PointRow[]): readonly Label[] {
  const counts = new Map<Rule, number>()
  for (const point of points) for (const rule of rulesOf(point)) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].map(([rule, n]) => say(`rule.${rule}`, { n }))
}

/** What the limits stand on. */
export function limitsInWords({ chart, sigma }: ControlChartOptions): Label {
  return chart === 'xmr' ? say(`option.sigma.choice.${sigma}`) : say(`spread.${chart}`)
}

export function sayControlChart(
  { points, phases }: Tables,
  options: ControlChartOptions,
  context: ReportContext<SeriesDataset>,
): Prose {
  const { series } = options
  const n = points.rows.length
  const rules = signalsInWords(points.rows)
  const hasSpread = points.rows.some(({ cells }) => (cells.sigma ?? 0) > 0)
  const finding: Label[] =
    rules.length > 0
      ? [say('say.finding.signals', { series, n, rules: { list: rules } })]
      : [say(hasSpread ? 'say.finding.none' : 'say.finding.no-variation', { series, n })]
  if (phases.rows.length > 1)
    finding.push(
      say('say.finding.phases', {
        phases: { list: phases.rows.map(({ cells }): Label => ({ list: [quantity(cells.centre, 'mean')] })) },
      }),
    )
  return {
    method: [
      say('say.method', {
        chart: say(`chart.${options.chart}`),
        series,
        zone: context.dataset.series.find(({ id }) => id === series)?.timeZone ?? 'UTC',
        bucket: say(`option.bucket.choice.${options.bucket}`),
        sigma: limitsInWords(options),
        rules: say(`option.rules.choice.${options.rules}`),
      }),
    ],
    finding,
  }
}
