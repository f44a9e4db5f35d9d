import { quantity, type Language, type Phrase, type Text } from '../core/words'
import { comparable } from '../sources/comparable'
import type { DraftChoices, DraftedDimension, Grouping } from './draft'
import { isPlainPrefix, prefixOf, type HeaderParts } from './header-parts'
import { idOfCode, plainLetters, slugOf } from './ids'
import type { MadeScale } from './made-scale'
import { shortText } from './short-text'
import type { StructureFinding } from './structure-groups'
import { say } from './words'

/** A column that is an item, while dimensions are looked for. */
export interface DraftingItem {
  readonly header: string
  readonly id: string
  readonly parts: HeaderParts
  /** Id of its heading in a codebook; empty where there is none. */
  readonly block: string
  readonly scale: MadeScale
  readonly answers: Int8Array | null
}

export interface Grouped {
  readonly grouping: Grouping
  readonly dimensions: readonly DraftedDimension[]
  /** What is to be said of the grouping beside the reasons of its dimensions: that the answers do not show which items belong to each other. */
  readonly notes: readonly Phrase[]
  /** Whether only a person can know, since the answers fall into more dimensions than the headings; null where nothing speaks for that. */
  readonly split: { readonly items: number; readonly factors: number; readonly isHeaded: boolean } | null
}

/** Finds how items hang together by their answers, or knows it already. */
export type StructureSeeker = (items: readonly DraftingItem[]) => StructureFinding

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
  seek: StructureSeeker,
): Grouped {
  const usual = usualGrouping(items)
  const split = usual === 'block' ? splitOf(items, seek) : null
  const grouping = choices.grouping ?? (split !== null && !split.isHeaded ? 'structure' : usual)
  const { groups, notes } = groupsBy(grouping, items, language, seek)
  const found = withChosen(groups, items, choices, language)
  return {
    grouping,
    notes,
    split,
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

/** So many items under one heading, or under none, may be several dimensions. Of more than the most the structure is sought only when it is asked for. */
const fewestOfSplit = 6
const fewestOfHeadedSplit = 8
const mostOfSplit = 60

function splitOf(items: readonly DraftingItem[], seek: StructureSeeker): Grouped['split'] {
  const stems = new Set(items.map(({ parts }) => comparable(parts.stem)))
  const [stem] = stems
  const ranges = new Set(items.map(rangeOf))
  const isHeaded = stem !== ''
  const fewest = isHeaded ? fewestOfHeadedSplit : fewestOfSplit
  if (stems.size !== 1 || ranges.size !== 1 || items.length < fewest || items.length > mostOfSplit) return null
  if (items.some(({ answers }) => answers === null)) return null
  const finding = seek(items)
  if (finding.kind !== 'found' || finding.factors < 2) return null
  return { items: items.length, factors: finding.factors, isHeaded }
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

interface Groups {
  readonly groups: readonly Group[]
  readonly notes: readonly Phrase[]
}

function groupsBy(
  grouping: Grouping,
  items: readonly DraftingItem[],
  language: Language,
  seek: StructureSeeker,
): Groups {
  switch (grouping) {
    case 'none':
      return { groups: [], notes: [] }
    case 'prefix':
      return { groups: sets(items, meaningfulPrefix).map((members) => prefixGroup(members, language)), notes: [] }
    case 'structure':
      return structureGroups(items, language, seek)
    case 'block':
      return { groups: headedGroups(items, language), notes: [] }
  }
}

function headedGroups(items: readonly DraftingItem[], language: Language): readonly Group[] {
  const blocks = sets(items, ({ parts }) => comparable(parts.stem)).map((members) => blockGroup(members, language))
  const rest = items.filter(({ parts }) => parts.stem === '')
  return inPlace([...blocks, ...runs(rest, items, language)], items)
}

const inPlace = (groups: readonly Group[], items: readonly DraftingItem[]): readonly Group[] =>
  groups.toSorted((a, b) => items.indexOf(a.items[0] as DraftingItem) - items.indexOf(b.items[0] as DraftingItem))

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
  const slug = idOfCode(members[0]?.block ?? '') || slugOf(stem)
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

/** Items of each range by how their answers hang together. Where the answers do not show it, they stay together by their headings, and it is said why. */
function structureGroups(items: readonly DraftingItem[], language: Language, seek: StructureSeeker): Groups {
  const byRange = new Map<string, DraftingItem[]>()
  for (const item of items) byRange.set(rangeOf(item), [...(byRange.get(rangeOf(item)) ?? []), item])
  const groups: Group[] = []
  const headed: DraftingItem[] = []
  const notes: Phrase[] = []
  for (const members of byRange.values()) {
    const known = members.filter(({ answers }) => answers !== null)
    const finding = seek(known)
    if (finding.kind === 'found' && finding.factors > 1) {
      for (const group of factorGroups(known, finding)) groups.push(group)
    } else {
      for (const member of members) headed.push(member)
      notes.push(noteOf(finding, known.length))
    }
  }
  const number = (group: Group, at: number): Group => ({
    ...group,
    key: `factor_${at + 1}`,
    wanted: `factor_${at + 1}`,
    label: { [language]: `${factorNames[language]} ${at + 1}` },
  })
  const numbered = inPlace(groups, items).map(number)
  return { groups: inPlace([...numbered, ...headedGroups(headed, language)], items), notes }
}

function noteOf(finding: StructureFinding, items: number): Phrase {
  switch (finding.kind) {
    case 'found':
      return say('structure.one', { items, n: finding.n })
    case 'few-people':
      return say('structure.few-people', { items, n: finding.n, needed: finding.needed })
    case 'few-items':
      return say('structure.few-items', { items })
    case 'unsolved':
      return say('structure.unsolved', { items })
  }
}

function factorGroups(
  members: readonly DraftingItem[],
  { factorOf, loadings, factors, n }: Extract<StructureFinding, { kind: 'found' }>,
): readonly Group[] {
  return Array.from({ length: factors }, (_, factor): readonly Group[] => {
    const places = [...members.keys()].filter((at) => factorOf[at] === factor)
    if (places.length < fewestOfPrefix) return []
    const strength = (at: number): number => Math.abs(loadings[at] ?? 0)
    const strongest = places.reduce((best, at) => (strength(at) > strength(best) ? at : best))
    const items = places.flatMap((at) => members[at] ?? [])
    const reason = say('dimension.structure', {
      items: items.length,
      factors,
      n,
      strongest: shortText(members[strongest]?.parts.text ?? ''),
      loading: quantity(strength(strongest), 'correlation'),
    })
    return [{ key: '', wanted: '', label: {}, items, reason }]
  }).flat()
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
