import { InputError } from '../core/errors'
import { tidy, type HeaderColumn, type TableHead } from '../readers/reader'
import { comparable } from './comparable'

/** How a column was recognised, from the surest to the least sure. */
export type MatchKind = 'mapping' | 'id' | 'alias' | 'text' | 'part' | 'name' | 'synonym' | 'cells'

/** What became of one column of a file. */
export interface ColumnUse {
  /** From 1. */
  readonly position: number
  readonly header: string
  /** What the column holds, in the words of its kind of source (message `role.<role>`), or `row-number`, `system`, `ignored`. */
  readonly role: string
  /** Id of the item, attribute or area; null for the rest. */
  readonly id: string | null
  readonly matchedBy: MatchKind | null
}

/** The columns of a file while they are given their roles. */
export interface Assignment {
  /** Gives a column its role, or another than it had. A negative index is no column. @returns the index */
  assign(index: number, role: string, id: string | null, matchedBy: MatchKind): number
  isTaken(index: number): boolean
  /** The first column without a role that passes, row numbers left out. @returns its index from 0, or −1 */
  findFree(test: (column: HeaderColumn, index: number) => boolean): number
  uses(): readonly ColumnUse[]
}

/** @param unusedRole what a column without a role is, where it is not merely ignored */
export function startAssignment(
  { columns }: TableHead,
  unusedRole: (column: HeaderColumn) => string = () => 'ignored',
): Assignment {
  const taken = new Map<number, Pick<ColumnUse, 'role' | 'id' | 'matchedBy'>>()
  return {
    assign(index, role, id, matchedBy) {
      if (index >= 0) taken.set(index, { role, id, matchedBy })
      return index
    },
    isTaken: (index) => taken.has(index),
    findFree: (test) =>
      columns.findIndex((column, index) => !taken.has(index) && !column.isRowNumber && test(column, index)),
    uses: () =>
      columns.map((column, index): ColumnUse => ({
        position: column.position,
        header: column.name,
        ...(taken.get(index) ?? {
          role: column.isRowNumber ? 'row-number' : unusedRole(column),
          id: null,
          matchedBy: null,
        }),
      })),
  }
}

/** Columns that a mapping names, with the headers that are not there as problems. */
export function mappedColumns(
  head: TableHead,
  mapping: Readonly<Record<string, string>> | undefined,
): {
  readonly mapped: readonly { readonly header: string; readonly id: string; readonly index: number }[]
  readonly problems: readonly InputError[]
} {
  const entries = Object.entries(mapping ?? {}).map(([header, id]) => ({
    header,
    id,
    index: columnIndex(head.columns, header),
  }))
  return {
    mapped: entries.filter(({ index }) => index >= 0),
    problems: entries.filter(({ index }) => index < 0).map(({ header }) => columnNotFound(head, header)),
  }
}

/** Whether one of a column's headers is one of these names, which are written as `comparable` leaves them. */
export function isNamed(column: HeaderColumn, names: readonly string[]): boolean {
  return column.names.some((name) => names.includes(comparable(name)))
}

/** Whether one of a column's headers is a name, however it is written. */
export function goesBy(column: HeaderColumn, name: string): boolean {
  return isNamed(column, [comparable(name)])
}

/** The place of the headers, or of one of them, for messages. */
export function headerPlace(
  head: TableHead,
  column?: string,
): { readonly file: string; readonly line: number; readonly column?: string } {
  return { file: head.file, line: head.headerLine, ...(column === undefined ? {} : { column }) }
}

export function attributeTwice(head: TableHead, attribute: string, first: string, second: string): InputError {
  return new InputError('ingest:attribute-twice', { attribute, first, second }, headerPlace(head, second))
}

/** No column holds an attribute that was asked for; those there are, and the nearest of them. */
export function attributeNotFound(head: TableHead, attribute: string): InputError {
  const names = head.columns.map(({ name }) => name)
  const about = {
    attribute,
    columns: { list: namesOf(head).slice(0, 30) },
    nearest: nearestName(attribute, names) ?? '',
  }
  return new InputError('ingest:attribute-not-found', about, headerPlace(head))
}

/** The headers of a file that are not empty. */
export function namesOf({ columns }: TableHead): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => name !== '')
}

/** Names that the usual attributes go by in the languages of the tools; used when nothing is mapped. */
const attributeSynonyms: Readonly<Record<string, readonly string[]>> = {
  country: ['land', 'country'],
  region: ['region', 'fylke', 'län', 'county'],
  organisation: ['organisasjon', 'organisation', 'organization', 'kommune', 'kommun', 'virksomhet', 'verksamhet'],
  unit: ['enhet', 'unit', 'avdeling', 'avdelning', 'department'],
  role: ['rolle', 'roll', 'role'],
}
/** Names of a column that says the round row by row. */
export const roundNames: readonly string[] = ['round', 'runde', 'omgang', 'omgång', 'målerunde', 'mätomgång']

/** The attribute id that a header stands for, if it is one of the usual names. */
export function usualAttribute(column: HeaderColumn): string | null {
  return Object.keys(attributeSynonyms).find((attribute) => isUsualName(column, attribute)) ?? null
}

/** Whether a header has one of the usual names among its words, as a question for it does, or a word that begins with a longer one of them. */
export function isNearUsualName(column: HeaderColumn): boolean {
  const usual = Object.values(attributeSynonyms).flat()
  const words = column.names.flatMap((name) => comparable(name).split(/[^\p{L}]+/u))
  return words.some((word) => usual.some((name) => word === name || (name.length >= 5 && word.startsWith(name))))
}

/** Whether a header is one of the usual names of an attribute. */
export function isUsualName(column: HeaderColumn, attribute: string): boolean {
  const id = attribute.toLowerCase()
  return Object.hasOwn(attributeSynonyms, id) && isNamed(column, attributeSynonyms[id] ?? [])
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
  const names = namesOf(head)
  const nearest = nearestName(header, names)
  const about = { column: header, columns: { list: names.slice(0, 30) }, nearest: nearest ?? '' }
  return new InputError(
    nearest === null ? 'ingest:column-not-found' : 'ingest:column-not-found-nearest',
    about,
    headerPlace(head, header),
  )
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
