import type { Text } from '../core/words'
import { comparable } from '../sources/comparable'
import type { DraftedItem, InstrumentDocument } from '../survey-tools/drafting'
import type { DraftEvidence } from './evidence'

/** What a draft takes from a codebook beside its scales: the name of the survey, texts in other languages, and of whom a question is asked. */
export function withCodebookTexts(
  document: InstrumentDocument,
  { codebook, columns }: DraftEvidence,
  attributes: ReadonlyMap<string, string>,
): InstrumentDocument {
  if (codebook === undefined) return document
  const inAll = (text: Text): Text =>
    Object.values(text).reduce<Text>((all, words) => {
      const known = codebook.texts.get(comparable(String(words)))
      return known === undefined ? all : { ...known, ...all }
    }, text)
  const role = [...attributes].find(([, id]) => id === 'role')?.[0]
  const askedOf = ({ id, aliases = [] }: DraftedItem): readonly string[] => {
    const asked = columns.find(({ header }) => header.name === id || aliases.includes(header.name))?.known?.askedWhen
    return asked !== undefined && role !== undefined && comparable(asked.column) === comparable(role) ? asked.codes : []
  }
  const { title } = codebook
  return {
    ...document,
    label:
      title === null || Object.values(title).every((words) => String(words).trim() === '') ? document.label : title,
    scales: document.scales.map((scale) => ({
      ...scale,
      labels: Object.fromEntries(Object.entries(scale.labels).map(([code, label]) => [code, inAll(label)])),
      non_responses: scale.non_responses.map((each) => ({ ...each, label: inAll(each.label) })),
    })),
    dimensions: document.dimensions.map((dimension) => ({ ...dimension, label: inAll(dimension.label) })),
    items: document.items.map((item) => {
      const roles = askedOf(item)
      return { ...item, text: inAll(item.text), ...(roles.length === 0 ? {} : { asked_of: roles }) }
    }),
  }
}
