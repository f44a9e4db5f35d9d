import type { OrganisationCounts } from '../core/datasets'
import { publishable } from '../disclosure/derivability'
import { compareWithHeadcount, sumKey, sumsByNode } from './headcounts'
import { placingOf } from './placing'
import { depthOf, nodeKey, pathOf, type OrganisationTree, type Path, type TypedHeadcount } from './tree'

/** What is known of a place in a round. */
export interface NodeRound {
  /** People who answered; null where the rule of disclosure withholds it. */
  readonly respondents: number | null
  /** People invited, typed in or added up; null where nobody was counted. */
  readonly headcount: number | null
  /** The number that was typed in at the node itself. */
  readonly typed: number | null
  /** Share of the invited who answered, 0 … 1; null where it is withheld, unknown, or not everybody within was counted. */
  readonly rate: number | null
  /** More people answered than were invited. */
  readonly isTooMany: boolean
  /** Somewhere within people answered and nobody was counted. */
  readonly isIncomplete: boolean
}

/** A place of the organisation tree. */
export interface OrganisationNode {
  /** Unique in the tree. */
  readonly key: string
  readonly path: Path
  readonly name: string
  /** Attribute that the place is a level of. */
  readonly level: string
  /** 0 for a place that lies in no other. */
  readonly nesting: number
  /** Keys of the places around it, the widest first. */
  readonly around: readonly string[]
  readonly hasPlaces: boolean
  /** Somebody answered from it, or a file counts its people. */
  readonly isInData: boolean
  /** The tree that was declared has its place. */
  readonly isDeclared: boolean
  /** The data put it within several places: names of these. */
  readonly severalPlaces: readonly string[]
  /** Another level lies between it and what it stands in, and is not known. */
  readonly lacksPlace: boolean
  /** By round, in the order of the rounds. */
  readonly rounds: readonly NodeRound[]
}

/** What the tree is made from. */
export interface TreeGiven {
  readonly counts: OrganisationCounts
  readonly rounds: readonly string[]
  readonly tree: OrganisationTree | undefined
  readonly headcounts: readonly TypedHeadcount[]
  readonly minGroup: number
  /** Compares names as the reader's alphabet does. */
  readonly compare: (a: string, b: string) => number
}

/** Every place of the tree, each before those within it and those beside it by their names. */
export function organisationNodes(given: TreeGiven): readonly OrganisationNode[] {
  const { counts, tree, headcounts, rounds } = given
  const { levels, answered, invited } = counts
  const placing = placingOf(tree ?? { levels: [...levels], places: [] })
  const declared = (tree?.places ?? []).map((place) => placing.place(pathOf(levels, place)))
  const paths = new Map<string, Path>()
  const add = (path: Path): void =>
    levels.forEach((_, depth) => {
      if ((path[depth] ?? null) === null) return
      const node = path.map((name, level) => (level <= depth ? name : null))
      paths.set(keyOf(node), node)
    })
  for (const { path } of [...answered, ...invited]) add(path)
  const inData = new Set(paths.keys())
  for (const path of declared) add(path)
  for (const { place } of headcounts)
    if (!knows(levels, paths, pathOf(levels, place))) add(placing.place(pathOf(levels, place)))
  const declaredKeys = new Set(declared.map(keyOf))
  const typedIn = new Map(
    headcounts.map(({ round, place, headcount }) => [
      JSON.stringify([round, nodeKey(levels, pathOf(levels, place))]),
      headcount,
    ]),
  )
  const shown = shownCounts(given, [...paths.values()])
  const people = sumsByNode(levels, invited)
  const { tooMany, incomplete } = compareWithHeadcount(levels, answered, invited)
  const tooManyKeys = new Set(tooMany.map(({ round, path }) => sumKey(round, path)))
  const several = placesOf(levels, [...paths.values()])
  const roundsOf = (path: Path): readonly NodeRound[] =>
    rounds.map((round) => {
      const key = sumKey(round, path)
      const headcount = people.get(key)?.people ?? null
      const respondents = shown.get(key) ?? null
      const isTooMany = tooManyKeys.has(key)
      const isIncomplete = incomplete.has(key)
      const isKnown = headcount !== null && headcount > 0 && respondents !== null && !isTooMany && !isIncomplete
      return {
        respondents,
        headcount,
        typed: typedIn.get(JSON.stringify([round, nodeKey(levels, path)])) ?? null,
        rate: isKnown ? respondents / headcount : null,
        isTooMany,
        isIncomplete: isIncomplete && headcount !== null,
      }
    })
  return inTreeOrder([...paths.values()], given.compare).map(({ path, around, hasPlaces }): OrganisationNode => {
    const depth = depthOf(path)
    return {
      key: keyOf(path),
      path,
      name: path[depth] ?? '',
      level: levels[depth] ?? '',
      nesting: around.length,
      around,
      hasPlaces,
      isInData: inData.has(keyOf(path)),
      isDeclared: declaredKeys.has(keyOf(path)),
      severalPlaces: several.get(nodeKey(levels, path)) ?? [],
      lacksPlace: depth > 0 && (path[depth - 1] ?? null) === null,
      rounds: roundsOf(path),
    }
  })
}

const keyOf = (path: Path): string => JSON.stringify(path)

/** Whether one of the nodes is this place, though more may be known of where it lies. */
const knows = (levels: readonly string[], paths: ReadonlyMap<string, Path>, path: Path): boolean => {
  const key = nodeKey(levels, path)
  return [...paths.values()].some((known) => nodeKey(levels, known) === key)
}

/** For places that lie in several others, the names of these. */
function placesOf(levels: readonly string[], paths: readonly Path[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, Set<string>>()
  for (const path of paths) {
    const key = nodeKey(levels, path)
    const outer = path.slice(0, depthOf(path)).findLast((name) => name !== null) ?? null
    if (outer !== null) places.set(key, (places.get(key) ?? new Set()).add(outer))
  }
  return new Map([...places].filter(([, names]) => names.size > 1).map(([key, names]) => [key, [...names]]))
}

/**
 * Counts of respondents that may be shown, by node and round: neither a small group nor one that follows from what is shown of the others. The wider place goes before
 * the narrower; the people of a place who belong to none within it are a group as well.
 */
function shownCounts({ counts, minGroup, rounds }: TreeGiven, paths: readonly Path[]): ReadonlyMap<string, number> {
  const { levels, answered } = counts
  const shown = new Map<string, number>()
  for (const round of rounds) {
    const cells = answered.filter((cell) => cell.round === round && cell.people > 0)
    const members = new Map<string, number[]>()
    cells.forEach(({ path }, index) =>
      levels.forEach((_, depth) => {
        if ((path[depth] ?? null) === null) return
        const key = keyOf(path.map((name, level) => (level <= depth ? name : null)))
        const own = members.get(key)
        if (own === undefined) members.set(key, [index])
        else own.push(index)
      }),
    )
    const nodes = paths
      .toSorted((a, b) => depthOf(a) - depthOf(b))
      .map((path) => ({ path, members: members.get(keyOf(path)) ?? [] }))
      .map((node) => ({ ...node, n: node.members.reduce((sum, index) => sum + (cells[index]?.people ?? 0), 0) }))
    const isSmall = (n: number): boolean => n > 0 && n < minGroup
    const secrets = [
      ...nodes.filter(({ n }) => isSmall(n)).map(({ members }) => members),
      ...cells.flatMap(({ people }, index) => (isSmall(people) ? [[index]] : [])),
    ]
    const everybody = cells.map((_, index) => index)
    const [, ...allowed] = publishable([everybody, ...nodes.map(({ members }) => members)], secrets)
    nodes.forEach(({ path, n, members: own }, index) => {
      if (own.length === 0 || allowed[index] === true) shown.set(sumKey(round, path), n)
    })
  }
  return levels.length === 0 ? new Map() : shown
}

interface InTree {
  readonly path: Path
  readonly around: readonly string[]
  readonly hasPlaces: boolean
}

function inTreeOrder(paths: readonly Path[], compare: (a: string, b: string) => number): readonly InTree[] {
  const known = new Set(paths.map(keyOf))
  const within = new Map<string, Path[]>()
  for (const path of paths) {
    const parent = parentOf(path, known)
    within.set(parent, [...(within.get(parent) ?? []), path])
  }
  const nameOf = (path: Path): string => path[depthOf(path)] ?? ''
  const result: InTree[] = []
  const visit = (parent: string, around: readonly string[]): void => {
    const places = (within.get(parent) ?? []).toSorted(
      (a, b) => depthOf(a) - depthOf(b) || compare(nameOf(a), nameOf(b)),
    )
    for (const path of places) {
      const key = keyOf(path)
      result.push({ path, around, hasPlaces: within.has(key) })
      visit(key, [...around, key])
    }
  }
  visit('', [])
  return result
}

/** The nearest place around one; an empty key where it lies in none. */
function parentOf(path: Path, known: ReadonlySet<string>): string {
  for (let depth = depthOf(path) - 1; depth >= 0; depth -= 1) {
    if ((path[depth] ?? null) === null) continue
    const key = keyOf(path.map((name, level) => (level <= depth ? name : null)))
    if (known.has(key)) return key
  }
  return ''
}
