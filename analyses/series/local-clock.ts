import { Temporal } from 'temporal-polyfill'
import { InputError } from '../core/errors'
import { hour } from './clock-text'

/** What a wall-clock time was turned into. */
export type LocalOutcome = 'plain' | 'ambiguous' | 'gap'

export interface LocalClock {
  /** UTC of a time on the wall: the earlier of two where the clock was set back and the time happened twice, NaN where it was set forward and the time never happened. */
  toUtc(local: number): number
  /** Of the last call. */
  readonly outcome: () => LocalOutcome
  /** UTC of the time of the last call when it happened for the last time. */
  readonly later: () => number
}

/**
 * Converts local times without asking the calendar for every row: the offset is looked up once an hour of the wall clock.
 * @throws InputError when the zone is not known
 */
export function createLocalClock(timeZone: string, file: string): LocalClock {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
  } catch {
    throw new InputError('ingest:time-zone-unknown', { zone: timeZone }, { file })
  }
  const candidates = (
    local: number,
  ): { readonly earlier: number; readonly later: number; readonly outcome: LocalOutcome } => {
    const wall = new Temporal.PlainDateTime(1970, 1, 1).add({ milliseconds: local })
    const at = (disambiguation: 'earlier' | 'later'): number =>
      wall.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds
    const earlier = at('earlier')
    const later = at('later')
    if (earlier === later) return { earlier, later, outcome: 'plain' }
    const back = Temporal.Instant.fromEpochMilliseconds(earlier).toZonedDateTimeISO(timeZone).toPlainDateTime()
    return { earlier, later, outcome: back.equals(wall) ? 'ambiguous' : 'gap' }
  }
  /** Offset of a whole hour, or NaN where it changes within. */
  const offsets = new Map<number, number>()
  let lastHour = Number.NaN
  let lastOffset = Number.NaN
  let outcome: LocalOutcome = 'plain'
  let last = Number.NaN
  return {
    outcome: () => outcome,
    later: () => last,
    toUtc(local) {
      outcome = 'plain'
      last = Number.NaN
      if (Number.isNaN(local)) return local
      const wallHour = Math.floor(local / hour)
      if (wallHour !== lastHour) {
        let offset = offsets.get(wallHour)
        if (offset === undefined) {
          const first = candidates(wallHour * hour)
          const last = candidates((wallHour + 1) * hour - 1)
          const isPlain =
            first.outcome === 'plain' && last.outcome === 'plain' && last.earlier - first.earlier === hour - 1
          offset = isPlain ? first.earlier - wallHour * hour : Number.NaN
          offsets.set(wallHour, offset)
        }
        lastHour = wallHour
        lastOffset = offset
      }
      if (!Number.isNaN(lastOffset)) return (last = local + lastOffset)
      const { earlier, later, outcome: found } = candidates(local)
      outcome = found
      if (found === 'gap') return Number.NaN
      last = later
      return earlier
    },
  }
}
