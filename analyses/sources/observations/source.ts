import type { Database } from '../../core/database'
import { numericColumn, quoteName } from '../../core/datasets'
import type { Fields } from '../../core/fields'
import type { Note } from '../../core/words'
import { loadLog, logPart, type LogReport } from '../log'
import { timeFields, type LogShape } from '../log-fields'
import { ifKnown } from '../log-recognition'
import { defineSource, type SourceOf } from '../source'
import { inLogs, logKind } from '../log-kind'

const fields = {
  time: { kind: 'header', role: 'time', alike: ['start'], required: true, isTime: true },
  value: { kind: 'header', role: 'value', required: true },
  series: { kind: 'header', role: 'subject' },
  unit: { kind: 'text' },
  range: { kind: 'range', meaning: 'Plausible values; those outside are counted and left out.' },
  ...timeFields,
} as const satisfies Fields

export type ObservationsSource = SourceOf<'observations', typeof fields>

const shape: LogShape = {
  table: 'observations',
  time: 'time',
  end: null,
  value: 'value',
  event: null,
  subject: 'subject',
}

interface ObservationsReport extends LogReport {
  readonly unit: string | null
  readonly range: readonly [number, number] | null
}

/** Measurements over time. Values outside the plausible range are counted where they are analysed; nothing is dropped at import. */
export default defineSource({
  kind: 'observations',
  order: 5,
  sign: 'curve',
  fields,
  ...logKind(fields, shape),
  recognise: inLogs((found, clues) => {
    if (found.time === null || found.value === null) return null
    const series = ifKnown('series', found.subject)
    const values = {
      time: found.time,
      value: found.value,
      ...series,
      ...ifKnown('time_zone', found.timeZone ?? clues.timeZone),
    }
    return { sureness: 0.6, values }
  }),
  load: async (task): Promise<ObservationsReport> => ({
    ...(await loadLog(task, shape, { check: (staged) => repeatNotes(task.database, staged, task.source) })),
    unit: task.source.unit ?? null,
    range: task.source.range ?? null,
  }),
  part: (report: ObservationsReport) => logPart(report, shape.table, report.unit, report.range),
})

/** Readings at a time that another of the same series has: all are kept, and analyses use the first. */
async function repeatNotes(
  database: Database,
  staged: string,
  { series }: ObservationsSource,
): Promise<readonly Note[]> {
  const columns = series === undefined ? '"t"' : '"subject", "t"'
  const rows = `FROM ${quoteName(staged)} WHERE "value" IS NOT NULL`
  const frame = await database.frame(
    `SELECT ((SELECT count(*) ${rows}) - (SELECT count(*) FROM (SELECT DISTINCT ${columns} ${rows})))::DOUBLE AS n`,
  )
  const count = numericColumn(frame, 'n')[0] ?? 0
  return count === 0 ? [] : [{ code: 'ingest:same-time', level: 'warning', about: { count } }]
}
