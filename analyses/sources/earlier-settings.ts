import type { AttributeValues, Field } from '../core/fields'
import { versionsApart } from '../instrument/bridge'
import type { Instrument } from '../instrument/model'
import type { TableHead } from '../readers/reader'
import { columnIndex } from './columns'
import { comparable } from './comparable'
import { itemMapping } from './renewed-guess'
import type { AnySource, AnySourceDefinition } from './source'

type Mapping = Readonly<Record<string, string>>

/** Of the columns that the earlier source names, so many must be there, by name or by likeness, for its settings to hold for a new file. */
const fewestInCommon = 1 / 3

/**
 * A file that has just come as it is read where an earlier source of the same kind says how: the mapping, the attributes, the column of the respondents and everything else that was
 * set for the earlier file hold for this one too, as far as it has the columns. The round is that of the new file. Headers that are gone are left out; `propose` says which new ones
 * they are like.
 * @param guessed the new file by itself
 * @param others sources of the project, the earliest first; the last of the same kind with settings is taken
 * @param headers of the files of the other sources by their ids, as far as these have been read: attributes that the new file alone could have are then known
 * @returns the guess where no source fits, with null as `from`
 */
export function withEarlierSettings(
  definition: AnySourceDefinition,
  head: TableHead,
  instrument: Instrument | null,
  guessed: AnySource,
  others: readonly AnySource[],
  headers: Readonly<Record<string, readonly string[]>> = {},
): { readonly source: AnySource; readonly from: string | null } {
  const earlier = others.findLast(({ kind, id }) => kind === definition.kind && id !== guessed.id)
  if (definition.propose === undefined || earlier === undefined) return { source: guessed, from: null }
  const named = namedHeaders(definition, earlier)
  const found = named.filter((header) => headerIn(head, header) !== null)
  const taken = takeOver(definition, head, instrument, guessed, earlier)
  const alike = definition.propose(head, taken as never, instrument, [earlier])
  if (named.length > 0 && found.length + alike.length < named.length * fewestInCommon)
    return { source: guessed, from: null }
  if (named.length === 0 && !isItemInCommon(definition, head, instrument, taken)) return { source: guessed, from: null }
  const known = [...(headers[earlier.id] ?? []), ...alike.map(({ header }) => header)].map(comparable)
  return { source: withNewAttributes(definition, head, instrument, taken, guessed, new Set(known)), from: earlier.id }
}

/** Attributes that were guessed of columns which the earlier file did not have. */
function withNewAttributes(
  definition: AnySourceDefinition,
  head: TableHead,
  instrument: Instrument | null,
  taken: AnySource,
  guessed: AnySource,
  known: ReadonlySet<string>,
): AnySource {
  const names = itemMapping(definition)
  if (names === null) return taken
  const usesOf = (source: AnySource) => definition.match(head, source as never, instrument).uses
  const present = usesOf(taken)
  const listed = (taken[names.list] ?? []) as readonly string[]
  const isFree = (index: number, id: string): boolean => present[index]?.role === 'ignored' && !listed.includes(id)
  const added = usesOf(guessed).flatMap(({ role, id, header }, index) =>
    role === 'attribute' && id !== null && isFree(index, id) && !known.has(comparable(header)) ? [{ header, id }] : [],
  )
  if (added.length === 0) return taken
  const columns = added.filter(({ header }) => (guessed[names.mapping] as Mapping | undefined)?.[header] !== undefined)
  const mapping = { ...(taken[names.mapping] as Mapping), ...pairsOf(columns) }
  return {
    ...taken,
    [names.list]: [...listed, ...added.map(({ id }) => id)],
    ...(Object.keys(mapping).length === 0 ? {} : { [names.mapping]: mapping }),
  }
}

const pairsOf = (columns: readonly { readonly header: string; readonly id: string }[]): Mapping =>
  Object.fromEntries(columns.map(({ header, id }) => [header, id]))

/** The header as the file writes it; null where it has no such column. */
const headerIn = (head: TableHead, header: string): string | null =>
  head.columns[columnIndex(head.columns, header)]?.name ?? null

/** Every header that a source names. */
function namedHeaders({ fields }: AnySourceDefinition, source: AnySource): readonly string[] {
  return Object.entries(fields).flatMap(([name, { kind }]): readonly string[] => {
    const value = source[name]
    if (kind === 'mapping') return Object.keys((value ?? {}) as Mapping)
    return kind === 'header' && typeof value === 'string' ? [value] : []
  })
}

const isItemInCommon = (
  definition: AnySourceDefinition,
  head: TableHead,
  instrument: Instrument | null,
  source: AnySource,
): boolean => definition.match(head, source as never, instrument).uses.some(({ role }) => role === 'item')

/** What a source says of the version of the instrument that it was made with; codes of an earlier version are not those of a later file. */
const ofVersion: readonly string[] = ['instrument_version', 'codes']

/** Whether a source was made with the latest of the versions that the instrument is made of, or says nothing of versions. */
const isOfLatestVersion = (instrument: Instrument | null, { instrument_version: version }: AnySource): boolean =>
  version === undefined || instrument?.version.split(versionsApart).at(-1) === version

function takeOver(
  definition: AnySourceDefinition,
  head: TableHead,
  instrument: Instrument | null,
  guessed: AnySource,
  earlier: AnySource,
): AnySource {
  const { id, kind, file, dialect } = guessed
  const values: Record<string, unknown> = {}
  const isOfNow = isOfLatestVersion(instrument, earlier)
  for (const [name, field] of Object.entries(definition.fields)) {
    if (!isOfNow && ofVersion.includes(name)) continue
    const value = valueFor(field, head, earlier[name])
    if (value !== undefined) values[name] = value
  }
  const hasRoundColumn = values['round_column'] !== undefined
  if ('round' in definition.fields && !hasRoundColumn && guessed['round'] !== undefined)
    values['round'] = guessed['round']
  else delete values['round']
  const source = { id, kind, file, ...(dialect === undefined ? {} : { dialect }), ...values } as AnySource
  return withAttributesThere(definition, head, instrument, source)
}

/** What an earlier source says, as far as the new file has its columns. */
function valueFor(field: Field, head: TableHead, value: unknown): unknown {
  if (value === undefined) return undefined
  if (field.kind === 'header') return typeof value === 'string' ? (headerIn(head, value) ?? undefined) : undefined
  if (field.kind !== 'mapping') return value
  const entries = Object.entries(value as Mapping).flatMap(([header, meaning]): readonly [string, string][] => {
    const there = headerIn(head, header)
    return there === null ? [] : [[there, meaning]]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** What is said of attributes, without those that have no column in the new file. */
function withAttributesThere(
  definition: AnySourceDefinition,
  head: TableHead,
  instrument: Instrument | null,
  source: AnySource,
): AnySource {
  const { uses } = definition.match(head, source as never, instrument)
  const there = new Set(uses.flatMap(({ role, id }) => (role === 'attribute' && id !== null ? [id] : [])))
  if (uses.some(({ role }) => role === 'round')) there.add('round')
  const lists = Object.entries(definition.fields).flatMap(([name, { kind }]): readonly [string, unknown][] => {
    const value = source[name]
    if (kind === 'ids' && Array.isArray(value)) return [[name, value.filter((id: string) => there.has(id))]]
    if (kind !== 'values' || value === undefined) return []
    const entries = Object.entries(value as AttributeValues).filter(([id]) => there.has(id))
    return [[name, entries.length === 0 ? undefined : Object.fromEntries(entries)]]
  })
  const values = { ...source, ...Object.fromEntries(lists) }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as AnySource
}
