import type { Attribute, Dataset } from '../core/datasets'
import type { Cell, Protection, ResultTable } from '../core/result'

/** How a protected table is laid out: which columns identify the people behind a row, and which say what was measured. */
export interface Layout {
  readonly protection: Extract<Protection, { kind: 'counts' }>
  /** Columns by which people are divided into rows: `round` and attributes outside the family. */
  readonly by: readonly { readonly id: string; readonly position: number }[]
  /** Position of the column that names a row's round; −1 where there is none. */
  readonly round: number
  /** Columns alike in rows that add up: the declared family, and whatever else names an outcome or a category. */
  readonly family: readonly number[]
  /** Columns that stay in a withheld row. */
  readonly kept: ReadonlySet<number>
}

/** The layout of a table whose rows stand on counts of people; null for other tables. */
export function layoutOf(table: ResultTable, dataset: Dataset): Layout | null {
  const { protection } = table
  if (protection.kind !== 'counts') return null
  const attributes = dataset.kind === 'survey' ? dataset.attributes.map(({ id }) => id) : []
  const by: { id: string; position: number }[] = []
  const family: number[] = []
  const kept = new Set<number>()
  table.columns.forEach((column, position) => {
    const names = column.refersTo === 'dimension' || column.refersTo === 'item' || column.refersTo === 'outcome'
    if (protection.family.includes(column.id) || names || column.id === protection.distributionOver) {
      family.push(position)
      kept.add(position)
    } else if (column.id === 'round' || attributes.includes(column.id)) {
      by.push({ id: column.id, position })
      kept.add(position)
    } else if (column.isKey === true || protection.keeps?.includes(column.id) === true) kept.add(position)
  })
  return { protection, by, round: table.columns.findIndex(({ id }) => id === 'round'), family, kept }
}

/** Position of the column that says what was answered: the item where a row has one beside its dimension; −1 where no column does. */
export function outcomePosition({ columns }: ResultTable): number {
  const positions = (['item', 'outcome', 'dimension'] as const).map((kind) =>
    columns.findIndex(({ refersTo }) => refersTo === kind),
  )
  return positions.find((position) => position >= 0) ?? -1
}

/**
 * How many of the answers counted in a row may be one person's: as many as there are rounds, where persons were followed and the row takes rounds together; else 1.
 */
export function answersAPerson(isOfOneRound: boolean, dataset: Dataset): number {
  if (dataset.kind !== 'survey' || dataset.linkage === 'unlinked' || isOfOneRound) return 1
  return Math.max(1, dataset.rounds.length)
}

/** Whether a count column counts people of one round alone, in a row. */
export function isOfOneRound(count: string, row: readonly Cell[], { protection, round }: Layout): boolean {
  return (
    (row[round] ?? null) !== null || (protection.conditions?.[count] ?? []).some(({ column }) => column === 'round')
  )
}

export function cellsText(row: readonly Cell[], positions: readonly number[]): string {
  return JSON.stringify(positions.map((position) => row[position] ?? null))
}

/**
 * A total that somebody may know: of everybody in the family, of a place further up the organisation tree, or of the rows alike in some of the
 * columns. Rows themselves are not margins.
 */
export interface Margin {
  /** Positions in the list of keys that was given. */
  readonly members: readonly number[]
  /** The order in which margins are decided: those of the organisation tree before those that cut across it, the coarser before the finer. */
  readonly rank: number
  /** The people that it is about, as the level of each column. A column that was summed over only requires that its value is known. */
  readonly levels: Readonly<Record<string, string>>
}

/**
 * All margins over rows identified by `by` columns.
 * @param keys the rows' levels, in the order of `by`
 */
export function marginsOf(
  by: readonly string[],
  keys: readonly (readonly string[])[],
  attributes: readonly Attribute[],
): readonly Margin[] {
  const views = by.map((id, position) => viewsOf(id, position, by, attributes))
  const parents = by.map((id) => by.indexOf(attributes.find((attribute) => attribute.id === id)?.parent ?? ''))
  let combinations: readonly (readonly View[])[] = [[]]
  for (const choices of views) combinations = combinations.flatMap((chosen) => choices.map((view) => [...chosen, view]))
  const margins: Margin[] = []
  for (const combination of combinations) {
    if (combination.every(({ isRow }) => isRow)) continue
    // A name without the place above it is a row where it stands in one place, and no place at all where it stands in several.
    if (combination.some(({ isRow }, position) => isRow && combination[parents[position] ?? -1]?.isRow === false))
      continue
    const rank = combination.reduce(
      (sum, { depth, cutsAcross }) => sum + depth + (cutsAcross && depth > 0 ? cuttingAcross : 0),
      0,
    )
    const buckets = new Map<string, { members: number[]; levels: Record<string, string> }>()
    keys.forEach((key, member) => {
      const levels: Record<string, string> = {}
      for (const view of combination) {
        if (view.column === null) continue
        const level = view.levelOf(key)
        if (level === null) return
        levels[view.column] = level
      }
      const text = JSON.stringify(levels)
      const bucket = buckets.get(text)
      if (bucket === undefined) buckets.set(text, { members: [member], levels })
      else bucket.members.push(member)
    })
    for (const { members, levels } of buckets.values()) margins.push({ members, rank, levels })
  }
  return margins
}

/** A rank beyond that of any level of the organisation tree. */
const cuttingAcross = 1000

interface View {
  /** The column whose levels remain; null when summed over. */
  readonly column: string | null
  readonly depth: number
  /** The column is no place in the organisation tree (role, age group). */
  readonly cutsAcross: boolean
  readonly isRow: boolean
  levelOf(key: readonly string[]): string | null
}

/** A column as it is, summed over, and seen from each step up the tree that is not a column of its own. */
function viewsOf(
  id: string,
  position: number,
  by: readonly string[],
  attributes: readonly Attribute[],
): readonly View[] {
  const own = (key: readonly string[]): string | null => key[position] ?? null
  const above: View[] = []
  const cutsAcross = attributes.every(
    (attribute) => attribute.parent === null || (attribute.id !== id && attribute.parent !== id),
  )
  let levelOf = own
  let attribute = attributes.find((candidate) => candidate.id === id)
  while (attribute !== undefined && attribute.parent !== null && !by.includes(attribute.parent)) {
    const parent = attributes.find((candidate) => candidate.id === attribute?.parent)
    if (parent === undefined) break
    const parents = parentNames(attribute, parent)
    const below = levelOf
    levelOf = (key) => parents.get(below(key) ?? '') ?? null
    above.unshift({ column: parent.id, depth: 0, cutsAcross, isRow: false, levelOf })
    attribute = parent
  }
  return [
    { column: null, depth: 0, cutsAcross, isRow: false, levelOf: () => null },
    ...above.map((view, step) => ({ ...view, depth: step + 1 })),
    { column: id, depth: above.length + 1, cutsAcross, isRow: true, levelOf: own },
  ]
}

/** The name of each level's parent, for levels that have exactly one. */
function parentNames(attribute: Attribute, parent: Attribute): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  attribute.levels.forEach((level, index) => {
    const name = parent.levels[attribute.parentLevels[index] ?? -1]
    if (name !== undefined) names.set(level, name)
  })
  return names
}
