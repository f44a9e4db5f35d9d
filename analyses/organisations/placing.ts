import { anchorOf, depthOf, nodeKey, pathOf, type OrganisationTree, type Path } from './tree'

/** How a declared tree places what stands in the data. */
export interface Placing {
  /** The path of the data with what the tree says of it: moved, and with the wider places filled in. */
  place(path: Path): Path
  /** Moves that no path has needed so far, by their position. */
  unusedMoves(): readonly number[]
  /** Names below the organisation that stand in several places of the tree, met without the place around them. */
  ambiguous(): readonly string[]
}

/**
 * Places of a declared tree. What the tree says of a node goes before what the data say: a node above the organisation, and the organisation itself, has one place
 * by its name; below it a node is known by the names from the organisation on. Where the data lack the organisation of a unit whose name the tree has once, the
 * tree gives it.
 */
export function placingOf({ levels, places, moves = [] }: OrganisationTree): Placing {
  const anchor = anchorOf(levels)
  const declared = new Map<string, Path>()
  const byName = new Map<string, Path[]>()
  for (const place of places) {
    const path = pathOf(levels, place)
    const depth = depthOf(path)
    if (depth < 0) continue
    declared.set(nodeKey(levels, path), path)
    if (depth <= anchor) continue
    const name = nameKey(depth, path[depth] ?? '')
    byName.set(name, [...(byName.get(name) ?? []), path])
  }
  const changes = moves.map(({ from, to }) => ({ from: pathOf(levels, from), to: pathOf(levels, to) }))
  const used = new Set<number>()
  const ambiguous = new Set<string>()

  const moved = (path: Path): Path => {
    let now = path
    changes.forEach(({ from, to }, index) => {
      if (!from.every((name, level) => name === null || now[level] === name)) return
      used.add(index)
      const depth = depthOf(from)
      const kept = depthOf(to)
      now = now.map((name, level) => (level <= kept ? (to[level] ?? null) : level < depth ? null : name))
    })
    return now
  }

  const filled = (path: Path): Path => {
    let now = path
    for (let depth = levels.length - 1; depth >= 0; depth -= 1) {
      const name = now[depth] ?? null
      if (name === null) continue
      const upTo = now.map((each, level) => (level <= depth ? each : null))
      const place = declared.get(nodeKey(levels, upTo)) ?? onlyPlace(depth, name, now[anchor] ?? null)
      if (place === null) continue
      now = now.map((each, level) => (level < depth ? (place[level] ?? each) : each))
    }
    return now
  }

  /** The one place of a name below the organisation, where the organisation is not known. */
  const onlyPlace = (depth: number, name: string, organisation: string | null): Path | null => {
    if (depth <= anchor || organisation !== null) return null
    const [only, ...others] = byName.get(nameKey(depth, name)) ?? []
    if (others.length > 0) ambiguous.add(name)
    return only === undefined || others.length > 0 ? null : only
  }

  return {
    place: (path) => filled(moved(path)),
    unusedMoves: () => changes.flatMap((_, index) => (used.has(index) ? [] : [index])),
    ambiguous: () => [...ambiguous],
  }
}

/** Gives places what they lack of the places around them, where other paths agree on it. */
export function completedBy(levels: readonly string[], known: readonly Path[]): (path: Path) => Path {
  const around = new Map<string, Path | null>()
  for (const path of known)
    levels.forEach((_, depth) => {
      if ((path[depth] ?? null) === null) return
      const node = path.map((name, level) => (level <= depth ? name : null))
      const key = nodeKey(levels, node)
      const before = around.get(key)
      const isSame = before === undefined || (before !== null && before.every((name, level) => name === node[level]))
      around.set(key, isSame ? node : null)
    })
  return (path) => {
    const depth = depthOf(path)
    const node = around.get(nodeKey(levels, path)) ?? null
    return node === null || depth < 0
      ? path
      : path.map((name, level) => (level < depth ? (name ?? node[level] ?? null) : name))
  }
}

const nameKey = (depth: number, name: string): string => `${depth}\u001f${name}`
