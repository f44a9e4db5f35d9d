import { headersIn } from '../core/fields'
import { numbersOf } from '../readers/decimal-mark'
import type { HeaderColumn, TableHead } from '../readers/reader'
import { readNumber } from './cell-values'
import { filledCells, holdsTimes, looksLikeSurveyExport, saysUtc, timeNames } from './recognition'
import { clockFormatOf } from './split-times'
import type { Clues } from './source'

/** Sensor logs with more columns than this are rarer than questionnaires. */
const widestLog = 9

const startNames =
  /^(start|start ?time|from|begin|fra|från|starttid|start_time|start[ _]?dat(?:e|o|um)|(?:fra|från)[ _]?dat(?:o|um))$/
const endNames =
  /^(end|end ?time|to|stop|til|till|sluttid|slutt|slut|end_time|(?:end|slutt?|til|till)[ _]?dat(?:e|o|um))$/
const valueNames = /^(value|verdi|värde|målt verdi|mätvärde|kg|vekt|vikt|weight|weightkg)$/
const subjectNames =
  /^(room|rom|rum|patient|pasient|subject|series|serie|sensor|device|id|unit|enhet|place|sted|plats|location)$/
const eventNames = /^(event|type|hendelse|händelse|alarm|activity|aktivitet|kind|typ)$/

/** The header of a time, or those of its date and its clock. */
type TimeHeaders = string | readonly string[]

/** Headers of a file that reads like a log, by what its cells and names say; null where they say nothing. */
export interface LogClues {
  /** A time that is neither the start nor the end of a span. */
  readonly time: TimeHeaders | null
  /** Both ends of a span. */
  readonly span: { readonly start: TimeHeaders; readonly end: TimeHeaders } | null
  /** UTC where a header of the times says so. */
  readonly timeZone: string | null
  /** A number beside the time. */
  readonly value: string | null
  /** A column named for what happened. */
  readonly event: string | null
  /** Without such a name, another text that is not the subject. */
  readonly anyEvent: string | null
  /** A column named for whom or what it was about. */
  readonly subject: string | null
  /** The first text. */
  readonly anyText: string | null
}

/** What files have said already: each kind of log asks the same. */
const said = new WeakMap<Clues, LogClues | null>()

/** What a file says as a log; null when it has no times, or looks like an export of a survey tool. */
export function logClues(clues: Clues): LogClues | null {
  const known = said.get(clues)
  if (known !== undefined) return known
  const found = findLogClues(clues)
  said.set(clues, found)
  return found
}

function findLogClues({ head, instrument }: Clues): LogClues | null {
  const { columns } = head
  if (looksLikeSurveyExport(head) || (instrument === null && columns.length > widestLog)) return null
  const clocks = columns.filter((column) => !column.isRowNumber && holdsClocks(head, column))
  const times = columns.filter((column) => !column.isRowNumber && !clocks.includes(column) && holdsTimes(head, column))
  if (times.length === 0) return null
  const others = columns.filter((column) => !column.isRowNumber && !times.includes(column) && !clocks.includes(column))
  const numeric = others.filter((column) => holdsNumbers(head, column))
  const texts = others.filter((column) => !numeric.includes(column))
  const { time, span } = timesAndClocks(head, times, clocks)
  const subject = pick([...texts, ...numeric], subjectNames)
  const measured = numeric.filter((column) => column !== subject)
  return {
    time,
    span,
    timeZone: [...headersIn(time), ...headersIn(span?.start)].some(saysUtc) ? 'UTC' : null,
    value: (pick(measured, valueNames) ?? measured[0])?.name ?? null,
    event: pick(texts, eventNames)?.name ?? null,
    anyEvent: texts.find((column) => column !== subject)?.name ?? null,
    subject: subject?.name ?? null,
    anyText: texts[0]?.name ?? null,
  }
}

/** A field that is said only where there is something to say. */
export function ifKnown<Name extends string>(
  name: Name,
  value: string | null | undefined,
): { readonly [K in Name]?: string } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: string })
}

/** Names of a column of clocks whose cells may be bare numbers. */
const clockNames =
  /^(?:(?:local|utc|gmt)[ _]?time|time(?: ?\((?:utc|gmt)\))?|clock(?:[ _]?time)?|time[ _]of[ _]day|hour|hh:?mm(?::?ss)?|tid|tidspunkt|kl\.?|klokke|klokken|klokkeslett|klockan|klockslag|time[rn]?|timme)$/

const startClockNames = /^(?:start|begin|from|fra|från)/
const endClockNames = /^(?:end|stop|to$|to |til|till|slutt?)/

/** Whether a column holds clocks without a date: texts with a colon, the time of day of a date that means nothing, or anything under the name of a clock. */
function holdsClocks(head: TableHead, column: HeaderColumn): boolean {
  const cells = filledCells(head, column.position - 1)
  const format = clockFormatOf(cells)
  if (format === null) return false
  const isWritten = format === 'time-of-day' || (format === 'text' && cells.every((text) => text.includes(':')))
  return isWritten || clockNames.test(column.name.toLowerCase().trim())
}

/** Which columns of dates and of clocks belong together. A date that has its clock in its own cells needs no other. */
function timesAndClocks(
  head: TableHead,
  times: readonly HeaderColumn[],
  clocks: readonly HeaderColumn[],
): Pick<LogClues, 'time' | 'span'> {
  const isDateAlone = (column: HeaderColumn): boolean =>
    filledCells(head, column.position - 1).every((text) => !/\d[:T]\d/.test(text) || / 00:00(?::00)?$/.test(text))
  const together = (date: HeaderColumn, clock: HeaderColumn | undefined): TimeHeaders =>
    clock === undefined || !isDateAlone(date) ? date.name : [date.name, clock.name]
  const startClock = pick(clocks, startClockNames)
  const endClock = pick(clocks, endClockNames)
  const start = pick(times, startNames)
  const end = pick(times, endNames)
  const date = pick(times, timeNames) ?? times[0]
  const free = clocks.filter((clock) => clock !== startClock && clock !== endClock)
  const clock = pick(free, clockNames) ?? (free.length === 1 ? free[0] : undefined)
  const span =
    start !== undefined && end !== undefined
      ? { start: together(start, startClock), end: together(end, endClock) }
      : date !== undefined && startClock !== undefined && endClock !== undefined && isDateAlone(date)
        ? { start: [date.name, startClock.name], end: [date.name, endClock.name] }
        : null
  return { time: date === undefined ? null : together(date, clock), span }
}

function pick(candidates: readonly HeaderColumn[], pattern: RegExp): HeaderColumn | undefined {
  return candidates.find(({ name }) => pattern.test(name.toLowerCase().trim()))
}

function holdsNumbers(head: TableHead, column: HeaderColumn): boolean {
  if (column.type !== undefined) return column.type === 'number'
  const cells = filledCells(head, column.position - 1)
  const numbers = cells.filter(
    (cell) => !Number.isNaN(readNumber(cell, { ...numbersOf(head, column.position - 1), isStrict: false })),
  )
  return cells.length > 0 && numbers.length >= 0.75 * cells.length
}
