import type { HeaderColumn, TableHead } from '../readers/reader'
import { detectTimeFormat, type FoundFormat } from '../series/time-format'
import { isToolColumn } from '../survey-tools/registry'
import { isBlankWord } from './cell-values'
import { fileParts, type AnySource, type AnySourceDefinition, type Clues } from './source'

/** A file as the kind of source that it seems to be. */
export interface Recognised {
  readonly source: AnySource
  /** 0 … 1. */
  readonly sureness: number
}

/**
 * The kind of source that a file most likely is.
 * @param id of the source
 * @returns null when no kind recognises it
 */
export function recogniseSource(
  definitions: Iterable<AnySourceDefinition>,
  clues: Clues,
  id: string,
): Recognised | null {
  let best: Recognised | null = null
  for (const definition of definitions) {
    const guess = definition.recognise(clues)
    if (guess === null || (best !== null && guess.sureness <= best.sureness)) continue
    const source: AnySource = { id, kind: definition.kind, file: clues.head.file, ...guess.values }
    best = { source, sureness: guess.sureness }
  }
  return best
}

/**
 * A file that was made a source of another kind by hand. What both kinds can say is kept; columns that the new kind needs are those that held the same, else the
 * first that are there, for the user to correct.
 */
export function asKind(
  definition: AnySourceDefinition,
  source: AnySource,
  headers: readonly string[],
  {
    timeZone,
    others,
    before,
  }: {
    readonly timeZone: string
    readonly others: readonly AnySource[]
    /** Of the source as it is. */
    readonly before: AnySourceDefinition | undefined
  },
): AnySource {
  if (definition.kind === source.kind) return source
  const { id, file } = source
  const said = source as unknown as Readonly<Record<string, unknown>>
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.kind === 'time-zone') values[name] = said[name] ?? timeZone
    if (field.kind !== 'header' || (field.required !== true && field.isUsual !== true)) continue
    const alike = Object.entries(before?.fields ?? {}).find(
      ([, other]) =>
        other.kind === 'header' && (other.role === field.role || field.alike?.includes(other.role) === true),
    )
    const taken = new Set(Object.values(values))
    values[name] =
      (alike === undefined ? undefined : said[alike[0]]) ??
      headers.find((header) => !taken.has(header)) ??
      headers[0] ??
      ''
  }
  return { id, kind: definition.kind, file, ...fileParts(source), ...values, ...definition.blank?.(file, others) }
}

/** What the sample has in a column, from 0. */
export function columnCells(head: TableHead, index: number): readonly string[] {
  return head.sample.map(({ cells }) => cells[index] ?? '')
}

/** The cells of a column that hold something. */
export function filledCells(head: TableHead, index: number): readonly string[] {
  return columnCells(head, index).filter((cell) => cell.trim() !== '' && !isBlankWord(cell))
}

/** Names of a column of times. */
export const timeNames =
  /^(t|time|timestamp|date|datetime|dato|datum|tid|tidspunkt|tidpunkt|tidsstempel|tidstämpel|recorded ?at|målt|mätt|month|måned|månad|week|uke|vecka)$/

/** Whether a header says that the times under it are those of UTC. */
export const saysUtc = (header: string): boolean => /(?:^|[^a-z])(?:utc|gmt|zulu)(?:[^a-z]|$)/i.test(header)

/** Names of a zone without summer time that is UTC. */
export const isUtc = (zone: string): boolean => /^(?:Etc\/)?(?:UTC|GMT|Zulu|UCT|Universal|Greenwich)$/i.test(zone)

/** Exports of survey tools have times and numbers too. */
export function looksLikeSurveyExport({ columns }: TableHead): boolean {
  return (
    columns.filter(isToolColumn).length >= 2 ||
    columns.some(({ name }) => name.startsWith('$') || name.length > 60 || name.endsWith('?') || /\[.+\]$/.test(name))
  )
}

/** What `holdsTimes` has found: each kind of source asks for every column. */
const foundTimes = new WeakMap<TableHead, Map<HeaderColumn, boolean>>()

/** Whether a column holds times, as far as the sample shows. */
export function holdsTimes(head: TableHead, column: HeaderColumn): boolean {
  const known = foundTimes.get(head) ?? new Map<HeaderColumn, boolean>()
  foundTimes.set(head, known)
  const found = known.get(column) ?? sampleHasTimes(head, column)
  known.set(column, found)
  return found
}

function sampleHasTimes(head: TableHead, column: HeaderColumn): boolean {
  if (column.type !== undefined) return column.type === 'time'
  const format = detectTimeFormat(columnCells(head, column.position - 1), undefined)
  if (format === null) return false
  // A bare number is a time only under a name that says so, and so is a month or a week, which may be the name of a round.
  return !isBareFormat(format) || timeNames.test(column.name.toLowerCase())
}

const isBareFormat = (format: FoundFormat): boolean =>
  format === 'packed' ||
  format === 'period' ||
  format === 'excel' ||
  format === 'epoch-seconds' ||
  format === 'epoch-milliseconds'
