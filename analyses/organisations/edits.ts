import {
  anchorOf,
  depthOf,
  nodeKey,
  pathOf,
  type OrganisationTree,
  type Path,
  type Place,
  type TypedHeadcount,
} from './tree'

/** What a person declares of organisations. Absent where nothing is. */
export interface Declared {
  readonly tree?: OrganisationTree | undefined
  readonly headcounts?: readonly TypedHeadcount[] | undefined
}

const placeOf = (levels: readonly string[], path: Path): Record<string, string> =>
  Object.fromEntries(
    levels.flatMap((level, index): [string, string][] => {
      const name = path[index] ?? null
      return name === null ? [] : [[level, name]]
    }),
  )

/** A place by as little as tells it from all others: its level, and below the organisation the names from there on. */
export const shortPlace = (levels: readonly string[], path: Path): Record<string, string> => {
  const from = Math.min(depthOf(path), anchorOf(levels))
  return placeOf(
    levels,
    path.map((name, level) => (level < from ? null : name)),
  )
}

const treeOver = (tree: OrganisationTree | undefined, levels: readonly string[]): OrganisationTree =>
  tree ?? { levels: [...levels], places: [] }

/** The place of a node: the path around it, ending with itself. One that is known already gets the new path. */
function withPlace(tree: OrganisationTree, path: Path): OrganisationTree {
  const key = nodeKey(tree.levels, path)
  const place = placeOf(tree.levels, path)
  const at = tree.places.findIndex((known) => nodeKey(tree.levels, pathOf(tree.levels, known)) === key)
  return { ...tree, places: at < 0 ? [...tree.places, place] : tree.places.with(at, place) }
}

/** Whether a place can be moved into another: into a wider one that it does not lie in already. */
export function canMove(path: Path, into: Path): boolean {
  const depth = depthOf(path)
  const outer = depthOf(into)
  if (outer >= depth) return false
  const before = path.slice(0, depth).findLastIndex((name) => name !== null)
  return before !== outer || into.some((name, level) => level <= outer && name !== (path[level] ?? null))
}

/**
 * Moves a node, with all within it, into another.
 * @param isInData the data have it where it is, so that they are to be read as if it stood where it goes
 */
export function moveNode(
  declared: Declared,
  levels: readonly string[],
  node: { readonly path: Path; readonly isInData: boolean },
  into: Path,
): Declared {
  const { path } = node
  const depth = depthOf(path)
  const outer = depthOf(into)
  const moved = path.map((name, level) => (level <= outer ? (into[level] ?? null) : level < depth ? null : name))
  const tree = treeOver(declared.tree, levels)
  if (depth <= anchorOf(levels)) return { ...declared, tree: withPlace(tree, moved) }
  const follow = (place: Place): Record<string, string> => {
    const own = pathOf(levels, place)
    const isWithin = short(levels, path).every((name, level) => name === null || own[level] === name)
    if (!isWithin) return { ...place }
    return placeOf(
      levels,
      own.map((name, level) => (level <= outer ? (into[level] ?? null) : level < depth ? null : name)),
    )
  }
  const places = tree.places.map(follow)
  const headcounts = declared.headcounts?.map((entry) => ({
    ...entry,
    place: shortPlace(levels, pathOf(levels, follow(entry.place))),
  }))
  return {
    tree: { ...tree, places, ...withMove(tree, { from: path, to: into, isInData: node.isInData }, levels) },
    ...(headcounts === undefined ? {} : { headcounts }),
  }
}

const short = (levels: readonly string[], path: Path): Path => pathOf(levels, shortPlace(levels, path))

/** The moves with one more; a node that goes back where the data have it takes its last move away. */
function withMove(
  { moves = [] }: OrganisationTree,
  { from, to, isInData }: { readonly from: Path; readonly to: Path; readonly isInData: boolean },
  levels: readonly string[],
): Pick<OrganisationTree, 'moves'> {
  if (!isInData) return moves.length === 0 ? {} : { moves }
  const depth = depthOf(from)
  const next = { from: shortPlace(levels, from), to: placeOf(levels, to) }
  const last = moves.at(-1)
  const isBack =
    last !== undefined &&
    JSON.stringify(shortPlace(levels, pathOf(levels, { ...last.to, ...lastLevel(levels, from, depth) }))) ===
      JSON.stringify(next.from) &&
    JSON.stringify(shortPlace(levels, pathOf(levels, { ...next.to, ...lastLevel(levels, from, depth) }))) ===
      JSON.stringify(last.from)
  const kept = isBack ? moves.slice(0, -1) : [...moves, next]
  return kept.length === 0 ? { moves: undefined } : { moves: kept }
}

const lastLevel = (levels: readonly string[], path: Path, depth: number): Place => ({
  [levels[depth] ?? '']: path[depth] ?? '',
})

/**
 * Adds a node that nobody need have answered from.
 * @param levels of the path; those that the tree lacks become its levels
 */
export function addNode(declared: Declared, levels: readonly string[], path: Path): Declared {
  const tree = treeOver(declared.tree, levels)
  const order = orderedLevels(tree.levels, levels)
  return { ...declared, tree: withPlace({ ...tree, levels: [...order] }, pathOf(order, placeOf(levels, path))) }
}

/** Takes a declared place away, with the headcounts typed in at it: what is left of it is what the data have. */
export function removeNode(declared: Declared, levels: readonly string[], path: Path): Declared {
  const key = nodeKey(levels, path)
  const isOther = (place: Place): boolean => nodeKey(levels, pathOf(levels, place)) !== key
  const { tree, headcounts } = declared
  return {
    ...(tree === undefined ? {} : { tree: { ...tree, places: tree.places.filter(isOther) } }),
    ...(headcounts === undefined ? {} : { headcounts: headcounts.filter(({ place }) => isOther(place)) }),
  }
}

/** Types headcounts in; null takes one away. */
export function typeHeadcounts(
  declared: Declared,
  levels: readonly string[],
  entries: readonly { readonly round: string; readonly path: Path; readonly headcount: number | null }[],
): Declared {
  const keyOf = (round: string, path: Path): string => JSON.stringify([round, nodeKey(levels, path)])
  const typed = new Map(
    (declared.headcounts ?? []).map((entry) => [keyOf(entry.round, pathOf(levels, entry.place)), entry]),
  )
  for (const { round, path, headcount } of entries) {
    const key = keyOf(round, path)
    if (headcount === null) typed.delete(key)
    else typed.set(key, { round, place: shortPlace(levels, path), headcount })
  }
  const { headcounts: _, ...others } = declared
  return typed.size === 0 ? others : { ...others, headcounts: [...typed.values()] }
}

/** Joins a tree that was read from a file to what is declared: its places and headcounts go before those that there were. */
export function withFile(declared: Declared, levels: readonly string[], file: Declared): Declared {
  const all = [...new Set([...levels, ...(file.tree?.levels ?? [])])]
  // A level that only the file has stands where the file puts it.
  const order = file.tree === undefined ? all : orderedLevels(levels, file.tree.levels)
  let tree: OrganisationTree = { ...treeOver(declared.tree, order), levels: [...order] }
  for (const place of file.tree?.places ?? []) tree = withPlace(tree, pathOf(order, place))
  return typeHeadcounts(
    { ...declared, tree },
    order,
    (file.headcounts ?? []).map(({ round, place, headcount }) => ({ round, path: pathOf(order, place), headcount })),
  )
}

/** Levels with those that were added, each behind the one that it follows there. */
export function orderedLevels(own: readonly string[], added: readonly string[]): readonly string[] {
  const result = [...own]
  added.forEach((level, index) => {
    if (result.includes(level)) return
    const after = added.slice(0, index).findLast((each) => result.includes(each))
    result.splice(after === undefined ? 0 : result.indexOf(after) + 1, 0, level)
  })
  return result
}
