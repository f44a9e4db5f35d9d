import { daysFromCivil, fullYear } from './civil-date'
import { day, readClock, type ClockReading } from './clock-text'
import { afterSpaces, digitsAt, isDigit, isSpace, lengthOf, valueOf } from './digits'
import { periodStart, readNamedDate, yearBeforeClock } from './written-dates'

/**
 * How the times of a column are written: as numbers with marks between them (`year-first`, `day-first`, `month-first`, and `short-year-first` with a year of two digits),
 * without marks (`packed`), with the name of the month (`named`), as months, weeks or other pieces of a year (`period`), or as a number that counts (`epoch-…`, `excel`).
 */
export type TimeFormat =
  | 'year-first'
  | 'day-first'
  | 'month-first'
  | 'short-year-first'
  | 'packed'
  | 'named'
  | 'period'
  | 'epoch-seconds'
  | 'epoch-milliseconds'
  | 'excel'

/** What reading a cell gave, beside its number. */
export interface TimeCell {
  /** Milliseconds since 1970: UTC when `isAbsolute`, else as the clock on the wall showed. NaN when it is no time. */
  milliseconds: number
  isAbsolute: boolean
}

/** Where a date was read. */
interface DateReading {
  /** Days since 1970. */
  days: number
  /** First byte after it. */
  end: number
}

const clock: ClockReading = { milliseconds: 0, isAbsolute: false, end: 0 }
const date: DateReading = { days: 0, end: 0 }

/**
 * Reads a time from bytes into `cell`. Dates are three numbers with `-`, `/` or `.` between them, or what their format says; a clock may follow or go before, with seconds, fractions
 * (cut to milliseconds), AM or PM, and an offset (`Z`, `+02:00`, `+0200`, `GMT+2`, `CEST`). Years of two digits are read as POSIX does: 69 … 99 as 1969 … 1999, 00 … 68 as 2000 … 2068.
 */
export function readTime(bytes: Uint8Array, start: number, end: number, format: TimeFormat, cell: TimeCell): void {
  cell.milliseconds = Number.NaN
  cell.isAbsolute = false
  const first = afterSpaces(bytes, start, end)
  let last = end
  while (last > first && isSpace(bytes[last - 1] as number)) last -= 1
  if (first >= last) return
  switch (format) {
    case 'epoch-seconds':
    case 'epoch-milliseconds':
      cell.milliseconds = Math.round(plainDecimal(bytes, first, last) * (format === 'epoch-seconds' ? 1000 : 1))
      cell.isAbsolute = true
      return
    case 'excel':
      cell.milliseconds = Math.round((plainDecimal(bytes, first, last) - 25_569) * 86_400) * 1000
      return
    case 'period':
      cell.milliseconds = periodStart(bytes, first, last) * day
      return
    case 'packed':
      return readDated(bytes, first, last, format, cell, true)
    default:
      return isClockFirst(bytes, first, last)
        ? readClockFirst(bytes, first, last, format, cell)
        : readDated(bytes, first, last, format, cell, false)
  }
}

/** The formats that give a day. */
type DateFormat = Exclude<TimeFormat, 'epoch-seconds' | 'epoch-milliseconds' | 'excel' | 'period'>

/** A date, and a clock where one follows. */
function readDated(
  bytes: Uint8Array,
  first: number,
  last: number,
  format: DateFormat,
  cell: TimeCell,
  isPacked: boolean,
): void {
  if (!readDate(bytes, first, last, format)) {
    const turned = format === 'named' ? yearBeforeClock(bytes, first, last) : null
    if (turned !== null) readDated(turned, 0, turned.length, format, cell, isPacked)
    return
  }
  const { days } = date
  let position = date.end
  if (position >= last) {
    cell.milliseconds = days * day
    return
  }
  let isTight = false
  if (bytes[position] === 44) position += 1
  if (bytes[position] === 84 || bytes[position] === 116) {
    position += 1
    isTight = true
  } else if ((format === 'named' && bytes[position] === 58) || (isPacked && isJoint(bytes[position] as number)))
    position += 1
  else if (!isSpace(bytes[position] as number) && !isPacked) return
  if (!readClock(bytes, position, last, clock, { isPacked: isPacked || isTight, allowsMore: false })) return
  cell.milliseconds = days * day + clock.milliseconds
  cell.isAbsolute = clock.isAbsolute
}

/** What loggers put between a date and a clock without marks. */
const isJoint = (byte: number): boolean => byte === 45 || byte === 95

/** One or two digits and a colon begin no date. */
function isClockFirst(bytes: Uint8Array, first: number, last: number): boolean {
  const digits = lengthOf(digitsAt(bytes, first, last))
  return (digits === 1 || digits === 2) && first + digits < last && bytes[first + digits] === 58
}

function readClockFirst(bytes: Uint8Array, first: number, last: number, format: DateFormat, cell: TimeCell): void {
  if (!readClock(bytes, first, last, clock, { isPacked: false, allowsMore: true })) return
  const { milliseconds, end } = clock
  let position = end
  if (bytes[position] === 44) position += 1
  position = afterSpaces(bytes, position, last)
  if (position >= last || !readDate(bytes, position, last, format) || date.end !== last) return
  cell.milliseconds = date.days * day + milliseconds
}

/** Reads a date from its first byte on into `date`. @returns whether a date stands there */
function readDate(bytes: Uint8Array, first: number, last: number, format: DateFormat): boolean {
  if (format === 'named') return readNamedDate(bytes, first, last, date)
  if (format === 'packed') return readPackedDate(bytes, first, last)
  const one = digitsAt(bytes, first, last)
  let position = first + lengthOf(one)
  const separator = bytes[position]
  if (lengthOf(one) === 0 || position >= last || (separator !== 45 && separator !== 47 && separator !== 46))
    return false
  const two = digitsAt(bytes, position + 1, last)
  position += 1 + lengthOf(two)
  if (lengthOf(two) === 0 || lengthOf(two) > 2 || position >= last || bytes[position] !== separator) return false
  const three = digitsAt(bytes, position + 1, last)
  position += 1 + lengthOf(three)
  if (lengthOf(three) === 0) return false
  date.end = position
  const isYearFirst = format === 'year-first' || format === 'short-year-first'
  const year = isYearFirst ? one : three
  const other = isYearFirst ? three : one
  const isShort = lengthOf(year) === 2
  if (lengthOf(other) > 2 || !(lengthOf(year) === 4 || isShort)) return false
  if (isYearFirst && isShort !== (format === 'short-year-first')) return false
  const wholeYear = isShort ? fullYear(valueOf(year)) : valueOf(year)
  date.days =
    format === 'month-first'
      ? daysFromCivil(wholeYear, valueOf(one), valueOf(two))
      : daysFromCivil(wholeYear, valueOf(two), valueOf(other))
  return !Number.isNaN(date.days)
}

/** `20200704`, and the digits of a clock straight after it: `202007041200`. */
function readPackedDate(bytes: Uint8Array, first: number, last: number): boolean {
  const digits = digitsAt(bytes, first, last)
  const length = lengthOf(digits)
  if (length !== 8 && length !== 12 && length !== 14) return false
  if (first + length < last && isDigit(bytes[first + length] as number)) return false
  const number = Math.floor(valueOf(digits) / 10 ** (length - 8))
  const year = Math.floor(number / 10_000)
  date.days =
    year < 1800 || year > 2199 ? Number.NaN : daysFromCivil(year, Math.floor(number / 100) % 100, number % 100)
  date.end = first + 8
  return !Number.isNaN(date.days)
}

/** Digits with at most one point or comma. */
function plainDecimal(bytes: Uint8Array, start: number, end: number): number {
  let text = ''
  for (let position = start; position < end; position += 1)
    text += String.fromCharCode(bytes[position] === 44 ? 46 : (bytes[position] as number))
  return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
}
