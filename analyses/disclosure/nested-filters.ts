import type { Attribute, Condition, Dataset } from '../core/datasets'
import type { Cell, Protection, ResultTable } from '../core/result'
import { answersAPerson, cellsText, isOfOneRound, layoutOf, marginsOf, parentNames } from './margins'
import { protectTables, type Withholding } from './suppression'

/** What one analysis of a project would show. */
export interface Release {
  readonly as: string
  readonly where: readonly Condition[]
  /** The data as filtered for this analysis. */
  readonly dataset: Dataset
  /** The tables before disclosure control. */
  readonly tables: readonly ResultTable[]
  /** Derived from the others to give an overview: where it and one of them cannot both be shown, this one is withheld, so that results do not depend on who looks. */
  readonly yields?: boolean
}

/** A row that, taken from a row of another analysis with a wider filter, would leave too few people. */
export interface Conflict extends Withholding {
  readonly as: string
  /** The analysis with the wider filter; for a release that yields, the other of the two. */
  readonly within: string
}

/**
 * Disclosure control over all analyses of a project: each by its own tables, then rows that nest in another analysis's, until nothing more is found.
 * @returns the protected tables of each release, in order
 */
export function protectReleases(
  releases: readonly Release[],
  minGroup: number,
): { readonly tables: readonly (readonly ResultTable[])[]; readonly conflicts: readonly Conflict[] } {
  const also = releases.map((): Withholding[] => [])
  const conflicts: Conflict[] = []
  for (;;) {
    const tables = releases.map((release, index) =>
      protectTables(release.tables, minGroup, release.dataset, also[index]),
    )
    const found = nestedFilterConflicts(releases, tables, minGroup)
    if (found.length === 0) return { tables, conflicts }
    for (const conflict of found) {
      conflicts.push(conflict)
      also[releases.findIndex(({ as }) => as === conflict.as)]?.push({ table: conflict.table, row: conflict.row })
    }
  }
}

/**
 * Rows still shown whose people all stand behind a row or total of another analysis that counts 1 … minGroup − 1 people more: the difference of the two
 * would tell about those few. The nested row, the smaller one, is to be withheld; for a total, its smallest row. Of two releases of which one yields, that one is.
 *
 * Whether people nest is read from filters and keys: `organisation = X` lies within `country = NO` when the tree says so. Only counts of the
 * same outcome are compared, in tables of what can be subtracted.
 * @param shown each release's tables after `protectTables`
 */
export function nestedFilterConflicts(
  releases: readonly Release[],
  shown: readonly (readonly ResultTable[])[],
  minGroup: number,
): readonly Conflict[] {
  if (minGroup <= 1 || releases.length < 2) return []
  const byOutcome = new Map<string, Shown[]>()
  releases.forEach((release, index) => {
    for (const cell of shownCells(release, shown[index] ?? [], index)) {
      const cells = byOutcome.get(cell.outcome)
      if (cells === undefined) byOutcome.set(cell.outcome, [cell])
      else cells.push(cell)
    }
  })
  const conflicts = new Map<string, Conflict>()
  for (const cells of byOutcome.values()) {
    const most = cells.reduce((largest, { perPerson }) => Math.max(largest, perPerson), 1)
    cells.sort((a, b) => a.n - b.n)
    cells.forEach((inner, position) => {
      for (let next = position + 1; next < cells.length; next += 1) {
        const outer = cells[next]
        if (outer === undefined || outer.n - inner.n >= minGroup * most) break
        if (
          outer.n - inner.n >= minGroup * outer.perPerson ||
          outer.n === inner.n ||
          outer.release === inner.release ||
          !isWithin(inner.people, outer.people)
        )
          continue
        const yields = ({ release }: Shown): boolean => releases[release]?.yields === true
        const [hidden, kept] = yields(outer) && !yields(inner) ? [outer, inner] : [inner, outer]
        conflicts.set(`${hidden.release} ${hidden.table} ${hidden.row}`, {
          as: releases[hidden.release]?.as ?? '',
          table: hidden.table,
          row: hidden.row,
          within: releases[kept.release]?.as ?? '',
        })
        break
      }
    })
  }
  return [...conflicts.values()]
}

/**
 * Whether what a table shows can be subtracted: counts of answers, means, shares, spreads. Coefficients of models, correlations and tests of two sets of people
 * do not give those of the people in one set only.
 */
function tellsSums(
  table: ResultTable,
  { spreads = [], shares = [], distributionOver }: Extract<Protection, { kind: 'counts' }>,
): boolean {
  return (
    spreads.length > 0 ||
    shares.length > 0 ||
    distributionOver !== undefined ||
    table.columns.some(({ as }) => as === 'mean' || as === 'percent')
  )
}

/** The people that a number is about: for each column the levels that they may have, or that its value is known. An absent column may have any value or none. */
type People = ReadonlyMap<string, ReadonlySet<string> | 'known'>

interface Shown {
  readonly release: number
  readonly table: string
  /** The row to withhold if the number may not be shown. */
  readonly row: number
  readonly outcome: string
  readonly n: number
  /** How many of the `n` answers may be from one person. */
  readonly perPerson: number
  readonly people: People
}

function shownCells(release: Release, tables: readonly ResultTable[], index: number): readonly Shown[] {
  const { dataset } = release
  if (dataset.kind !== 'survey') return []
  const cells: Shown[] = []
  for (const table of tables) {
    const layout = layoutOf(table, dataset)
    if (layout === null || !tellsSums(table, layout.protection)) continue
    const raw = release.tables.find(({ id }) => id === table.id) ?? table
    const by = layout.by.map(({ id }) => id)
    const outcomeColumns = layout.family.filter((position) => table.columns[position]?.refersTo !== undefined)
    for (const count of layout.protection.counts) {
      const at = table.columns.findIndex(({ id }) => id === count)
      if (at < 0) continue
      const conditions = [...release.where, ...((layout.protection.conditions ?? {})[count] ?? [])]
      const families = new Map<string, number[]>()
      table.rows.forEach((row, position) => {
        const text = cellsText(row, layout.family)
        const family = families.get(text)
        if (family === undefined) families.set(text, [position])
        else family.push(position)
      })
      for (const family of families.values()) {
        const first = table.rows[family[0] ?? 0] ?? []
        const perPerson = answersAPerson(isOfOneRound(count, first, layout), dataset)
        const outcome = cellsText(first, outcomeColumns)
        const round = by.includes('round') ? null : first[layout.round]
        const base = typeof round === 'string' ? [...conditions, { column: 'round', in: [round] }] : conditions
        const keys = family.map((position) =>
          layout.by.map(({ position: column }) => textIn(table.rows[position]?.[column])),
        )
        const shownN = family.map((position) => table.rows[position]?.[at])
        const rawN = family.map((position) => raw.rows[position]?.[at])
        const groups = [
          ...keys.map((key, member) => ({
            members: [member],
            levels: Object.fromEntries(by.map((id, position) => [id, key[position] ?? ''])),
          })),
          ...marginsOf(by, keys, dataset.attributes),
        ]
        for (const { members, levels } of groups) {
          if (members.some((member) => typeof shownN[member] !== 'number' && rawN[member] !== 0)) continue
          const n = members.reduce((sum, member) => sum + Number(shownN[member] ?? 0), 0)
          if (n === 0) continue
          const smallest = members
            .filter((member) => Number(shownN[member]) > 0)
            .toSorted((a, b) => Number(shownN[a]) - Number(shownN[b]))[0]
          cells.push({
            release: index,
            table: table.id,
            row: family[smallest ?? 0] ?? 0,
            outcome,
            n,
            perPerson,
            people: peopleOf(base, by, levels, dataset.attributes),
          })
        }
      }
    }
  }
  return cells
}

function peopleOf(
  where: readonly Condition[],
  by: readonly string[],
  levels: Readonly<Record<string, string>>,
  attributes: readonly Attribute[],
): People {
  const people = new Map<string, ReadonlySet<string> | 'known'>()
  const narrow = (column: string, allowed: ReadonlySet<string>): void => {
    const before = people.get(column)
    people.set(
      column,
      before === undefined || before === 'known' ? allowed : new Set([...allowed].filter((level) => before.has(level))),
    )
  }
  for (const id of by) people.set(id, 'known')
  for (const { column, in: values } of where) narrow(column, new Set(values))
  for (const [column, level] of Object.entries(levels)) narrow(column, new Set([level]))
  for (const attribute of attributes.toReversed()) {
    const own = people.get(attribute.id)
    const parent = attributes.find(({ id }) => id === attribute.parent)
    if (own === undefined || own === 'known' || parent === undefined) continue
    const names = parentNames(attribute, parent)
    const above = [...own].map((level) => names.get(level))
    if (above.every((name) => name !== undefined)) narrow(parent.id, new Set(above))
  }
  return people
}

/** Whether everybody in the inner group certainly belongs to the outer one, and the two are described differently. */
function isWithin(inner: People, outer: People): boolean {
  let alike = inner.size === outer.size
  for (const [column, wide] of outer) {
    const narrow = inner.get(column)
    if (narrow === undefined) return false
    if (wide === 'known') {
      if (narrow !== 'known') alike = false
      continue
    }
    if (narrow === 'known') return false
    for (const level of narrow) if (!wide.has(level)) return false
    if (narrow.size !== wide.size) alike = false
  }
  return !alike
}

function textIn(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : ''
}
