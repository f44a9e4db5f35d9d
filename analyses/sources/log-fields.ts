import type { Fields } from '../core/fields'
import type { DateOrder } from '../series/time-format'

/** What every log says of its times. */
export const timeFields = {
  time_zone: { kind: 'time-zone', message: 'time-zone', meaning: 'IANA name, for times without an offset.' },
  date_order: {
    kind: 'choice',
    choices: ['day-first', 'month-first', 'year-first'],
    message: 'date-order',
    meaning: 'Needed only where every date can be read in more than one way.',
  },
} as const satisfies Fields

/** What a source says of its times: UTC where nothing is said, and the order of dates that could be read both ways. */
export interface Timed {
  readonly time_zone?: string | undefined
  readonly date_order?: DateOrder | undefined
}

/** The tables that logs are kept in, each holding those of every source. */
export type LogTable = 'observations' | 'events' | 'coverage'

/** What the columns of one kind of log hold, by role; null where the kind has no such column. */
export interface LogShape {
  readonly table: LogTable
  /** When something was, or began. */
  readonly time: string
  readonly end: string | null
  readonly value: string | null
  readonly event: string | null
  readonly subject: string
}
