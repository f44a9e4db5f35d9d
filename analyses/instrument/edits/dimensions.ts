import type { JsonObject } from '../../core/json-rewrite'
import type { Text } from '../../core/words'
import { entriesOf, listOf, objectOf } from '../parts'
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
} from './edit'
import { moveItems } from './items'
import { retargetMeasures } from './measures'

/**
 * Adds a dimension at the end, with items or without.
 * @param items keys of items that move into it
 */
export function addDimension(label: Text, items: readonly string[] = []): Edit {
  return (document) => {
    const id = newId(document, 'dimensions', `dimension_${listOf(document['dimensions']).length + 1}`)
    const added = withSection(document, 'dimensions', [...listOf(document['dimensions']), { id, label: { ...label } }])
    if (items.length === 0) return edited(added, null, [id])
    const moved = moveItems(items, { dimension: id, before: null })(added)
    return moved.ok ? edited(moved.document, null, [id]) : moved
  }
}

/** Removes a dimension. Its items stay, without a dimension. */
export function removeDimension(key: string): Edit {
  return (document) => {
    const at = indexOfKey(document, 'dimensions', key)
    if (at < 0) return refused('part-missing', { id: key }, ['dimensions'])
    const { id } = objectOf(listOf(document['dimensions'])[at])
    const without = withSection(document, 'dimensions', listOf(document['dimensions']).toSpliced(at, 1))
    // Another dimension of the same id keeps the items.
    if (typeof id !== 'string' || hasDimension(without, id)) return edited(without)
    return edited(retargetMeasures(withItemsOf(without, [id], undefined), [id], null))
  }
}

/** Moves a dimension before another, or to the end. */
export function moveDimension(key: string, before: string | null): Edit {
  return (document) => {
    const from = indexOfKey(document, 'dimensions', key)
    const to = before === null ? listOf(document['dimensions']).length : indexOfKey(document, 'dimensions', before)
    if (from < 0 || to < 0) return refused('part-missing', { id: from < 0 ? key : (before ?? '') }, ['dimensions'])
    const all = listOf(document['dimensions'])
    const at = to > from ? to - 1 : to
    const next = withSection(document, 'dimensions', all.toSpliced(from, 1).toSpliced(at, 0, all[from] ?? null))
    return edited(next, null, [keyAt(next, 'dimensions', at)])
  }
}

/** Moves a dimension one place up or down; at the edge it stays. */
export function stepDimension(key: string, by: -1 | 1): Edit {
  return (document) => {
    const all = entriesOf(document, 'dimensions')
    const place = all.findIndex((each) => each.key === key)
    if (place < 0) return refused('part-missing', { id: key }, ['dimensions'])
    if (all[place + by] === undefined) return edited(document, null, [key])
    return moveDimension(key, (by < 0 ? all[place - 1] : all[place + 2])?.key ?? null)(document)
  }
}

/** Gives a dimension another id; its items and measures follow. */
export function renameDimension(key: string, id: string): Edit {
  return (document) => {
    const index = indexOfKey(document, 'dimensions', key)
    if (index < 0) return refused('part-missing', { id: key }, ['dimensions'])
    const refusal = refusalOfId(document, 'dimensions', id, index)
    if (refusal !== null) return refusal
    const old = objectOf(listOf(document['dimensions'])[index])['id']
    const renamed = changeParts(document, 'dimensions', [key], (entry) => withPartKey('dimensions', entry, 'id', id))
    if (typeof old !== 'string' || hasDimension(renamed, old)) return edited(renamed, null, [id])
    return renamedTo(retargetMeasures(withItemsOf(renamed, [old], id), [old], id), 'dimensions', old, id, id)
  }
}

export const setScore = (keys: readonly string[], score: 'mean' | 'sum'): Edit =>
  setPartKey('dimensions', keys, 'score', score)

/** The fewest answered items that give a score. */
export const setMinAnswered = (keys: readonly string[], rule: 'half' | 'all' | number): Edit =>
  setPartKey('dimensions', keys, 'min_answered', rule, typeof rule === 'number')

/** Takes some items of a dimension out into a new one behind it, which is scored alike. */
export function splitDimension(key: string, items: readonly string[], label: Text): Edit {
  return (document) => {
    const index = indexOfKey(document, 'dimensions', key)
    if (index < 0) return refused('part-missing', { id: key }, ['dimensions'])
    const { id, score } = objectOf(listOf(document['dimensions'])[index])
    const own = entriesOf(document, 'items').filter(({ entry }) => entry['dimension'] === id)
    const taken = own.filter((each) => items.includes(each.key))
    if (taken.length === 0 || taken.length === own.length)
      return refused('nothing-to-split', { id: key }, ['dimensions', index])
    const name = newId(document, 'dimensions', typeof id === 'string' ? `${id}_2` : 'dimension')
    const added: JsonObject = { id: name, label: { ...label }, ...(score === undefined ? {} : { score }) }
    const wider = withSection(document, 'dimensions', listOf(document['dimensions']).toSpliced(index + 1, 0, added))
    const moved = moveItems(
      taken.map((each) => each.key),
      { dimension: name, before: null },
    )(wider)
    return moved.ok ? edited(moved.document, null, [name]) : moved
  }
}

/** Makes one dimension of several: the items and measures of the others go to the first. */
export function mergeDimensions(keys: readonly string[]): Edit {
  return (document) => {
    const merged = entriesOf(document, 'dimensions').filter((each) => keys.includes(each.key))
    const [first, ...others] = merged
    const id = first?.entry['id']
    if (first === undefined || others.length === 0 || typeof id !== 'string')
      return refused('one-to-merge', {}, ['dimensions'])
    const ids = others.flatMap(({ entry }) =>
      typeof entry['id'] === 'string' && entry['id'] !== id ? [entry['id']] : [],
    )
    const items = entriesOf(document, 'items').filter(({ entry }) => ids.includes(String(entry['dimension'])))
    const moved = moveItems(
      items.map(({ key }) => key),
      { dimension: id, before: null },
    )(document)
    if (!moved.ok) return moved
    const places = new Set(others.map(({ index }) => index))
    const left = listOf(moved.document['dimensions']).filter((_, index) => !places.has(index))
    return edited(retargetMeasures(withSection(moved.document, 'dimensions', left), ids, id), null, [id])
  }
}

const hasDimension = (document: JsonObject, id: string): boolean =>
  entriesOf(document, 'dimensions').some(({ entry }) => entry['id'] === id)

/** The items of some dimensions, in another one; undefined for none. */
function withItemsOf(document: JsonObject, ids: readonly string[], to: string | undefined): JsonObject {
  const items = entriesOf(document, 'items').filter(({ entry }) => ids.includes(String(entry['dimension'])))
  return items.length === 0
    ? document
    : changeParts(
        document,
        'items',
        items.map(({ key }) => key),
        (entry) => withPartKey('items', entry, 'dimension', to),
      )
}
