import { isJsonObject, type JsonObject } from '../../core/json-rewrite'
import { entriesOf, listOf } from '../parts'
import { edited, indexOfKey, newId, refused, setPartKey, withPartKey, withSection, type Edit } from './edit'

/** Adds a measure for dimensions or items, named by their ids. */
export function addMeasure(targets: readonly string[]): Edit {
  return (document) => {
    const id = newId(document, 'measures', `measure_${listOf(document['measures']).length + 1}`)
    const measure: JsonObject = { id, label: {}, for: [...targets] }
    return edited(withSection(document, 'measures', [...listOf(document['measures']), measure]), null, [id])
  }
}

export function removeMeasure(key: string): Edit {
  return (document) => {
    const at = indexOfKey(document, 'measures', key)
    if (at < 0) return refused('part-missing', { id: key }, ['measures'])
    return edited(withSection(document, 'measures', listOf(document['measures']).toSpliced(at, 1)))
  }
}

/** What a measure is for, by ids of dimensions and items. */
export const setTargets = (key: string, targets: readonly string[]): Edit =>
  setPartKey('measures', [key], 'for', [...targets])

/** The score below which a measure is suggested, in points of the scale; null for always. */
export const setBelow = (key: string, below: number | null): Edit =>
  setPartKey('measures', [key], 'below', below ?? undefined, true)

/** Measures that were for these ids are for another one instead; null lets go of them, and a measure that was for nothing else goes with them. */
export function retargetMeasures(document: JsonObject, ids: readonly string[], to: string | null): JsonObject {
  const isConcerned = (entry: JsonObject): boolean =>
    listOf(entry['for']).some((target) => ids.includes(String(target)))
  if (!entriesOf(document, 'measures').some(({ entry }) => isConcerned(entry))) return document
  const measures = listOf(document['measures']).flatMap((entry) => {
    if (!isJsonObject(entry) || !isConcerned(entry)) return [entry]
    const targets = listOf(entry['for']).flatMap((target) =>
      ids.includes(String(target)) ? (to === null ? [] : [to]) : [target],
    )
    return targets.length === 0 ? [] : [withPartKey('measures', entry, 'for', [...new Set(targets)])]
  })
  return withSection(document, 'measures', measures)
}
