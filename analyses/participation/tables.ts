import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { RowsById } from '../core/result'
import { inKeyOrder } from '../survey/groups'
import type { Participation } from './compute'
import type { tables } from './declarations'
import type { ParticipationOptions } from './options'

/** Rounds in time, groups in the order of the report's alphabet. */
export function tabulateParticipation(
  { columns, groups }: Participation,
  _options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  return {
    participation: {
      by: columns,
      rows: inKeyOrder(context, columns, groups).map((group) => ({
        key: group.key,
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
        response_rate_basis: group.rateBasis,
      })),
    },
  }
}
