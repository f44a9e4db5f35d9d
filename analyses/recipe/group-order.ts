import type { Dataset } from '../core/datasets'
import type { Cell, ResultTable, TableColumn } from '../core/result'
import type { Note } from '../core/words'

/**
 * In which order the groups of an analysis stand, in tables and figures alike. `declared`: as the data declare their levels, else by the alphabet of the report's language;
 * `name`: by that alphabet; `value`: by the first number of the analysis, the highest first.
 */
export const groupOrders = ['declared', 'name', 'value'] as const
export type GroupOrder = (typeof groupOrders)[number]

interface Ordered {
  readonly tables: readonly ResultTable[]
  readonly notes: readonly Note[]
  /** Attribute → its levels as they stand now; attributes that are not here stand as they did. */
  readonly levels: ReadonlyMap<string, readonly string[]>
}

/** Compares two levels of an attribute by the alphabet of the report's language. */
export type CompareLevels = (attribute: string, a: string, b: string) => number

/**
 * Puts the groups of an analysis in order, after disclosure control, so that where a withheld group stands says nothing of its value: such groups come last, in the order they
 * had. Rounds always stand in time. With several outcomes the order is that of the first, with several rounds that of the last.
 */
export function inGroupOrder(
  order: GroupOrder,
  tables: readonly ResultTable[],
  notes: readonly Note[],
  dataset: Dataset,
  compare: CompareLevels,
): Ordered {
  if (order === 'declared' || dataset.kind !== 'survey') return { tables, notes, levels: new Map() }
  const attributes = new Set(dataset.attributes.map(({ id }) => id))
  const levels =
    order === 'name'
      ? new Map(
          dataset.attributes.map(({ id, levels: own }) => [id, own.toSorted((a, b) => compare(id, a, b))] as const),
        )
      : levelsByValue(tables, attributes)
  if (levels.size === 0) return { tables, notes, levels }
  const rank = rankOf(levels)
  const names = namesInOrder(tables, attributes, rank)
  const orders = new Map(tables.map((table) => [table.id, rowOrder(table, attributes, rank, names)]))
  const moved = tables.map((table) => withRows(table, orders.get(table.id) ?? []))
  return {
    tables: moved,
    notes: [
      ...notes.map((note) => followRow(note, orders)),
      ...(order === 'value' ? [{ code: 'recipe:ordered-by-value', level: 'info', about: {} } as const] : []),
    ],
    levels,
  }
}

type Rank = (column: string, cell: Cell) => number

function rankOf(levels: ReadonlyMap<string, readonly string[]>): Rank {
  const ranks = new Map([...levels].map(([id, own]) => [id, new Map(own.map((level, rank) => [level, rank]))]))
  return (column, cell) => (typeof cell === 'string' ? ranks.get(column)?.get(cell) : undefined) ?? Number.MAX_VALUE
}

const groupPositions = (table: ResultTable, attributes: ReadonlySet<string>): readonly number[] =>
  table.columns.flatMap(({ id }, index) => (attributes.has(id) ? [index] : []))

/** Columns that name the group of a row. */
const naming: ReadonlySet<string> = new Set(['round', 'group', 'group_name'])

/** Columns that identify a row beside its groups: the outcome, the dimension, the item. */
const otherKeys = (table: ResultTable, attributes: ReadonlySet<string>): readonly number[] =>
  table.columns.flatMap(({ id, kind, isKey }, index) =>
    isKey === true && kind === 'text' && !naming.has(id) && !attributes.has(id) ? [index] : [],
  )

/** Levels by the first number of the first table that has groups; those without a number last, as they stood. */
function levelsByValue(
  tables: readonly ResultTable[],
  attributes: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const table = tables.find(
    (own) => groupPositions(own, attributes).length > 0 && own.rows.length > 0 && valueColumn(own.columns) >= 0,
  )
  if (table === undefined) return new Map()
  const value = valueColumn(table.columns)
  const others = otherKeys(table, attributes)
  const [first] = table.rows
  const ofFirst = table.rows.filter((row) => others.every((index) => row[index] === first?.[index]))
  const round = table.columns.findIndex(({ id }) => id === 'round')
  const lastRound = round < 0 ? null : (table.rows.at(-1)?.[round] ?? null)
  return new Map(
    groupPositions(table, attributes).map((position) => {
      const present = [...new Set(table.rows.map((row) => row[position]).filter((cell) => typeof cell === 'string'))]
      const values = new Map(
        present.map((level) => {
          const own = ofFirst.filter((row) => row[position] === level && (round < 0 || row[round] === lastRound))
          return [level, meanOf(own.map((row) => row[value] ?? null))]
        }),
      )
      const of = (level: string): number => values.get(level) ?? Number.NEGATIVE_INFINITY
      return [
        table.columns[position]?.id ?? '',
        present.toSorted((a, b) => (of(a) === of(b) ? 0 : of(b) > of(a) ? 1 : -1)),
      ] as const
    }),
  )
}

/** A difference where the table has one, else its first number that is always shown. */
function valueColumn(columns: readonly TableColumn[]): number {
  const isShown = ({ kind, secondary }: TableColumn): boolean => kind === 'number' && secondary !== true
  const difference = columns.findIndex((column) => column.id === 'estimate' && isShown(column))
  return difference >= 0 ? difference : columns.findIndex(isShown)
}

function meanOf(cells: readonly Cell[]): number | null {
  const numbers = cells.filter((cell) => typeof cell === 'number')
  return numbers.length === 0 ? null : numbers.reduce((sum, own) => sum + own, 0) / numbers.length
}

const separator = ' · '

/** The names of groups in the order that their levels have now, for tables that name a group in one column. */
function namesInOrder(
  tables: readonly ResultTable[],
  attributes: ReadonlySet<string>,
  rank: Rank,
): ReadonlyMap<string, number> {
  const named = tables.find((table) => groupPositions(table, attributes).length > 0)
  if (named === undefined) return new Map()
  const positions = named.columns.flatMap(({ id }, index) => (id === 'round' || attributes.has(id) ? [index] : []))
  const rows = rowOrder(named, attributes, rank, new Map()).map((index) => named.rows[index] ?? [])
  const names = [...new Set(rows.map((row) => positions.map((position) => row[position]).join(separator)))]
  return new Map(names.map((name, index) => [name, index]))
}

/**
 * The positions of a table's rows in their new order. Where all rows of a group stand together, the groups change places; where each outcome has its groups, they do within it.
 * @param names of groups → their place, for a table that has a column of names and no attribute
 */
function rowOrder(
  table: ResultTable,
  attributes: ReadonlySet<string>,
  rank: Rank,
  names: ReadonlyMap<string, number>,
): readonly number[] {
  const present = table.rows.map((_, index) => index)
  const positions = groupPositions(table, attributes)
  const named = table.columns.findIndex(({ id }) => id === 'group')
  const columns = positions.length > 0 ? positions : named >= 0 && names.size > 0 ? [named] : []
  if (columns.length === 0) return present
  const round = table.columns.findIndex(({ id }) => id === 'round')
  const rounds = [...new Set(table.rows.map((row) => row[round] ?? null))]
  const cellsOf = (index: number, of: readonly number[]): string =>
    JSON.stringify(of.map((position) => table.rows[index]?.[position] ?? null))
  const compare = (a: number, b: number): number => {
    if (round >= 0 && round < (columns[0] ?? 0)) {
      const difference = rounds.indexOf(table.rows[a]?.[round] ?? null) - rounds.indexOf(table.rows[b]?.[round] ?? null)
      if (difference !== 0) return difference
    }
    for (const column of columns) {
      const place = (index: number): number => {
        const cell = table.rows[index]?.[column] ?? null
        return positions.length > 0
          ? rank(table.columns[column]?.id ?? '', cell)
          : (names.get(String(cell)) ?? Number.MAX_VALUE)
      }
      const difference = place(a) - place(b)
      if (difference !== 0) return difference
    }
    return a - b
  }
  const keys = round < 0 ? columns : [round, ...columns]
  const changes = present.filter((index) => index === 0 || cellsOf(index, keys) !== cellsOf(index - 1, keys)).length
  if (changes === new Set(present.map((index) => cellsOf(index, keys))).size) return present.toSorted(compare)
  const others = otherKeys(table, attributes)
  const blocks: number[][] = []
  for (const index of present)
    if (index > 0 && cellsOf(index, others) === cellsOf(index - 1, others)) blocks.at(-1)?.push(index)
    else blocks.push([index])
  return blocks.flatMap((block) => block.toSorted(compare))
}

function withRows(table: ResultTable, order: readonly number[]): ResultTable {
  if (order.every((from, to) => from === to)) return table
  const placeOf = new Map(order.map((from, to) => [from, to]))
  return {
    ...table,
    rows: order.map((index) => table.rows[index] ?? []),
    suppressed: table.suppressed.map(([row, column]) => [placeOf.get(row) ?? row, column] as const),
  }
}

/** A note about a row goes where the row goes. */
function followRow(note: Note, orders: ReadonlyMap<string, readonly number[]>): Note {
  const { concerns } = note
  if (concerns?.row === undefined) return note
  const row = orders.get(concerns.table)?.indexOf(concerns.row) ?? -1
  return row < 0 ? note : { ...note, concerns: { ...concerns, row } }
}
