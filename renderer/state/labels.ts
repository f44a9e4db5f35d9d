import type { AttributeLabels, Labels } from '../../analyses/core/level-names'
import type { Language, Text } from '../../analyses/core/words'
import { repeatedLabels } from '../../analyses/recipe/labels'
import type { Project } from './project'

/** Of what a name is: an attribute, or one of its levels. */
export interface Named {
  readonly attribute: string
  /** Null for the attribute itself. */
  readonly level: string | null
}

const ownOf = <Value>(of: Readonly<Record<string, Value>> | undefined, id: string): Value | undefined =>
  of !== undefined && Object.hasOwn(of, id) ? of[id] : undefined

/** The names that the user gave something, by language. */
export function labelOf(labels: Labels | undefined, { attribute, level }: Named): Text | undefined {
  const own = ownOf(labels, attribute)
  return level === null ? own?.label : ownOf(own?.values, level)
}

/** Gives something a name in a language; an empty one takes it away. */
export function withLabel(project: Project, named: Named, language: Language, name: string): Project {
  const { attribute, level } = named
  const { [language]: _, ...others } = labelOf(project.labels, named) ?? {}
  const text: Text = name.trim() === '' ? others : { ...others, [language]: name.trim() }
  const before = ownOf(project.labels, attribute) ?? {}
  const own: AttributeLabels =
    level === null
      ? withPart(before, 'label', isSaying(text) ? text : undefined)
      : withPart(before, 'values', someOf(withEntry(before.values ?? {}, level, isSaying(text) ? text : undefined)))
  const labels = withEntry(project.labels ?? {}, attribute, Object.keys(own).length === 0 ? undefined : own)
  const { labels: _labels, ...rest } = project
  return Object.keys(labels).length === 0 ? rest : { ...rest, labels }
}

const isSaying = (text: Text): boolean => Object.keys(text).length > 0

const someOf = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> | undefined =>
  Object.keys(record).length === 0 ? undefined : record

function withPart<Key extends keyof AttributeLabels>(
  labels: AttributeLabels,
  key: Key,
  value: AttributeLabels[Key] | undefined,
): AttributeLabels {
  const { [key]: _, ...others } = labels
  return (value === undefined ? others : { ...others, [key]: value }) as AttributeLabels
}

function withEntry<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const others = Object.entries(record).filter(([id]) => id !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]])
}

/** The level that has a name already in a language; null where the name is free. */
export function levelOfName(project: Project, named: Named, language: Language, name: string): string | null {
  if (named.level === null || name.trim() === '') return null
  const changed = withLabel(project, named, language, name)
  const clash = repeatedLabels(changed.labels).find(
    (each) =>
      each.attribute === named.attribute &&
      each.language === language &&
      (each.level === named.level || each.other === named.level),
  )
  return clash === undefined ? null : clash.level === named.level ? clash.other : clash.level
}
