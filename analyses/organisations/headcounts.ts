import { depthOf, nodeKey, type Path } from './tree'

/** People invited in a round at a place: counted in a file, or typed in. */
export interface HeadcountRow {
  readonly round: string
  readonly path: Path
  /** Levels of attributes that are no places, by attribute; empty for what is typed in. */
  readonly others: Readonly<Record<string, string | null>>
  readonly people: number
  readonly isTyped: boolean
}

/** What is told of a total: its place and round, the number given there, and the sum of the places below it. */
export interface TotalFinding {
  readonly kind: 'total' | 'parts-short' | 'parts-exceed' | 'rest-or-total' | 'blank-or-total' | 'in-place-of-file'
  readonly round: string
  readonly path: Path
  readonly total: number
  readonly parts: number
}

export interface ResolvedHeadcounts {
  /** Rows that add up to the headcount of every place; none of them is a total of others. */
  readonly rows: readonly HeadcountRow[]
  readonly findings: readonly TotalFinding[]
}

/**
 * Makes rows that can be added up of counts at every level of the tree.
 *
 * What is typed in at a node is its total: it stands in place of the file's count of the node, and beside the counts of the places below it only what they leave of
 * it is counted. Where the places below have more people than their total, they are counted and not it. A file's row at a node is known for a total where the rows
 * below it add up to it, and a row without a level of another attribute (a role) where those with one do; otherwise it may be the people who belong to none of them, as
 * files have always been read, and that is told.
 * @param rows paths as the tree places them; without one in any of its columns a row is about everybody
 */
export function resolveHeadcounts(levels: readonly string[], rows: readonly HeadcountRow[]): ResolvedHeadcounts {
  const findings: TotalFinding[] = []
  const result: HeadcountRow[] = []
  for (const round of new Set(rows.map((row) => row.round))) {
    const own = rows.filter((row) => row.round === round)
    for (const row of resolveRound(levels, own, findings)) result.push(row)
  }
  return { rows: result, findings }
}

interface NodeRows {
  readonly path: Path
  readonly rows: readonly HeadcountRow[]
}

function resolveRound(
  levels: readonly string[],
  rows: readonly HeadcountRow[],
  findings: TotalFinding[],
): readonly HeadcountRow[] {
  const nodes = new Map<string, { readonly path: Path; readonly rows: HeadcountRow[] }>()
  for (const row of rows) {
    const key = nodeKey(levels, row.path)
    const node = nodes.get(key)
    if (node === undefined) nodes.set(key, { path: row.path, rows: [row] })
    else node.rows.push(row)
  }
  const done: { readonly path: Path; readonly rows: readonly HeadcountRow[] }[] = []
  const inwards = [...nodes.values()].toSorted((a, b) => depthOf(b.path) - depthOf(a.path))
  for (const node of inwards) {
    const own = { ...node, rows: withoutTotalsOfOthers(node.path, node.rows, findings) }
    const below = done.filter((other) => isBelow(other.path, node.path)).flatMap((other) => other.rows)
    done.push({ path: node.path, rows: resolveNode(own, below, findings) })
  }
  // In the order in which they were given, so that nothing depends on the order of the levels.
  const order = new Map(rows.map((row, index) => [row, index]))
  return done
    .flatMap((node) => node.rows)
    .toSorted((a, b) => (order.get(a) ?? rows.length) - (order.get(b) ?? rows.length))
}

/** The rows of a place without those that are the sum of rows with a level more of attributes that are no places. */
function withoutTotalsOfOthers(
  path: Path,
  rows: readonly HeadcountRow[],
  findings: TotalFinding[],
): readonly HeadcountRow[] {
  const known = ({ others }: HeadcountRow): number => Object.values(others).filter((level) => level !== null).length
  if (rows.every((row) => Object.values(row.others).every((level) => level !== null))) return rows
  const kept: HeadcountRow[] = []
  for (const row of rows.filter(({ isTyped }) => !isTyped).toSorted((a, b) => known(b) - known(a))) {
    const finer = kept.filter(
      (other) =>
        known(other) > known(row) &&
        Object.entries(row.others).every(([id, level]) => level === null || other.others[id] === level),
    )
    const parts = sumOf(finer)
    const isTotal = finer.length > 0 && row.people > 0 && parts === row.people
    if (finer.length > 0 && row.people > 0)
      findings.push({ kind: isTotal ? 'total' : 'blank-or-total', round: row.round, path, total: row.people, parts })
    if (!isTotal) kept.push(row)
  }
  const left = new Set(kept)
  return rows.filter((row) => row.isTyped || left.has(row))
}

function resolveNode(
  { path, rows }: NodeRows,
  below: readonly HeadcountRow[],
  findings: TotalFinding[],
): readonly HeadcountRow[] {
  const [first] = rows
  if (first === undefined) return []
  const typed = rows.findLast(({ isTyped }) => isTyped)
  const counted = rows.filter(({ isTyped }) => !isTyped)
  const parts = sumOf(below)
  const find = (kind: TotalFinding['kind'], total: number, sum: number): void =>
    void findings.push({ kind, round: first.round, path, total, parts: sum })
  if (typed === undefined) {
    const total = sumOf(counted)
    if (below.length === 0 || total === 0) return counted
    if (total === parts) {
      find('total', total, parts)
      return []
    }
    if (!below.some(({ isTyped }) => isTyped)) {
      find('rest-or-total', total, parts)
      return counted
    }
    return remainder({ ...first, people: total, others: {} }, parts, find)
  }
  if (counted.length > 0) {
    const total = sumOf(counted)
    if (total === typed.people && below.length === 0) return counted
    if (total !== typed.people) find('in-place-of-file', typed.people, total)
  }
  if (below.length === 0) return [typed]
  return remainder(typed, parts, find)
}

/** What a total leaves beside the places below it. */
function remainder(
  row: HeadcountRow,
  parts: number,
  find: (kind: TotalFinding['kind'], total: number, parts: number) => void,
): readonly HeadcountRow[] {
  if (row.people === parts) {
    find('total', row.people, parts)
    return []
  }
  find(row.people > parts ? 'parts-short' : 'parts-exceed', row.people, parts)
  return row.people > parts ? [{ ...row, people: row.people - parts }] : []
}

const sumOf = (rows: readonly HeadcountRow[]): number => rows.reduce((sum, { people }) => sum + people, 0)

/** Whether a place lies within another: it has all its names, and one more below them. */
function isBelow(inner: Path, outer: Path): boolean {
  return depthOf(inner) > depthOf(outer) && outer.every((name, level) => name === null || inner[level] === name)
}

/** A place in a round. */
export interface PlaceInRound {
  readonly round: string
  readonly path: Path
}

/**
 * Holds the people who answered against those invited, in the rounds that have a headcount.
 * @param answered people by place and round
 * @returns nodes from which more people answered than were invited, where everybody within was counted; and the widest nodes from which people answered and for
 * which nobody was counted, though others were: sums above them are too small
 */
export function compareWithHeadcount(
  levels: readonly string[],
  answered: readonly (PlaceInRound & { readonly people: number })[],
  rows: readonly (PlaceInRound & { readonly people: number })[],
): {
  readonly tooMany: readonly PlaceInRound[]
  readonly uncounted: readonly PlaceInRound[]
  /** Nodes within which somebody was not counted, by `sumKey`. */
  readonly incomplete: ReadonlySet<string>
} {
  const invited = sumsByNode(levels, rows)
  const rounds = new Set(rows.map(({ round }) => round))
  const own = new Set(rows.map(({ round, path }) => JSON.stringify([round, nodeKey(levels, path)])))
  const uncounted = new Map<string, PlaceInRound>()
  const incomplete = new Set<string>()
  for (const { round, path } of answered) {
    if (!rounds.has(round) || depthOf(path) < 0) continue
    const around = levels.map((_, depth) => path.map((name, level) => (level <= depth ? name : null)))
    const nodes = around.filter((node, depth) => depthOf(node) === depth)
    if (
      own.has(JSON.stringify([round, '[-1]'])) ||
      nodes.some((node) => own.has(JSON.stringify([round, nodeKey(levels, node)])))
    )
      continue
    const widest = nodes.find((node) => !invited.has(sumKey(round, node)))
    if (widest === undefined) continue
    uncounted.set(sumKey(round, widest), { round, path: widest })
    for (const node of nodes) incomplete.add(sumKey(round, node))
  }
  const tooMany = [...sumsByNode(levels, answered)].flatMap(([key, { round, path, people }]) => {
    const most = invited.get(key)?.people
    return most !== undefined && people > most && !incomplete.has(key) ? [{ round, path }] : []
  })
  return { tooMany, uncounted: [...uncounted.values()], incomplete }
}

/** A node in a round. */
export const sumKey = (round: string, path: Path): string =>
  JSON.stringify([round, ...path.slice(0, depthOf(path) + 1)])

/** Sums of people at every node and round, those of the places within it included. */
export function sumsByNode(
  levels: readonly string[],
  rows: readonly (PlaceInRound & { readonly people: number })[],
): ReadonlyMap<string, PlaceInRound & { readonly people: number }> {
  const sums = new Map<string, { round: string; path: Path; people: number }>()
  for (const { round, path, people } of rows) {
    levels.forEach((_, depth) => {
      if ((path[depth] ?? null) === null) return
      const node = path.map((name, level) => (level <= depth ? name : null))
      const key = sumKey(round, node)
      const sum = sums.get(key)
      if (sum === undefined) sums.set(key, { round, path: node, people })
      else sum.people += people
    })
  }
  return sums
}
