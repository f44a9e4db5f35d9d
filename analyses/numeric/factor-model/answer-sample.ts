import { listwiseCovariances, noAnswer, type AnswerColumn } from '../correlation/crossproducts'
import { incompleteSample, type CompleteSample, type FactorSample } from './samples'

/** Answers as `lavaan::cfa` takes them up, with `missing = "listwise"` or `missing = "fiml"`. */

/** The moments of the rows that answered everything, divisor n, as `fitFactorModel` wants them. NaN where fewer than two rows did. */
export function completeAnswers(columns: readonly AnswerColumn[]): Required<CompleteSample> {
  const { n, means, covariance } = listwiseCovariances(columns)
  return { count: n, means, covariance: covariance.map((value) => (value * (n - 1)) / n) }
}

/**
 * Answers as a sample for `fitFactorModel`: complete rows by their moments, or all rows by what they answered (full information).
 * @param columns one an item; equally long
 */
export function answerSample(columns: readonly AnswerColumn[], missing: 'listwise' | 'fiml'): FactorSample {
  return missing === 'listwise'
    ? completeAnswers(columns)
    : incompleteSample(
        columns.map((column) =>
          column instanceof Float64Array
            ? column
            : Float64Array.from(column, (value) => (value === noAnswer ? Number.NaN : value)),
        ),
      )
}
