import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, type ResultTable, type TableDeclaration } from '../core/result'
import { keyCells, keyColumns, keyOrder } from '../survey/groups'
import type { Participation, ParticipationOptions } from './compute'

export const participationTable: TableDeclaration = {
  columns: [
    { id: 'headcount', kind: 'count' },
    { id: 'responded', kind: 'count' },
    { id: 'usable', kind: 'count' },
    { id: 'response_rate', kind: 'number', as: 'percent' },
    { id: 'conf_low', kind: 'number', as: 'percent' },
    { id: 'conf_high', kind: 'number', as: 'percent' },
    { id: 'margin_of_error', kind: 'number', as: 'estimate' },
    { id: 'straight_lining', kind: 'number', as: 'percent' },
    { id: 'comparable', kind: 'verdict' },
    { id: 'reason', kind: 'text' },
    { id: 'judged', kind: 'count', secondary: true },
  ],
  protection: {
    kind: 'counts',
    counts: ['responded', 'usable'],
    keeps: ['headcount', 'comparable'],
    family: ['round'],
  },
}

/** Rounds in time, groups in the order of the report's alphabet. */
export function tabulateParticipation(
  result: Participation,
  _options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const order = keyOrder(context, result.columns)
  const rows = result.groups
    .toSorted((a, b) => order(a.key, b.key))
    .map((group) => ({
      ...keyCells(result.columns, group.key),
      headcount: group.headcount,
      responded: group.responded,
      usable: group.usable,
      response_rate: group.responseRate,
      conf_low: group.low,
      conf_high: group.high,
      margin_of_error: group.marginOfError,
      straight_lining: group.straightLining,
      comparable: group.isComparable ? 'yes' : 'no',
      reason: group.reason,
      judged: group.judged,
    }))
  return [buildTable('participation', participationTable, keyColumns(result.columns), rows)]
}
