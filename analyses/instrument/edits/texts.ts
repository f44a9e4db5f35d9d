import type { Json, JsonObject } from '../../core/json-rewrite'
import type { Language } from '../../core/words'
import { objectOf, type Section } from '../parts'
import {
  changeParts,
  edited,
  indexOfKey,
  placeName,
  refused,
  withDocumentKey,
  withKey,
  withPartKey,
  type Edit,
} from './edit'

const languages: readonly Language[] = ['en', 'nb', 'sv', 'da']

/** A text with the words of one language changed; an empty one is left out. */
export const withWords = (text: Json | undefined, language: Language, words: string): JsonObject =>
  withKey(objectOf(text), language, words === '' ? undefined : words, languages)

/** Whether nothing is left of a text. */
const isEmptyText = (text: JsonObject): boolean => Object.keys(text).length === 0

/** Keys of texts that a part can be without; a label or the text of an item stays, so that what is missing is told where it is. */
const optional: readonly string[] = ['description', 'note']

/** Writes the words of a part in one language. Typing is one step of the history. */
export function editText(
  section: Section,
  key: string,
  field: 'label' | 'description' | 'text' | 'note',
  language: Language,
  words: string,
): Edit {
  return (document) => {
    if (indexOfKey(document, section, key) < 0) return refused('part-missing', { id: key }, [section])
    const next = changeParts(document, section, [key], (entry) => {
      const text = withWords(entry[field], language, words)
      return withPartKey(section, entry, field, isEmptyText(text) && optional.includes(field) ? undefined : text)
    })
    return edited(next, placeName(section, [key], field, language), [key])
  }
}

/** Writes the name of the instrument in one language. */
export function editInstrumentLabel(language: Language, words: string): Edit {
  return (document) =>
    edited(
      withDocumentKey(document, 'label', withWords(document['label'], language, words)),
      placeName('document', [], 'label', language),
    )
}
