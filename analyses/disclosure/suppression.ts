import type { Dataset } from '../core/datasets'
import type { Cell, ResultTable } from '../core/result'
import { largest } from '../numeric/summary/extremes'
import {
  answerStepsOf,
  leastForDetail,
  meanSettlesAnswers,
  spreadSettlesAnswers,
  toldOf,
  type DetailKind,
  type Settled,
} from './detail'
import { answersAPerson, cellsText, isOfOneRound, layoutOf, outcomePosition, type Layout } from './margins'
import { isPartOfRespondents, peopleIn, withheldAmong, type Counted } from './rule'

/** A row to be withheld for a reason that its own table cannot know. */
export interface Withholding {
  readonly table: string
  readonly row: number
  /** Ids of the only columns that are withheld of it; absent where the whole row is. */
  readonly columns?: readonly string[]
}

/**
 * The one rule of disclosure control: what is withheld here is withheld on screen, in figures, tables, reports and packets.
 *
 * A row with 1 … minGroup − 1 people is small and is withheld. Further rows are withheld with it until nobody can derive a small row from the rows that remain and any total
 * (of the family, of the rows that share the values of some columns, or of a place further up the organisation tree); nor the sum of two small rows, or of all small rows
 * of a total, where these are too few even together.
 * A row with no people has no answers to disclose, so it is shown; it cannot protect another row. Where persons were followed and a row takes rounds together, a person may be counted
 * once a round: the smallest group is then that many answers for each round.
 * @param tables all tables of one analysis, as tabulated
 * @param minGroup smallest number of people that may be shown; 1 turns protection off
 * @param also rows and cells to withhold besides, because of what other analyses tell (`releases.ts`)
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
          also.filter((one) => one.table === table.id),
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

const detailKinds = ['spread', 'quantiles', 'distribution', 'shape'] as const satisfies readonly DetailKind[]

interface Decision {
  readonly rows: ReadonlySet<number>
  readonly kept: ReadonlySet<number>
  /** Single cells in addition. */
  readonly cells: readonly (readonly [number, number])[]
  /** Rows whose spread is withheld, or could be worked out from a comparison. */
  readonly spreadless: ReadonlySet<number>
}

function decide(
  table: ResultTable,
  layout: Layout,
  minGroup: number,
  dataset: Dataset,
  also: readonly Withholding[],
): Decision {
  const { protection, by, family } = layout
  const alsoWhole = new Set(also.flatMap(({ row, columns }) => (columns === undefined ? [row] : [])))
  const counts = protection.counts.filter((id) => positionOf(table, id) >= 0)
  const tells = disclosuresOf(table, layout, minGroup, dataset)
  const cells: (readonly [number, number])[] = also.flatMap(({ row, columns = [] }) =>
    columns.flatMap((id) => {
      const column = positionOf(table, id)
      return column < 0 ? [] : [[row, column] as const]
    }),
  )
  const spreadless = new Set<number>()
  const blockOf = blockNames(table, layout)
  const counted = table.rows.map((row, index): Counted => {
    const group = Object.fromEntries(
      by.flatMap(({ id, position }) => {
        const level = row[position]
        return typeof level === 'string' ? [[id, level] as const] : []
      }),
    )
    const own = counts.map((id) => numberIn(row[positionOf(table, id)]))
    const perPerson = largest(counts.map((id) => answersAPerson(isOfOneRound(id, row, layout), dataset)))
    const told = tells(row, { group, counts: own }, minGroup * perPerson)
    for (const column of told.columns) cells.push([index, column])
    if (told.isSpreadless) spreadless.add(index)
    return {
      group,
      family: cellsText(row, family),
      counts: own,
      isExposed: told.isWhole,
      answersAPerson: perPerson,
      together: blockOf?.(row),
    }
  })
  const attributes = dataset.kind === 'survey' ? dataset.attributes : []
  const rows = new Set(withheldAmong(counted, minGroup, attributes))
  const withAlso = new Set([...alsoWhole].flatMap((row) => counted[row]?.together ?? []))
  counted.forEach(({ together }, row) => {
    if (alsoWhole.has(row) || (together !== undefined && withAlso.has(together))) rows.add(row)
  })
  return { rows, kept: layout.kept, cells, spreadless }
}

const positionOf = (table: ResultTable, id: string): number => table.columns.findIndex((column) => column.id === id)

/** What a row reveals about single people beyond their number: the whole row, or some of its columns. */
interface Disclosure {
  readonly isWhole: boolean
  readonly columns: readonly number[]
  readonly isSpreadless: boolean
}

/**
 * Finds extremes that only a few people share; and in a part of the respondents spreads of 0 and shares of 0 or 1, which disclose what everybody answered, and whatever tells more of
 * the answers than so many people can hide (`detail.ts`).
 */
function disclosuresOf(
  table: ResultTable,
  layout: Layout,
  minGroup: number,
  dataset: Dataset,
): (row: readonly Cell[], counted: Pick<Counted, 'group' | 'counts'>, least: number) => Disclosure {
  if (minGroup <= 1) return () => ({ isWhole: false, columns: [], isSpreadless: false })
  const { protection } = layout
  const detailOf = detailsOf(table, layout, dataset)
  const positionsOf = (ids: readonly string[] = []): readonly number[] =>
    ids.map((id) => positionOf(table, id)).filter((position) => position >= 0)
  const [shares, spreads] = [positionsOf(protection.shares), positionsOf(protection.spreads)]
  const extremes = Object.entries(protection.extremes ?? {}).map(
    ([id, counters]) => [positionOf(table, id), counters.map((counter) => positionOf(table, counter))] as const,
  )
  return (row, counted, least) => {
    const columns: number[] = []
    for (const [at, counters] of extremes) {
      const isOfFew = counters.some((counter) => {
        const sharing = row[counter]
        return typeof sharing === 'number' && sharing > 0 && sharing < least
      })
      if (row[at] !== null && isOfFew) for (const column of [at, ...counters]) columns.push(column)
    }
    if (!isPartOfRespondents(counted, dataset)) return { isWhole: false, columns, isSpreadless: false }
    const people = peopleIn(counted)
    const detail = detailOf(row, people, least)
    const isNobody = (at: number): boolean => row[at] === 0 && people < 2 * least
    const isDistribution = protection.distributionOver !== undefined
    return {
      isWhole:
        detail.isWhole ||
        spreads.some((at) => row[at] === 0) ||
        shares.some((at) => row[at] === 1 || (isDistribution && isNobody(at))),
      columns: [...columns, ...detail.columns, ...(isDistribution ? [] : shares.filter(isNobody))],
      isSpreadless: detail.isSpreadless,
    }
  }
}

/** For a row of a part of the respondents, what in it tells more of the answers than its people can hide. */
function detailsOf(
  table: ResultTable,
  { protection, round }: Layout,
  dataset: Dataset,
): (row: readonly Cell[], people: number, least: number) => Disclosure {
  const positionsOf = (ids: readonly string[] = []): readonly number[] =>
    ids.map((id) => positionOf(table, id)).filter((position) => position >= 0)
  const columnsOf: readonly (readonly [DetailKind, readonly number[]])[] = detailKinds.map((kind) => [
    kind,
    positionsOf(protection.detail?.[kind]),
  ])
  const outcomeAt = outcomePosition(table)
  const described = (protection.describes ?? []).map(
    ({ n, mean, sd }) => [positionOf(table, n), positionOf(table, mean), positionOf(table, sd)] as const,
  )
  /** What the exact numbers of a row settle; numbers of answers that are not whole settle nothing that could be enumerated. */
  const settledBy = (row: readonly Cell[], isSpreadTold: boolean): Settled => {
    const outcome = row[outcomeAt]
    const of = typeof row[round] === 'string' ? row[round] : null
    const steps = typeof outcome === 'string' ? answerStepsOf(dataset, outcome, of) : null
    if (steps === null) return 'nothing'
    const all = described.map(([nAt, meanAt, sdAt]): Settled => {
      const [n, mean, sd] = [row[nAt], row[meanAt], row[sdAt]]
      if (typeof n !== 'number' || typeof mean !== 'number') return 'nothing'
      const told = toldOf(n, mean, typeof sd === 'number' && isSpreadTold ? sd : null, steps)
      if (told === null) return 'nothing'
      return meanSettlesAnswers(told, steps) ? 'even-without' : spreadSettlesAnswers(told, steps)
    })
    return all.includes('even-without') ? 'even-without' : all.includes('with-spread') ? 'with-spread' : 'nothing'
  }
  return (row, people, least) => {
    const isSpreadTold = people >= leastForDetail('spread', least)
    const settled = settledBy(row, isSpreadTold)
    const isSpreadless = !isSpreadTold || settled !== 'nothing'
    const isWithheld = (kind: DetailKind): boolean => people < leastForDetail(kind, least) || settled !== 'nothing'
    return {
      isWhole: settled === 'even-without',
      columns: columnsOf.flatMap(([kind, columns]) => (isWithheld(kind) ? columns : [])),
      isSpreadless,
    }
  }
}

/** For each row a text that the rows of one distribution share, since these are shown or withheld together; null where the table holds no distributions. */
function blockNames(table: ResultTable, { protection, by, family }: Layout): ((row: readonly Cell[]) => string) | null {
  if (protection.distributionOver === undefined) return null
  const positions = [...by.map(({ position }) => position), ...family].filter(
    (position) => table.columns[position]?.id !== protection.distributionOver,
  )
  return (row) => cellsText(row, positions)
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
  const spreadlessGroups = new Set<string>()
  if (source !== undefined && decision !== undefined) {
    const positions = [...protection.match, protection.groupColumn].map((id) => at(source, id))
    const nameOf = (index: number): string => cellsText(source.rows[index] ?? [], positions)
    for (const index of decision.rows) withheldGroups.add(nameOf(index))
    for (const index of decision.spreadless) spreadlessGroups.add(nameOf(index))
  }
  const match = protection.match.map((id) => at(table, id))
  const spread = (protection.spread ?? []).map((id) => at(table, id)).filter((position) => position >= 0)
  const rows = new Set<number>()
  const cells: (readonly [number, number])[] = []
  table.rows.forEach((row, index) => {
    const compared = protection.columns.map((id) => cellsText(row, [...match, at(table, id)]))
    if (compared.some((group) => withheldGroups.has(group))) rows.add(index)
    else if (compared.some((group) => spreadlessGroups.has(group)))
      for (const column of spread) cells.push([index, column])
  })
  const kept = new Set([...match, ...protection.columns.map((id) => at(table, id))])
  table.columns.forEach((column, position) => {
    const names = column.refersTo === 'dimension' || column.refersTo === 'item' || column.refersTo === 'outcome'
    if (names || column.isKey === true) kept.add(position)
  })
  return { rows, kept, cells, spreadless: new Set() }
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
