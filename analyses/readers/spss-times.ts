/** Points in time as SPSS counts them: seconds since 14 October 1582, when the Gregorian calendar begins. */

/** Seconds from the beginning of that calendar to 1970. */
const secondsBefore1970 = 12_219_379_200

/** Milliseconds from 1970 to the last day that a date of this program can be. */
const latestTime = 8.64e15

/**
 * Print formats of a point in time: DATE, DATETIME, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, SDATE, and YMDHMS, which PSPP numbers 41 and the input and output module of
 * SPSS 86. TIME, DTIME and MTIME are spans; WKDAY and MONTH are small numbers.
 */
const timeFormats: ReadonlySet<number> = new Set([20, 22, 23, 24, 28, 29, 30, 38, 39, 41, 86])

/** @param format number of the print format, as in a system file */
export const isTimeFormat = (format: number): boolean => timeFormats.has(format)

/** Milliseconds since 1970, as the clock on the wall showed; NaN for what is no time. */
export function spssTime(seconds: number): number {
  const time = Math.round((seconds - secondsBefore1970) * 1000)
  return Math.abs(time) > latestTime ? Number.NaN : time
}
