import { numbersOf } from '../readers/decimal-mark'
import type { HeaderColumn, TableHead } from '../readers/reader'
import { readNumber } from './cell-values'
import { filledCells, holdsTimes, looksLikeSurveyExport, timeNames } from './recognition'
import type { Clues } from './source'

/** Sensor logs with more columns than this are rarer than questionnaires. */
const widestLog = 9

const startNames = /^(start|start ?time|from|begin|fra|från|starttid|start_time)$/
const endNames = /^(end|end ?time|to|stop|til|till|sluttid|slutt|slut|end_time)$/
const valueNames = /^(value|verdi|värde|målt verdi|mätvärde|kg|vekt|vikt|weight|weightkg)$/
const subjectNames =
  /^(room|rom|rum|patient|pasient|subject|series|serie|sensor|device|id|unit|enhet|place|sted|plats|location)$/
const eventNames = /^(event|type|hendelse|händelse|alarm|activity|aktivitet|kind|typ)$/

/** Headers of a file that reads like a log, by what its cells and names say; null where they say nothing. */
export interface LogClues {
  /** A time that is neither the start nor the end of a span. */
  readonly time: string | null
  /** Both ends of a span. */
  readonly span: { readonly start: string; readonly end: string } | null
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

/** What a file says as a log; null when it has no times, or looks like an export of a survey tool. */
export function logClues({ head, instrument }: Clues): LogClues | null {
  const { columns } = head
  if (looksLikeSurveyExport(head) || (instrument === null && columns.length > widestLog)) return null
  const times = columns.filter((column) => !column.isRowNumber && holdsTimes(head, column))
  if (times.length === 0) return null
  const others = columns.filter((column) => !column.isRowNumber && !times.includes(column))
  const numeric = others.filter((column) => holdsNumbers(head, column))
  const texts = others.filter((column) => !numeric.includes(column))
  const start = pick(times, startNames)
  const end = pick(times, endNames)
  const subject = pick([...texts, ...numeric], subjectNames)
  const measured = numeric.filter((column) => column !== subject)
  return {
    time: (pick(times, timeNames) ?? times[0])?.name ?? null,
    span: start === undefined || end === undefined ? null : { start: start.name, end: end.name },
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
