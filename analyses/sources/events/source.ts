import type { Fields } from '../../core/fields'
import { loadLog } from '../log'
import { timeFields, type LogShape } from '../log-fields'
import { ifKnown } from '../log-recognition'
import { defineSource, type SourceOf } from '../source'
import { inLogs, logKind } from '../log-kind'

const fields = {
  time: { kind: 'header', role: 'time', alike: ['start'], required: true, isTime: true },
  event: { kind: 'header', role: 'event', alike: ['activity'], isUsual: true },
  subject: { kind: 'header', role: 'subject' },
  ...timeFields,
} as const satisfies Fields

export type EventsSource = SourceOf<'events', typeof fields>

const shape: LogShape = { table: 'events', time: 'time', end: null, value: null, event: 'event', subject: 'subject' }

/** Things that happened, a row each: alarms, falls. Without a column of kinds every row is an `event`. */
export default defineSource({
  kind: 'events',
  order: 3,
  sign: 'alert',
  fields,
  ...logKind(fields, shape),
  recognise: inLogs((found, clues) => {
    const event = found.event ?? found.anyEvent ?? null
    if (found.time === null || event === null) return null
    const subject = found.subject === event ? null : found.subject
    const values = {
      time: found.time,
      event,
      ...ifKnown('subject', subject),
      ...ifKnown('time_zone', found.timeZone ?? clues.timeZone),
    }
    return { sureness: 0.5, values }
  }),
  load: (task) => loadLog(task, shape),
})
