import type { Language } from '../../core/words'
import { instrumentIdSchema } from '../../core/ids'
import { isJsonObject, type Json, type JsonObject } from '../../core/json-rewrite'
import type { Instrument } from '../model'
import { edited, placeName, refused, withDocumentKey, type Edit } from './edit'

/** An instrument to begin from: one dimension with one item on a scale of five steps. */
export function newInstrument(id: string, label: string, language: Language): Instrument {
  return {
    id,
    version: '1',
    illustrative: false,
    label: { [language]: label },
    scales: [{ id: 'scale_1', kind: 'ordinal', min: 1, max: 5, labels: {}, nonResponses: [] }],
    dimensions: [{ id: 'dimension_1', label: {}, score: 'mean', minAnswered: 'half' }],
    items: [
      {
        id: 'item_1',
        dimension: 'dimension_1',
        scale: 'scale_1',
        text: {},
        reversed: false,
        aliases: [],
        askedOf: [],
        changed: [],
      },
    ],
    measures: [],
    references: [],
  }
}

export function setInstrumentId(id: string): Edit {
  return (document) =>
    instrumentIdSchema.safeParse(id).success
      ? edited(withDocumentKey(document, 'id', id))
      : refused('not-an-id', { id }, ['id'])
}

export const setVersion =
  (version: string): Edit =>
  (document) =>
    edited(withDocumentKey(document, 'version', version), placeName('document', [], 'version'))

/** @param references one a line of what is typed; empty ones are left out */
export const setReferences =
  (references: readonly string[]): Edit =>
  (document) =>
    edited(
      withDocumentKey(document, 'references', references.length === 0 ? undefined : [...references]),
      placeName('document', [], 'references'),
    )

/**
 * An instrument that came with the program is illustrative and stays as it is: a changed one is another instrument, with an id and a version of its own, that says
 * nothing of being illustrative. Any other document is given back as it is.
 */
export function ownCopy(document: JsonObject): JsonObject {
  if (document['illustrative'] !== true) return document
  const id = typeof document['id'] === 'string' ? document['id'] : 'instrument'
  const named = withDocumentKey(document, 'id', `${id.slice(0, 70)}-own`)
  return withDocumentKey(withDocumentKey(named, 'version', '1'), 'illustrative', undefined)
}

/** Takes out what stands at a path of the document, whatever it is: a key that nobody knows, or an element that cannot be read. */
export function removeAt(path: readonly (string | number)[]): Edit {
  return (document) => {
    const next = without(document, path)
    return isJsonObject(next) ? edited(next) : refused('part-missing', { id: path.join('.') })
  }
}

function without(value: Json, path: readonly (string | number)[]): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    const at = Number(key)
    return rest.length === 0
      ? list.toSpliced(at, 1)
      : list.map((each, index) => (index === at ? without(each, rest) : each))
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): readonly (readonly [string, Json])[] =>
      name !== key ? [[name, each]] : rest.length === 0 ? [] : [[name, without(each, rest)]],
    ),
  )
}
