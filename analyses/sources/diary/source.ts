import type { Database } from '../../core/database'
import { numericColumn, quoteName } from '../../core/datasets'
import type { Fields } from '../../core/fields'
import type { Note } from '../../core/words'
import { loadLog, seriesFacts } from '../log'
import { timeFields, type LogShape } from '../log-fields'
import { ifKnown } from '../log-recognition'
import { defineSource, type SourceOf } from '../source'
import { inLogs, logKind } from '../log-kind'

const fields = {
  start: { kind: 'header', role: 'start', alike: ['time'], required: true, isTime: true },
  end: { kind: 'header', role: 'end', required: true, isTime: true },
  activity: { kind: 'header', role: 'activity', alike: ['event'], required: true },
  subject: { kind: 'header', role: 'subject' },
  ...timeFields,
} as const satisfies Fields

export type DiarySource = SourceOf<'diary', typeof fields>

const shape: LogShape = {
  table: 'events',
  time: 'start',
  end: 'end',
  value: null,
  event: 'activity',
  subject: 'subject',
}

/**
 * What people did and from when to when, a row an activity: sleeping, a meal, out of the house. Each is an event at its start that knows when it was over, so
 * that the analyses of events count activities, and `stop` tells how long they took.
 */
export default defineSource({
  kind: 'diary',
  order: 8,
  sign: 'clock',
  fields,
  ...logKind(fields, shape),
  recognise: inLogs((found, clues) => {
    if (found.span === null || found.event === null) return null
    const subject = ifKnown('subject', found.subject)
    const zone = ifKnown('time_zone', found.timeZone ?? clues.timeZone)
    return { sureness: 0.8, values: { ...found.span, activity: found.event, ...subject, ...zone } }
  }),
  load: (task) => loadLog(task, shape, { check: (staged) => overlapNotes(task.database, staged, task.source) }),
  facts: (report) => [...seriesFacts(report), { term: 'facts.activities', value: report.kinds.length }],
})

/** Activities that begin before one of the same person is over: both are kept, and their time counts twice. */
async function overlapNotes(database: Database, staged: string, source: DiarySource): Promise<readonly Note[]> {
  const by = source.subject === undefined ? '' : 'PARTITION BY "subject" '
  const frame = await database.frame(
    `SELECT count(*) FILTER (WHERE "t" < before) AS n FROM (SELECT "t", max("stop") OVER (${by}ORDER BY "t", "_row" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM ${quoteName(staged)})`,
  )
  const count = numericColumn(frame, 'n')[0] ?? 0
  return count === 0 ? [] : [{ code: 'ingest:activities-overlap', level: 'info', about: { count } }]
}
