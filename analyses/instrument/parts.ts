import { isJsonObject, type Json, type JsonObject } from '../core/json-rewrite'
import type { Text } from '../core/words'
import type { Dimension, Instrument, Item, Measure, ResponseScale } from './model'

/** The lists of an instrument's document. */
export type Section = 'scales' | 'dimensions' | 'items' | 'measures'

/** A part of a document that need not be right: what can be read of it, and where it stands. */
interface Part {
  /** Names it within its section: its id, and where several have one id, or none, also its place. No id can hold a `#`. */
  readonly key: string
  /** Place in the list of the document. */
  readonly index: number
  readonly id: string
}

/*
 * Each part has the fields of the model, so that a field that is added there is read here or does not compile; what a document may leave out has a value to show.
 */
export type ScalePart = Part & Required<Omit<ResponseScale, 'id' | 'codes'>>
export type DimensionPart = Part & Required<Omit<Dimension, 'id'>>
/** `dimension` and `scale` are as the document has them, whether or not there are such. */
export type ItemPart = Part & Omit<Item, 'id'>
export type MeasurePart = Part & Required<Omit<Measure, 'id' | 'below'>> & { readonly below: number | null }

/** What can be read of an instrument's document, whatever is wrong with the rest. */
export interface InstrumentParts extends Omit<Instrument, Section> {
  readonly scales: readonly ScalePart[]
  readonly dimensions: readonly DimensionPart[]
  readonly items: readonly ItemPart[]
  readonly measures: readonly MeasurePart[]
}

export function instrumentParts(document: JsonObject): InstrumentParts {
  return {
    id: words(document['id']),
    version: words(document['version']),
    illustrative: document['illustrative'] === true,
    label: textOf(document['label']),
    references: textList(document['references']),
    scales: partsIn(document, 'scales', (entry): Omit<ScalePart, keyof Part> => ({
      kind: entry['kind'] === 'continuous' ? 'continuous' : 'ordinal',
      min: numberOf(entry['min']) ?? 1,
      max: numberOf(entry['max']) ?? 5,
      unit: words(entry['unit']),
      labels: Object.fromEntries(
        Object.entries(objectOf(entry['labels'])).map(([code, label]) => [code, textOf(label)]),
      ),
      nonResponses: listOf(entry['non_responses']).map((answer) => {
        const { code, kind, label } = objectOf(answer)
        return {
          code: numberOf(code) ?? 0,
          kind: kind === 'not_relevant' || kind === 'refused' ? kind : 'dont_know',
          label: textOf(label),
        }
      }),
    })),
    dimensions: partsIn(document, 'dimensions', (entry): Omit<DimensionPart, keyof Part> => ({
      label: textOf(entry['label']),
      description: textOf(entry['description']),
      score: entry['score'] === 'sum' ? 'sum' : 'mean',
      minAnswered: entry['min_answered'] === 'all' ? 'all' : (numberOf(entry['min_answered']) ?? 'half'),
    })),
    items: partsIn(document, 'items', (entry): Omit<ItemPart, keyof Part> => ({
      dimension: typeof entry['dimension'] === 'string' ? entry['dimension'] : null,
      scale: words(entry['scale']),
      text: textOf(entry['text']),
      reversed: entry['reversed'] === true,
      aliases: textList(entry['aliases']),
      askedOf: textList(entry['asked_of']),
      changed: listOf(entry['changed']).map((change) => {
        const { round, kind } = objectOf(change)
        return { round: words(round), kind: kind === 'meaning' ? 'meaning' : 'wording' }
      }),
    })),
    measures: partsIn(document, 'measures', (entry): Omit<MeasurePart, keyof Part> => ({
      label: textOf(entry['label']),
      note: textOf(entry['note']),
      for: textList(entry['for']),
      below: numberOf(entry['below']) ?? null,
    })),
  }
}

/** The elements of a section that are objects, each with its key and place. */
export function entriesOf(
  document: JsonObject,
  section: Section,
): readonly { readonly key: string; readonly index: number; readonly entry: JsonObject }[] {
  const seen = new Set<string>()
  return listOf(document[section]).flatMap((entry, index) => {
    if (!isJsonObject(entry)) return []
    const id = words(entry['id'])
    const key = id === '' || seen.has(id) ? `${id}#${index}` : id
    seen.add(id)
    return [{ key, index, entry }]
  })
}

function partsIn<Fields>(
  document: JsonObject,
  section: Section,
  read: (entry: JsonObject) => Fields,
): readonly (Fields & Part)[] {
  return entriesOf(document, section).map(({ key, index, entry }) => ({
    ...read(entry),
    key,
    index,
    id: words(entry['id']),
  }))
}

export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []
export const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {})
const words = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const numberOf = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined)
const textList = (value: Json | undefined): readonly string[] =>
  listOf(value).filter((element) => typeof element === 'string')

/** Words in the languages that are there. */
function textOf(value: Json | undefined): Text {
  const { en, nb, sv, da } = objectOf(value)
  return Object.fromEntries(Object.entries({ en, nb, sv, da }).filter(([, each]) => typeof each === 'string'))
}
