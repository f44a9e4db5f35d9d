import { factorColumn, numericColumn, quoteName, quoteText, type Frame, type SurveyDataset } from '../core/dataset'
import { compensatedSum, type ValueCounts } from '../numeric/summary'
import { belongs, groupIndex, keyList } from './groups'
import type { Outcome } from './outcomes'

/**
 * How often each value of each outcome occurs in each group: everything exact (means, variances, quantiles, ranks, Brown–Forsythe, Cliff's delta) follows from
 * it, and a score of five items takes few values however many people there are. People are counted by the whole numbers that a score is made of
 * and scored afterwards, which is several times as fast as grouping by the score.
 *
 * Columns: the keys, `outcome`, `value`, `n`, and with weights `weight` and `weight_sq`, the sums of the case weights and of their squares. Missing
 * values are left out, and people without a group.
 */
export function valueCountsStatement(dataset: SurveyDataset, outcomes: readonly Outcome[], columns: readonly string[], weighted = false): string {
  const keys = keyList(columns)
  const parts = outcomes.map(({ id, relation, value, from }) => {
    const counted = [...columns, ...from.filter((column) => !columns.includes(column))].map(quoteName).join(', ')
    const inner = `SELECT ${counted}, count(*) AS "#n"${weighted ? ', sum("_weight") AS "#w", sum("_weight" * "_weight") AS "#w2"' : ''} FROM ${dataset.tables[relation]} GROUP BY ${counted}`
    const valued = `SELECT ${keys}${value} AS value, "#n"${weighted ? ', "#w", "#w2"' : ''} FROM (${inner}) WHERE ${belongs(columns)}`
    return `SELECT ${keys}${quoteText(id)} AS outcome, value, sum("#n")::DOUBLE AS n${weighted ? ', sum("#w") AS weight, sum("#w2") AS weight_sq' : ''} FROM (${valued}) WHERE value IS NOT NULL GROUP BY ${keys}value`
  })
  const none = `SELECT ${keys}'' AS outcome, 0::DOUBLE AS value, 0 AS n${weighted ? ', 0::DOUBLE AS weight, 0::DOUBLE AS weight_sq' : ''} FROM ${dataset.tables.responses} WHERE FALSE`
  return `SELECT * FROM (${(parts.length === 0 ? [none] : parts).join(' UNION ALL ')}) ORDER BY ${keys}outcome, value`
}

/** Values with counts of one outcome in one group, ascending. */
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

const cellName = (group: number, outcome: string): string => `${group} ${outcome}`

/** Reads the frame of `valueCountsStatement`. */
export function readValueCounts(frame: Frame, columns: readonly string[], known: readonly (readonly string[])[] = []): ByGroup<Distribution> {
  const { keys, ofRow } = groupIndex(frame, columns, known)
  const outcome = factorColumn(frame, 'outcome')
  const value = numericColumn(frame, 'value')
  const n = numericColumn(frame, 'n')
  const weighted = Object.hasOwn(frame.columns, 'weight')
  const rows = rowsByCell(ofRow, outcome.codes, outcome.levels)
  const taken = (source: Float64Array, picked: readonly number[]): Float64Array => Float64Array.from(picked, (row) => source[row] ?? Number.NaN)
  const cells = new Map<string, Distribution>()
  for (const [name, picked] of rows) {
    cells.set(name, {
      values: taken(value, picked),
      counts: taken(n, picked),
      weights: weighted ? { sums: taken(numericColumn(frame, 'weight'), picked), squares: taken(numericColumn(frame, 'weight_sq'), picked) } : null,
    })
  }
  return { keys, get: (group, id) => cells.get(cellName(group, id)) }
}

function rowsByCell(groups: Int32Array, codes: Int32Array, levels: readonly string[]): ReadonlyMap<string, readonly number[]> {
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
  const mean = origin + compensatedSum(values.length, (i) => (weights.sums[i] ?? 0) * ((values[i] ?? 0) - origin)) / total
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
