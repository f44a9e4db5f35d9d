/** Explained shares of the variance of ranks, from Kruskal and Wallis's H. */
export interface RankShares {
  /** Tomczak & Tomczak 2014: (H − k + 1)/(n − k), truncated at 0; effectsize::rank_eta_squared. */
  readonly etaSquared: number
  /** Kelley 1935: H/(n − 1), in [0, 1]; effectsize::rank_epsilon_squared. */
  readonly epsilonSquared: number
}

/**
 * @param statistic H, corrected for ties
 * @param n values ranked together
 * @param groups k ≥ 2
 */
export const rankShares = (statistic: number, n: number, groups: number): RankShares => ({
  etaSquared: n > groups ? Math.max(0, (statistic - groups + 1) / (n - groups)) : Number.NaN,
  epsilonSquared: n > 1 ? statistic / (n - 1) : Number.NaN,
})
