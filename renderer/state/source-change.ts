import {
  clockRole,
  headersIn,
  isMappable,
  levelLabel,
  type AttributeValues,
  type Codes,
  type Field,
  type HeaderField,
  type Level,
  type MappingField,
} from '../../analyses/core/fields'
import { textIn, type Language } from '../../analyses/core/words'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { ColumnUse } from '../../analyses/sources/columns'
import type { AnySourceDefinition } from '../../analyses/sources/source'

/** What a column of a file can be made, from the declared fields of its kind of source. */
export type ColumnTarget =
  /** The column that a field names by its header. */
  | { readonly is: 'field'; readonly field: string }
  /** The clock of a time whose date the field names by its header. */
  | { readonly is: 'clock'; readonly field: string }
  /** What the mapping calls a column. */
  | { readonly is: 'role'; readonly role: string }
  /** An item, an attribute or an area. */
  | { readonly is: 'id'; readonly id: string; readonly isAttribute: boolean }
  | { readonly is: 'unused' }

type Values = Readonly<Record<string, unknown>>
const valuesOf = (source: RecipeSource): Values => ({ ...source })
/** An absent key and an undefined one must not differ in a file. */
const sourceFrom = (values: Values): RecipeSource =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as RecipeSource

/** What a source says in one of its declared fields. */
export const fieldValue = (source: RecipeSource, field: string): unknown => valuesOf(source)[field]

/** Changes what a source says in one of its declared fields; undefined leaves it unsaid. */
export function withField(source: RecipeSource, field: string, value: unknown): RecipeSource {
  return sourceFrom({ ...source, [field]: value })
}

/** Changes one part of the dialect; undefined leaves it to be detected. */
export function withDialect(
  source: RecipeSource,
  part: string,
  value: string | number | boolean | undefined,
): RecipeSource {
  const next = Object.fromEntries(
    Object.entries({ ...source.dialect, [part]: value }).filter(([, each]) => each !== undefined),
  )
  return withField(source, 'dialect', Object.keys(next).length === 0 ? undefined : next)
}

/** The fields of a kind of source that name a column, and its mapping; null without one. */
export function columnFields({ fields }: AnySourceDefinition): {
  readonly headers: readonly (readonly [name: string, HeaderField])[]
  readonly mapping: readonly [name: string, MappingField] | null
} {
  const entries: readonly (readonly [string, Field])[] = Object.entries(fields)
  return {
    headers: entries.filter((entry): entry is readonly [string, HeaderField] => entry[1].kind === 'header'),
    mapping: entries.find((entry): entry is readonly [string, MappingField] => entry[1].kind === 'mapping') ?? null,
  }
}

/** What a column is now, in terms of what it can be made. */
export function targetOf(definition: AnySourceDefinition, { role, id }: ColumnUse): ColumnTarget {
  const { headers, mapping } = columnFields(definition)
  const field = headers.find(([, declared]) => declared.role === role)?.[0]
  if (field !== undefined) return { is: 'field', field }
  const clocked = headers.find(([, declared]) => declared.isTime === true && clockRole(declared.role) === role)?.[0]
  if (clocked !== undefined) return { is: 'clock', field: clocked }
  const isRole = mapping?.[1].roles.some((declared) => declared.role === role) === true
  if (isRole && (id === null || id === role)) return { is: 'role', role }
  return id === null ? { is: 'unused' } : { is: 'id', id, isAttribute: role === 'attribute' }
}

/** Whether a column can be left out: what was recognised by itself can be given to another column, and not be left out. */
export function canBeUnused(definition: AnySourceDefinition, source: RecipeSource, column: ColumnUse): boolean {
  const target = targetOf(definition, column)
  const { headers, mapping } = columnFields(definition)
  switch (target.is) {
    case 'unused':
    case 'clock':
      return true
    case 'field':
      return headers.find(([name]) => name === target.field)?.[1].required !== true
    case 'role':
      return column.matchedBy === 'mapping'
    case 'id':
      return column.matchedBy === 'mapping' || (target.isAttribute && listedAttributes(source, mapping) !== null)
  }
}

function listedAttributes(
  source: RecipeSource,
  mapping: readonly [string, MappingField] | null,
): readonly string[] | null {
  const field = mapping?.[1].attributes
  return field === undefined ? null : ((fieldValue(source, field) as readonly string[] | undefined) ?? null)
}

/**
 * Makes a column something else. What the column was before it no longer is, and another column that was what it becomes gives that up.
 * @param column as it is read now
 * @param attributes ids of the columns that are attributes now, for kinds that find them where none are listed
 */
export function withColumn(
  definition: AnySourceDefinition,
  source: RecipeSource,
  column: ColumnUse,
  target: ColumnTarget,
  attributes: readonly string[],
): RecipeSource {
  const { headers, mapping } = columnFields(definition)
  const values: Record<string, unknown> = { ...source }
  const taken = target.is === 'field' ? values[target.field] : undefined
  for (const [name, field] of headers) {
    if (Array.isArray(values[name])) values[name] = withoutPart(values[name], column.header)
    if (values[name] !== column.header) continue
    // A column that the kind cannot do without is exchanged for another, and not given up.
    if (field.required === true && typeof taken !== 'string') return source
    values[name] = field.required === true ? taken : undefined
  }
  if (target.is === 'field') values[target.field] = withDate(values[target.field], column.header)
  if (target.is === 'clock') values[target.field] = withClock(values[target.field], column.header)
  if (column.role === 'attribute' && column.id !== null)
    moveValues(definition, values, column.id, target.is === 'id' && target.isAttribute ? target.id : null)
  if (mapping === null) return sourceFrom(values)
  if (target.is !== 'field' && target.is !== 'clock' && !isMappable(column.header)) return source
  const [mappingName, { attributes: listName }] = mapping
  const id = target.is === 'role' ? target.role : target.is === 'id' ? target.id : null
  const entries = Object.entries((values[mappingName] ?? {}) as Readonly<Record<string, string>>).filter(
    ([header, mapped]) => header !== column.header && mapped !== id,
  )
  if (id !== null) entries.push([column.header, id])
  values[mappingName] = entries.length === 0 ? undefined : Object.fromEntries(entries)
  if (listName !== undefined) {
    const before = listedAttributes(source, mapping) ?? attributes
    const kept = before.filter((listed) => column.role !== 'attribute' || listed !== column.id)
    const isNew = target.is === 'id' && target.isAttribute && !kept.includes(target.id)
    const next = isNew ? [...kept, target.id] : kept
    const isUnchanged = next.length === before.length && next.every((listed) => before.includes(listed))
    if (!isUnchanged || values[listName] !== undefined) values[listName] = next
  }
  return sourceFrom(values)
}

/** What spellings of an attribute are read as goes with its column to another attribute, and goes away where it is none any more. */
function moveValues(
  { fields }: AnySourceDefinition,
  values: Record<string, unknown>,
  from: string,
  into: string | null,
): void {
  const name = Object.keys(fields).find((field) => fields[field]?.kind === 'values')
  if (name === undefined || values[name] === undefined || from === into) return
  const { [from]: own, ...others } = values[name] as AttributeValues
  const next = own === undefined || into === null ? others : { ...others, [into]: own }
  values[name] = Object.keys(next).length === 0 ? undefined : next
}

type Headers = string | readonly string[]

const asHeaders = (headers: readonly string[]): Headers => (headers.length === 1 ? (headers[0] ?? '') : headers)

/** The headers of a time without one of its parts, of which at least one is left. */
const withoutPart = (value: unknown, header: string): Headers =>
  asHeaders(headersIn(value).filter((other, _, all) => other !== header || all.length === 1))

/** A time whose date, or which as a whole, stands in another column; its clock stays where it is. */
export const withDate = (value: unknown, header: string): Headers =>
  asHeaders([
    header,
    ...headersIn(value)
      .slice(1)
      .filter((other) => other !== header),
  ])

/** A time whose clock stands in a column of its own; undefined for one that stands in the column of the date. */
export function withClock(value: unknown, header: string | undefined): Headers | undefined {
  const [date, , ...more] = headersIn(value)
  if (date === undefined) return header
  return header === undefined || header === date ? asHeaders([date, ...more]) : [date, header, ...more]
}

/** Gives a role of the mapping to the column of a header; undefined leaves it to the headers. */
export function withRole(
  definition: AnySourceDefinition,
  source: RecipeSource,
  role: string,
  header: string | undefined,
): RecipeSource {
  const { mapping } = columnFields(definition)
  if (mapping === null || !isMappable(header ?? '')) return source
  const [name] = mapping
  const entries = Object.entries((fieldValue(source, name) ?? {}) as Readonly<Record<string, string>>).filter(
    ([other, mapped]) => mapped !== role && other !== header,
  )
  if (header !== undefined) entries.push([header, role])
  return withField(source, name, entries.length === 0 ? undefined : Object.fromEntries(entries))
}

type Levels = readonly Level[]

/** A scale on one line, for people to change: `0 = None; 1 = Begun`. */
export function levelsText(levels: Levels | undefined, language: Language): string {
  return (levels ?? []).map(({ value, label }) => `${value} = ${textIn(levelLabel(label), language)}`).join('; ')
}

/**
 * A scale from its line. Labels in other languages are kept where the line has not changed them.
 * @returns null when the line cannot be understood; undefined for an empty one
 */
export function levelsOf(text: string, before: Levels | undefined): Levels | undefined | null {
  const parts = text
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const levels = parts.map((part) => {
    const [, number, name] = /^([-\u2212]?\d{1,3})\s*[=:]\s*(\S.*)$/u.exec(part) ?? []
    if (number === undefined || name === undefined) return null
    const value = Number(number.replace('\u2212', '-'))
    const known = before?.find((level) => level.value === value)
    return known !== undefined && Object.values(levelLabel(known.label)).includes(name) ? known : { value, label: name }
  })
  const read = levels.filter((level) => level !== null && Math.abs(level.value) <= 100) as Levels
  return read.length !== parts.length ||
    new Set(read.map(({ value }) => value)).size !== read.length ||
    read.length === 1
    ? null
    : read
}

/** What codes of the file stand for on one line, for people to change: `agree5: 9 = 1, 4 = 3; mood: 10 = 1`. */
export function codesText(codes: Codes | undefined): string {
  return Object.entries(codes ?? {})
    .map(([owner, map]) => `${owner}: ${pairsText(map)}`)
    .join('; ')
}

const pairsText = (map: Codes[string]): string =>
  Object.entries(map)
    .map(([code, meaning]) => `${code} = ${meaning}`)
    .join(', ')

/**
 * What codes of the file stand for, from its line.
 * @returns null when the line cannot be understood, or says two things of one code; undefined for an empty one
 */
export function codesOf(text: string): Codes | undefined | null {
  const parts = text
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const owners = new Map<string, Codes[string]>()
  for (const part of parts) {
    const [, owner, list] = /^([^:]*[^:\s])\s*:\s*(\S.*)$/u.exec(part) ?? []
    const pairs = (list ?? '')
      .split(',')
      .map((pair) => /^\s*(\S(?:[^=]*[^=\s])?)\s*=\s*([-\u2212]?\d{1,9})\s*$/u.exec(pair))
    if (owner === undefined || !isMappable(owner) || owners.has(owner) || pairs.includes(null)) return null
    const map = new Map(pairs.map((pair) => [pair?.[1] ?? '', Number((pair?.[2] ?? '').replace('\u2212', '-'))]))
    if (map.size < pairs.length || [...map.keys()].some((code) => !isMappable(code))) return null
    owners.set(owner, Object.fromEntries(map))
  }
  return Object.fromEntries(owners)
}

/** A range on one line, for people to change: `0 – 50`. */
export function rangeText(range: readonly [number, number] | undefined, mark: string): string {
  return (range ?? []).map((limit) => String(limit).replace('-', '\u2212').replace('.', mark)).join(' \u2013 ')
}

/** @returns the range of a line; undefined for an empty one, null when it cannot be understood */
export function rangeOf(text: string): readonly [number, number] | undefined | null {
  if (text.trim() === '') return undefined
  const number = String.raw`([-\u2212]?\d+(?:[.,]\d+)?)`
  const [, low, high] =
    new RegExp(`^\\s*${number}\\s*(?:[-\u2013;]|…|\\.\\.\\.?|to|til|till)\\s*${number}\\s*$`, 'u').exec(text) ?? []
  if (low === undefined || high === undefined) return null
  const [min, max] = [low, high].map((limit) => Number(limit.replace('\u2212', '-').replace(',', '.')))
  return min !== undefined && max !== undefined && min < max ? [min, max] : null
}
