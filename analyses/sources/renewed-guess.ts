import type { Field, MappingField } from '../core/fields'
import { freeId } from '../core/ids'
import type { Instrument } from '../instrument/model'
import { takenForAttributes } from '../instrument/taken-names'
import { recogniseSource } from './recognition'
import { fileParts, type AnySource, type AnySourceDefinition, type Clues } from './source'

type Values = Readonly<Record<string, unknown>>
type Mapping = Readonly<Record<string, string>>

/**
 * A source that was guessed by another instrument, or by none, as it is guessed by the one that has come. What a person has changed since stays as it is; the rest
 * follows the new guess. A choice that the new instrument has no place for gives way to the guess: the column of an item that it does not have, the name of an attribute
 * that it gives to an item.
 * @param clues with the instrument that has come; `others` without the source itself
 * @param earlier the instrument by which the source was guessed before
 */
export function renewGuess(
  definitions: ReadonlyMap<string, AnySourceDefinition>,
  clues: Clues,
  earlier: Instrument | null,
  present: AnySource,
): AnySource {
  const before = recogniseSource(definitions.values(), { ...clues, instrument: earlier }, present.id)?.source
  const after = recogniseSource(definitions.values(), clues, present.id)?.source
  const isKindChosen = before !== undefined && before.kind !== present.kind
  if (before === undefined || after === undefined || (isKindChosen && after.kind !== present.kind)) return present
  const definition = definitions.get(after.kind)
  if (definition === undefined) return present
  if (after.kind !== present.kind) return { ...after, ...fileParts(present) }
  // What was made a survey by hand says little yet, and all that it says was chosen.
  const merged = mergeValues(definition, isKindChosen ? {} : before, present, after)
  const settled = withoutStrays(definition, clues.instrument, earlier, merged, after)
  return withoutLostAttributes(definition, clues, settled, after)
}

function mergeValues(definition: AnySourceDefinition, before: Values, present: AnySource, after: AnySource): AnySource {
  const merged: Record<string, unknown> = { id: present.id, kind: after.kind, file: present.file }
  for (const name of ['dialect', 'corrections', ...Object.keys(definition.fields)]) {
    const value = mergeField(definition.fields[name]?.kind, before[name], present[name], after[name])
    if (value !== undefined) merged[name] = value
  }
  return merged as unknown as AnySource
}

function mergeField(kind: Field['kind'] | undefined, before: unknown, present: unknown, after: unknown): unknown {
  if (kind === 'mapping') return mergeMapping(before as Mapping, present as Mapping, after as Mapping)
  if (kind === 'ids' && Array.isArray(present)) return mergeIds(before as string[], present, after as string[])
  return isSame(before, present) ? after : present
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A column that was given another meaning by hand keeps it, and no other column is given that meaning. */
function mergeMapping(before: Mapping = {}, present: Mapping = {}, after: Mapping = {}): Mapping | undefined {
  const chosen = Object.entries(present).filter(([header, id]) => before[header] !== id)
  const ids = new Set(chosen.map(([, id]) => id))
  const guessed = Object.entries(after).filter(([header, id]) => present[header] === before[header] && !ids.has(id))
  return someOf([...guessed, ...chosen])
}

const someOf = (entries: readonly (readonly [string, string])[]): Mapping | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries)

function mergeIds(
  before: readonly string[] = [],
  present: readonly string[],
  after: readonly string[] = [],
): readonly string[] {
  const kept = after.filter((id) => present.includes(id) || !before.includes(id))
  return [...kept, ...present.filter((id) => !before.includes(id) && !kept.includes(id))]
}

/** The mapping of a kind whose columns may be items, and the list of its attributes. */
export function itemMapping({
  fields,
}: AnySourceDefinition): { readonly mapping: string; readonly list: string } | null {
  const [mapping, field] =
    Object.entries(fields).find((entry): entry is [string, MappingField] => entry[1].kind === 'mapping') ?? []
  return mapping === undefined || field?.items !== true || field.attributes === undefined
    ? null
    : { mapping, list: field.attributes }
}

/** Without meanings of columns that the new instrument has no place for; attributes whose names it takes go by others. */
function withoutStrays(
  definition: AnySourceDefinition,
  instrument: Instrument | null,
  earlier: Instrument | null,
  merged: AnySource,
  after: AnySource,
): AnySource {
  const names = itemMapping(definition)
  if (names === null || instrument === null) return merged
  const columns = (merged[names.mapping] ?? {}) as Mapping
  const attributes = (merged[names.list] ?? []) as readonly string[]
  const guessed = (after[names.mapping] ?? {}) as Mapping
  const isItem = (id: string): boolean => instrument.items.some((item) => item.id === id)
  const wasItem = (id: string): boolean => earlier?.items.some((item) => item.id === id) === true
  const named = Object.entries(definition.fields).flatMap(([name, { kind }]) =>
    kind === 'header' ? [merged[name]] : [],
  )
  const entries = Object.entries(columns).flatMap(([header, id]) => {
    const stays = isItem(id) || attributes.includes(id) || !(wasItem(id) || guessed[header] === id)
    if (stays && !named.includes(header)) return [[header, id] as const]
    const instead = guessed[header]
    return instead === undefined || named.includes(header) || !attributes.includes(instead)
      ? []
      : [[header, instead] as const]
  })
  const taken = takenForAttributes(instrument)
  const others = new Map(
    attributes
      .filter((id) => taken.has(id.toLowerCase()) && entries.some(([, mapped]) => mapped === id))
      .map((id) => [id, freeId(id, [...taken, ...attributes])]),
  )
  const { [names.mapping]: _, ...rest } = merged
  const mapping = someOf(entries.map(([header, id]) => [header, others.get(id) ?? id]))
  return {
    ...rest,
    [names.list]: attributes.map((id) => others.get(id) ?? id),
    ...(mapping === undefined ? {} : { [names.mapping]: mapping }),
  } as unknown as AnySource
}

/** Without attributes that were guessed and whose columns have become something else by hand. */
function withoutLostAttributes(
  definition: AnySourceDefinition,
  { head, instrument }: Clues,
  source: AnySource,
  after: AnySource,
): AnySource {
  const names = itemMapping(definition)
  if (names === null) return source
  const idsIn = (read: AnySource) => definition.match(head, read as never, instrument).uses.map(({ id }) => id)
  const [guessed, found] = [idsIn(after), idsIn(source)]
  const attributes = (source[names.list] ?? []) as readonly string[]
  return { ...source, [names.list]: attributes.filter((id) => found.includes(id) || !guessed.includes(id)) }
}
