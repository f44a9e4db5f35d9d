import type { Condition, Dataset } from '../core/datasets'
import type { Cell, ResultTable, RowSum } from '../core/result'
import { layoutOf, outcomePosition } from './margins'

/** What one analysis of a project would show. */
export interface Release {
  readonly as: string
  readonly where: readonly Condition[]
  /** The data as filtered for this analysis. */
  readonly dataset: Dataset
  /** The tables before disclosure control. */
  readonly tables: readonly ResultTable[]
  /**
   * Releases are decided stage by stage, the lowest first: where two cannot both be shown, the one of the later stage is withheld. What was released before stands before a project's
   * own, and what is derived to give an overview after it, so that results do not depend on who looks. The same stage when left out.
   */
  readonly stage?: number
  /** The smallest number of people that it shows, where its rule is another than that of now. */
  readonly minGroup?: number
}

/** A sum of answers that a row of a release tells. */
export interface ToldSum {
  /** Position of the release. */
  readonly release: number
  readonly table: string
  readonly row: number
  /** The dimension or item that was answered. */
  readonly outcome: string
  /** How many people the row says that it stands on. */
  readonly n: number
  /** The level of each column that the row names. */
  readonly levels: Readonly<Record<string, string>>
  /** Conditions that hold besides: the filter, and the round that the column counts. */
  readonly where: readonly Condition[]
  /** Columns that the table divides people by. */
  readonly by: readonly string[]
  readonly sum: RowSum
}

/**
 * The sums that the rows of the tables tell. Rows of nobody tell none.
 * @param tables those of each release, before disclosure control or after it: a row whose count is withheld tells nothing
 */
export function toldSums(
  releases: readonly Release[],
  tables: readonly (readonly ResultTable[])[],
): readonly ToldSum[] {
  return releases.flatMap((release, index) =>
    release.dataset.kind === 'survey'
      ? (tables[index] ?? []).flatMap((table) => sumsOfTable(release, index, table))
      : [],
  )
}

function sumsOfTable({ where, dataset }: Release, release: number, table: ResultTable): readonly ToldSum[] {
  const layout = layoutOf(table, dataset)
  const sums = layout?.protection.sums ?? []
  if (layout === null || sums.length === 0) return []
  const at = (id: string): number => table.columns.findIndex((column) => column.id === id)
  const outcomeAt = outcomePosition(table)
  if (outcomeAt < 0) return []
  const by = layout.by.map(({ id }) => id)
  return sums.flatMap((sum) => {
    const own = [...(layout.protection.conditions?.[sum.n] ?? []), ...(sum.where ?? [])].filter(
      ({ column }) => !column.startsWith('#'),
    )
    const counted = at(sum.n)
    const telling = (sum.columns ?? []).map(at).filter((position) => position >= 0)
    if (counted < 0 || (sum.columns !== undefined && telling.length === 0)) return []
    return table.rows.flatMap((row, index): readonly ToldSum[] => {
      const n = row[counted]
      const outcome = row[outcomeAt]
      if (typeof n !== 'number' || !(n > 0) || typeof outcome !== 'string') return []
      if (telling.length > 0 && telling.every((position) => (row[position] ?? null) === null)) return []
      const levels = Object.fromEntries(
        [...layout.by, { id: 'round', position: layout.round }].flatMap(({ id, position }) =>
          levelIn(id, row[position]),
        ),
      )
      const named = sum.level === undefined ? [] : levelIn(textIn(row[at(sum.level[0])]), row[at(sum.level[1])])
      return [
        {
          release,
          table: table.id,
          row: index,
          outcome,
          n,
          levels: { ...levels, ...Object.fromEntries(named) },
          where: [...where, ...own],
          by,
          sum,
        },
      ]
    })
  })
}

const levelIn = (column: string, cell: Cell | undefined): readonly (readonly [string, string])[] =>
  typeof cell === 'string' && column !== '' ? [[column, cell]] : []

const textIn = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '')
