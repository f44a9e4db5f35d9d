import { InputError, type Place } from '../../core/errors'
import { instrumentIdSchema } from '../../core/ids'
import { isJsonObject, type Json, type JsonObject } from '../../core/json-rewrite'
import { pathText } from '../../core/json-place'
import type { Values } from '../../core/words'
import { entriesOf, listOf, type Section } from '../parts'
import { isTakenForItems } from '../taken-names'

/** A changed document, or why it cannot be changed so. */
export type Edited =
  | {
      readonly ok: true
      readonly document: JsonObject
      /** What was changed: edits of one place that follow each other are undone as one. Null is undone alone. */
      readonly touched: string | null
      /** Keys of the parts that it is about, as they are afterwards. */
      readonly chosen: readonly string[]
      /** An id that has become another one, for whoever names the part elsewhere. */
      readonly renamed?: { readonly section: Section; readonly from: string; readonly to: string }
    }
  | { readonly ok: false; readonly problems: readonly InputError[] }

/** One change of an instrument's document. It keeps what it does not name, so that a document with faults can be edited as well. */
export type Edit = (document: JsonObject) => Edited

export const edited = (
  document: JsonObject,
  touched: string | null = null,
  chosen: readonly string[] = [],
): Edited => ({ ok: true, document, touched, chosen })

/** An edit that gave a part another id. */
export const renamedTo = (document: JsonObject, section: Section, from: string, to: string, key: string): Edited => ({
  ok: true,
  document,
  touched: null,
  chosen: [key],
  ...(from === to ? {} : { renamed: { section, from, to } }),
})

export function refused(
  code: 'part-missing' | 'id-taken' | 'not-an-id' | 'nothing-to-split' | 'one-to-merge' | 'scale-used',
  about: Values,
  path: readonly (string | number)[] = [],
): Edited {
  const place: Place = { path: pathText(path) }
  return { ok: false, problems: [new InputError(`instrument:edit.${code}`, about, place)] }
}

/** The order in which the keys of each part are written. */
const keyOrders: Readonly<Record<Section | 'document', readonly string[]>> = {
  document: [
    'instrument',
    'id',
    'version',
    'illustrative',
    'label',
    'scales',
    'dimensions',
    'items',
    'measures',
    'references',
  ],
  scales: ['id', 'kind', 'min', 'max', 'unit', 'labels', 'non_responses', 'codes'],
  dimensions: ['id', 'label', 'description', 'score', 'min_answered'],
  items: ['id', 'dimension', 'scale', 'text', 'reversed', 'aliases', 'asked_of', 'since', 'changed'],
  measures: ['id', 'label', 'for', 'below', 'note'],
}

/** An object with one key changed, or without it where the value is undefined. A new key stands where it usually does; the others stay where they are. */
export function withKey(
  object: JsonObject,
  key: string,
  value: Json | undefined,
  order: readonly string[] = [],
): JsonObject {
  const entries = Object.entries(object)
  if (value === undefined) return Object.fromEntries(entries.filter(([name]) => name !== key))
  if (Object.hasOwn(object, key))
    return Object.fromEntries(entries.map(([name, before]) => [name, name === key ? value : before]))
  const before = order.slice(0, Math.max(0, order.indexOf(key)))
  const at = entries.findLastIndex(([name]) => before.includes(name)) + 1
  return Object.fromEntries(entries.toSpliced(order.includes(key) ? at : entries.length, 0, [key, value]))
}

/** A document with one of its own keys changed. */
export const withDocumentKey = (document: JsonObject, key: string, value: Json | undefined): JsonObject =>
  withKey(document, key, value, keyOrders.document)

/** A part with one of its keys changed. */
export const withPartKey = (section: Section, entry: JsonObject, key: string, value: Json | undefined): JsonObject =>
  withKey(entry, key, value, keyOrders[section])

export const withSection = (document: JsonObject, section: Section, entries: readonly Json[]): JsonObject =>
  withDocumentKey(document, section, entries)

/** The place of a part; −1 where there is none of that key. */
export const indexOfKey = (document: JsonObject, section: Section, key: string): number =>
  entriesOf(document, section).find((each) => each.key === key)?.index ?? -1

/** The key that the part at a place goes by. */
export const keyAt = (document: JsonObject, section: Section, index: number): string =>
  entriesOf(document, section).find((each) => each.index === index)?.key ?? ''

/** Changes the parts with these keys one by one. */
export function changeParts(
  document: JsonObject,
  section: Section,
  keys: readonly string[],
  change: (entry: JsonObject) => JsonObject,
): JsonObject {
  const places = new Set(keys.map((key) => indexOfKey(document, section, key)))
  const entries = listOf(document[section]).map((entry, index) =>
    places.has(index) && isJsonObject(entry) ? change(entry) : entry,
  )
  return withSection(document, section, entries)
}

/** An edit that sets one key of some parts. @param touched names the field for undo; null is a step of its own */
export function setPartKey(
  section: Section,
  keys: readonly string[],
  key: string,
  value: Json | undefined,
  isMerged = false,
): Edit {
  return (document) => {
    const missing = keys.find((each) => indexOfKey(document, section, each) < 0)
    if (missing !== undefined) return refused('part-missing', { id: missing }, [section])
    const next = changeParts(document, section, keys, (entry) => withPartKey(section, entry, key, value))
    return edited(next, isMerged ? placeName(section, keys, key) : null, keys)
  }
}

/** What an edit of a field is about, for the history. */
export const placeName = (
  section: Section | 'document',
  keys: readonly string[],
  ...field: readonly string[]
): string => ['instrument', section, keys.join(','), ...field].join(':')

/** Ids of dimensions and items in lower case, since they share one name space in which case does not count, or of scales or measures as they are. */
function takenIds(document: JsonObject, section: Section, without = -1): ReadonlySet<string> {
  const idsOf = (each: Section): readonly string[] =>
    entriesOf(document, each)
      .filter(({ index }) => each !== section || index !== without)
      .flatMap(({ entry }) => (typeof entry['id'] === 'string' ? [entry['id']] : []))
  return section === 'scales' || section === 'measures'
    ? new Set(idsOf(section))
    : new Set([...idsOf('dimensions'), ...idsOf('items')].map((id) => id.toLowerCase()))
}

/** Why a part cannot go by an id; null when it can. @param index of the part itself, whose present id does not count */
export function refusalOfId(document: JsonObject, section: Section, id: string, index: number): Edited | null {
  const path = index < 0 ? [section] : [section, index, 'id']
  const isPart = section === 'dimensions' || section === 'items'
  if (!instrumentIdSchema.safeParse(id).success || (isPart && isTakenForItems(id)))
    return refused('not-an-id', { id }, path)
  return takenIds(document, section, index).has(isPart ? id.toLowerCase() : id)
    ? refused('id-taken', { id }, path)
    : null
}

/** The first of `stem`, `stem_2` … that a new part can go by. */
export function newId(document: JsonObject, section: Section, stem: string): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}_${number}`
    if (refusalOfId(document, section, id, -1) === null) return id
  }
}
