/** Explained shares of the variance of ranks, from Kruskal and Wallis's H. */
export interface RankShares {
  /** (H − k + 1)/(n − k), truncated at 0 (Tomczak & Tomczak 2014; effectsize::rank_eta_squared). */
  readonly etaSquared: number
  /** H/(n − 1), in [0, 1] (Kelley 1935, doi 10.1073/pnas.21.9.554; effectsize::rank_epsilon_squared). */
  readonly epsilonSquared: number
}

/**
 * Both shares from H. η² is NaN for n ≤ k, ε² for n ≤ 1, and both where H is NaN.
 * @param statistic H ≥ 0, corrected for ties
 * @param n values ranked together
 * @param groups k ≥ 2
 */
export const rankShares = (statistic: number, n: number, groups: number): RankShares => ({
  etaSquared: n > groups ? Math.max(0, (statistic - groups + 1) / (n - groups)) : Number.NaN,
  epsilonSquared: n > 1 ? statistic / (n - 1) : Number.NaN,
})
