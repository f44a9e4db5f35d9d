import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import { groupColumns } from '../survey/groups'
import { shownRows } from '../survey/table-reading'
import type { ParticipationOptions } from './compute'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `participation:${key}`, values })
/** Groups whose reason is told one by one. */
const mostReasons = 5

/** How participation was measured and judged; how many responded in each round, and which groups may not be compared, and why. */
export function sayParticipation(
  tables: TablesById,
  options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const confidence = { value: options.confidence, as: 'percent' } as const
  const method: Label[] = [
    ...(context.dataset.tables.headcount === null ? [] : [phrase('say.method.rate', { confidence })]),
    phrase('say.method.gate', {
      n: options.min_n,
      rate: { value: options.min_response_rate, as: 'percent' },
      width: { value: options.max_half_width, as: 'estimate' },
      confidence,
    }),
    phrase('say.method.straight-lining'),
  ]
  const table = tables['participation']
  if (table === undefined) return { method, finding: [] }
  const columns = groupColumns(context.dataset, options.by, 'round')
  const rows = shownRows(table, columns, 'responded')
  const reasons = tableRecords(table).map(({ cells }) => cells['reason'])
  const finding: Label[] = []
  for (const round of new Set(rows.map((row) => row.text('round')))) {
    const own = rows.filter((row) => row.text('round') === round)
    const [only] = own
    if (columns.length === 1 && only !== undefined) {
      finding.push(
        phrase(only.number('response_rate') === null ? 'say.finding.round-without-rate' : 'say.finding.round', {
          round,
          responded: { value: only.number('responded'), as: 'count' },
          usable: { value: only.number('usable'), as: 'count' },
          headcount: { value: only.number('headcount'), as: 'count' },
          rate: { value: only.number('response_rate'), as: 'percent' },
          low: { value: only.number('conf_low'), as: 'percent' },
          high: { value: only.number('conf_high'), as: 'percent' },
        }),
      )
    } else
      finding.push(
        phrase('say.finding.groups', {
          round,
          comparable: own.filter((row) => row.text('comparable') === 'yes').length,
          groups: own.length,
        }),
      )
  }
  const refused = rows.flatMap((row, index) => {
    const reason = reasons[index]
    if (row.text('comparable') === 'yes') return []
    const why: Label = typeof reason === 'object' && reason !== null ? reason : { message: 'survey:withheld' }
    return [phrase('group-reason', { group: row.name, reason: why })]
  })
  if (refused.length > 0) {
    const told = refused.slice(0, mostReasons)
    const more = refused.length - told.length
    finding.push(
      phrase('say.finding.not-comparable', {
        groups: { list: more > 0 ? [...told, phrase('say.finding.and-more', { n: more })] : told },
      }),
    )
  }
  return { method, finding }
}
