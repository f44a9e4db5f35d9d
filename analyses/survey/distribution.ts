import { factorColumn, numericColumn, quoteName, quoteText, type Frame, type SurveyDataset } from '../core/datasets'
import { compensatedSum, type ValueCounts } from '../numeric/summary/summary'
import { belongs, groupIndex, keyList } from './groups'
import type { Outcome } from './outcomes'

/**
 * How often each value of each outcome occurs in each group: everything exact (means, variances, quantiles, ranks, Brown–Forsythe, Cliff's delta) follows from
 * it, and a score of five items takes few values however many people there are. People are counted by the whole numbers that a score is made of,
 * which is several times as fast as grouping by the score; the same value can so stand in several rows.
 *
 * Columns: the keys, `outcome`, `value` (NULL when too little was answered), `answered` and `asked` (items behind a dimension's score and put to these people; 1
 * for items), `n`, and with weights `weight` and `weight_sq`, the sums of the case weights and of their squares. People without a group are left out.
 */
export function valueCountsStatement(
  dataset: SurveyDataset,
  outcomes: readonly Outcome[],
  columns: readonly string[],
  weighted = false,
): string {
  const keys = keyList(columns)
  const parts = outcomes.map(({ id, relation, value, from, answered, asked }) => {
    const counted = [...columns, ...from.filter((column) => !columns.includes(column))].map(quoteName).join(', ')
    const weights = weighted ? ', sum("_weight") AS weight, sum("_weight" * "_weight") AS weight_sq' : ''
    return `SELECT ${keys}${quoteText(id)} AS outcome, ${value} AS value, ${answered} AS answered, ${asked} AS asked, count(*) AS n${weights} FROM ${dataset.tables[relation]} WHERE ${belongs(columns)} GROUP BY ${counted}`
  })
  const none = `SELECT ${keys}'' AS outcome, 0::DOUBLE AS value, 0 AS answered, 0 AS asked, 0 AS n${weighted ? ', 0::DOUBLE AS weight, 0::DOUBLE AS weight_sq' : ''} FROM ${dataset.tables.responses} WHERE FALSE`
  return `${(parts.length === 0 ? [none] : parts).join(' UNION ALL ')} ORDER BY ${keys}outcome, value, answered`
}

/** Distinct values with counts of one outcome in one group, ascending. */
export interface Distribution extends ValueCounts {
  readonly values: Float64Array
  readonly counts: Float64Array
  /** Sums of case weights and of their squares at each value; null when not asked for. */
  readonly weights: { readonly sums: Float64Array; readonly squares: Float64Array } | null
}

/** Results by group and outcome, in a shared numbering of groups. */
export interface ByGroup<T> {
  readonly keys: readonly (readonly string[])[]
  /** @returns undefined when nobody in the group has a value */
  get(group: number, outcome: string): T | undefined
}

export const cellName = (group: number, outcome: string): string => `${group} ${outcome}`

/** Reads the frame of `valueCountsStatement`. */
export function readValueCounts(
  frame: Frame,
  columns: readonly string[],
  known: readonly (readonly string[])[] = [],
): ByGroup<Distribution> {
  const { keys, ofRow } = groupIndex(frame, columns, known)
  const outcome = factorColumn(frame, 'outcome')
  const value = numericColumn(frame, 'value')
  const n = numericColumn(frame, 'n')
  const weighted = Object.hasOwn(frame.columns, 'weight')
  const cells = new Map<string, Distribution>()
  for (const [name, rows] of rowsByCell(ofRow, outcome.codes, outcome.levels)) {
    const valued = rows.filter((row) => !Number.isNaN(value[row])).sort((a, b) => (value[a] ?? 0) - (value[b] ?? 0))
    if (valued.length === 0) continue
    const isFirst = (row: number, position: number): boolean =>
      position === 0 || value[row] !== value[valued[position - 1] ?? -1]
    const values = Float64Array.from(valued.filter(isFirst), (row) => value[row] ?? Number.NaN)
    const summed = (source: Float64Array): Float64Array => {
      const sums = new Float64Array(values.length)
      let at = -1
      valued.forEach((row, position) => {
        if (isFirst(row, position)) at += 1
        sums[at] = (sums[at] ?? 0) + (source[row] ?? 0)
      })
      return sums
    }
    cells.set(name, {
      values,
      counts: summed(n),
      weights: weighted
        ? { sums: summed(numericColumn(frame, 'weight')), squares: summed(numericColumn(frame, 'weight_sq')) }
        : null,
    })
  }
  return { keys, get: (group, id) => cells.get(cellName(group, id)) }
}

/** Row numbers by group and outcome. */
export function rowsByCell(
  groups: Int32Array,
  codes: Int32Array,
  levels: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>()
  for (let row = 0; row < groups.length; row += 1) {
    const name = cellName(groups[row] ?? 0, levels[codes[row] ?? -1] ?? '')
    const cell = rows.get(name)
    if (cell === undefined) rows.set(name, [row])
    else cell.push(row)
  }
  return rows
}

/** A mean under case weights. */
export interface WeightedMean {
  /** Sum of the weights. */
  readonly weight: number
  readonly mean: number
  readonly sd: number
  readonly se: number
}

/**
 * Mean, SD and linearised SE of a mean under case weights, as of a sample with replacement: with z = w(x − mean)/Σw, SE² = n/(n−1)·Σz², and the variance
 * n/(n−1)·Σw(x − mean)²/Σw (Lumley 2010; `survey::svymean`, `svyvar`). Groups are samples of their own.
 * Null without weights or when they sum to nothing; SD and SE are NaN for one respondent.
 */
export function weightedMean({ values, counts, weights }: Distribution): WeightedMean | null {
  if (weights === null) return null
  const total = compensatedSum(values.length, (i) => weights.sums[i] ?? 0)
  if (!(total > 0)) return null
  const n = compensatedSum(values.length, (i) => counts[i] ?? 0)
  const origin = values[0] ?? 0
  const mean =
    origin + compensatedSum(values.length, (i) => (weights.sums[i] ?? 0) * ((values[i] ?? 0) - origin)) / total
  const deviation = (i: number): number => (values[i] ?? 0) - mean
  const squared = (i: number): number => deviation(i) * deviation(i)
  const factor = n > 1 ? n / (n - 1) : Number.NaN
  return {
    weight: total,
    mean,
    sd: Math.sqrt((factor * compensatedSum(values.length, (i) => (weights.sums[i] ?? 0) * squared(i))) / total),
    se: Math.sqrt(factor * compensatedSum(values.length, (i) => (weights.squares[i] ?? 0) * squared(i))) / total,
  }
}
