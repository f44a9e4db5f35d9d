import type { FramesOf } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { groupColumns } from '../survey/groups'
import { predictorsOf, type DriversOptions } from './options'
import type { selectDrivers } from './statements'

/** Which cluster each respondent belongs to. */
export interface Clusters {
  readonly ofRow: Int32Array
  readonly count: number
}

/** Respondents with complete answers: they have a value of the outcome and of every predictor. */
export interface Respondents {
  readonly outcome: Float64Array
  readonly predictors: readonly Float64Array[]
  /** The cluster of each, 0 … clusters − 1, −1 where unknown; null when there is nothing to cluster by. */
  readonly cluster: Clusters | null
  /** Everybody in the selection, whether complete or not. */
  readonly total: number
  /** Those with a value of the outcome. */
  readonly withOutcome: number
}

export function readRespondents(
  { complete, counts }: FramesOf<typeof selectDrivers>,
  options: DriversOptions,
  dataset: SurveyDataset,
): Respondents {
  const cluster = groupColumns(dataset, options.validate_by)
  return {
    outcome: numericColumn(complete, '#y'),
    predictors: predictorsOf(options).map((_, index) => numericColumn(complete, `#x${index}`)),
    cluster: cluster.length === 0 ? null : clustersOf(complete, cluster),
    total: numericColumn(counts, 'total')[0] ?? 0,
    withOutcome: numericColumn(counts, 'with_outcome')[0] ?? 0,
  }
}

/** Clusters are numbered by the order of their names in the data's own enumerations, so that nothing depends on the order of rows. */
function clustersOf(frame: Frame, columns: readonly string[]): Clusters {
  const factors = columns.map((id) => factorColumn(frame, id))
  const codes = new Map<number, number>()
  const combined = Float64Array.from({ length: frame.rowCount }, (_, row) => {
    let code = 0
    for (const factor of factors) {
      const own = factor.codes[row] ?? -1
      if (own < 0 || code < 0) code = -1
      else code = code * factor.levels.length + own
    }
    return code
  })
  for (const code of [...new Set(combined)].filter((own) => own >= 0).toSorted((a, b) => a - b))
    codes.set(code, codes.size)
  return { ofRow: Int32Array.from(combined, (code) => codes.get(code) ?? -1), count: codes.size }
}
