import type { TablesById } from '../core/contract'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type Prose } from '../core/result'

/** Names in one sentence. */
const mostNames = 4

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `indicators:${key}`, values })

export function sayIndicators(tables: TablesById): Prose {
  const rows = tables['indicators'] === undefined ? [] : tableRecords(tables['indicators']).map(({ cells }) => cells)
  const of = (...statuses: readonly string[]): number =>
    rows.filter(({ status }) => statuses.includes(String(status))).length
  const assumed = rows.filter((row) => row['baseline_assumed'] === 'yes').length
  const unknown = of('no-outcome', 'no-target', 'undecided')
  const method: Label[] = [phrase('say.method')]
  if (assumed > 0) method.push(phrase('say.method.baseline', { n: assumed }))
  const finding: Label[] = [
    phrase('say.finding', {
      n: rows.length,
      met: of('exceeded', 'reached'),
      exceeded: of('exceeded'),
      short: of('not-reached', 'moved-away'),
    }),
  ]
  const farthest = rows
    .filter(
      (row) =>
        typeof row['attainment'] === 'number' && (row['status'] === 'not-reached' || row['status'] === 'moved-away'),
    )
    .toSorted((a, b) => Number(a['attainment']) - Number(b['attainment']))
  const [first] = farthest
  if (first !== undefined) {
    const level = farthest
      .filter((row) => row['attainment'] === first['attainment'])
      .map((row): Label => phrase('quoted', { name: String(row['indicator']) }))
    const names = level.length <= mostNames ? level : [...level.slice(0, mostNames), '…']
    finding.push(
      phrase('say.finding.farthest', {
        n: level.length,
        names: { list: names },
        attainment: { value: Number(first['attainment']), as: 'percent' },
      }),
    )
  }
  if (unknown > 0) finding.push(phrase('say.finding.unknown', { n: unknown }))
  return { method, finding }
}
