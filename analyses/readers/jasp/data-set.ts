import type { ColumnLevel, HeaderColumn } from '../reader'
import { storedHeader, type StoredColumn } from '../stored-columns'

/** A column as any release of JASP stores it. */
export interface JaspColumn {
  readonly name: string
  /** Title or description; empty where it has none. */
  readonly label: string
  /** scale, ordinal, nominal or nominaltext. */
  readonly type: string
  /** JASP computed its values. */
  readonly isComputed: boolean
  readonly values: Float64Array
  /** What the numbers stand for, where the values are texts. */
  readonly texts: ReadonlyMap<number, string> | null
  /** In their order. */
  readonly labels: readonly ColumnLevel[]
}

/** The data of a project. */
export interface DataSet {
  readonly rowCount: number
  /** Whether the filter lets a row through, from 0. */
  keeps(row: number): boolean
  readonly columns: readonly JaspColumn[]
}

const measures: Readonly<Record<string, HeaderColumn['measure']>> = {
  scale: 'scale',
  continuous: 'scale',
  ordinal: 'ordinal',
  nominal: 'nominal',
  nominaltext: 'nominal',
}

/** The column as a reader gives it. */
export function storedColumn({ name, label, type, values, texts, labels }: JaspColumn, index: number): StoredColumn {
  const facts = { name, label, measure: measures[type] ?? null, isText: texts !== null, levels: labels }
  const header = storedHeader(facts, index)
  if (texts === null) return { header, values }
  return { header, values, textOf: (key) => (Number.isNaN(key) ? null : (texts.get(key) ?? String(key))) }
}
