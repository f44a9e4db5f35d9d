/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar, NaN when there is no such date (Hinnant, days_from_civil). */
export function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const longest = month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > longest) return Number.NaN
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Days since 1970-01-01 of the Monday of a week; NaN when the year has no such week (ISO 8601: week 1 holds 4 January). */
export function daysFromWeek(year: number, week: number): number {
  const mondayOfWeek1 = (of: number): number => {
    const fourth = daysFromCivil(of, 1, 4)
    // 1970-01-01 was a Thursday.
    return fourth - ((((fourth + 3) % 7) + 7) % 7)
  }
  const days = mondayOfWeek1(year) + 7 * (week - 1)
  return week < 1 || days >= mondayOfWeek1(year + 1) ? Number.NaN : days
}

/** A year of two digits as POSIX reads it: 69 … 99 lie in the twentieth century, 00 … 68 in the twenty-first. */
export const fullYear = (twoDigits: number): number => twoDigits + (twoDigits < 69 ? 2000 : 1900)
