import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import { groupColumns } from '../survey/groups'
import { verdicts, type AggregationOptions } from './options'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

export const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `aggregation:${key}`, values })

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

const correlation = (cell: unknown): Quantity => ({ value: typeof cell === 'number' ? cell : null, as: 'correlation' })

export function sayAggregation(
  tables: TablesById,
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { dimensions } = tables
  if (dimensions === undefined) return { method: [], finding: [] }
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  const method: Label[] = [
    say('say.method.correlations', { by }),
    say('say.method.agreement'),
    say('say.method.shrunken', { draws: options.draws, confidence: percentOf(options.confidence) }),
    say('say.method.guides', {
      icc1: correlation(options.min_icc1),
      icc2: correlation(options.min_icc2),
      rwgj: correlation(options.min_rwgj),
      groups: options.min_groups,
    }),
  ]
  const rows = tableRecords(dimensions).filter(({ cells }) => typeof cells['verdict'] === 'string')
  const finding: Label[] = []
  for (const verdict of verdicts) {
    const own = rows.filter(({ cells }) => cells['verdict'] === verdict)
    if (own.length > 0)
      finding.push(
        say(`say.finding.${verdict}`, {
          by,
          count: own.length,
          outcomes: { list: own.map(({ cells }): Label => ({ outcome: String(cells['outcome']) })) },
        }),
      )
  }
  for (const { cells } of rows.slice(0, outcomesInWords)) {
    if (typeof cells['icc1'] !== 'number') continue
    const reasons = String(cells['reason'] ?? '')
      .split(' ')
      .filter((code) => code !== '')
    finding.push(
      say('say.finding.numbers', {
        outcome: { outcome: String(cells['outcome']) },
        icc1: correlation(cells['icc1']),
        icc2: correlation(cells['icc2']),
        hasAgreement: typeof cells['rwgj_median'] === 'number',
        rwgj: correlation(cells['rwgj_median']),
        groups: Number(cells['groups']),
        hasReasons: reasons.length > 0,
        reasons: { list: reasons.map((code) => say(`reason.${code}`)) },
      }),
    )
  }
  if (rows.length > outcomesInWords) finding.push(say('say.finding.more', { count: rows.length - outcomesInWords }))
  if (rows.length === 0) finding.push(say('say.finding.none'))
  return { method, finding }
}
