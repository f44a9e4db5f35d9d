import { InputError } from '../core/errors'
import { scaleOf, type Instrument, type Item, type ResponseScale } from '../instrument/model'
import type { Note } from '../core/words'
import { comparable } from './cell-values'
import { delimiterLabel, tidy, type HeaderColumn, type TableHead } from '../readers/delimited/dialect'
import type { SurveySource } from './source'

export type ColumnRole =
  | 'item'
  | 'attribute'
  | 'respondent'
  | 'weight'
  | 'round'
  | 'headcount'
  | 'time'
  | 'start'
  | 'end'
  | 'value'
  | 'event'
  | 'subject'
  | 'indicator'
  | 'unit'
  | 'baseline'
  | 'target'
  | 'outcome'
  | 'organisation'
  | 'area'
  | 'level'
  | 'row-number'
  | 'system'
  | 'ignored'

/** How a column was recognised, from the surest to the least sure. */
export type MatchKind = 'mapping' | 'id' | 'alias' | 'text' | 'part' | 'name' | 'synonym' | 'cells'

/** What became of one column of a file. */
export interface ColumnUse {
  /** From 1. */
  readonly position: number
  readonly header: string
  readonly role: ColumnRole
  /** Id of the item or attribute; null for the rest. */
  readonly id: string | null
  readonly matchedBy: MatchKind | null
}

export interface SurveyColumns {
  readonly uses: readonly ColumnUse[]
  /** Column index (from 0) of each matched item, in the order of the instrument. */
  readonly items: readonly { readonly item: Item; readonly scale: ResponseScale; readonly index: number }[]
  readonly missingItems: readonly string[]
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
  readonly respondent: number | null
  readonly weight: number | null
  readonly round: number | null
  readonly notes: readonly Note[]
  readonly problems: readonly InputError[]
}

/** Columns that survey tools add; compared without case, whole. */
const systemColumns: readonly RegExp[] = [
  /^\$.*/,
  /^stato_\d+$/,
  /^(respid|respondent ?id|responseid|response id|responseset|svar-?id|collector ?id|record_?id|submission_?id|externalreference|externaldatareference|token|seed|id)$/,
  /^(startdate|start date|enddate|end date|recordeddate|submitdate|datestamp|created|date submitted|timestamp|tidsmerke|tidstämpel|tidsstempel)$/,
  /^(start time|completion time|last modified time|starttidspunkt|fullføringstidspunkt|tidspunkt for siste endring|starttid|slutförandetid|senast ändrad)$/,
  /^(status|progress|finished|duration \(in seconds\)|ipaddress|ip address|ipaddr|refurl|lastpage|startlanguage|interviewtime|grouptime\d+|.+time_\w*|userlanguage|distributionchannel)$/,
  /^(recipient(last|first)name|recipientemail|location(latitude|longitude|accuracy)|email|email address|e-post|e-postadresse|e-postadress|name|navn|namn|first name|last name|custom data \d+|total points|quiz feedback)$/,
  /^(redcap_.+|.+_complete|.+_survey_timestamp|.+_timestamp)$/,
]

/** Names that the usual attributes go by in the languages of the tools; used when nothing is mapped. */
const attributeSynonyms: Readonly<Record<string, readonly string[]>> = {
  country: ['land', 'country'],
  region: ['region', 'fylke', 'län', 'county'],
  organisation: ['organisasjon', 'organisation', 'organization', 'kommune', 'kommun', 'virksomhet', 'verksamhet'],
  unit: ['enhet', 'unit', 'avdeling', 'avdelning', 'department'],
  role: ['rolle', 'roll', 'role'],
}
const roundNames = new Set(['round', 'runde', 'omgang', 'omgång', 'målerunde', 'mätomgång'])

/** Whether a header is one that a survey tool writes for itself. */
export function isSystemColumn(column: HeaderColumn): boolean {
  return column.names.some((name) => systemColumns.some((pattern) => pattern.test(name.toLowerCase())))
}

/** The attribute id that a header stands for, if it is one of the usual names. */
export function usualAttribute(column: HeaderColumn): string | null {
  const names = column.names.map(comparable)
  return (
    Object.entries(attributeSynonyms).find(([, synonyms]) => names.some((name) => synonyms.includes(name)))?.[0] ?? null
  )
}

/**
 * The column with a given header: exactly, else without regard to case and kind of space.
 * @returns its index from 0, or −1
 */
export function columnIndex(columns: readonly HeaderColumn[], header: string): number {
  const plain = tidy(header)
  const exact = columns.findIndex((column) => column.name === plain)
  if (exact >= 0) return exact
  const named = columns.findIndex((column) => column.names.includes(plain))
  if (named >= 0) return named
  const loose = comparable(header)
  return columns.findIndex((column) => column.names.some((name) => comparable(name) === loose))
}

/** Says that a column the user named is not there, with those that are and the nearest of them. */
export function columnNotFound(head: TableHead, header: string): InputError {
  const names = head.columns.map(({ name }) => name).filter((name) => name !== '')
  const nearest = nearestName(header, names)
  const about = { column: header, columns: { list: names.slice(0, 30) }, nearest: nearest ?? '' }
  return new InputError(nearest === null ? 'ingest:column-not-found' : 'ingest:column-not-found-nearest', about, {
    file: head.file,
    line: head.headerLine,
    column: header,
  })
}

/** Columns that tables of results begin with or have of their own; an attribute of that name would stand there twice. */
const resultColumns = new Set(
  (
    'round headcount responded usable response_rate comparable reason outcome dimension item value label count share n n_1 n_2 blank mean mean_1 mean_2 sd se median min max rank ' +
    'estimate statistic df p_value test method verdict group_a group_b conf_low conf_high'
  ).split(' '),
)

/**
 * Which column is which: by the mapping, else by id, alias, text in any language, or the row's part of a matrix header.
 * Problems are collected rather than thrown, so that a preview can show them beside the columns.
 */
export function matchSurveyColumns(head: TableHead, instrument: Instrument, source: SurveySource): SurveyColumns {
  const problems: InputError[] = []
  const notes: Note[] = []
  const { columns } = head
  const uses: ColumnUse[] = columns.map((column) => ({
    position: column.position,
    header: column.name,
    role: column.isRowNumber ? 'row-number' : isSystemColumn(column) ? 'system' : 'ignored',
    id: null,
    matchedBy: null,
  }))
  const taken = new Set<number>()
  const assign = (index: number, role: ColumnRole, id: string | null, matchedBy: MatchKind): void => {
    const use = uses[index]
    if (use === undefined) return
    uses[index] = { ...use, role, id, matchedBy }
    taken.add(index)
  }
  const place = { file: head.file, line: head.headerLine }

  const items = new Map<string, number>()
  const attributes = new Map<string, number>()
  const itemsById = new Map(instrument.items.map((item) => [item.id, item]))
  const wanted = source.attributes

  // The engine's column names do not distinguish case.
  const names = new Set(instrument.items.map(({ id }) => id.toLowerCase()))
  for (const id of wanted ?? Object.values(source.columns ?? {}).filter((candidate) => !itemsById.has(candidate))) {
    if (names.has(id.toLowerCase()) || id.startsWith('_') || resultColumns.has(id.toLowerCase()))
      problems.push(new InputError('ingest:attribute-id-taken', { id }, { file: head.file }))
    if (wanted !== undefined) names.add(id.toLowerCase())
  }

  for (const [header, id] of Object.entries(source.columns ?? {})) {
    const index = columnIndex(columns, header)
    if (index < 0) {
      problems.push(columnNotFound(head, header))
      continue
    }
    if (taken.has(index)) {
      problems.push(new InputError('ingest:column-mapped-twice', { column: header }, { ...place, column: header }))
      continue
    }
    if (itemsById.has(id)) {
      const before = items.get(id)
      if (before !== undefined)
        problems.push(
          new InputError(
            'ingest:item-twice',
            { item: id, first: columns[before]?.name ?? '', second: header },
            { ...place, column: header },
          ),
        )
      items.set(id, index)
      assign(index, 'item', id, 'mapping')
    } else if (wanted === undefined || wanted.includes(id)) {
      const before = attributes.get(id)
      if (before !== undefined)
        problems.push(
          new InputError(
            'ingest:attribute-twice',
            { attribute: id, first: columns[before]?.name ?? '', second: header },
            { ...place, column: header },
          ),
        )
      attributes.set(id, index)
      assign(index, 'attribute', id, 'mapping')
    } else
      problems.push(
        new InputError(
          'ingest:mapping-unknown',
          { column: header, id, nearest: nearestName(id, [...itemsById.keys(), ...wanted]) ?? '' },
          { ...place, column: header },
        ),
      )
  }

  const named = (header: string | undefined, role: 'respondent' | 'weight'): number | null => {
    if (header === undefined) return null
    const index = columnIndex(columns, header)
    if (index < 0) {
      problems.push(columnNotFound(head, header))
      return null
    }
    assign(index, role, null, 'mapping')
    return index
  }
  const respondent = named(source.respondent, 'respondent')
  const weight = named(source.weight, 'weight')

  for (const id of wanted ?? []) {
    if (attributes.has(id)) continue
    const free = (test: (column: HeaderColumn) => boolean): number =>
      columns.findIndex((column, index) => !taken.has(index) && test(column))
    const byName = free((column) => column.names.some((name) => comparable(name) === comparable(id)))
    const synonyms = attributeSynonyms[id.toLowerCase()] ?? []
    const index =
      byName >= 0 ? byName : free((column) => column.names.some((name) => synonyms.includes(comparable(name))))
    if (index < 0) {
      const nearest = nearestName(
        id,
        columns.map(({ name }) => name),
      )
      problems.push(
        new InputError(
          'ingest:attribute-not-found',
          {
            attribute: id,
            columns: {
              list: columns
                .map(({ name }) => name)
                .filter((name) => name !== '')
                .slice(0, 30),
            },
            nearest: nearest ?? '',
          },
          place,
        ),
      )
      continue
    }
    attributes.set(id, index)
    assign(index, 'attribute', id, byName >= 0 ? 'name' : 'synonym')
  }

  let round: number | null = null
  if (source.round === undefined) {
    const index = columns.findIndex(
      (column, position) => !taken.has(position) && column.names.some((name) => roundNames.has(comparable(name))),
    )
    if (index >= 0) {
      round = index
      assign(index, 'round', 'round', 'name')
    }
  }

  const keys = itemKeys(instrument)
  const claims = new Map<string, { readonly index: number; readonly rank: number; readonly matchedBy: MatchKind }[]>()
  columns.forEach((column, index) => {
    if (taken.has(index) || column.isRowNumber) return
    const match = matchItem(column, keys)
    if (match === null || items.has(match.item)) return
    const list = claims.get(match.item) ?? []
    list.push({ index, rank: match.rank, matchedBy: match.matchedBy })
    claims.set(match.item, list)
  })
  for (const [item, list] of claims) {
    list.sort((a, b) => a.rank - b.rank || a.index - b.index)
    const [best, next] = list
    if (best === undefined) continue
    if (next !== undefined && next.rank === best.rank) {
      problems.push(
        new InputError(
          'ingest:item-twice',
          { item, first: columns[best.index]?.name ?? '', second: columns[next.index]?.name ?? '' },
          { ...place, column: columns[next.index]?.name ?? '' },
        ),
      )
    }
    for (const other of list.slice(1))
      notes.push({
        code: 'ingest:other-column-is-item',
        level: 'warning',
        about: { column: columns[other.index]?.name ?? '', used: columns[best.index]?.name ?? '', item: { item } },
      })
    items.set(item, best.index)
    assign(best.index, 'item', item, best.matchedBy)
  }

  if (items.size === 0 && columns.length === 1)
    problems.unshift(
      new InputError(
        'ingest:one-column',
        { header: columns[0]?.name ?? '', delimiter: delimiterLabel(head.dialect.delimiter) },
        place,
      ),
    )
  else if (items.size === 0) {
    // A mapping that fails explains why nothing matched; an attribute that is not there does not.
    const firstAttribute = problems.findIndex(({ code }) => code === 'ingest:attribute-not-found')
    problems.splice(
      firstAttribute < 0 ? problems.length : firstAttribute,
      0,
      new InputError(
        'ingest:no-item-matched',
        {
          columns: {
            list: columns
              .map(({ name }) => name)
              .filter((name) => name !== '')
              .slice(0, 12),
          },
          items: { list: instrument.items.slice(0, 5).map(({ id }) => id) },
          instrument: instrument.id,
        },
        place,
      ),
    )
  }
  const missingItems = instrument.items.filter(({ id }) => !items.has(id)).map(({ id }) => id)
  if (missingItems.length > 0 && items.size > 0)
    notes.push({
      code: 'ingest:items-missing',
      level: 'warning',
      about: { count: missingItems.length, items: { list: missingItems.map((item) => ({ item, short: true })) } },
    })
  return {
    uses,
    items: instrument.items.flatMap((item) => {
      const index = items.get(item.id)
      return index === undefined ? [] : [{ item, scale: scaleOf(instrument, item), index }]
    }),
    missingItems,
    attributes: [...(wanted ?? attributes.keys())].flatMap((id) => {
      const index = attributes.get(id)
      return index === undefined ? [] : [{ id, index }]
    }),
    respondent,
    weight,
    round,
    notes,
    problems,
  }
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
function headerParts(name: string): readonly string[] {
  return [
    /\[([^[\]]+)\]$/.exec(name)?.[1],
    / [-\u2013\u2014] ([^]+)$/u.exec(name)?.[1],
    name.includes(' - ') ? name.slice(name.lastIndexOf(' - ') + 3) : undefined,
    /^(\S+?)[.:] /.exec(name)?.[1],
    /^\S+?[.:] ([^]+)$/.exec(name)?.[1],
    /^\S+\.([^\s.]+)$/.exec(name)?.[1],
  ].filter((part): part is string => part !== undefined && !/^\d*$/.test(part.trim()))
}

/** The candidate that takes fewest edits to reach, if those are fewer than half its length. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const target = comparable(name)
  let best: { readonly name: string; readonly distance: number } | null = null
  for (const candidate of candidates) {
    if (candidate.length > 80 || candidate === '') continue
    const distance = editDistance(target, comparable(candidate))
    if (
      distance <= Math.floor(Math.max(target.length, candidate.length) / 3) &&
      (best === null || distance < best.distance)
    )
      best = { name: candidate, distance }
  }
  return best?.name ?? null
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1),
        ),
      )
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
