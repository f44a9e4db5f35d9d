import { usualAttributeLabel, usualLevelLabel } from './usual-labels'
import { textIn, type Language, type Text } from './words'

/** What a person calls an attribute and its levels, in any of the languages. */
export interface AttributeLabels {
  readonly label?: Text
  /** Level, as the data have it → its name. */
  readonly values?: Readonly<Record<string, Text>>
}

/** Attribute → its name and those of its levels. */
export type Labels = Readonly<Record<string, AttributeLabels>>

/** An attribute, as far as names need it. */
export interface LevelsOfAttribute {
  readonly id: string
  readonly levels: readonly string[]
}

/**
 * The names of attributes and their levels in one language. Tables, filters and files keep the level as the data have it, so that a recipe gives the same numbers in the
 * same rows in every language; names stand where people read: on the screen, in figures, sentences, notes and documents.
 */
export interface LevelNames {
  /** The name of an attribute; undefined where nobody gave one. */
  attribute(id: string): string | undefined
  /** The name of a level; the level itself where it has none. */
  level(attribute: string, level: string): string
  /**
   * A group's name: levels joined by a middle dot, each by its own name.
   * @param asked attributes that the groups were asked by: they come first where several attributes have a level of the name
   */
  group(text: string, asked: readonly string[]): string
  /** The name of a text that is a level or a group whatever attribute it is of; undefined where it is none, or where its attributes name it differently. */
  said(text: string): string | undefined
  /** Whether any level has another name than itself. */
  readonly isNaming: boolean
}

export const noNames: LevelNames = {
  attribute: () => undefined,
  level: (_attribute, level) => level,
  group: (text) => text,
  said: () => undefined,
  isNaming: false,
}

const separator = ' · '

/**
 * Names that a person gave, else those of the usual words of the field. Two levels of one attribute never have one name: where that would be, both keep the name that the
 * data have.
 * @param attributes with all their levels; rounds may be among them, so that a level called like one is not taken for another
 */
export function levelNames(attributes: readonly LevelsOfAttribute[], labels: Labels, language: Language): LevelNames {
  const named = new Map(attributes.map(({ id, levels }) => [id, namesOfLevels(id, levels, labels, language)] as const))
  const anywhere = namesAnywhere(named)
  const level = (attribute: string, raw: string): string => named.get(attribute)?.get(raw) ?? raw
  const partIn = (asked: readonly string[], part: string): string => {
    const own = asked.find((id) => named.get(id)?.has(part) === true)
    return own === undefined ? (anywhere.get(part) ?? part) : level(own, part)
  }
  const inGroup = (text: string, one: (part: string) => string): string =>
    anywhere.has(text) || !text.includes(separator) ? one(text) : text.split(separator).map(one).join(separator)
  return {
    attribute: (id) => attributeName(id, labels, language),
    level,
    group: (text, asked) => {
      const columns = asked.toSorted((a, b) => Number(b === 'round') - Number(a === 'round'))
      const parts = text.split(separator)
      return parts.length === columns.length && columns.every((id, at) => named.get(id)?.has(parts[at] ?? '') === true)
        ? parts.map((part, at) => level(columns[at] ?? '', part)).join(separator)
        : inGroup(text, (part) => partIn(asked, part))
    },
    said: (text) => {
      const name = inGroup(text, (part) => anywhere.get(part) ?? part)
      return name === text ? undefined : name
    },
    isNaming: [...named.values()].some((names) => [...names].some(([raw, name]) => raw !== name)),
  }
}

const ownOf = <Value>(of: Readonly<Record<string, Value>> | undefined, id: string): Value | undefined =>
  of !== undefined && Object.hasOwn(of, id) ? of[id] : undefined

function attributeName(id: string, labels: Labels, language: Language): string | undefined {
  const text = { ...usualAttributeLabel(id), ...ownOf(labels, id)?.label }
  return textIn(text, language) || undefined
}

/** Each level with its name. */
function namesOfLevels(
  attribute: string,
  levels: readonly string[],
  labels: Labels,
  language: Language,
): ReadonlyMap<string, string> {
  const declared = ownOf(labels, attribute)?.values
  const wanted = levels.map((level) => {
    const text = { ...usualLevelLabel(attribute, level), ...ownOf(declared, level) }
    return textIn(text, language) || level
  })
  const times = new Map<string, number>()
  for (const name of wanted) times.set(name, (times.get(name) ?? 0) + 1)
  return new Map(
    levels.map((level, index) => [level, times.get(wanted[index] ?? '') === 1 ? (wanted[index] ?? level) : level]),
  )
}

/** Levels that have one name in every attribute that has them. */
function namesAnywhere(named: ReadonlyMap<string, ReadonlyMap<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>()
  for (const names of named.values())
    for (const [level, name] of names) {
      const before = found.get(level)
      found.set(level, before === undefined || before === name ? name : null)
    }
  return new Map([...found].flatMap(([level, name]) => (name === null ? [] : [[level, name] as const])))
}
