import { factorColumn, numericColumn, quoteName, quoteText, type Frame, type SurveyDataset } from '../core/datasets'
import { countColumns, hasWeights, type WeightedCounts } from './case-weights'
import { belongs, groupIndex, keyList } from './groups'
import type { Outcome } from './outcomes'

/**
 * How often each value of each outcome occurs in each group: everything exact (means, variances, quantiles, ranks, Brown–Forsythe, Cliff's delta) follows from
 * it, and a score of five items takes few values however many people there are. People are counted by the whole numbers that a score is made of,
 * which is several times as fast as grouping by the score; the same value can so stand in several rows.
 *
 * Columns: the keys, `outcome`, `value` (NULL when too little was answered), `answered` and `asked` (items behind a dimension's score and put to these people; 1
 * for items), and those of `countColumns`. People without a group are left out.
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
    return `SELECT ${keys}${quoteText(id)} AS outcome, ${value} AS value, ${answered} AS answered, ${asked} AS asked, ${countColumns(weighted)} FROM ${dataset.tables[relation]} WHERE ${belongs(columns)} GROUP BY ${counted}`
  })
  const none = `SELECT ${keys}'' AS outcome, 0::DOUBLE AS value, 0 AS answered, 0 AS asked, ${countColumns(weighted)} FROM ${dataset.tables.responses} WHERE FALSE GROUP BY ALL`
  return `${(parts.length === 0 ? [none] : parts).join(' UNION ALL ')} ORDER BY ${keys}outcome, value, answered`
}

/** Distinct values with counts of one outcome in one group, ascending. With weights there may be none, though somebody of weight 0 has a value. */
export interface Distribution extends WeightedCounts {
  readonly values: Float64Array
  readonly counts: Float64Array
}

/** The distribution of a group in which nobody has a value. */
export const nobody: Distribution = { values: new Float64Array(0), counts: new Float64Array(0), weights: null }

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
  const weights = hasWeights(frame)
    ? {
        sums: numericColumn(frame, 'weight'),
        squares: numericColumn(frame, 'weight_sq'),
        everybody: numericColumn(frame, 'everybody'),
      }
    : null
  const cells = new Map<string, Distribution>()
  for (const [name, rows] of rowsByCell(ofRow, outcome.codes, outcome.levels)) {
    const valued = rows.filter((row) => !Number.isNaN(value[row])).sort((a, b) => (value[a] ?? 0) - (value[b] ?? 0))
    if (valued.length === 0) continue
    const counted = weights === null ? valued : valued.filter((row) => (n[row] ?? 0) > 0)
    const values = distinctOf(counted, value)
    cells.set(name, {
      values,
      counts: summedBy(counted, value, values, n),
      weights:
        weights === null
          ? null
          : {
              sums: summedBy(counted, value, values, weights.sums),
              squares: summedBy(counted, value, values, weights.squares),
              everybody: {
                values: Float64Array.from(valued, (row) => value[row] ?? 0),
                counts: Float64Array.from(valued, (row) => weights.everybody[row] ?? 0),
              },
            },
    })
  }
  return { keys, get: (group, id) => cells.get(cellName(group, id)) }
}

/** The distinct values of rows that are in ascending order of them. */
function distinctOf(rows: readonly number[], value: Float64Array): Float64Array {
  return Float64Array.from(
    rows.filter((row, position) => position === 0 || value[row] !== value[rows[position - 1] ?? -1]),
    (row) => value[row] ?? Number.NaN,
  )
}

/** What `source` adds up to at each distinct value; rows and values ascend. */
function summedBy(
  rows: readonly number[],
  value: Float64Array,
  values: Float64Array,
  source: Float64Array,
): Float64Array {
  const sums = new Float64Array(values.length)
  let at = 0
  for (const row of rows) {
    if (value[row] !== values[at]) at += 1
    sums[at] = (sums[at] ?? 0) + (source[row] ?? 0)
  }
  return sums
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
