import type { Dataset } from '../core/datasets'
import type { Cell, ResultTable } from '../core/result'
import { publishable, type Members } from './derivability'
import { answersAPerson, cellsText, layoutOf, marginsOf, type Layout } from './margins'
import { largest, smallest } from '../numeric/summary/extremes'

/** A row to be withheld for a reason that its own table cannot know. */
export interface Withholding {
  readonly table: string
  readonly row: number
}

/**
 * The one rule of disclosure control: what is withheld here is withheld on screen, in figures, tables, reports and packets.
 *
 * A row is withheld when 1 … minGroup − 1 people stand behind it, and further rows until neither such a row, nor two or all such rows of a total when they are
 * still too few together, can be derived from the rows that remain and any total: of the family, of the rows alike in some columns, or up the
 * organisation tree.
 * Zero people have no answers to disclose: such a row stays, and protects nobody. Where persons were followed and a row takes rounds together, a person may be counted
 * once a round: the smallest group is then that many answers for each round.
 * @param tables all tables of one analysis, as tabulated
 * @param minGroup smallest number of people that may be shown; 1 turns protection off
 * @param also rows to withhold besides, from releases that nest (`nested-filters`)
 * @returns the tables with withheld cells null and named in `suppressed`
 */
export function protectTables(
  tables: readonly ResultTable[],
  minGroup: number,
  dataset: Dataset,
  also: readonly Withholding[] = [],
): readonly ResultTable[] {
  if (minGroup <= 1 && also.length === 0) return tables
  const decisions = new Map<string, Decision>()
  for (const table of tables) {
    const layout = layoutOf(table, dataset)
    if (layout !== null)
      decisions.set(
        table.id,
        decide(
          table,
          layout,
          minGroup,
          dataset,
          new Set(also.filter((one) => one.table === table.id).map(({ row }) => row)),
        ),
      )
  }
  return tables.map((table) => {
    const decision = decisions.get(table.id)
    if (decision !== undefined) return withhold(table, decision)
    if (table.protection.kind !== 'groups') return table
    return withhold(table, comparisonDecision(table, table.protection, tables, decisions))
  })
}

interface Decision {
  readonly rows: ReadonlySet<number>
  readonly kept: ReadonlySet<number>
  /** Single cells besides. */
  readonly cells: readonly (readonly [number, number])[]
}

function decide(
  table: ResultTable,
  layout: Layout,
  minGroup: number,
  dataset: Dataset,
  also: ReadonlySet<number>,
): Decision {
  const { protection } = layout
  const position = (id: string): number => table.columns.findIndex((column) => column.id === id)
  const counts = protection.counts.map(position).filter((index) => index >= 0)
  const blocks = blocksOf(table, layout)
  const exposed = new Set(also)
  const cells: [number, number][] = []
  const shares = (protection.shares ?? []).map(position).filter((index) => index >= 0)
  const spreads = (protection.spreads ?? []).map(position).filter((index) => index >= 0)
  const leastOf = new Map(
    counts.map((at) => [at, minGroup * answersAPerson(table.columns[at]?.id ?? '', layout, dataset)]),
  )
  const least = Math.max(minGroup, largest(leastOf.values()))
  const filtered = dataset.kind === 'survey' && (dataset.where ?? []).some(({ column }) => column !== 'round')
  if (minGroup > 1) {
    table.rows.forEach((row, index) => {
      for (const [id, counter] of Object.entries(protection.extremes ?? {})) {
        const sharing = row[position(counter)]
        if (row[position(id)] === null || typeof sharing !== 'number' || sharing === 0 || sharing >= least) continue
        cells.push([index, position(id)], [index, position(counter)])
      }
      const isPart = filtered || layout.by.some(({ id, position: at }) => id !== 'round' && row[at] !== null)
      if (!isPart) return
      const people = smallest(counts.map((at) => numberIn(row[at]) ?? Number.POSITIVE_INFINITY))
      if (people === 0) return
      if (spreads.some((at) => row[at] === 0)) exposed.add(index)
      for (const at of shares) {
        if (row[at] === 1) exposed.add(index)
        else if (row[at] === 0 && people < 2 * least) {
          if (protection.distributionOver === undefined) cells.push([index, at])
          else exposed.add(index)
        }
      }
    })
  }
  for (const block of blocks.values())
    if (block.some((index) => exposed.has(index))) for (const index of block) exposed.add(index)

  const withheld = new Set(exposed)
  const families = new Map<string, number[]>()
  table.rows.forEach((row, index) => {
    const text = cellsText(row, layout.family)
    const family = families.get(text)
    if (family === undefined) families.set(text, [index])
    else family.push(index)
  })
  const attributes = dataset.kind === 'survey' ? dataset.attributes : []
  const by = layout.by.map(({ id }) => id)
  const memory = new Map<string, readonly boolean[]>()
  for (const family of families.values()) {
    for (const at of counts) {
      const rows = family.filter((index) => (numberIn(table.rows[index]?.[at]) ?? 0) > 0)
      const people = rows.map((index) => numberIn(table.rows[index]?.[at]) ?? 0)
      const hidden = rows.map((index) => exposed.has(index))
      const smallest = leastOf.get(at) ?? minGroup
      if (people.every((n, member) => n >= smallest && hidden[member] !== true)) continue
      const keys = rows.map((index) => layout.by.map(({ position: column }) => textIn(table.rows[index]?.[column])))
      const text = JSON.stringify([smallest, people, hidden, keys])
      let shown = memory.get(text)
      if (shown === undefined) {
        shown = shownRows(people, hidden, smallest, keys, marginsOf(by, keys, attributes))
        memory.set(text, shown)
      }
      rows.forEach((index, member) => {
        if (shown[member] !== true) withheld.add(index)
      })
    }
  }
  for (const block of blocks.values())
    if (block.some((index) => withheld.has(index))) for (const index of block) withheld.add(index)
  return { rows: withheld, kept: layout.kept, cells }
}

/**
 * Which rows of a family may be shown. Coarser sums are decided first and larger ones before smaller, so that the same places are withheld in a table by
 * organisation and in one by unit, and the smallest suffice.
 */
function shownRows(
  people: readonly number[],
  hidden: readonly boolean[],
  minGroup: number,
  keys: readonly (readonly string[])[],
  margins: readonly {
    readonly members: Members
    readonly rank: number
    readonly levels: Readonly<Record<string, string>>
  }[],
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

/** Rows of one distribution, by the cells that they share; every row alone where the table holds no distributions. */
function blocksOf(table: ResultTable, { protection, by, family }: Layout): ReadonlyMap<string, readonly number[]> {
  const blocks = new Map<string, number[]>()
  if (protection.distributionOver === undefined) return blocks
  const positions = [...by.map(({ position }) => position), ...family].filter(
    (position) => table.columns[position]?.id !== protection.distributionOver,
  )
  table.rows.forEach((row, index) => {
    const text = cellsText(row, positions)
    const block = blocks.get(text)
    if (block === undefined) blocks.set(text, [index])
    else block.push(index)
  })
  return blocks
}

/** A comparison is withheld when one of the groups it compares is. */
function comparisonDecision(
  table: ResultTable,
  protection: Extract<ResultTable['protection'], { kind: 'groups' }>,
  tables: readonly ResultTable[],
  decisions: ReadonlyMap<string, Decision>,
): Decision {
  const source = tables.find(({ id }) => id === protection.of)
  const decision = decisions.get(protection.of)
  const at = (from: ResultTable, id: string): number => from.columns.findIndex((column) => column.id === id)
  const withheldGroups = new Set<string>()
  if (source !== undefined && decision !== undefined) {
    const positions = [...protection.match, protection.groupColumn].map((id) => at(source, id))
    for (const index of decision.rows) withheldGroups.add(cellsText(source.rows[index] ?? [], positions))
  }
  const match = protection.match.map((id) => at(table, id))
  const rows = new Set<number>()
  table.rows.forEach((row, index) => {
    if (protection.columns.some((id) => withheldGroups.has(cellsText(row, [...match, at(table, id)])))) rows.add(index)
  })
  const kept = new Set([...match, ...protection.columns.map((id) => at(table, id))])
  table.columns.forEach((column, position) => {
    if (column.refersTo === 'dimension' || column.refersTo === 'item' || column.refersTo === 'outcome')
      kept.add(position)
  })
  return { rows, kept, cells: [] }
}

function withhold(table: ResultTable, { rows, kept, cells }: Decision): ResultTable {
  if (rows.size === 0 && cells.length === 0) return table
  const named = new Map<string, readonly [number, number]>()
  const name = (row: number, column: number): void => void named.set(`${row},${column}`, [row, column])
  for (const [row, column] of table.suppressed) name(row, column)
  for (const row of rows)
    for (let column = 0; column < table.columns.length; column += 1) if (!kept.has(column)) name(row, column)
  for (const [row, column] of cells) name(row, column)
  return {
    ...table,
    rows: table.rows.map((row, index) =>
      named.size === 0 ? row : row.map((cell, column) => (named.has(`${index},${column}`) ? null : cell)),
    ),
    suppressed: [...named.values()].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
  }
}

function numberIn(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null
}

function textIn(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : ''
}
