import { rowsWith, type RowWith } from '../core/reading'
import { quantity, type Label, type Phrase } from '../core/words'
import type { GroupRow, Tables } from './declarations'
import type { AggregationOptions } from './options'
import { say } from './words'

/** A group with a shrunken mean. */
export type ScoredRow = RowWith<GroupRow, 'n' | 'mean' | 'shrunken_mean'>

/** An outcome that figures show, with its groups that have shrunken means. */
export interface DrawnOutcome {
  readonly outcome: string
  /** The overall mean. */
  readonly overall: number
  /** Standard deviation within groups. */
  readonly sigma: number
  /** Whether any variance was found between groups: without it there is no order. */
  readonly isOrdered: boolean
  readonly rows: readonly ScoredRow[]
}

/** In the order asked for. */
export function drawnOutcomes(
  { dimensions, groups }: Tables,
  { outcomes }: AggregationOptions,
): readonly DrawnOutcome[] {
  const scored = rowsWith(groups.rows, 'n', 'mean', 'shrunken_mean')
  const modelled = rowsWith(dimensions.rows, 'overall_mean', 'sigma_sq', 'tau_sq')
  return outcomes.flatMap((outcome): readonly DrawnOutcome[] => {
    const row = modelled.find(({ cells }) => cells.outcome === outcome)
    const rows = scored.filter(({ cells }) => cells.outcome === outcome)
    if (row === undefined || rows.length === 0) return []
    const { overall_mean: overall, sigma_sq: within, tau_sq: between } = row.cells
    return [{ outcome, overall, sigma: Math.sqrt(within), isOrdered: between > 0, rows }]
  })
}

export const namesOf = (outcomes: readonly DrawnOutcome[]): Label => ({
  list: outcomes.map(({ outcome }): Label => ({ outcome })),
})

export function detailOf({ name, cells }: ScoredRow): Phrase {
  return say('detail.group', {
    group: name,
    mean: quantity(cells.mean, 'mean'),
    shrunken: quantity(cells.shrunken_mean, 'mean'),
    n: cells.n,
    ranks: say('rank-interval', {
      rank: quantity(cells.rank, 'count'),
      low: quantity(cells.rank_low, 'count'),
      high: quantity(cells.rank_high, 'count'),
    }),
  })
}
