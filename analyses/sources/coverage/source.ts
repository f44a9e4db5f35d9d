import type { Fields } from '../../core/fields'
import { loadLog } from '../log'
import { timeFields, type LogShape } from '../log-fields'
import { ifKnown } from '../log-recognition'
import { defineSource, type SourceOf } from '../source'
import { inLogs, logKind } from '../log-kind'

const fields = {
  start: { kind: 'header', role: 'start', alike: ['time'], required: true, isTime: true },
  end: { kind: 'header', role: 'end', required: true, isTime: true },
  subject: { kind: 'header', role: 'subject' },
  ...timeFields,
} as const satisfies Fields

export type CoverageSource = SourceOf<'coverage', typeof fields>

const shape: LogShape = { table: 'coverage', time: 'start', end: 'end', value: null, event: null, subject: 'subject' }

/** Spans in which a sensor or an alarm was on, so that downtime can leave the denominator. */
export default defineSource({
  kind: 'coverage',
  order: 4,
  sign: 'clock',
  fields,
  ...logKind(fields, shape),
  recognise: inLogs((found, clues) => {
    if (found.span === null || found.event !== null) return null
    const subject = ifKnown('subject', found.subject ?? found.anyText)
    return {
      sureness: 0.7,
      values: { ...found.span, ...subject, ...ifKnown('time_zone', found.timeZone ?? clues.timeZone) },
    }
  }),
  load: (task) =>
    loadLog(
      task,
      shape,
      task.source.subject === undefined
        ? { notes: [{ code: 'ingest:coverage-of-all', level: 'info', about: {} }] }
        : {},
    ),
})
