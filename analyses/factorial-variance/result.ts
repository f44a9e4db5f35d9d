export interface TermResult {
  /** Positions of the term's factors; empty for what the terms leave over. */
  readonly factors: readonly number[]
  readonly sumOfSquares: number | null
  readonly df: number
  readonly meanSquare: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  readonly etaSquared: number | null
  readonly partialEtaSquared: number | null
  readonly etaLow: number | null
  readonly etaHigh: number | null
  readonly partialOmegaSquared: number | null
  readonly omegaLow: number | null
  readonly omegaHigh: number | null
  readonly hc3Statistic: number | null
  readonly hc3PValue: number | null
}

export interface MeanResult {
  readonly factors: readonly number[]
  /** Of each factor of the term, the levels of its columns. */
  readonly levels: readonly (readonly string[])[]
  readonly n: number | null
  readonly estimate: number | null
  readonly se: number | null
  readonly df: number | null
  readonly low: number | null
  readonly high: number | null
  /** Of a single cell. */
  readonly sd: number | null
}

export interface Homogeneity {
  readonly cells: number
  readonly smallest: number | null
  readonly largest: number | null
  readonly emptyCells: number
  readonly statistic: number | null
  readonly df: number | null
  readonly dfResidual: number | null
  readonly pValue: number | null
  /** Largest standard deviation of a cell over the smallest. */
  readonly ratio: number | null
}

export interface OutcomeVariance {
  readonly outcome: string
  readonly n: number
  readonly terms: readonly TermResult[]
  readonly means: readonly MeanResult[]
  readonly homogeneity: Homogeneity
}

export interface FactorialVariance {
  readonly outcomes: readonly OutcomeVariance[]
}
