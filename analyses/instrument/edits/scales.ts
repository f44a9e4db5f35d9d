import { isJsonObject, type Json, type JsonObject } from '../../core/json-rewrite'
import type { Language } from '../../core/words'
import type { NonResponseKind } from '../model'
import { entriesOf, listOf, objectOf } from '../parts'
import {
  changeParts,
  edited,
  indexOfKey,
  newId,
  placeName,
  refusalOfId,
  refused,
  renamedTo,
  withPartKey,
  withSection,
  type Edit,
} from './edit'
import { withWords } from './texts'

/** Adds a scale of five steps without labels, or one like another. @param like key of the scale that it is a copy of */
export function addScale(like: string | null = null): Edit {
  return (document) => {
    const model = like === null ? undefined : entriesOf(document, 'scales').find(({ key }) => key === like)
    if (like !== null && model === undefined) return refused('part-missing', { id: like }, ['scales'])
    const id = newId(document, 'scales', `scale_${listOf(document['scales']).length + 1}`)
    const scale: JsonObject =
      model === undefined
        ? { id, kind: 'ordinal', min: 1, max: 5, labels: {} }
        : { ...structuredClone(model.entry), id }
    return edited(withSection(document, 'scales', [...listOf(document['scales']), scale]), null, [id])
  }
}

/** Removes a scale on which no item is answered. */
export function removeScale(key: string): Edit {
  return (document) => {
    const at = indexOfKey(document, 'scales', key)
    if (at < 0) return refused('part-missing', { id: key }, ['scales'])
    const { id } = objectOf(listOf(document['scales'])[at])
    const isOnly = entriesOf(document, 'scales').filter(({ entry }) => entry['id'] === id).length === 1
    const users = entriesOf(document, 'items').filter(({ entry }) => entry['scale'] === id)
    if (isOnly && users.length > 0) return refused('scale-used', { id: key, items: users.length }, ['scales', at])
    return edited(withSection(document, 'scales', listOf(document['scales']).toSpliced(at, 1)))
  }
}

/** Gives a scale another id; its items follow. */
export function renameScale(key: string, id: string): Edit {
  return (document) => {
    const index = indexOfKey(document, 'scales', key)
    if (index < 0) return refused('part-missing', { id: key }, ['scales'])
    const refusal = refusalOfId(document, 'scales', id, index)
    if (refusal !== null) return refusal
    const old = objectOf(listOf(document['scales'])[index])['id']
    const renamed = changeParts(document, 'scales', [key], (entry) => withPartKey('scales', entry, 'id', id))
    if (typeof old !== 'string' || entriesOf(renamed, 'scales').some(({ entry }) => entry['id'] === old))
      return edited(renamed, null, [id])
    const items = entriesOf(renamed, 'items').flatMap((each) => (each.entry['scale'] === old ? [each.key] : []))
    const next =
      items.length === 0
        ? renamed
        : changeParts(renamed, 'items', items, (entry) => withPartKey('items', entry, 'scale', id))
    return renamedTo(next, 'scales', old, id, id)
  }
}

/** What the answers are: steps with labels, or a number with a unit. A number has neither labels nor codes of its own. */
export function setScaleKind(key: string, kind: 'ordinal' | 'continuous'): Edit {
  return changeScale(key, null, (scale) =>
    kind === 'ordinal'
      ? withPartKey('scales', withPartKey('scales', scale, 'kind', kind), 'unit', undefined)
      : ['labels', 'codes'].reduce(
          (entry, each) => withPartKey('scales', entry, each, undefined),
          withPartKey('scales', scale, 'kind', kind),
        ),
  )
}

export const setUnit = (key: string, unit: string): Edit =>
  changeScale(key, 'unit', (scale) => withPartKey('scales', scale, 'unit', unit === '' ? undefined : unit))

/** The lowest and highest value. Labels of steps that are gone go with them. */
export function setRange(key: string, min: number, max: number): Edit {
  return changeScale(key, null, (scale) => {
    const labels = Object.entries(objectOf(scale['labels']))
    const kept = labels.filter(([code]) => Number(code) >= min && Number(code) <= max)
    const ranged = withPartKey('scales', withPartKey('scales', scale, 'min', min), 'max', max)
    return kept.length === labels.length ? ranged : withPartKey('scales', ranged, 'labels', Object.fromEntries(kept))
  })
}

/** The words of one step in one language. */
export function setStepLabel(key: string, code: number, language: Language, words: string): Edit {
  return changeScale(key, `label:${code}:${language}`, (scale) => {
    const labels = objectOf(scale['labels'])
    const text = withWords(labels[String(code)], language, words)
    const others = Object.entries(labels).filter(([other]) => other !== String(code))
    const entries = Object.keys(text).length === 0 ? others : [...others, [String(code), text] as const]
    return withPartKey('scales', scale, 'labels', Object.fromEntries(entries.sort(([a], [b]) => Number(a) - Number(b))))
  })
}

/** Turns the labels round, for a scale that was written down the wrong way: the first step gets the words of the last. */
export function turnLabels(key: string): Edit {
  return changeScale(key, null, (scale) => {
    const { min, max } = scale
    if (typeof min !== 'number' || typeof max !== 'number') return scale
    const turned = Object.entries(objectOf(scale['labels'])).map(([code, text]): [string, Json] => [
      String(min + max - Number(code)),
      text,
    ])
    return withPartKey('scales', scale, 'labels', Object.fromEntries(turned.sort(([a], [b]) => Number(a) - Number(b))))
  })
}

/** Adds a typed non-answer with the first code outside the scale that is free: 9, 99 or the next ones. */
export function addNonResponse(key: string): Edit {
  return changeScale(key, null, (scale) => {
    const answers = listOf(scale['non_responses'])
    const taken = new Set(answers.map((answer) => objectOf(answer)['code']))
    const isFree = (code: number): boolean =>
      !taken.has(code) && !(code >= Number(scale['min']) && code <= Number(scale['max']))
    let code = [9, 8, 7, 99, 98, 97].find(isFree) ?? 100
    while (!isFree(code)) code += 1
    return withPartKey('scales', scale, 'non_responses', [...answers, { code, kind: 'dont_know', label: {} }])
  })
}

export function removeNonResponse(key: string, place: number): Edit {
  return changeScale(key, null, (scale) => {
    const left = listOf(scale['non_responses']).toSpliced(place, 1)
    return withPartKey('scales', scale, 'non_responses', left.length === 0 ? undefined : left)
  })
}

/** Changes a typed non-answer: its code, its kind or its words in one language. */
export function editNonResponse(
  key: string,
  place: number,
  change:
    | { readonly code: number }
    | { readonly kind: NonResponseKind }
    | { readonly language: Language; readonly words: string },
): Edit {
  const field = 'language' in change ? `non-response:${place}:${change.language}` : null
  return changeScale(key, field, (scale) => {
    const answers = listOf(scale['non_responses']).map((answer, index) => {
      if (index !== place || !isJsonObject(answer)) return answer
      return 'language' in change
        ? { ...answer, label: withWords(answer['label'], change.language, change.words) }
        : { ...answer, ...change }
    })
    return withPartKey('scales', scale, 'non_responses', answers)
  })
}

/** @param field what is typed into, for the history; null is a step of its own */
function changeScale(key: string, field: string | null, change: (scale: JsonObject) => JsonObject): Edit {
  return (document) => {
    if (indexOfKey(document, 'scales', key) < 0) return refused('part-missing', { id: key }, ['scales'])
    const next = changeParts(document, 'scales', [key], change)
    return edited(next, field === null ? null : placeName('scales', [key], field), [key])
  }
}
