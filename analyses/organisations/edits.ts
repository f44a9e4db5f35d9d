import { anchorOf, depthOf, nodeKey, pathOf, type OrganisationTree, type Path, type TypedHeadcount } from './tree'

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
const shortPlace = (levels: readonly string[], path: Path): Record<string, string> => {
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
function orderedLevels(own: readonly string[], added: readonly string[]): readonly string[] {
  const result = [...own]
  added.forEach((level, index) => {
    if (result.includes(level)) return
    const after = added.slice(0, index).findLast((each) => result.includes(each))
    result.splice(after === undefined ? 0 : result.indexOf(after) + 1, 0, level)
  })
  return result
}
