import type { InputError } from '../core/errors'
import { attributeId, sourceId } from '../core/ids'
import type { Instrument } from '../instrument/model'
import { comparable, isBlankWord, readNumber } from './cell-values'
import { isSystemColumn, matchSurveyColumns, usualAttribute, type ColumnUse, type SurveyColumns } from './columns'
import type { DataFile } from '../readers/data-file'
import { looksLikeIndicators } from './indicators/load'
import { looksLikeInventory } from './inventory/columns'
import {
  readTableHead,
  tidy,
  type HeaderColumn,
  type TableHead,
  type DialectOverride,
} from '../readers/delimited/dialect'
import type { CoverageSource, EventsSource, ObservationsSource, Source, SurveySource } from './source'
import { detectTimeFormat } from '../series/times'

/** Data rows shown before anything is imported. */
const previewRows = 100

/** What a file looks like, for the screen on which it is checked and put right before import. */
export interface Inspection {
  readonly head: TableHead
  readonly headers: readonly string[]
  /** The first 100 data rows as they are in the file. */
  readonly preview: readonly (readonly string[])[]
  /** Which column is which item, when there is an instrument. */
  readonly survey: SurveyColumns | null
  /** Columns that would make attributes, with the id they would get. */
  readonly attributeSuggestions: readonly { readonly header: string; readonly id: string; readonly levels: number }[]
  /** What kind of source it looks like, ready to be imported; null when it looks like none. */
  readonly suggestion: Source | null
  /** What keeps it from being imported as a survey (with an instrument) or at all. */
  readonly problems: readonly InputError[]
}

export interface InspectOptions {
  readonly instrument?: Instrument | null
  readonly dialect?: DialectOverride
  /** What has been decided already for a survey: mapping, attributes, respondent, weight. */
  readonly survey?: Partial<Omit<SurveySource, 'kind' | 'id' | 'file'>>
  /** Id and zone that a suggestion gets. */
  readonly id?: string
  readonly timeZone?: string
}

/**
 * Reads the beginning of a file, finds out how it is written and what it seems to hold.
 * @throws InputError for an empty file and for files that are no delimited text
 */
export async function inspectFile(file: DataFile, options: InspectOptions = {}): Promise<Inspection> {
  const head = await readTableHead(file, options.dialect)
  const id = options.id ?? sourceId(file.name)
  const { instrument = null } = options
  const base: SurveySource = { ...options.survey, kind: 'survey', id, file: file.name }
  const bare = instrument === null ? null : matchSurveyColumns(head, instrument, { ...base, round: base.round ?? '' })
  const attributeSuggestions = suggestAttributes(head, bare?.uses ?? null)
  const survey = bare
  const suggestion = suggestSource(
    head,
    survey,
    base,
    attributeSuggestions.map((entry) => entry.id),
    id,
    options.timeZone,
  )
  return {
    head,
    headers: head.columns.map(({ name }) => name),
    preview: head.sample.slice(0, previewRows).map(({ cells }) => head.columns.map((_, index) => cells[index] ?? '')),
    survey,
    attributeSuggestions,
    suggestion,
    problems: [
      ...head.problems,
      ...(suggestion === null || suggestion.kind === 'survey' ? (survey?.problems ?? []) : []),
    ],
  }
}

/** Columns with few different texts that no item claims. */
function suggestAttributes(head: TableHead, uses: readonly ColumnUse[] | null): Inspection['attributeSuggestions'] {
  const rows = head.sample.length
  const taken = new Set<string>()
  return head.columns.flatMap((column, index) => {
    if (column.isRowNumber || isSystemColumn(column)) return []
    if (uses !== null && uses[index]?.role !== 'ignored' && uses[index]?.role !== 'attribute') return []
    const cells = columnCells(head, index)
      .map(tidy)
      .filter((cell) => cell !== '')
    const distinct = new Set(cells)
    const usual = usualAttribute(column)
    const isShort = cells.every((cell) => cell.length <= 80)
    const areFew = distinct.size >= 1 && distinct.size <= Math.max(2, Math.min(60, rows / 3))
    const areNumbers =
      cells.length > 0 &&
      cells.every((cell) => !Number.isNaN(readNumber(cell, { mark: head.dialect.decimal, isStrict: false })))
    if (!isShort || cells.length === 0 || (usual === null && (!areFew || areNumbers))) return []
    const id = usual ?? attributeId(column.name)
    if (taken.has(id)) return []
    taken.add(id)
    return [{ header: column.name, id, levels: distinct.size }]
  })
}

function columnCells(head: TableHead, index: number): readonly string[] {
  return head.sample.map(({ cells }) => cells[index] ?? '')
}

const timeNames =
  /^(t|time|timestamp|date|datetime|dato|datum|tid|tidspunkt|tidpunkt|tidsstempel|tidstämpel|recorded ?at|målt|mätt)$/
const startNames = /^(start|start ?time|from|begin|fra|från|starttid|start_time)$/
const endNames = /^(end|end ?time|to|stop|til|till|sluttid|slutt|slut|end_time)$/
const valueNames = /^(value|verdi|värde|målt verdi|mätvärde|kg|vekt|vikt|weight|weightkg)$/
const subjectNames =
  /^(room|rom|rum|patient|pasient|subject|series|serie|sensor|device|id|unit|enhet|place|sted|plats|location)$/
const eventNames = /^(event|type|hendelse|händelse|alarm|activity|kind|typ)$/

/** The kind of source that the columns speak for. */
function suggestSource(
  head: TableHead,
  survey: SurveyColumns | null,
  base: SurveySource,
  attributes: readonly string[],
  id: string,
  timeZone: string | undefined,
): Source | null {
  const { columns } = head
  if (survey !== null && survey.items.length > 0) {
    const mapping = { ...base.columns }
    for (const column of columns) {
      const usual = usualAttribute(column)
      const attribute =
        usual !== null && attributes.includes(usual)
          ? usual
          : attributes.find((candidate) => candidate === attributeId(column.name))
      if (
        attribute !== undefined &&
        comparable(attribute) !== comparable(column.name) &&
        !Object.hasOwn(mapping, column.name) &&
        survey.uses[column.position - 1]?.role === 'ignored'
      )
        mapping[column.name] = attribute
    }
    return {
      ...base,
      ...(Object.keys(mapping).length > 0 ? { columns: mapping } : {}),
      attributes: base.attributes ?? attributes,
    }
  }
  const named = (pattern: RegExp): HeaderColumn | undefined =>
    columns.find(({ name }) => pattern.test(name.toLowerCase().trim()))
  if (
    named(/^(headcount|invited|inviterte|inbjudna)$/) !== undefined &&
    named(/^(round|runde|omgang|omgång)$/) !== undefined
  )
    return { kind: 'headcount', id, file: head.file }
  if (looksLikeIndicators(head)) return { kind: 'indicators', id, file: head.file }
  // Exports of survey tools have times and numbers too; without an instrument nothing better can be said of them.
  const fromSurveyTool = columns.filter(isSystemColumn).length
  if (
    fromSurveyTool >= 2 ||
    columns.some(({ name }) => name.startsWith('$') || name.length > 60 || name.endsWith('?') || /\[.+\]$/.test(name))
  )
    return null
  const holdsTimes = (column: HeaderColumn): boolean => {
    const format = detectTimeFormat(columnCells(head, column.position - 1), undefined)
    return (
      format === 'year-first' ||
      format === 'day-first' ||
      format === 'month-first' ||
      format === 'ambiguous' ||
      (format !== null && timeNames.test(column.name.toLowerCase()))
    )
  }
  const times = columns.filter((column) => !column.isRowNumber && holdsTimes(column))
  const isTime = (column: HeaderColumn): boolean => times.includes(column)
  const numeric = columns.filter((column) => {
    if (isTime(column) || column.isRowNumber) return false
    const cells = columnCells(head, column.position - 1).filter((cell) => cell.trim() !== '' && !isBlankWord(cell))
    return (
      cells.length > 0 &&
      cells.filter((cell) => !Number.isNaN(readNumber(cell, { mark: head.dialect.decimal, isStrict: false }))).length >=
        0.75 * cells.length
    )
  })
  const texts = columns.filter((column) => !column.isRowNumber && !isTime(column) && !numeric.includes(column))
  const pick = (candidates: readonly HeaderColumn[], pattern: RegExp): HeaderColumn | undefined =>
    candidates.find(({ name }) => pattern.test(name.toLowerCase().trim()))
  const zone = timeZone === undefined ? {} : { time_zone: timeZone }
  const start = pick(times, startNames)
  const end = pick(times, endNames)
  if (start !== undefined && end !== undefined) {
    const event = pick(texts, eventNames)
    const subject = pick(texts, subjectNames)
    if (event !== undefined)
      return {
        kind: 'events',
        id,
        file: head.file,
        time: start.name,
        event: event.name,
        ...(subject === undefined ? {} : { subject: subject.name }),
        ...zone,
      } satisfies EventsSource
    const who = subject ?? texts[0]
    return {
      kind: 'coverage',
      id,
      file: head.file,
      start: start.name,
      end: end.name,
      ...(who === undefined ? {} : { subject: who.name }),
      ...zone,
    } satisfies CoverageSource
  }
  const time = pick(times, timeNames) ?? times[0]
  if (time === undefined) return looksLikeInventory(head) ? { kind: 'inventory', id, file: head.file } : null
  const groups = [...texts, ...numeric.filter(({ name }) => subjectNames.test(name.toLowerCase().trim()))]
  const subject = pick(groups, subjectNames)
  const measured = numeric.filter((column) => column !== subject)
  const value = pick(measured, valueNames) ?? measured[0]
  if (value !== undefined)
    return {
      kind: 'observations',
      id,
      file: head.file,
      time: time.name,
      value: value.name,
      ...(subject === undefined ? {} : { series: subject.name }),
      ...zone,
    } satisfies ObservationsSource
  const event = pick(texts, eventNames) ?? texts.find((column) => column !== subject)
  if (event === undefined) return null
  return {
    kind: 'events',
    id,
    file: head.file,
    time: time.name,
    event: event.name,
    ...(subject === undefined || subject === event ? {} : { subject: subject.name }),
    ...zone,
  } satisfies EventsSource
}
