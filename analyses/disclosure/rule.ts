import type { Attribute, Dataset } from '../core/datasets'
import { largest, smallest } from '../numeric/summary/extremes'
import { publishable, type Members } from './derivability'
import { marginsOf, type Margin } from './margins'

/** People behind a row of a table or a base of an analysis, as the rule reads them. */
export interface Counted {
  /** The level of each column (`round` and the attributes) that the people share. */
  readonly group: Readonly<Record<string, string>>
  /** What they are counted for. Counts of the same family add up to totals. */
  readonly family: string
  readonly counts: readonly (number | null)[]
  /** Whether it must be withheld whatever the counts are. */
  readonly isExposed: boolean
  /** The most answers that one person may have among those counted. */
  readonly answersAPerson: number
  /** Counted groups with the same text here are shown or withheld together. */
  readonly together?: string | undefined
}

/**
 * Which of the counted groups are withheld. A group is small when it has 1 … minGroup − 1 people, or when it is exposed. Small groups are withheld, and further groups
 * with them, until nobody can derive a small group from the groups that remain and any total; nor the sum of two small groups, or of all small groups of a total, where
 * these are too few even together.
 * @returns positions in the list given
 */
export function withheldAmong(
  all: readonly Counted[],
  minGroup: number,
  attributes: readonly Attribute[],
): ReadonlySet<number> {
  const together = positionsBy(all, ({ together: text }) => text)
  const exposed = withTheirOwn(new Set(all.flatMap((one, index) => (one.isExposed ? [index] : []))), all, together)
  const withheld = new Set(exposed)
  const memory = new Map<string, readonly boolean[]>()
  for (const family of positionsBy(all, ({ family: text }) => text).values()) {
    const by = columnsOf(family.map((index) => all[index]))
    const ways = largest(family.map((index) => all[index]?.counts.length ?? 0))
    for (let way = 0; way < ways; way += 1) {
      const countOf = (index: number): number => all[index]?.counts[way] ?? 0
      const members = family.filter((index) => countOf(index) > 0)
      const people = members.map(countOf)
      const hidden = members.map((index) => exposed.has(index))
      const least = minGroup * Math.max(1, largest(members.map((index) => all[index]?.answersAPerson ?? 1)))
      if (people.every((n, member) => n >= least && hidden[member] !== true)) continue
      const keys = members.map((index) => by.map((column) => all[index]?.group[column] ?? ''))
      const text = JSON.stringify([least, people, hidden, by, keys])
      let shown = memory.get(text)
      if (shown === undefined) {
        shown = shownAmong(people, hidden, least, keys, marginsOf(by, keys, attributes))
        memory.set(text, shown)
      }
      members.forEach((index, member) => {
        if (shown[member] !== true) withheld.add(index)
      })
    }
  }
  return withTheirOwn(withheld, all, together)
}

/**
 * Whether a group has people in it and is only a part of the respondents, chosen by an attribute or a filter. How a whole round answered may always be shown.
 */
export function isPartOfRespondents({ group, counts }: Pick<Counted, 'group' | 'counts'>, dataset: Dataset): boolean {
  const isFiltered = dataset.kind === 'survey' && (dataset.where ?? []).some(({ column }) => column !== 'round')
  return (isFiltered || Object.keys(group).some((column) => column !== 'round')) && peopleIn({ counts }) > 0
}

/** The smallest number of people by any of the ways of counting. */
export function peopleIn({ counts }: Pick<Counted, 'counts'>): number {
  return smallest(counts.map((n) => n ?? Number.POSITIVE_INFINITY))
}

function positionsBy(
  all: readonly Counted[],
  textOf: (one: Counted) => string | undefined,
): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>()
  all.forEach((one, index) => {
    const text = textOf(one)
    if (text === undefined) return
    const known = positions.get(text)
    if (known === undefined) positions.set(text, [index])
    else known.push(index)
  })
  return positions
}

/** The same positions, and those of the groups that must be shown or withheld together with them. */
function withTheirOwn(
  found: ReadonlySet<number>,
  all: readonly Counted[],
  together: ReadonlyMap<string, readonly number[]>,
): ReadonlySet<number> {
  return new Set([...found].flatMap((index) => together.get(all[index]?.together ?? '') ?? [index]))
}

function columnsOf(counted: readonly (Counted | undefined)[]): readonly string[] {
  return [...new Set(counted.flatMap((one) => Object.keys(one?.group ?? {})))]
}

/**
 * Which members of a family may be shown. Coarser sums are decided first and larger ones before smaller, so that the same places are withheld in a table by
 * organisation and in one by unit, and the smallest suffice.
 */
function shownAmong(
  people: readonly number[],
  hidden: readonly boolean[],
  minGroup: number,
  keys: readonly (readonly string[])[],
  margins: readonly Margin[],
): readonly boolean[] {
  const sum = (members: Members): number => members.reduce((total, member) => total + (people[member] ?? 0), 0)
  const isSecret = people.map((n, member) => n < minGroup || hidden[member] === true)
  const secrets: Members[] = people.flatMap((_, member) => (isSecret[member] === true ? [[member]] : []))
  const pairUp = (sets: readonly Members[]): void => {
    if (sets.length > mostPaired) return
    sets.forEach((first, position) => {
      for (const second of sets.slice(position + 1)) {
        const both = [...new Set([...first, ...second])].toSorted((a, b) => a - b)
        if (sum(both) < minGroup) secrets.push(both)
      }
    })
  }
  for (const { members } of margins) {
    if (sum(members) < minGroup) secrets.push(members)
    const small = members.filter((member) => isSecret[member] === true)
    if (small.length > 1 && sum(small) < minGroup) secrets.push(small)
  }
  if (secrets.length <= mostPaired) pairUp([...secrets])
  else
    for (const { members } of margins)
      pairUp(members.filter((member) => isSecret[member] === true).map((member) => [member]))
  const candidates = [
    ...margins.map(({ members, rank, levels }) => ({
      members,
      rank,
      n: sum(members),
      text: JSON.stringify(levels),
      row: -1,
    })),
    ...people.map((n, member) => ({
      members: [member],
      rank: Number.MAX_SAFE_INTEGER,
      n,
      text: JSON.stringify(keys[member] ?? []),
      row: member,
    })),
  ]
    .filter(({ n, row }) => n >= minGroup && (row < 0 || isSecret[row] !== true))
    .toSorted((a, b) => a.rank - b.rank || b.n - a.n || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const published = publishable(
    candidates.map(({ members }) => members),
    secrets,
  )
  const shown = people.map(() => false)
  candidates.forEach(({ row }, index) => {
    if (row >= 0) shown[row] = published[index] === true
  })
  return shown
}

/** With more small groups than this, pairs are looked at only among the rows of margins with fewer. */
const mostPaired = 60
