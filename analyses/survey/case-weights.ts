import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import type { Note } from '../core/words'
import { compensatedSum, momentsOfCounts, sum, type Moments, type ValueCounts } from '../numeric/summary/summary'

/**
 * Case weights, and the one rule for people of weight 0, which is that of R's survey package.
 *
 * A person of weight 0 stands for nobody. Where an analysis uses weights, such a person is in no count, quantile, share or mean: n is the number of people of positive
 * weight (`unwtd.count`), the SD divides by that n − 1 (`svyvar`) and the degrees of freedom are that n − 1 (`degf`). The person was sampled nevertheless, so that
 * the factor m/(m − 1) of a linearised standard error and the sampling fraction m/N of a finite population count everybody with a value (`svymean`).
 * An analysis or a number that does not use weights counts everybody alike.
 */
export interface CaseWeights {
  /** Sums of the weights and of their squares at each value. */
  readonly sums: Float64Array
  readonly squares: Float64Array
  /** Everybody with a value, those of weight 0 too. */
  readonly everybody: ValueCounts
}

/** How often each value occurs among people of positive weight (among everybody where weights are not used, which is null). */
export interface WeightedCounts extends ValueCounts {
  readonly weights: CaseWeights | null
}

/** Columns of a statement that counts people: `n`, and with weights `weight`, `weight_sq` (sums of the weights and of their squares) and `everybody`, the people of weight 0 included. */
export const countColumns = (weighted: boolean): string =>
  weighted
    ? 'count(*) FILTER (WHERE "_weight" > 0) AS n, sum("_weight") AS weight, sum("_weight" * "_weight") AS weight_sq, count(*) AS everybody'
    : 'count(*) AS n'

/** How often each value occurs among everybody: what is counted where a number does not use the weights. */
export const everybodyOf = (data: WeightedCounts): ValueCounts => data.weights?.everybody ?? data

/** Number of people sampled behind a mean, by which its standard error is corrected: with weights those of weight 0 too. */
export const sampledOf = (data: WeightedCounts): number => sum(everybodyOf(data).counts)

/** A mean under case weights. */
export interface WeightedMean {
  /** People of positive weight. */
  readonly n: number
  /** Sum of the weights. */
  readonly weight: number
  readonly mean: number
  readonly sd: number
  readonly se: number
}

/**
 * Mean, SD and linearised SE of a mean under case weights, as of a sample with replacement: with z = w(x − mean)/Σw, SE² = m/(m − 1)·Σz² for m people sampled, and the
 * variance n/(n − 1)·Σw(x − mean)²/Σw for n people of positive weight (Lumley 2010; `survey::svymean`, `svyvar`). Groups are samples of their own.
 * Null without weights or when they sum to nothing; SD and SE are NaN for one person of positive weight.
 */
export function weightedMean(data: WeightedCounts): WeightedMean | null {
  const { values, counts, weights } = data
  if (weights === null) return null
  const total = sum(weights.sums)
  if (!(total > 0)) return null
  const n = sum(counts)
  const sampled = sampledOf(data)
  const origin = values[0] ?? 0
  const mean =
    origin + compensatedSum(values.length, (i) => (weights.sums[i] ?? 0) * ((values[i] ?? 0) - origin)) / total
  const squared = (i: number): number => {
    const deviation = (values[i] ?? 0) - mean
    return deviation * deviation
  }
  const factor = (people: number): number => (n > 1 ? people / (people - 1) : Number.NaN)
  return {
    n,
    weight: total,
    mean,
    sd: Math.sqrt((factor(n) * compensatedSum(values.length, (i) => (weights.sums[i] ?? 0) * squared(i))) / total),
    se:
      Math.sqrt(factor(sampled) * compensatedSum(values.length, (i) => (weights.squares[i] ?? 0) * squared(i))) / total,
  }
}

/** Moments for tests of means: with weights the weighted mean, and the sum of squares that makes s²/n the linearised squared SE, so that Welch's formulas use it. */
export function testedMoments(data: WeightedCounts): Moments {
  const plain = momentsOfCounts(data)
  const weighted = weightedMean(data)
  return weighted === null
    ? plain
    : {
        n: plain.n,
        mean: weighted.mean,
        centredSumOfSquares: plain.n > 1 ? weighted.se * weighted.se * plain.n * (plain.n - 1) : 0,
      }
}

/** Whether a frame was counted with weights. */
export const hasWeights = (frame: Frame): boolean => Object.hasOwn(frame.columns, 'weight')

/**
 * The notes on the weights of an analysis: that they were asked for and there are none, or that people of weight 0 are left out.
 * @param asked whether the option is on
 * @param frame of a statement with `countColumns`
 */
export function weightNotes(asked: boolean, dataset: SurveyDataset, frame: Frame): readonly Note[] {
  if (asked && !dataset.weighted) return [{ code: 'survey:no-weights', level: 'warning', about: {} }]
  if (!hasWeights(frame)) return []
  const [n, everybody] = [numericColumn(frame, 'n'), numericColumn(frame, 'everybody')]
  return n.some((count, row) => count < (everybody[row] ?? 0))
    ? [{ code: 'survey:zero-weights', level: 'info', about: {} }]
    : []
}
