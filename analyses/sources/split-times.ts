import { InputError } from '../core/errors'
import { cellText, type CellBlock, type CellDecoder, type TableHead } from '../readers/reader'
import { day, hour, minute, offsetOf, readClock, type ClockReading } from '../series/clock-text'
import { detectTimeFormat } from '../series/time-format'
import { readTime, type TimeCell, type TimeFormat } from '../series/time-text'
import { cellBytes, readTimeCell } from './log-cells'
import { filledCells } from './recognition'

/**
 * How a column of clocks is written: as texts (`21:00`), as the time of day of a date that means nothing (`1899-12-31 21:00`), as a share of a day (0.875), as whole hours, as
 * hours and minutes without a mark (2100), with seconds (210010), or as seconds since midnight.
 */
export type ClockFormat = 'text' | 'time-of-day' | 'day-share' | 'hours' | 'packed' | 'packed-seconds' | 'seconds'

/** Where the times of a log stand: their date, and what stands in columns of its own. Columns from 0. */
export interface TimePlace {
  readonly date: number
  readonly clock: { readonly column: number; readonly format: ClockFormat } | null
  readonly offset: number | null
}

const encoder = new TextEncoder()
const reading: ClockReading = { milliseconds: 0, isAbsolute: false, end: 0 }

const isClockText = (text: string): boolean => {
  const bytes = encoder.encode(text)
  return readClock(bytes, 0, bytes.length, reading, { isPacked: true, allowsMore: false })
}

/** Formats of a bare number, which may be another thing than a date. */
const bareFormats: ReadonlySet<string> = new Set(['period', 'packed', 'excel', 'epoch-seconds', 'epoch-milliseconds'])

/** The last year of the dates that programs put beside a clock that has none. */
const lastMeaninglessYear = 1904

/** How the cells of a column hold clocks; null where at least half of them do not. */
export function clockFormatOf(cells: readonly string[]): ClockFormat | null {
  const texts = cells.map((text) => text.trim())
  if (texts.length === 0) return null
  const numbers = texts.map((text) => (/^\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN))
  if (numbers.every((number) => !Number.isNaN(number))) {
    const largest = numbers.reduce((most, number) => Math.max(most, number), 0)
    if (numbers.every(Number.isInteger)) {
      // Four digits are hours and minutes, also where nobody measured later than 00:24.
      if (largest <= 24 && texts.every((text) => text.length < 4)) return 'hours'
      const packed = largest > 2400 ? 'packed-seconds' : 'packed'
      if (numbers.every((number) => !Number.isNaN(numberedClock(number, packed)))) return packed
      return largest <= 86_400 ? 'seconds' : null
    }
    if (largest <= 1) return 'day-share'
  }
  const enough = texts.length / 2
  if (texts.filter(isClockText).length >= enough) return 'text'
  if (!/(?:1899|190[04])/.test(texts[0] ?? '')) return null
  const format = detectTimeFormat(texts, undefined)
  if (format === null || format === 'ambiguous') return null
  const days = new Set(texts.map((text) => dayOf(text, format)).filter((number) => !Number.isNaN(number)))
  const [only] = days
  return days.size === 1 && new Date((only as number) * day).getUTCFullYear() <= lastMeaninglessYear
    ? 'time-of-day'
    : null
}

const cell: TimeCell = { milliseconds: 0, isAbsolute: false }

function dayOf(text: string, format: TimeFormat): number {
  const bytes = encoder.encode(text)
  readTime(bytes, 0, bytes.length, format, cell)
  return Math.floor(cell.milliseconds / day)
}

const isOffset = (text: string): boolean => !Number.isNaN(offsetOf(text))

/**
 * Which of several columns holds the date of a time, which its clock and which its offset from UTC, in whatever order they are named.
 * @throws InputError when one of the columns holds none of these
 */
export function placeOfTime(head: TableHead, columns: readonly number[]): TimePlace {
  const [only] = columns
  if (columns.length < 2 || only === undefined) return { date: only ?? 0, clock: null, offset: null }
  const known = columns.map((column) => {
    const cells = filledCells(head, column)
    const format = detectTimeFormat(cells, undefined)
    return {
      column,
      clock: clockFormatOf(cells),
      isDated: format !== null && !bareFormats.has(format),
      isDate: format !== null,
      isOffset: cells.length > 0 && 2 * cells.filter(isOffset).length >= cells.length,
    }
  })
  const date =
    known.find(({ isDated, clock }) => isDated && clock === null) ??
    known.find(({ isDate, clock }) => isDate && clock === null) ??
    known.find(({ isDate }) => isDate)
  if (date === undefined) throw unread(head, only, 'ingest:times-not-understood')
  const others = known.filter(({ column }) => column !== date.column)
  const offset = others.find(({ isOffset: holds }) => holds)
  const clock = others.find((each) => each.clock !== null && each !== offset)
  const stray = others.find((each) => each !== offset && each !== clock)
  if (stray !== undefined) throw unread(head, stray.column, 'ingest:clock-not-understood')
  return {
    date: date.column,
    clock: clock === undefined ? null : { column: clock.column, format: clock.clock ?? 'text' },
    offset: offset?.column ?? null,
  }
}

function unread(head: TableHead, index: number, code: `ingest:${string}`): InputError {
  const column = head.columns[index]?.name ?? ''
  const line = head.sample[0]?.line ?? head.headerLine
  const examples = { list: filledCells(head, index).slice(0, 3) }
  return new InputError(code, { column, examples }, { file: head.file, line, column })
}

/**
 * Reads the time of a row from its columns.
 * @returns the column that kept it from being read, from 0; −1 when it was read
 */
export function readPlacedTime(
  block: CellBlock,
  row: number,
  place: TimePlace,
  format: TimeFormat,
  decode: CellDecoder,
  into: TimeCell,
): number {
  readTimeCell(block, row, place.date, format, decode, into)
  if (Number.isNaN(into.milliseconds)) return place.date
  if (place.clock !== null) {
    const { column } = place.clock
    const values = block.kind === 'values' ? block.columns[column] : undefined
    const sinceMidnight =
      values?.kind === 'times'
        ? (((values.values[row] ?? Number.NaN) % day) + day) % day
        : clockIn(block, row, column, place.clock.format, decode)
    if (Number.isNaN(sinceMidnight)) {
      into.milliseconds = Number.NaN
      return column
    }
    into.milliseconds = Math.floor(into.milliseconds / day) * day + sinceMidnight
    into.isAbsolute ||= place.clock.format === 'text' && reading.isAbsolute
  }
  const offset = place.offset === null ? '' : cellText(block, row, place.offset, decode).trim()
  if (offset === '' || into.isAbsolute) return -1
  const minutes = offsetOf(offset)
  if (Number.isNaN(minutes)) {
    into.milliseconds = Number.NaN
    return place.offset ?? -1
  }
  into.milliseconds -= minutes * minute
  into.isAbsolute = true
  return -1
}

/** Milliseconds since midnight; NaN where the cell holds no clock. */
function clockIn(block: CellBlock, row: number, column: number, format: ClockFormat, decode: CellDecoder): number {
  reading.isAbsolute = false
  if (format === 'text') {
    const { bytes, start, end } = cellBytes(block, row, column, decode)
    const isRead = readClock(bytes, start, end, reading, { isPacked: true, allowsMore: false })
    return isRead ? reading.milliseconds : Number.NaN
  }
  const text = cellText(block, row, column, decode).trim()
  if (format === 'time-of-day') {
    const found = detectTimeFormat([text], undefined)
    if (found === null || found === 'ambiguous') return Number.NaN
    return cellTime(text, found)
  }
  const number = /^\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  const time = numberedClock(number, format)
  return time >= 0 && time <= day ? time : Number.NaN
}

function cellTime(text: string, format: TimeFormat): number {
  const bytes = encoder.encode(text)
  readTime(bytes, 0, bytes.length, format, cell)
  return ((cell.milliseconds % day) + day) % day
}

function numberedClock(number: number, format: Exclude<ClockFormat, 'text' | 'time-of-day'>): number {
  switch (format) {
    case 'day-share':
      return Math.round(number * day)
    case 'hours':
      return number * hour
    case 'seconds':
      return number * 1000
    case 'packed':
    case 'packed-seconds': {
      const seconds = format === 'packed' ? 0 : number % 100
      const minutes = format === 'packed' ? number : Math.floor(number / 100)
      return minutes % 100 < 60 && seconds < 60 && minutes <= 2400
        ? Math.floor(minutes / 100) * hour + (minutes % 100) * minute + seconds * 1000
        : Number.NaN
    }
  }
}
