import { isJsonObject, type Json, type JsonObject } from '../../core/json-rewrite'
import { entriesOf, listOf } from '../parts'
import {
  changeParts,
  edited,
  indexOfKey,
  keyAt,
  newId,
  refusalOfId,
  refused,
  renamedTo,
  setPartKey,
  withPartKey,
  withSection,
  type Edit,
  type Edited,
} from './edit'
import { retargetMeasures } from './measures'

/** Where items go: into a dimension (its id; null for none), before one of its items or to its end. */
export interface ItemTarget {
  readonly dimension: string | null
  /** Key of the item that comes after them. */
  readonly before: string | null
}

/** Adds an item at the end of a dimension, on the scale that its neighbours have, or the first. */
export function addItem(dimension: string | null, id?: string): Edit {
  return (document) => {
    const others = itemsIn(document, dimension)
    const all = entriesOf(document, 'items')
    const scale = (others.at(-1) ?? all.at(-1))?.entry['scale'] ?? entriesOf(document, 'scales')[0]?.entry['id']
    const stem = id ?? `${dimension ?? 'item'}_${others.length + 1}`
    const name = id ?? newId(document, 'items', stem)
    const refusal = refusalOfId(document, 'items', name, -1)
    if (refusal !== null) return refusal
    const item: JsonObject = {
      id: name,
      ...(dimension === null ? {} : { dimension }),
      scale: typeof scale === 'string' ? scale : '',
      text: {},
    }
    const at = placeIn(document, listOf(document['items']), { dimension, before: null })
    const next = withSection(document, 'items', listOf(document['items']).toSpliced(at, 0, item))
    return edited(next, null, [name])
  }
}

/** Removes items; measures are no longer for them. */
export function removeItems(keys: readonly string[]): Edit {
  return (document) => {
    const gone = entriesOf(document, 'items').filter(({ key }) => keys.includes(key))
    if (gone.length < keys.length) return partMissing(document, keys)
    const places = new Set(gone.map(({ index }) => index))
    const next = withSection(
      document,
      'items',
      listOf(document['items']).filter((_, index) => !places.has(index)),
    )
    // An id that another item still has is still there to be named.
    const left = new Set(entriesOf(next, 'items').map(({ entry }) => entry['id']))
    const ids = gone.flatMap(({ entry: { id } }) => (typeof id === 'string' && !left.has(id) ? [id] : []))
    return edited(retargetMeasures(next, ids, null))
  }
}

/** Moves items, in the order in which they stand, into a dimension and to a place in it. */
export function moveItems(keys: readonly string[], target: ItemTarget): Edit {
  return (document) => {
    const moved = entriesOf(document, 'items').filter(({ key }) => keys.includes(key))
    if (moved.length < keys.length) return partMissing(document, keys)
    if (
      target.dimension !== null &&
      !entriesOf(document, 'dimensions').some(({ entry }) => entry['id'] === target.dimension)
    )
      return refused('part-missing', { id: target.dimension }, ['dimensions'])
    const all = listOf(document['items'])
    const places = new Set(moved.map(({ index }) => index))
    const given = target.before === null ? -1 : indexOfKey(document, 'items', target.before)
    if (target.before !== null && given < 0) return partMissing(document, [target.before])
    // What is to come after them may itself be among them: then it is the next one that stays.
    const next = all.findIndex((_, index) => index >= given && !places.has(index) && given >= 0)
    const staying = all.filter((_, index) => !places.has(index))
    const at =
      target.before === null || next < 0
        ? placeIn(document, staying, { ...target, before: null })
        : all.slice(0, next).filter((_, index) => !places.has(index)).length
    const entries = moved.map(({ entry }) =>
      entry['dimension'] === target.dimension || (target.dimension === null && entry['dimension'] === undefined)
        ? entry
        : withPartKey('items', entry, 'dimension', target.dimension ?? undefined),
    )
    const changed = withSection(document, 'items', staying.toSpliced(at, 0, ...entries))
    return edited(
      changed,
      null,
      entries.map((_, place) => keyAt(changed, 'items', at + place)),
    )
  }
}

/** Moves items one place up or down, at the edge of their dimension into the neighbouring one. */
export function stepItems(keys: readonly string[], by: -1 | 1): Edit {
  return (document) => {
    const moved = entriesOf(document, 'items').filter(({ key }) => keys.includes(key))
    const edge = by < 0 ? moved[0] : moved.at(-1)
    if (edge === undefined || moved.length < keys.length) return partMissing(document, keys)
    const dimension = dimensionOf(edge.entry)
    const group = itemsIn(document, dimension)
    const staying = group.filter(({ key }) => !keys.includes(key))
    const at = group.findIndex(({ index }) => index === edge.index)
    const neighbour = group[at + by]
    if (neighbour !== undefined) {
      const before = by < 0 ? neighbour : staying[staying.findIndex(({ index }) => index === neighbour.index) + 1]
      return moveItems(keys, { dimension, before: before?.key ?? null })(document)
    }
    const groups = [...entriesOf(document, 'dimensions').map(({ entry }) => String(entry['id'])), null]
    const next = groups[groups.indexOf(dimension) + by]
    if (next === undefined) return edited(document, null, keys)
    const first = by < 0 ? undefined : itemsIn(document, next)[0]
    return moveItems(keys, { dimension: next, before: first?.key ?? null })(document)
  }
}

/**
 * Gives an item another id, which measures follow. The old one becomes a header under which files have the item, so that they are still understood.
 * @param isAlias whether files may have the item under the old id
 */
export function renameItem(key: string, id: string, isAlias = true): Edit {
  return (document) => {
    const index = indexOfKey(document, 'items', key)
    if (index < 0) return partMissing(document, [key])
    const refusal = refusalOfId(document, 'items', id, index)
    if (refusal !== null) return refusal
    const old = entriesOf(document, 'items').find((each) => each.index === index)?.entry['id']
    const renamed = changeParts(document, 'items', [key], (entry) => {
      const aliases = listOf(entry['aliases']).filter((alias) => alias !== id)
      const kept =
        isAlias && typeof old === 'string' && old !== '' && old !== id ? [...new Set([...aliases, old])] : aliases
      const named = withPartKey('items', entry, 'id', id)
      return withPartKey('items', named, 'aliases', kept.length === 0 ? undefined : kept)
    })
    if (typeof old !== 'string' || idsOf(renamed).has(old))
      return edited(renamed, null, [keyAt(renamed, 'items', index)])
    return renamedTo(retargetMeasures(renamed, [old], id), 'items', old, id, keyAt(renamed, 'items', index))
  }
}

export const setReversed = (keys: readonly string[], isReversed: boolean): Edit =>
  setPartKey('items', keys, 'reversed', isReversed ? true : undefined)

export const setScaleOfItems = (keys: readonly string[], scale: string): Edit =>
  setPartKey('items', keys, 'scale', scale)

/** @param roles empty for everybody */
export const setAskedOf = (keys: readonly string[], roles: readonly string[]): Edit =>
  setPartKey('items', keys, 'asked_of', roles.length === 0 ? undefined : roles)

export const setAliases = (key: string, aliases: readonly string[]): Edit =>
  setPartKey('items', [key], 'aliases', aliases.length === 0 ? undefined : aliases)

type Entry = ReturnType<typeof entriesOf>[number]

const dimensionOf = (entry: JsonObject): string | null =>
  typeof entry['dimension'] === 'string' ? entry['dimension'] : null

const itemsIn = (document: JsonObject, dimension: string | null): readonly Entry[] =>
  entriesOf(document, 'items').filter(({ entry }) => dimensionOf(entry) === dimension)

const idsOf = (document: JsonObject): ReadonlySet<Json | undefined> =>
  new Set(entriesOf(document, 'items').map(({ entry }) => entry['id']))

/** After the last item of the dimension, or of the nearest one before it that has items. */
function placeIn(document: JsonObject, items: readonly Json[], { dimension }: ItemTarget): number {
  const after = (id: string | null): number =>
    items.findLastIndex((entry) => isJsonObject(entry) && dimensionOf(entry) === id) + 1
  if (dimension === null) return items.length
  const order = entriesOf(document, 'dimensions').map(({ entry }) => String(entry['id']))
  for (let place = order.indexOf(dimension); place >= 0; place -= 1) {
    const at = after(order[place] ?? null)
    if (at > 0) return at
  }
  return order.indexOf(dimension) < 0 ? items.length : 0
}

function partMissing(document: JsonObject, keys: readonly string[]): Edited {
  const id = keys.find((key) => indexOfKey(document, 'items', key) < 0) ?? ''
  return refused('part-missing', { id }, ['items'])
}
