/** How a number of a file becomes a time; the clock is that on the wall. */
export type Calendar = (value: number) => number

const dayLength = 86_400_000

/** Days from 1960-01-01, when the calendar of these files begins, to 1970-01-01. */
const daysBefore1970 = 3653

/** Milliseconds from 1970 to the last day that a date of this program can be. */
const latestTime = 8.64e15

const within = (time: number): number => (Math.abs(time) > latestTime ? Number.NaN : time)

/** Milliseconds since 1970 at the first day of a month that is counted from January 1960. */
const monthStart = (months: number): number => Date.UTC(1960, months, 1)

/**
 * The calendar of a display format, null for a number. Periods begin with their first day; a week is one of 52 of its year, as Stata counts them. Years (`%ty`) are numbers as they
 * stand, and `%tC` counts leap seconds, of which Stata knows 27: they are not taken off, as in haven.
 */
export function calendarOf(format: string): Calendar | null {
  const unit = /^%-?(?:t([cCdwmqh])|d)/.exec(format)
  if (unit === null) return null
  switch (unit[1]) {
    case 'c':
    case 'C':
      return (value) => within(Math.round(value) - daysBefore1970 * dayLength)
    case 'w':
      return (value) =>
        Date.UTC(1960 + Math.floor(value / 52), 0, 1 + 7 * (Math.floor(value) - 52 * Math.floor(value / 52)))
    case 'm':
      return (value) => monthStart(Math.floor(value))
    case 'q':
      return (value) => monthStart(3 * Math.floor(value))
    case 'h':
      return (value) => monthStart(6 * Math.floor(value))
    default:
      return (value) => within(Math.round((value - daysBefore1970) * dayLength))
  }
}
