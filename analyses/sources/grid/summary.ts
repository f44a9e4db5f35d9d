import { blankByte, numericColumn, quoteName } from '../../core/datasets'
import type { AbortSource, Database } from '../../core/database'
import { rowsThatPass, textsIn, type RowQuery, type StoredColumn, type StoredRows } from './query'

/** Values with their rows, of a column with few of them: the codes of a scale in order, or the most frequent texts first. */
export interface CountedValue {
  readonly value: string
  readonly count: number
}

/** A bin of numbers or times; both ends belong to it where it is the last, else the lower alone. */
export interface CountedBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** What the shown rows hold in one column. Plain data. */
export interface ColumnSummary {
  readonly rows: number
  /** Rows with a value, typed non-answers left out. */
  readonly filled: number
  readonly blank: number
  /** Typed non-answers. */
  readonly nonAnswers: number
  readonly distinct: number
  /** Of numbers and of codes; null of texts and times, and where there is none. */
  readonly mean: number | null
  readonly least: number | null
  readonly most: number | null
  readonly values: readonly CountedValue[]
  /** Rows with other values than those listed. */
  readonly others: number
  readonly bins: readonly CountedBin[]
}

/** Values told apart in the picture of a column. */
const mostValues = 11
const binCount = 12

/**
 * Sums up one column over the rows that pass.
 * @throws QueryError; Aborted
 */
export async function summariseColumn(
  database: Database,
  rows: StoredRows,
  query: Pick<RowQuery, 'where' | 'rows'>,
  columns: readonly StoredColumn[],
  column: StoredColumn,
  abort?: AbortSource,
): Promise<ColumnSummary> {
  const name = quoteName(column.name)
  const from = `FROM ${quoteName(rows.storage.table)} WHERE ${rowsThatPass(rows, query, columns)}`
  const answer = column.type === 'code' ? `CASE WHEN ${name} > ${blankByte} THEN ${name} END` : name
  const isText = column.type === 'text'
  const numbers = isText ? '' : `, min(${answer}) AS least, max(${answer}) AS most, avg(${answer}) AS mean`
  const totals = await database.frame(
    `SELECT count(*) AS n, count(${answer}) AS filled, count(${name}) AS present, count(DISTINCT ${answer}) AS different${numbers} ${from}`,
    abort,
  )
  const valueOf = (id: string): number => numericColumn(totals, id)[0] ?? 0
  const [n, filled, distinct] = [valueOf('n'), valueOf('filled'), valueOf('different')]
  const [least, most] = isText || filled === 0 ? [null, null] : [valueOf('least'), valueOf('most')]
  const isCounted = isText || column.type === 'code' || (column.type === 'number' && distinct <= mostValues)
  const values = isCounted && filled > 0 ? await countValues(database, answer, from, isText, abort) : []
  return {
    rows: n,
    filled,
    blank: n - valueOf('present'),
    nonAnswers: valueOf('present') - filled,
    distinct,
    mean: isText || column.type === 'time' || filled === 0 ? null : valueOf('mean'),
    least,
    most,
    values,
    others: isCounted ? filled - values.reduce((sum, { count }) => sum + count, 0) : 0,
    bins:
      isCounted || least === null || most === null ? [] : await countBins(database, answer, from, least, most, abort),
  }
}

async function countValues(
  database: Database,
  answer: string,
  from: string,
  isText: boolean,
  abort: AbortSource | undefined,
): Promise<readonly CountedValue[]> {
  const frame = await database.frame(
    `SELECT CAST(value AS VARCHAR) AS value, n FROM (SELECT ${answer} AS value, count(*) AS n ${from} GROUP BY ALL) WHERE value IS NOT NULL ORDER BY ${isText ? 'n DESC, 1' : 'value::DOUBLE'} LIMIT ${isText ? mostValues : 250}`,
    abort,
  )
  const counts = frame.rowCount === 0 ? [] : numericColumn(frame, 'n')
  return textsIn(frame, 'value').map((value, index) => ({ value: value ?? '', count: counts[index] ?? 0 }))
}

/** Bins of equal width from the least value to the greatest. */
async function countBins(
  database: Database,
  answer: string,
  from: string,
  least: number,
  most: number,
  abort: AbortSource | undefined,
): Promise<readonly CountedBin[]> {
  const width = (most - least) / binCount
  const place = `least(floor((${answer} - ${least}) / ${width}), ${binCount - 1})`
  const frame = await database.frame(
    `SELECT bin, count(*) AS n FROM (SELECT ${place} AS bin ${from}) WHERE bin IS NOT NULL GROUP BY bin ORDER BY bin`,
    abort,
  )
  const counts = new Map(
    Array.from(numericColumn(frame, 'bin'), (bin, index) => [bin, numericColumn(frame, 'n')[index] ?? 0]),
  )
  return Array.from({ length: binCount }, (_, bin) => ({
    from: least + bin * width,
    to: bin === binCount - 1 ? most : least + (bin + 1) * width,
    count: counts.get(bin) ?? 0,
  }))
}
