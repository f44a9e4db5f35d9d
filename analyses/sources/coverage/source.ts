import type { Fields } from '../../core/fields'
import { loadLog, logPart, seriesFacts, storedLog, type LogReport } from '../log'
import { matchLog } from '../log-columns'
import { timeFields, type LogShape } from '../log-fields'
import { ifKnown, logClues } from '../log-recognition'
import { defineSource, type SourceOf } from '../source'

const fields = {
  start: { kind: 'header', role: 'start', alike: ['time'], required: true },
  end: { kind: 'header', role: 'end', required: true },
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
  opens: 'series',
  fields,
  stored: storedLog(shape.table),
  recognise: (clues) => {
    const found = logClues(clues)
    if (found === null || found.span === null || found.event !== null) return null
    const subject = ifKnown('subject', found.subject ?? found.anyText)
    return { sureness: 0.7, values: { ...found.span, ...subject, ...ifKnown('time_zone', clues.timeZone) } }
  },
  match: (head, source) => matchLog(head, source, fields, shape),
  load: (task) =>
    loadLog(
      task,
      shape,
      task.source.subject === undefined
        ? { notes: [{ code: 'ingest:coverage-of-all', level: 'info', about: {} }] }
        : {},
    ),
  part: (report: LogReport) => logPart(report, shape.table),
  facts: seriesFacts,
})
