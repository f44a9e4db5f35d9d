import type { DetailColumns, RowSum } from '../core/result'
import { interval, mean, meanUnweighted, median, n, sd, se, secondary, when } from '../core/columns'

/**
 * The description of a mean, as every table of groups has it. With case weights `mean`, `sd`, `se` and the interval are the weighted ones, the SE linearised, and the
 * unweighted mean of the same people stands beside. The median and n do not use the weights, but leave out people of weight 0 (see case-weights.ts).
 */
export const meanColumns = [
  n,
  mean,
  sd,
  ...secondary(se('mean')),
  ...interval('mean'),
  median,
  ...when({ weights: true }, ...secondary(meanUnweighted)),
] as const

/** Which of `meanColumns` tell more of the answers than their sum. */
export const meanDetail = {
  spread: ['sd', 'se', 'conf_low', 'conf_high'],
  quantiles: ['median'],
} as const satisfies DetailColumns

/** What `meanColumns` hold; null where a number does not exist, as an SD of one person. */
export interface MeanDescription {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly se: number | null
  readonly low: number | null
  readonly high: number | null
  readonly median: number | null
  /** The mean without case weights, where they were used. */
  readonly meanUnweighted: number | null
}

/** The description of nobody. */
export const noDescription: MeanDescription = {
  n: 0,
  mean: null,
  sd: null,
  se: null,
  low: null,
  high: null,
  median: null,
  meanUnweighted: null,
}

/** The cells of `meanColumns`. */
export const meanCells = ({ n: count, mean: found, ...own }: MeanDescription) => ({
  n: count,
  mean: found,
  sd: own.sd,
  se: own.se,
  conf_low: own.low,
  conf_high: own.high,
  median: own.median,
  mean_unweighted: own.meanUnweighted,
})

/** The sums that `meanCells` tell: the weighted one with the whole row, and beside it that of the same people without their weights. */
export const meanSums = (isWeighted: boolean): readonly RowSum[] =>
  isWeighted
    ? [
        { n: 'n', isWeighted: true },
        { n: 'n', columns: ['mean_unweighted', 'median'], basis: { hasWeight: true } },
      ]
    : [{ n: 'n' }]
