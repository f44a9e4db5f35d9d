import { exp, log } from '../elementary/elementary-functions'
import { power } from '../elementary/power'

/** An estimated mean of values that cannot lie beyond the ends of their scale. */
interface EstimatedMean {
  readonly mean: number
  readonly se: number
  /** Two-sided critical value: of Student's t, or of the normal distribution. */
  readonly critical: number
}

/** Standard errors from an end of the scale within which an interval is made on the logit. */
const nearEnd = 5

/**
 * A confidence interval of a mean that stays within its scale: mean ± critical·se where both ends of the scale are five standard errors away or more, else the same on the logit of
 * u = (mean − min)/(max − min), whose standard error is that of u divided by u(1 − u) (delta method), carried back. Near an end the means of samples are skewed, and the symmetric
 * interval covers 55 to 92 of 100 where 95 are meant; this one covers 94 or more (`tests/simulation/bounded-means.mjs`).
 *
 * @param range ends of the scale, min < max; a mean beyond them, and a scale without length, have the symmetric interval
 * @returns NaN where the mean or its standard error is; a point where the standard error is 0 (see `uniformMeanInterval`)
 */
export const boundedMeanInterval = (
  { mean, se, critical }: EstimatedMean,
  [min, max]: readonly [number, number],
): { readonly low: number; readonly high: number } => {
  const [below, above] = [mean - min, max - mean]
  const reach = critical * se
  if (!(below > 0 && above > 0) || Math.min(below, above) >= nearEnd * se)
    return { low: mean - reach, high: mean + reach }
  const length = max - min
  const logit = log(below / above)
  // se/length ÷ (below/length · above/length).
  const onLogit = (reach * length) / (below * above)
  const back = (x: number): number => min + length / (1 + exp(-x))
  return { low: back(logit - onLogit), high: back(logit + onLogit) }
}

/**
 * A confidence interval of a mean where all n values are equal, so that their spread tells nothing of chance. With probability 1 − α/2 at least the share (α/2)^(1/n) of
 * the population has this value (Clopper & Pearson 1934, for n of n), and the others lie at an end of the scale at most. It is valid for every distribution on the scale, and wide.
 *
 * @param n people, at least 2; NaN for fewer, and for a value beyond the scale
 */
export const uniformMeanInterval = (
  value: number,
  n: number,
  confidence: number,
  [min, max]: readonly [number, number],
): { readonly low: number; readonly high: number } => {
  if (!(n >= 2) || !(value >= min && value <= max)) return { low: Number.NaN, high: Number.NaN }
  const share = power((1 - confidence) / 2, 1 / n)
  return { low: value - (1 - share) * (value - min), high: value + (1 - share) * (max - value) }
}
