import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { quantity, type Label } from '../core/words'
import type { IndicatorStatus, Tables } from './declarations'
import { say } from './words'

/** Names in one sentence. */
const mostNames = 4

export function sayIndicators({ indicators: { rows } }: Tables): Prose {
  const of = (...statuses: readonly IndicatorStatus[]): number =>
    rows.filter(({ cells: { status } }) => status !== null && statuses.includes(status)).length
  const assumed = rows.filter(({ cells }) => cells.baseline_assumed === 'yes').length
  const unknown = of('no-outcome', 'no-target', 'undecided')
  const method: Label[] = [say('say.method')]
  if (assumed > 0) method.push(say('say.method.baseline', { n: assumed }))
  const finding: Label[] = [
    say('say.finding', {
      n: rows.length,
      met: of('exceeded', 'reached'),
      exceeded: of('exceeded'),
      short: of('not-reached', 'moved-away'),
    }),
  ]
  const farthest = rowsWith(rows, 'attainment')
    .filter(({ cells: { status } }) => status === 'not-reached' || status === 'moved-away')
    .toSorted((a, b) => a.cells.attainment - b.cells.attainment)
  const [first] = farthest
  if (first !== undefined) {
    const { attainment } = first.cells
    const level = farthest
      .filter(({ cells }) => cells.attainment === attainment)
      .map(({ cells }): Label => say('quoted', { name: cells.indicator }))
    const names = level.length <= mostNames ? level : [...level.slice(0, mostNames), '…']
    finding.push(
      say('say.finding.farthest', {
        n: level.length,
        names: { list: names },
        attainment: quantity(attainment, 'percent'),
      }),
    )
  }
  if (unknown > 0) finding.push(say('say.finding.unknown', { n: unknown }))
  return { method, finding }
}
