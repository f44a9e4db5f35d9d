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
