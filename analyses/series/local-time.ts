import { Temporal } from 'temporal-polyfill'
import { momentPattern } from '../core/options'

/** Pieces that a series is gathered in. They follow the local clock: a day has 23 or 25 hours where summer time begins or ends. */
export type Bucket = 'hour' | 'day' | 'week' | 'month'

/** Most buckets that a series is cut into; a log of a century by the hour is a mistake, not a chart. */
const mostBuckets = 100_000

/**
 * Edges of the buckets that cover `first` … `last`, one more than there are buckets.
 * Days begin at local midnight, weeks on Monday, months on the first; hours follow UTC, so that both hours of an autumn night stand.
 * @param first milliseconds UTC
 * @param last milliseconds UTC, not before `first`
 * @returns milliseconds UTC, rising; null when there would be more than `mostBuckets`
 */
export function bucketEdges(first: number, last: number, bucket: Bucket, timeZone: string): Float64Array | null {
  const edges: number[] = []
  if (bucket === 'hour') {
    const hour = 3_600_000
    // Zones with a half hour's offset have their hours begin at half past in UTC.
    const offset = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6
    for (let edge = Math.floor((first + offset) / hour) * hour - offset; ; edge += hour) {
      edges.push(edge)
      if (edges.length > mostBuckets + 1) return null
      if (edge > last) break
    }
    return Float64Array.from(edges)
  }
  const start = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(timeZone).toPlainDate()
  let date =
    bucket === 'day'
      ? start
      : bucket === 'week'
        ? start.subtract({ days: start.dayOfWeek - 1 })
        : start.with({ day: 1 })
  const step = bucket === 'day' ? { days: 1 } : bucket === 'week' ? { weeks: 1 } : { months: 1 }
  for (;;) {
    const edge = date.toZonedDateTime(timeZone).epochMilliseconds
    edges.push(edge)
    if (edges.length > mostBuckets + 1) return null
    if (edge > last) break
    date = date.add(step)
  }
  return Float64Array.from(edges)
}

/** A moment set by the user, `2022-10-15 New routine`, in the series' own time zone. Null when the date does not exist. */
export function parseMoment(text: string, timeZone: string): { readonly at: number; readonly reason: string } | null {
  const match = momentPattern.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, reason] = match
  try {
    const local = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour ?? 0),
        minute: Number(minute ?? 0),
      },
      { overflow: 'reject' },
    )
    return { at: local.toZonedDateTime(timeZone).epochMilliseconds, reason: reason ?? '' }
  } catch {
    return null
  }
}

/** ISO 8601 with the local offset, to the second (milliseconds when there are any): `2022-10-30T02:10:00+01:00`. */
export function isoTime(milliseconds: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: milliseconds % 1000 === 0 ? 'second' : 'millisecond' })
}
