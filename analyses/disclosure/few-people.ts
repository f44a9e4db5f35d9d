import type { Label, Note, Value, Values } from '../core/words'

/**
 * The values of a message without numbers of few people: 1 … minGroup − 1 is told as fewer than `minGroup`. Nobody, and every number from `minGroup` on, is told as it is.
 * @param minGroup smallest number of people that may be told; 1 tells every number
 */
export function withoutFew(values: Values, minGroup: number): Values {
  return Object.fromEntries(Object.entries(values).map(([place, value]) => [place, valueWithoutFew(value, minGroup)]))
}

/** A note without numbers of few people. */
export const noteWithoutFew = (note: Note, minGroup: number): Note => ({
  ...note,
  about: withoutFew(note.about, minGroup),
})

const isFew = (people: number, minGroup: number): boolean => people > 0 && people < minGroup

function valueWithoutFew(value: Value, minGroup: number): Value {
  if (typeof value !== 'object' || value === null) return value
  if ('people' in value) return isFew(value.people, minGroup) ? { fewerThan: minGroup } : value.people
  return labelWithoutFew(value, minGroup)
}

function labelWithoutFew(label: Label, minGroup: number): Label {
  if (typeof label === 'string') return label
  if ('people' in label)
    return isFew(label.people, minGroup) ? { fewerThan: minGroup } : { value: label.people, as: 'count' }
  if ('list' in label) return { list: label.list.map((each) => labelWithoutFew(each, minGroup)) }
  if ('message' in label && label.values !== undefined)
    return { message: label.message, values: withoutFew(label.values, minGroup) }
  return label
}

/** The number of people behind a result, as it may be told: null where it tells of few. */
export const tellable = (people: number, minGroup: number): number | null => (isFew(people, minGroup) ? null : people)
