import { onceEach, sortedCounts, type ValueCounts } from './summary'

/** What rank tests need of one group in the pooled ranking. */
export interface RankedGroup {
  readonly n: number
  readonly rankSum: number
}

/** Groups ranked together, ties by midranks. */
export interface PooledRanks {
  readonly n: number
  readonly groups: readonly RankedGroup[]
  /** Σ (t³ − t) over sets of t tied values. */
  readonly tieSum: number
}

/** Midranks from 1 of values in any order, as `base::rank(ties.method = "average")`: tied values share the mean of their places. NaN anywhere gives NaN throughout. */
export const midranks = (values: ArrayLike<number>): Float64Array => {
  const length = values.length
  const ranks = new Float64Array(length)
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(values[i])) return ranks.fill(Number.NaN)
    order[i] = i
  }
  order.sort((i, j) => (values[i] as number) - (values[j] as number))
  let first = 0
  while (first < length) {
    let last = first
    while (last + 1 < length && values[order[last + 1] as number] === values[order[first] as number]) last++
    const rank = (first + last) / 2 + 1
    for (let k = first; k <= last; k++) ranks[order[k] as number] = rank
    first = last + 1
  }
  return ranks
}

/**
 * Ranks groups given as distinct values with whole counts, without writing the values out. NaN is the caller's to leave out: a group that holds one has a rank sum of NaN. An empty group has n 0.
 */
export const rankCounts = (groups: readonly ValueCounts[]): PooledRanks => {
  const totals = new Map<number, number>()
  for (const { values, counts } of groups) {
    for (let i = 0; i < values.length; i++) {
      const count = counts[i] as number
      if (count !== 0) totals.set(values[i] as number, (totals.get(values[i] as number) ?? 0) + count)
    }
  }
  const distinct = sortedCounts({ values: [...totals.keys()], counts: [...totals.values()] })
  const rankOf = new Map<number, number>()
  let before = 0
  let tieSum = 0
  for (let i = 0; i < distinct.values.length; i++) {
    const t = distinct.counts[i] as number
    const value = distinct.values[i] as number
    rankOf.set(value, Number.isNaN(value) ? Number.NaN : before + (t + 1) / 2)
    tieSum += t * (t * t - 1)
    before += t
  }
  return {
    n: before,
    tieSum,
    groups: groups.map(({ values, counts }) => {
      let n = 0
      let rankSum = 0
      for (let i = 0; i < values.length; i++) {
        const count = counts[i] as number
        if (count === 0) continue
        n += count
        rankSum += count * (rankOf.get(values[i] as number) as number)
      }
      return { n, rankSum }
    }),
  }
}

/** Ranks groups given as plain values, as `rankCounts` does. */
export const rankGroups = (groups: readonly ArrayLike<number>[]): PooledRanks => rankCounts(groups.map(onceEach))

/**
 * The share of the ranks' variance that ties leave: 1 − Σ(t³ − t)/(N³ − N), 0 … 1 (Kruskal & Wallis 1952). 0 when all values are equal, NaN for fewer than two.
 */
export const tieCorrection = (ranks: PooledRanks): number => 1 - ranks.tieSum / (ranks.n * (ranks.n * ranks.n - 1))
