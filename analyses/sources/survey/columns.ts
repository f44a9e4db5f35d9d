import { InputError } from '../../core/errors'
import { itemInWords, type Note } from '../../core/words'
import { scaleOf, type Instrument, type NonResponseKind, type ResponseScale } from '../../instrument/model'
import { takenForAttributes } from '../../instrument/taken-names'
import type { HeaderColumn, TableHead } from '../../readers/reader'
import { isToolColumn, recogniseTool } from '../../survey-tools/registry'
import type { UnfinishedRows } from '../../survey-tools/survey-tool'
import { comparable } from '../comparable'
import { codesProblems, matchedItem, translationNotes, type MatchedItem } from './codes'
import { findRoundColumn } from './round-column'
import {
  attributeNotFound,
  attributeTwice,
  columnIndex,
  columnNotFound,
  goesBy,
  headerPlace,
  isUsualName,
  mappedColumns,
  namesOf,
  nearestName,
  startAssignment,
  type Assignment,
  type MatchKind,
} from '../columns'
import { filledCells } from '../recognition'
import { recodingProblems } from '../recoding'
import { headerTwice, isBranch, type JoinedColumns } from '../shared-headers'
import type { ColumnMatch } from '../source'
import type { SurveySource } from './fields'

export interface SurveyColumns extends ColumnMatch {
  /** In the order of the instrument. */
  readonly items: readonly MatchedItem[]
  /** Columns with the header of an item's own column, of which each row fills one: branches of a questionnaire. */
  readonly joined: readonly JoinedColumns[]
  readonly missingItems: readonly string[]
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
  readonly respondent: number | null
  readonly weight: number | null
  readonly round: number | null
  /** How rows of people who did not finish are told from the others; null where all rows are used. */
  readonly unfinished: (UnfinishedRows & { readonly tool: string }) | null
  /** The column of the record whose rows share their attributes; null where every row has its own. */
  readonly record: { readonly index: number; readonly tool: string } | null
  /** Words that the survey tool writes in place of an answer, in lower case, with what they say; null for those that say no more than a blank. */
  readonly missingWords: ReadonlyMap<string, NonResponseKind | null>
  readonly notes: readonly Note[]
}

/** The columns of one export while they are matched, step by step. */
interface Matching {
  readonly head: TableHead
  readonly instrument: Instrument
  readonly source: SurveySource
  readonly assignment: Assignment
  readonly itemIds: ReadonlySet<string>
  /** Column by item. */
  readonly items: Map<string, number>
  /** Column by attribute. */
  readonly attributes: Map<string, number>
  readonly joined: JoinedColumns[]
  readonly notes: Note[]
  readonly problems: InputError[]
}

/** Without an instrument no column is an item, and nothing is wrong with that yet. */
export function unmatchedSurvey(head: TableHead): SurveyColumns {
  return {
    uses: startAssignment(head, unusedRole).uses(),
    problems: [],
    items: [],
    joined: [],
    missingItems: [],
    attributes: [],
    respondent: null,
    weight: null,
    round: null,
    unfinished: null,
    record: null,
    missingWords: new Map(),
    notes: [],
  }
}

const unusedRole = (column: HeaderColumn): string => (isToolColumn(column) ? 'system' : 'ignored')

/**
 * Which column is which: by the mapping, else by id, alias, text in any language, or the row's part of a matrix header.
 * Problems are collected rather than thrown, so that a preview can show them beside the columns.
 */
export function matchSurveyColumns(head: TableHead, instrument: Instrument, source: SurveySource): SurveyColumns {
  const matching: Matching = {
    head,
    instrument,
    source,
    assignment: startAssignment(head, unusedRole),
    itemIds: new Set(instrument.items.map(({ id }) => id)),
    items: new Map(),
    attributes: new Map(),
    joined: [],
    notes: [],
    problems: [],
  }
  refuseTakenIds(matching)
  for (const problem of codesProblems(head, instrument, source)) matching.problems.push(problem)
  takeMapped(matching)
  const named = takeRound(matching)
  const respondent = takeNamed(matching, 'respondent')
  const weight = takeNamed(matching, 'weight')
  findAttributes(matching)
  const round = named ?? findRound(matching)
  findItems(matching)
  const recodable = [...(source.attributes ?? matching.attributes.keys()), ...(round === null ? [] : [roundRole])]
  for (const problem of recodingProblems(head.file, source.values, recodable)) matching.problems.push(problem)
  tellWhyNothingMatched(matching)
  const { items, attributes, joined, notes, problems } = matching
  const unfinished = source.unfinished === 'use' ? null : unfinishedRows(head, [...items.values()])
  const missingItems = instrument.items.filter(({ id }) => !items.has(id)).map(({ id }) => id)
  if (missingItems.length > 0 && items.size > 0)
    notes.push({
      code: 'ingest:items-missing',
      level: 'warning',
      about: { count: missingItems.length, items: { list: missingItems.map(itemInWords) } },
    })
  refuseUnnamedItems(matching, missingItems)
  const matched = instrument.items.flatMap((item) => {
    const index = items.get(item.id)
    return index === undefined ? [] : [matchedItem(head, instrument, source, item, index)]
  })
  for (const note of translationNotes(head, matched)) notes.push(note)
  return {
    uses: matching.assignment.uses(),
    joined,
    items: matched,
    missingItems,
    attributes: [...(source.attributes ?? attributes.keys())].flatMap((id) => {
      const index = attributes.get(id)
      return index === undefined ? [] : [{ id, index }]
    }),
    respondent: source.respondent_is === 'row' ? null : respondent,
    weight,
    round,
    unfinished,
    record: source.background === 'row' ? null : sharedRecord(head),
    missingWords: recogniseTool(head)?.tool.missingWords ?? new Map(),
    notes,
    problems,
  }
}

/** What the tool that the export comes from says of rows that were not finished. @param read columns of items, from 0 */
function unfinishedRows(head: TableHead, read: readonly number[]): SurveyColumns['unfinished'] {
  const tool = recogniseTool(head)?.tool
  const rows = tool?.unfinished?.(head, read) ?? null
  return tool === undefined || rows === null ? null : { ...rows, tool: tool.name }
}

/** The record that several rows belong to, as the tool that the export comes from says. */
function sharedRecord(head: TableHead): SurveyColumns['record'] {
  const tool = recogniseTool(head)?.tool
  const index = tool?.record?.(head) ?? null
  return tool === undefined || index === null ? null : { index, tool: tool.name }
}

/** No attribute may go by the name of an item, a dimension, another attribute or a column of the workbench; the engine's names do not distinguish case. */
function refuseTakenIds({ head, instrument, source, itemIds, problems }: Matching): void {
  const wanted = source.attributes
  const names = new Set(takenForAttributes(instrument))
  const mapped = Object.values(source.columns ?? {}).filter((id) => !itemIds.has(id) && id !== roundRole)
  for (const id of wanted ?? mapped) {
    if (names.has(id.toLowerCase()) || id.startsWith('_'))
      problems.push(new InputError('ingest:attribute-id-taken', { id }, { file: head.file }))
    if (wanted !== undefined) names.add(id.toLowerCase())
  }
}

/** Columns that the mapping makes items and attributes. */
function takeMapped({ head, source, assignment, itemIds, items, attributes, problems }: Matching): void {
  const { columns } = head
  const wanted = source.attributes
  const { mapped, problems: missing } = mappedColumns(head, source.columns)
  for (const problem of missing) problems.push(problem)
  for (const { header, id, index } of mapped) {
    if (assignment.isTaken(index)) {
      problems.push(new InputError('ingest:column-mapped-twice', { column: header }, headerPlace(head, header)))
    } else if (id === roundRole) {
      // Given to the round further on, where its column is looked for.
      continue
    } else if (itemIds.has(id)) {
      const before = items.get(id)
      if (before !== undefined) problems.push(itemTwice(head, id, columns[before]?.name ?? '', header))
      items.set(id, assignment.assign(index, 'item', id, 'mapping'))
    } else if (wanted === undefined || wanted.includes(id)) {
      const before = attributes.get(id)
      if (before !== undefined) problems.push(attributeTwice(head, id, columns[before]?.name ?? '', header))
      attributes.set(id, assignment.assign(index, 'attribute', id, 'mapping'))
    } else
      problems.push(
        new InputError(
          'ingest:mapping-unknown',
          { column: header, id, nearest: nearestName(id, [...itemIds, ...wanted]) ?? '' },
          headerPlace(head, header),
        ),
      )
  }
}

function itemTwice(head: TableHead, item: string, first: string, second: string): InputError {
  return new InputError('ingest:item-twice', { item: { item }, first, second }, headerPlace(head, second))
}

/** The column whose header the source names. */
function takeNamed({ head, source, assignment, problems }: Matching, role: 'respondent' | 'weight'): number | null {
  const header = source[role]
  if (header === undefined) return null
  const index = columnIndex(head.columns, header)
  if (index >= 0) return assignment.assign(index, role, null, 'mapping')
  problems.push(columnNotFound(head, header))
  return null
}

/** Columns of the attributes asked for that the mapping does not name. */
function findAttributes({ head, source, assignment, attributes, problems }: Matching): void {
  for (const id of source.attributes ?? []) {
    if (attributes.has(id)) continue
    const byName = assignment.findFree((column) => goesBy(column, id))
    const index = byName >= 0 ? byName : assignment.findFree((column) => isUsualName(column, id))
    if (index < 0) problems.push(attributeNotFound(head, id))
    else attributes.set(id, assignment.assign(index, 'attribute', id, byName >= 0 ? 'name' : 'synonym'))
  }
}

/** What a mapping calls the column of the round. */
const roundRole = 'round'

/** The column that the source names as that of the round, whatever its header. */
function takeRound({ head, source, assignment, problems }: Matching): number | null {
  const mapped = Object.entries(source.columns ?? {}).find(([, id]) => id === roundRole)?.[0]
  const header = source.round_column ?? mapped
  if (header === undefined) return null
  const index = columnIndex(head.columns, header)
  if (index >= 0) return assignment.assign(index, 'round', 'round', 'mapping')
  if (header !== mapped) problems.push(columnNotFound(head, header))
  return null
}

/**
 * The column that says the round row by row, where the source does not say it for all: by its usual names, or by names that other things have too, where its cells are names
 * of rounds.
 */
function findRound({ head, source, assignment }: Matching): number | null {
  if (source.round !== undefined) return null
  const index = findRoundColumn(head, (position) => assignment.isTaken(position))
  return index < 0 ? null : assignment.assign(index, 'round', 'round', 'name')
}

/** Items by what their headers say. The surest column takes an item; two that are equally sure are a problem. */
function findItems({ head, instrument, assignment, items, joined, notes, problems }: Matching): void {
  const { columns } = head
  const keys = itemKeys(instrument)
  const claims = new Map<string, { readonly index: number; readonly rank: number; readonly matchedBy: MatchKind }[]>()
  columns.forEach((column, index) => {
    if (assignment.isTaken(index) || column.isRowNumber) return
    const match = matchItem(column, keys)
    if (match === null || items.has(match.item)) return
    const list = claims.get(match.item) ?? []
    list.push({ index, rank: match.rank, matchedBy: match.matchedBy })
    claims.set(match.item, list)
  })
  const nameAt = (index: number): string => columns[index]?.name ?? ''
  for (const [item, list] of claims) {
    list.sort((a, b) => a.rank - b.rank || a.index - b.index)
    const [best, ...others] = list
    if (best === undefined) continue
    const [next] = others
    const branches = others.filter(({ index }) => isBranch(head, best.index, index))
    if (next !== undefined && branches.length === others.length) {
      const more = branches.map(({ index }) => assignment.assign(index, 'item', item, best.matchedBy))
      joined.push({ index: best.index, others: more })
      const about = { columns: { list: [best.index, ...more].map(nameAt) }, item: itemInWords(item) }
      notes.push({ code: 'ingest:columns-joined', level: 'info', about })
      items.set(item, assignment.assign(best.index, 'item', item, best.matchedBy))
      continue
    }
    const [header, other] = [columns[best.index]?.shared, next === undefined ? undefined : columns[next.index]]
    if (next !== undefined && header !== undefined && header === other?.shared)
      problems.push(headerTwice(head, best.index, next.index))
    else if (next !== undefined && next.rank === best.rank)
      problems.push(itemTwice(head, item, nameAt(best.index), nameAt(next.index)))
    for (const other of others)
      notes.push({
        code: 'ingest:other-column-is-item',
        level: 'warning',
        about: { column: nameAt(other.index), used: nameAt(best.index), item: { item } },
      })
    items.set(item, assignment.assign(best.index, 'item', item, best.matchedBy))
  }
}

/** A column without a header that could be an item that is missing. */
function refuseUnnamedItems({ head, instrument, assignment, problems }: Matching, missing: readonly string[]): void {
  const scales = instrument.items.filter(({ id }) => missing.includes(id)).map((item) => scaleOf(instrument, item))
  const index = assignment.findFree(({ isUnnamed }, position) => {
    const cells = isUnnamed === true ? filledCells(head, position) : []
    return cells.length > 0 && scales.some((scale) => cells.every((cell) => isAnswerTo(scale, cell)))
  })
  if (index >= 0)
    problems.push(
      new InputError('ingest:empty-header', { position: index + 1 }, { ...headerPlace(head), column: index + 1 }),
    )
}

const isAnswerTo = (scale: ResponseScale, cell: string): boolean =>
  scale.kind === 'ordinal' && Number.isInteger(Number(cell)) && Number(cell) >= scale.min && Number(cell) <= scale.max

/** What is said of a line that is not cut, by who said what cuts it. */
const oneColumnCodes = {
  declared: 'ingest:one-column',
  'separator-line': 'ingest:one-column-separator-line',
  detected: 'ingest:one-column-detected',
} as const

/** Says what an export without any item may be. */
function tellWhyNothingMatched({ head, instrument, items, problems }: Matching): void {
  if (items.size > 0) return
  const [first, ...others] = head.columns
  if (first !== undefined && others.length === 0 && head.separator !== undefined) {
    const { name, from } = head.separator
    const code = oneColumnCodes[from]
    problems.unshift(new InputError(code, { header: first.name, delimiter: name }, headerPlace(head)))
    return
  }
  // A mapping that fails explains why nothing matched; an attribute that is not there does not.
  const firstAttribute = problems.findIndex(({ code }) => code === 'ingest:attribute-not-found')
  const about = {
    columns: { list: namesOf(head).slice(0, 12) },
    items: { list: instrument.items.slice(0, 5).map(({ id }) => id) },
    instrument: instrument.id,
  }
  problems.splice(
    firstAttribute < 0 ? problems.length : firstAttribute,
    0,
    new InputError('ingest:no-item-matched', about, headerPlace(head)),
  )
}

interface ItemKeys {
  readonly ids: ReadonlyMap<string, string>
  readonly aliases: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
}

/** Texts that two items share say nothing and are left out. */
function itemKeys(instrument: Instrument): ItemKeys {
  const texts = new Map<string, string>()
  const shared = new Set<string>()
  for (const item of instrument.items) {
    for (const text of Object.values(item.text)) {
      if (typeof text !== 'string' || text.trim() === '') continue
      const key = comparable(text)
      const before = texts.get(key)
      if (before !== undefined && before !== item.id) shared.add(key)
      texts.set(key, item.id)
    }
  }
  for (const key of shared) texts.delete(key)
  return {
    ids: new Map(instrument.items.map((item) => [comparable(item.id), item.id])),
    aliases: new Map(
      instrument.items.flatMap((item) => item.aliases.map((alias): [string, string] => [comparable(alias), item.id])),
    ),
    texts,
  }
}

function matchItem(
  column: HeaderColumn,
  keys: ItemKeys,
): { readonly item: string; readonly rank: number; readonly matchedBy: MatchKind } | null {
  const tables: readonly (readonly [MatchKind, ReadonlyMap<string, string>])[] = [
    ['id', keys.ids],
    ['alias', keys.aliases],
    ['text', keys.texts],
  ]
  for (const [rank, [matchedBy, table]] of tables.entries()) {
    for (const name of column.names) {
      const item = table.get(comparable(name))
      if (item !== undefined) return { item, rank, matchedBy }
    }
  }
  for (const part of column.names.flatMap(headerParts)) {
    for (const [, table] of tables) {
      const item = table.get(comparable(part))
      if (item !== undefined) return { item, rank: tables.length, matchedBy: 'part' }
    }
  }
  return null
}

/** Parts of a header that may name an item: `stem [row]`, `stem - row`, `code. text`, `matrix.row`. A bare number names nothing. */
export function headerParts(name: string): readonly string[] {
  return [
    /\[([^[\]]+)\]$/.exec(name)?.[1],
    / [-\u2013\u2014] ([^]+)$/u.exec(name)?.[1],
    name.includes(' - ') ? name.slice(name.lastIndexOf(' - ') + 3) : undefined,
    /^(\S+?)[.:] /.exec(name)?.[1],
    /^\S+?[.:] ([^]+)$/.exec(name)?.[1],
    /^\S+\.([^\s.]+)$/.exec(name)?.[1],
  ].filter((part): part is string => part !== undefined && !/^\d*$/.test(part.trim()))
}
