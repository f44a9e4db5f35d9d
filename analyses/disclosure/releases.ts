import type { ResultTable } from '../core/result'
import { tellableSums, type LinearSum } from './elimination'
import type { Unknowns } from './small-sums'
import { protectTables, type Withholding } from './suppression'
import { toldSums, type Release, type ToldSum } from './told-sums'

/** The sums told about outcomes that are linked, over the people who are alike in all of them. */
export interface SumSystem extends Unknowns {
  readonly sums: readonly { readonly told: ToldSum; readonly linear: LinearSum }[]
  /** Sums that do not stand on the people that they are declared to stand on, so that nobody knows what they can be subtracted from. */
  readonly unknown: readonly ToldSum[]
}

/** Says over whom sums are told: the memberships of the people come from the data. */
export type SystemsOf = (told: readonly ToldSum[]) => readonly SumSystem[]

/** The people whom a withheld row is about, and what they answered. */
export interface WithheldGroup {
  readonly outcome: string
  /** The level of each column that the row names. */
  readonly levels: Readonly<Record<string, string>>
}

/** A row, or some cells of it, withheld because of what is told elsewhere. */
export interface WithheldRow extends Withholding {
  readonly as: string
  /** `few-people`: together with what is told elsewhere it would tell the answers of fewer people than may be told; `people-unknown`: it cannot be known whether it would. */
  readonly reason: 'few-people' | 'people-unknown'
  /** Analyses that tell sums of the same people. */
  readonly beside: readonly string[]
  /** The people of the row, where all of it is withheld: nothing that is made of several groups may stand on them. */
  readonly group?: WithheldGroup
}

export interface ProtectedReleases {
  /** The protected tables of each release, in order. */
  readonly tables: readonly (readonly ResultTable[])[]
  /** What is withheld beyond the rule for one table, and why. */
  readonly withheld: readonly WithheldRow[]
}

/**
 * Disclosure control over everything that a project releases: each analysis by its own tables, and then one elimination over all sums that these still tell.
 * @param minGroup smallest number of people that may be shown; 1 turns protection off
 * @param systemsOf null where the data cannot be asked: then tables are protected one by one
 * @param settled what was decided of the releases of all stages but the last, by themselves: it holds; null where there is one stage only
 */
export function protectReleases(
  releases: readonly Release[],
  minGroup: number,
  systemsOf: SystemsOf | null,
  settled: readonly WithheldRow[] | null = null,
): ProtectedReleases {
  const alone = releases.map(({ tables, dataset, minGroup: own }) => protectTables(tables, own ?? minGroup, dataset))
  if (minGroup <= 1 || systemsOf === null) return { tables: alone.map(withoutSums), withheld: [] }
  const found = systemsOf(toldSums(releases, alone)).flatMap((system) =>
    withheldIn(system, releases, minGroup, settled),
  )
  const withheld = [...(settled ?? []), ...found]
  if (withheld.length === 0) return { tables: alone.map(withoutSums), withheld }
  const own = grouped(withheld, ({ as }) => as)
  return {
    tables: releases.map((release, index) => {
      const also = own.get(release.as)
      return withoutSums(
        also === undefined
          ? (alone[index] ?? [])
          : protectTables(release.tables, release.minGroup ?? minGroup, release.dataset, also),
      )
    }),
    withheld,
  }
}

/** Tables without the declaration of their sums, which names what only people of withheld rows have answered. */
const withoutSums = (tables: readonly ResultTable[]): readonly ResultTable[] =>
  tables.map((table) => {
    if (table.protection.kind !== 'counts' || table.protection.sums === undefined) return table
    const { sums: _, ...protection } = table.protection
    return { ...table, protection }
  })

/** Sums that are one and the same are told or withheld together; the most wanted are decided first. */
function withheldIn(
  { atomOf, people, sums, unknown }: SumSystem,
  releases: readonly Release[],
  minGroup: number,
  settled: readonly WithheldRow[] | null,
): readonly WithheldRow[] {
  const order = wanted(releases)
  const stageOf = ({ release }: ToldSum): number => releases[release]?.stage ?? 0
  const last = releases.reduce((latest, { stage = 0 }) => Math.max(latest, stage), -Infinity)
  const isSettled = (told: ToldSum): boolean => settled !== null && stageOf(told) < last
  const before = new Set((settled ?? []).map((one) => nameOfRow(one, one.columns)))
  const isWithheldBefore = (told: ToldSum): boolean =>
    before.has(nameOfRow({ ...told, as: releases[told.release]?.as ?? '' }, told.sum.columns))
  const same = grouped(sums, ({ linear }) =>
    linear.columns.map((column, index) => `${column}:${linear.coefficients[index]?.a ?? 0}`).join(' '),
  )
  const candidates = [...same.values()]
    .map((all) => all.toSorted((x, y) => order(x.told, y.told)))
    .toSorted(([x], [y]) => (x === undefined || y === undefined ? 0 : order(x.told, y.told)))
  const isTold = tellableSums(
    candidates.flatMap(([first]) => (first === undefined ? [] : [first.linear])),
    { atomOf, people },
    minGroup,
    candidates.map(([first]) => (first !== undefined && isSettled(first.told) ? !isWithheldBefore(first.told) : null)),
  )
  const named = (told: readonly ToldSum[]): readonly string[] => [
    ...new Set(told.flatMap(({ release }) => releases[release]?.as ?? [])),
  ]
  const besideOf = (linear: LinearSum): readonly ToldSum[] => {
    const columns = new Set(linear.columns)
    return candidates.flatMap((all, index) =>
      isTold[index] === true && all[0]?.linear.columns.some((column) => columns.has(column)) === true
        ? all.map(({ told }) => told)
        : [],
    )
  }
  const rowOf = (told: ToldSum, reason: WithheldRow['reason'], beside: readonly ToldSum[]): WithheldRow => {
    const as = releases[told.release]?.as ?? ''
    const others = named(beside)
    const elsewhere = others.filter((other) => other !== as)
    return {
      as,
      table: told.table,
      row: told.row,
      ...(told.sum.columns === undefined
        ? { group: { outcome: told.outcome, levels: told.levels } }
        : { columns: told.sum.columns }),
      reason,
      beside: elsewhere.length === 0 ? others : elsewhere,
    }
  }
  return [
    ...candidates.flatMap((all, index) =>
      isTold[index] === true
        ? []
        : all
            .filter(({ told }) => !isSettled(told))
            .map(({ told, linear }) => rowOf(told, 'few-people', besideOf(linear))),
    ),
    ...(sums.length === 0
      ? []
      : unknown
          .filter((told) => !isSettled(told))
          .map((told) =>
            rowOf(
              told,
              'people-unknown',
              sums.map((sum) => sum.told),
            ),
          )),
  ]
}

/** What a sum of a row goes by, the same before and after other releases came beside it. */
const nameOfRow = (
  { as, table, row }: Pick<WithheldRow, 'as' | 'table' | 'row'>,
  columns: readonly string[] | undefined,
): string => JSON.stringify([as, table, row, columns])

/**
 * The order in which sums are decided, so that as little as possible is lost: those of an earlier stage before those of a later; what a whole row tells before what single cells tell
 * beside it; dimensions before items; larger groups before smaller; and the analyses in their order.
 */
function wanted(releases: readonly Release[]): (x: ToldSum, y: ToldSum) => number {
  const stage = ({ release }: ToldSum): number => releases[release]?.stage ?? 0
  const isAside = ({ sum }: ToldSum): number => (sum.columns === undefined ? 0 : 1)
  const isOfItem = ({ release, outcome }: ToldSum): number => {
    const dataset = releases[release]?.dataset
    return dataset?.kind === 'survey' && dataset.instrument.dimensions.some(({ id }) => id === outcome) ? 0 : 1
  }
  return (x, y) =>
    stage(x) - stage(y) ||
    isAside(x) - isAside(y) ||
    isOfItem(x) - isOfItem(y) ||
    y.n - x.n ||
    x.release - y.release ||
    x.row - y.row
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [one])
    else known.push(one)
  }
  return groups
}
