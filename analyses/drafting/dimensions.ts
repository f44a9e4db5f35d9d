import type { Language, Phrase, Text } from '../core/words'
import { comparable } from '../sources/comparable'
import type { DraftChoices, DraftedDimension, Grouping } from './draft'
import { isPlainPrefix, prefixOf, type HeaderParts } from './header-parts'
import { plainLetters, slugOf } from './ids'
import type { MadeScale } from './made-scale'
import { groupsByStructure } from './structure-groups'
import { say } from './words'

/** A column that is an item, while dimensions are looked for. */
export interface DraftingItem {
  readonly header: string
  readonly id: string
  readonly parts: HeaderParts
  readonly scale: MadeScale
  readonly answers: Int8Array | null
}

export interface Grouped {
  readonly grouping: Grouping
  readonly dimensions: readonly DraftedDimension[]
}

interface Group {
  readonly key: string
  readonly wanted: string
  readonly label: Text
  readonly items: readonly DraftingItem[]
  readonly reason: Phrase
}

const fewestOfPrefix = 2
const fewestOfRun = 2

/** @param claim gives out an id that nothing else has */
export function groupItems(
  items: readonly DraftingItem[],
  choices: DraftChoices,
  language: Language,
  claim: (wanted: string) => string,
): Grouped {
  const grouping = choices.grouping ?? usualGrouping(items)
  const found = withChosen(groupsBy(grouping, items, language), items, choices, language)
  return {
    grouping,
    dimensions: found.flatMap(({ wanted, key, label, items: members, reason }) => {
      const fitting = ofOneRange(members)
      if (fitting.length === 0) return []
      const id =
        choices.dimensionOf !== undefined && Object.values(choices.dimensionOf).includes(key)
          ? claim(key)
          : claim(wanted)
      const named = choices.dimensionLabels?.[id] ?? choices.dimensionLabels?.[key]
      return [
        {
          id,
          label: named === undefined ? label : { [language]: named },
          items: fitting.map((item) => item.id),
          reason,
        },
      ]
    }),
  }
}

/** Items of a dimension share a range; of several the most usual one. */
function ofOneRange(items: readonly DraftingItem[]): readonly DraftingItem[] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(rangeOf(item), (counts.get(rangeOf(item)) ?? 0) + 1)
  const [best] = [...counts].toSorted((a, b) => b[1] - a[1])
  return items.filter((item) => rangeOf(item) === best?.[0])
}

const rangeOf = ({ scale }: DraftingItem): string => `${scale.kind} ${scale.min} ${scale.max}`

/** By prefixes where they tell more than headings do. */
function usualGrouping(items: readonly DraftingItem[]): Grouping {
  const prefixes = sets(items, (item) => meaningfulPrefix(item))
  const blocks = sets(items, ({ parts }) => comparable(parts.stem))
  const inPrefixes = prefixes.reduce((sum, group) => sum + group.length, 0)
  const isByPrefix = prefixes.length >= 2 && inPrefixes >= items.length * 0.7 && prefixes.length > blocks.length
  return isByPrefix ? 'prefix' : 'block'
}

/** Of letters that name something, or a question's number: `tyd`, `Q5`. */
function meaningfulPrefix({ parts }: DraftingItem): string {
  const found = parts.code === '' ? null : prefixOf(parts.code)
  if (found === null || (isPlainPrefix(found.prefix) && found.prefix !== found.prefix.toUpperCase())) return ''
  return isPlainPrefix(found.prefix) && found.prefix.length !== 1 ? '' : found.prefix.toLowerCase()
}

function sets(
  items: readonly DraftingItem[],
  keyOf: (item: DraftingItem) => string,
): readonly (readonly DraftingItem[])[] {
  const groups = new Map<string, DraftingItem[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== '') groups.set(`${key} ${rangeOf(item)}`, [...(groups.get(`${key} ${rangeOf(item)}`) ?? []), item])
  }
  return [...groups.values()].filter((group) => group.length >= fewestOfPrefix)
}

function groupsBy(grouping: Grouping, items: readonly DraftingItem[], language: Language): readonly Group[] {
  switch (grouping) {
    case 'none':
      return []
    case 'prefix':
      return sets(items, meaningfulPrefix).map((members) => prefixGroup(members, language))
    case 'structure':
      return structureGroups(items, language)
    case 'block': {
      const blocks = sets(items, ({ parts }) => comparable(parts.stem)).map((members) => blockGroup(members, language))
      const rest = items.filter(({ parts }) => parts.stem === '')
      return [...blocks, ...runs(rest, items, language)].toSorted(
        (a, b) => items.indexOf(a.items[0] as DraftingItem) - items.indexOf(b.items[0] as DraftingItem),
      )
    }
  }
}

function prefixGroup(members: readonly DraftingItem[], language: Language): Group {
  const [first] = members
  const prefix = first === undefined ? '' : (prefixOf(first.parts.code)?.prefix ?? '')
  const stems = new Set(members.map(({ parts }) => parts.stem))
  const [stem = ''] = stems.size === 1 ? [...stems] : []
  return {
    key: prefix.toLowerCase(),
    wanted: plainLetters(prefix) || 'block',
    label: { [language]: stem === '' ? prefix : stem },
    items: members,
    reason: say('dimension.prefix', { prefix, items: members.length }),
  }
}

function blockGroup(members: readonly DraftingItem[], language: Language): Group {
  const stem = members[0]?.parts.stem ?? ''
  const slug = slugOf(stem)
  return {
    key: slug === '' ? comparable(stem).slice(0, 40) : slug,
    wanted: slug === '' ? 'block' : slug,
    label: { [language]: stem },
    items: members,
    reason: say('dimension.block', { items: members.length }),
  }
}

const wholes: Readonly<Record<Language, string>> = { nb: 'Samlet', sv: 'Samlat', da: 'Samlet', en: 'Overall' }

/** Questions without a heading that stand one after the other and are answered alike. */
function runs(rest: readonly DraftingItem[], items: readonly DraftingItem[], language: Language): readonly Group[] {
  const byScale = new Map<string, DraftingItem[]>()
  for (const item of rest) byScale.set(item.scale.id, [...(byScale.get(item.scale.id) ?? []), item])
  const groups = [...byScale.values()].filter((members) => members.length >= fewestOfRun)
  return groups.map((members, at) => ({
    key: groups.length === 1 ? 'overall' : `overall-${at + 1}`,
    wanted: groups.length === 1 ? 'overall' : `overall-${at + 1}`,
    label: {
      [language]:
        groups.length === 1 && members.length === items.length ? wholes[language] : `${wholes[language]} ${at + 1}`,
    },
    items: members,
    reason: say('dimension.run', { items: members.length }),
  }))
}

const factorNames: Readonly<Record<Language, string>> = { nb: 'Faktor', sv: 'Faktor', da: 'Faktor', en: 'Factor' }

function structureGroups(items: readonly DraftingItem[], language: Language): readonly Group[] {
  const byRange = new Map<string, DraftingItem[]>()
  for (const item of items)
    if (item.answers !== null) byRange.set(rangeOf(item), [...(byRange.get(rangeOf(item)) ?? []), item])
  const groups: Group[] = []
  for (const members of byRange.values()) {
    const found = groupsByStructure(members.flatMap(({ answers }) => (answers === null ? [] : [answers])))
    if (found === null) continue
    for (let factor = 0; factor < found.factors; factor += 1) {
      const own = members.filter((_, at) => found.factorOf[at] === factor)
      if (own.length < fewestOfPrefix) continue
      const number = groups.length + 1
      groups.push({
        key: `factor_${number}`,
        wanted: `factor_${number}`,
        label: { [language]: `${factorNames[language]} ${number}` },
        items: own,
        reason: say('dimension.structure', { items: own.length, factors: found.factors, n: found.n }),
      })
    }
  }
  return groups
}

/** Items moved to other dimensions, or out of any, as a person said. */
function withChosen(
  groups: readonly Group[],
  items: readonly DraftingItem[],
  { dimensionOf = {} }: DraftChoices,
  language: Language,
): readonly Group[] {
  if (Object.keys(dimensionOf).length === 0) return groups
  const isMoved = ({ header }: DraftingItem): boolean => dimensionOf[header] !== undefined
  const keys = new Set([
    ...groups.map(({ wanted }) => wanted),
    ...Object.values(dimensionOf).filter((id) => id !== null),
  ])
  return [...keys].flatMap((key): readonly Group[] => {
    const group = groups.find(({ wanted }) => wanted === key)
    const members = items.filter((item) =>
      isMoved(item) ? dimensionOf[item.header] === key : group?.items.includes(item) === true,
    )
    if (members.length === 0) return []
    const isSame =
      group !== undefined &&
      members.length === group.items.length &&
      members.every((item) => group.items.includes(item))
    return [
      {
        key,
        wanted: key,
        label: group?.label ?? { [language]: key },
        items: members,
        reason: isSame ? group.reason : say('dimension.chosen', { items: members.length }),
      },
    ]
  })
}
