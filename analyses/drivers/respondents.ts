import { factorColumn, numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import { groupColumns } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'

/** Complete respondents: a value of the outcome and of every predictor. */
export interface Respondents {
  readonly outcome: Float64Array
  readonly predictors: readonly Float64Array[]
  /** The cluster of each, 0 … clusters − 1, −1 where unknown; null when there is nothing to cluster by. */
  readonly cluster: { readonly ofRow: Int32Array; readonly count: number } | null
  /** Everybody in the selection, whether complete or not. */
  readonly total: number
  /** Those with a value of the outcome. */
  readonly withOutcome: number
}

/**
 * One row for each respondent with a value of the outcome and of every predictor, in the order of the files. Columns: `y`, `x0` …, and the columns of
 * `groupColumns` of the cluster.
 */
export function respondentsStatement(
  dataset: SurveyDataset,
  outcome: string,
  predictors: readonly string[],
  cluster: readonly string[],
): string {
  const { joined, names } = joinedValues(dataset, outcome, predictors, cluster)
  const columns = [...names, ...groupColumns(dataset, cluster).map(quoteName)]
  return `SELECT ${columns.join(', ')} FROM (${joined}) WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} ORDER BY "_source", "_row"`
}

/** One row: `total` respondents, and those `with_outcome`. */
export function respondentCountStatement(dataset: SurveyDataset, outcome: string): string {
  const { relation, value } = outcomeOf(dataset, outcome)
  return `SELECT count(*) AS total, count(${value}) AS with_outcome FROM ${dataset.tables[relation]}`
}

function joinedValues(
  dataset: SurveyDataset,
  outcome: string,
  predictors: readonly string[],
  cluster: readonly string[],
): { readonly joined: string; readonly names: readonly string[] } {
  const wanted = [outcome, ...predictors].map((id, index) => ({
    ...outcomeOf(dataset, id),
    name: index === 0 ? 'y' : `x${index - 1}`,
  }))
  const keys = ['"_source"', '"_row"']
  const groups = groupColumns(dataset, cluster).map(quoteName)
  const relations = (['scores', 'responses'] as const).filter((relation) =>
    wanted.some((own) => own.relation === relation),
  )
  const selects = relations.map((relation, index) => {
    const values = wanted.filter((own) => own.relation === relation).map(({ value, name }) => `${value} AS ${name}`)
    return `SELECT ${[...keys, ...(index === 0 ? groups : []), ...values].join(', ')} FROM ${dataset.tables[relation]}`
  })
  const [first = '', second] = selects
  return {
    joined: second === undefined ? first : `SELECT * FROM (${first}) JOIN (${second}) USING (${keys.join(', ')})`,
    names: wanted.map(({ name }) => name),
  }
}

/** Reads the frames of both statements. */
export function readRespondents(
  rows: Frame,
  counts: Frame,
  predictors: number,
  dataset: SurveyDataset,
  cluster: readonly string[],
): Respondents {
  return {
    outcome: numericColumn(rows, 'y'),
    predictors: Array.from({ length: predictors }, (_, index) => numericColumn(rows, `x${index}`)),
    cluster: cluster.length === 0 ? null : clustersOf(rows, groupColumns(dataset, cluster)),
    total: numericColumn(counts, 'total')[0] ?? 0,
    withOutcome: numericColumn(counts, 'with_outcome')[0] ?? 0,
  }
}

/** Clusters are numbered by the order of their names in the data's own enumerations, so that nothing depends on the order of rows. */
function clustersOf(frame: Frame, columns: readonly string[]): { readonly ofRow: Int32Array; readonly count: number } {
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
