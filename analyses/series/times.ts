import { Temporal } from 'temporal-polyfill'
import { InputError } from '../core/errors'

/** How the times of a column are written. */
export type TimeFormat = 'year-first' | 'day-first' | 'month-first' | 'epoch-seconds' | 'epoch-milliseconds' | 'excel'

const minute = 60_000
const hour = 3_600_000
const day = 86_400_000

/** What reading a cell gave, beside its number. */
export interface TimeCell {
  /** Milliseconds since 1970: UTC when `isAbsolute`, else as the clock on the wall showed. NaN when it is no time. */
  milliseconds: number
  isAbsolute: boolean
}

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar, NaN when there is no such date (Hinnant, days_from_civil). */
function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const longest = month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > longest) return Number.NaN
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/**
 * Reads a time from bytes into `cell`. Dates are three numbers with `-`, `/` or `.` between them and a year of four digits; a clock may follow, with seconds, fractions
 * (cut to milliseconds), AM or PM, and an offset (`Z`, `+02:00`, `+0200`, `GMT+2`).
 */
export function readTime(bytes: Uint8Array, start: number, end: number, format: TimeFormat, cell: TimeCell): void {
  cell.milliseconds = Number.NaN
  cell.isAbsolute = false
  let position = start
  while (position < end && isSpace(bytes[position] as number)) position += 1
  let last = end
  while (last > position && isSpace(bytes[last - 1] as number)) last -= 1
  if (position >= last) return
  if (format === 'epoch-seconds' || format === 'epoch-milliseconds' || format === 'excel') {
    const value = plainDecimal(bytes, position, last)
    if (Number.isNaN(value)) return
    if (format === 'excel') cell.milliseconds = Math.round((value - 25_569) * 86_400) * 1000
    else {
      cell.milliseconds = Math.round(format === 'epoch-seconds' ? value * 1000 : value)
      cell.isAbsolute = true
    }
    return
  }

  const first = digitsAt(bytes, position, last)
  const firstLength = lengthOf(first)
  position += firstLength
  const separator = bytes[position]
  if (firstLength === 0 || position >= last || (separator !== 45 && separator !== 47 && separator !== 46)) return
  position += 1
  const second = digitsAt(bytes, position, last)
  position += lengthOf(second)
  if (lengthOf(second) === 0 || lengthOf(second) > 2 || position >= last || bytes[position] !== separator) return
  position += 1
  const third = digitsAt(bytes, position, last)
  position += lengthOf(third)
  let days: number
  if (format === 'year-first') {
    if (firstLength !== 4 || lengthOf(third) === 0 || lengthOf(third) > 2) return
    days = daysFromCivil(valueOf(first), valueOf(second), valueOf(third))
  } else {
    if (lengthOf(third) !== 4 || firstLength > 2) return
    days =
      format === 'day-first'
        ? daysFromCivil(valueOf(third), valueOf(second), valueOf(first))
        : daysFromCivil(valueOf(third), valueOf(first), valueOf(second))
  }
  if (Number.isNaN(days)) return
  let milliseconds = days * day
  if (position < last) {
    if (bytes[position] === 44) position += 1
    if (bytes[position] === 84 || bytes[position] === 116) position += 1
    else {
      if (!isSpace(bytes[position] as number)) return
      while (position < last && isSpace(bytes[position] as number)) position += 1
    }
    const hours = digitsAt(bytes, position, last)
    position += lengthOf(hours)
    const clockMark = bytes[position]
    if (lengthOf(hours) === 0 || lengthOf(hours) > 2 || position >= last || (clockMark !== 58 && clockMark !== 46))
      return
    position += 1
    const minutes = digitsAt(bytes, position, last)
    position += lengthOf(minutes)
    if (lengthOf(minutes) !== 2 || valueOf(minutes) > 59) return
    let seconds = 0
    let fraction = 0
    if (position < last && bytes[position] === clockMark) {
      const read = digitsAt(bytes, position + 1, last)
      if (lengthOf(read) !== 2 || valueOf(read) > 59) return
      seconds = valueOf(read)
      position += 3
      if (position < last && (bytes[position] === 46 || bytes[position] === 44)) {
        position += 1
        let scale = 100
        let count = 0
        for (; position < last && isDigit(bytes[position] as number); position += 1) {
          fraction += Math.trunc(scale) * ((bytes[position] as number) - 48)
          scale = scale >= 1 ? scale / 10 : 0
          count += 1
        }
        if (count === 0) return
      }
    }
    let hoursOfDay = valueOf(hours)
    while (position < last && isSpace(bytes[position] as number)) position += 1
    const letter = (bytes[position] ?? 0) | 32
    if (position + 1 < last && (letter === 97 || letter === 112) && ((bytes[position + 1] as number) | 32) === 109) {
      if (hoursOfDay < 1 || hoursOfDay > 12) return
      hoursOfDay = (hoursOfDay % 12) + (letter === 112 ? 12 : 0)
      position += 2
    }
    if (hoursOfDay > 23 && !(hoursOfDay === 24 && valueOf(minutes) === 0 && seconds === 0 && fraction === 0)) return
    milliseconds += hoursOfDay * hour + valueOf(minutes) * minute + seconds * 1000 + fraction
    while (position < last && isSpace(bytes[position] as number)) position += 1
    if (position < last) {
      const offset = readOffset(bytes, position, last)
      if (Number.isNaN(offset)) return
      milliseconds -= offset * minute
      cell.isAbsolute = true
    }
  }
  cell.milliseconds = milliseconds
}

/** Minutes east of Greenwich, NaN when it is no offset. */
function readOffset(bytes: Uint8Array, start: number, end: number): number {
  let position = start
  const letters = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 3))).toUpperCase()
  if (letters.startsWith('Z')) return end === start + 1 ? 0 : Number.NaN
  if (letters === 'GMT' || letters === 'UTC') {
    position += 3
    if (position === end) return 0
  }
  const sign = bytes[position]
  if (sign !== 43 && sign !== 45) return Number.NaN
  position += 1
  const hours = digitsAt(bytes, position, end)
  position += lengthOf(hours)
  let minutes = 0
  let wholeHours = valueOf(hours)
  if (lengthOf(hours) === 4) {
    minutes = wholeHours % 100
    wholeHours = Math.floor(wholeHours / 100)
  } else if (lengthOf(hours) === 0 || lengthOf(hours) > 2) return Number.NaN
  else if (position < end && bytes[position] === 58) {
    const read = digitsAt(bytes, position + 1, end)
    if (lengthOf(read) !== 2) return Number.NaN
    minutes = valueOf(read)
    position += 3
  }
  if (position !== end || wholeHours > 15 || minutes > 59) return Number.NaN
  return (sign === 45 ? -1 : 1) * (wholeHours * 60 + minutes)
}

/** Up to nine digits from a position: their value times 16 plus how many there are. */
function digitsAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let length = 0
  for (let position = start; position < end && length < 9; position += 1, length += 1) {
    const byte = bytes[position] as number
    if (!isDigit(byte)) break
    value = value * 10 + (byte - 48)
  }
  return value * 16 + length
}

function lengthOf(digits: number): number {
  return digits % 16
}

function valueOf(digits: number): number {
  return Math.floor(digits / 16)
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

/** Blanks, and the bytes of the no-break spaces that stand before AM and PM in some locales. */
function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 0xa0 || byte === 0xc2 || byte === 0xe2 || byte === 0x80 || byte === 0xaf
}

/** Digits with at most one point or comma. */
function plainDecimal(bytes: Uint8Array, start: number, end: number): number {
  let text = ''
  for (let position = start; position < end; position += 1)
    text += String.fromCharCode(bytes[position] === 44 ? 46 : (bytes[position] as number))
  return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
}

/**
 * The format that fits a column's cells.
 * @param declared how `1/2/2022` is to be read; without it the column must hold a day above 12
 * @returns the format; `ambiguous` when days and months could be exchanged throughout; null when no format fits at least half of them
 */
export function detectTimeFormat(
  cells: readonly string[],
  declared: 'day-first' | 'month-first' | undefined,
): TimeFormat | 'ambiguous' | null {
  const encoder = new TextEncoder()
  const values = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (values.length === 0) return null
  const bytes = values.map((value) => encoder.encode(value))
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }
  const fits = (format: TimeFormat): number =>
    bytes.filter((text) => {
      readTime(text, 0, text.length, format, cell)
      return !Number.isNaN(cell.milliseconds)
    }).length
  const enough = 0.5 * values.length
  if (fits('year-first') >= enough) return 'year-first'
  const dayFirst = fits('day-first')
  const monthFirst = fits('month-first')
  if (Math.max(dayFirst, monthFirst) >= enough) {
    // A date with points has its day first wherever points are used.
    if (values.filter((value) => /^\d{1,2}\.\d{1,2}\.\d{4}/.test(value)).length >= enough) return 'day-first'
    if (declared !== undefined) return declared
    return dayFirst === monthFirst ? 'ambiguous' : dayFirst > monthFirst ? 'day-first' : 'month-first'
  }
  const numbers = values.map((value) =>
    /^\d+(?:[.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : Number.NaN,
  )
  const within = (low: number, high: number): boolean =>
    numbers.filter((value) => value >= low && value < high).length >= enough
  if (within(1e8, 1e10)) return 'epoch-seconds'
  if (within(1e11, 1e13)) return 'epoch-milliseconds'
  if (within(20_000, 80_000)) return 'excel'
  return null
}

/** What a wall-clock time was turned into. */
export type LocalOutcome = 'plain' | 'ambiguous' | 'gap'

export interface LocalClock {
  /**
   * UTC of a time on the wall. Where the clock was set back a time happens twice: the earlier is taken unless it would lie before `previous`, the time of the row before in the
   * same series, and the later would not. Where it was set forward a time never happened: NaN.
   */
  toUtc(local: number, previous: number): number
  /** Of the last call. */
  readonly outcome: () => LocalOutcome
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
  return {
    outcome: () => outcome,
    toUtc(local, previous) {
      outcome = 'plain'
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
      if (!Number.isNaN(lastOffset)) return local + lastOffset
      const { earlier, later, outcome: found } = candidates(local)
      outcome = found
      if (found === 'gap') return Number.NaN
      return found === 'ambiguous' && previous > earlier && previous <= later ? later : earlier
    },
  }
}
