import { noInteger } from '../column-file'
import { listOf, objectOf } from '../json-document'
import type { DataSet, JaspColumn } from './data-set'
import { DamagedDatabase, openDatabase, type SqlTable } from './sqlite-database'
import type { SqlValue } from './sqlite-record'

interface Label {
  /** Number that the data hold for it. */
  readonly key: number
  readonly order: number
  /** What the column held. */
  readonly original: string | number
  /** What is shown. */
  readonly label: string
}

/**
 * The data of JASP 0.17 and later, from its database. Texts and codes stand in it as keys of labels, which are no values: the number that a key stands for is in the label.
 * @param archive version of the archive: from 5 on every column has both numbers and keys, before each has the one that fits its type
 * @throws DamagedDatabase
 */
export function readDatabase(bytes: Uint8Array, archive: number): DataSet {
  const tables = openDatabase(bytes)
  const [set] = rowsOf(tables.get('datasets'))
  const id = set?.('id')
  const data = tables.get(`dataset_${id}`)
  if (typeof id !== 'number' || data === undefined) throw new DamagedDatabase()
  const filters = rowsOf(tables.get('filters')).filter((filter) => filter('dataset') === id)
  const filter = filters.find((each) => each('name') === 'DEFAULT_FILTER') ?? filters[0]
  const filterAt = data.columns.indexOf(`filter_${filter?.('id')}`)
  const empties = new Set([...emptyWords(set?.('emptyvaluesjson') ?? null), ...alwaysEmpty])
  const described = rowsOf(tables.get('columns'))
    .filter((column) => column('dataset') === id)
    .toSorted((a, b) => Number(a('colidx')) - Number(b('colidx')))
  const labels = labelsOf(tables.get('labels'))
  const rows = [...data.rows()]
  return {
    rowCount: rows.length,
    keeps: (row) => filterAt < 0 || rows[row]?.[filterAt] !== 0,
    columns: described.map((column): JaspColumn => {
      const column_ = `column_${column('id')}`
      const doubleAt = data.columns.indexOf(`${column_}_dbl`)
      const keyAt = data.columns.indexOf(`${column_}_int`)
      if (doubleAt < 0 || keyAt < 0) throw new DamagedDatabase()
      const about = aboutColumn(column)
      const numbersAt = (at: number): Float64Array =>
        Float64Array.from(rows, (row) => {
          const value = row[at]
          return typeof value === 'number' && value !== noInteger ? value : Number.NaN
        })
      const own = labels.get(Number(column('id'))) ?? []
      if (about.type === 'scale') return { ...about, values: numbersAt(doubleAt), texts: null, labels: [] }
      const keys = numbersAt(keyAt)
      const used = new Set(keys)
      const kept = own.filter(({ key, label }) => used.has(key) || !empties.has(label))
      const isText =
        about.type === 'nominaltext' || (archive >= 5 && kept.some(({ original }) => typeof original === 'string'))
      if (isText) {
        const texts = new Map(kept.map(({ key, label }) => [key, label]))
        return { ...about, values: keys, texts, labels: kept.map(({ label }) => ({ value: label, label })) }
      }
      const valueOf = (each: Label): number => (archive >= 5 ? Number(each.original) : each.key)
      return {
        ...about,
        values: archive >= 5 ? numbersAt(doubleAt) : keys,
        texts: null,
        labels: kept.map((each) => ({ value: valueOf(each), label: each.label })),
      }
    }),
  }
}

/** Words that are no values whatever the file says of them. */
const alwaysEmpty = ['.', 'NA', 'NaN', 'nan', '']

type ReadRow = (column: string) => SqlValue

function rowsOf(table: SqlTable | undefined): readonly ReadRow[] {
  if (table === undefined) throw new DamagedDatabase()
  const places = new Map(table.columns.map((name, index) => [name, index]))
  return [...table.rows()].map((row) => (column) => row[places.get(column) ?? -1] ?? null)
}

function aboutColumn(column: ReadRow): Pick<JaspColumn, 'name' | 'label' | 'type' | 'isComputed'> {
  const text = (name: string): string => String(column(name) ?? '').trim()
  const name = text('name')
  if (name === '') throw new DamagedDatabase()
  const title = text('title')
  const code = text('codetype')
  return {
    name,
    label: title !== '' && title !== name ? title : text('description'),
    type: text('columntype').toLowerCase(),
    isComputed: Number(column('iscomputed') ?? 0) === 1 || (code !== '' && code !== 'notComputed'),
  }
}

/** Labels by column in their order; where a column has none, by the numbers that they stand for. */
function labelsOf(table: SqlTable | undefined): ReadonlyMap<number, readonly Label[]> {
  const labels = new Map<number, Label[]>()
  for (const row of rowsOf(table)) {
    const key = Number(row('value'))
    const original = originalOf(row('originalvaluejson'), key)
    const shown = String(row('label') ?? '')
    const label = {
      key,
      order: Number(row('ordering') ?? -1),
      original,
      label: shown === '' ? String(original) : shown,
    }
    const column = Number(row('columnid'))
    const own = labels.get(column)
    if (own === undefined) labels.set(column, [label])
    else own.push(label)
  }
  for (const own of labels.values()) {
    const isOrdered = own.every(({ order }) => order >= 0)
    own.sort((a, b) => (isOrdered ? a.order - b.order : Number(a.original) - Number(b.original) || a.key - b.key))
  }
  return labels
}

function originalOf(json: SqlValue, key: number): string | number {
  try {
    const value: unknown = JSON.parse(String(json ?? ''))
    return typeof value === 'string' || typeof value === 'number' ? value : key
  } catch {
    return key
  }
}

function emptyWords(json: SqlValue): readonly string[] {
  try {
    return listOf(objectOf(JSON.parse(String(json ?? '')))?.['strings']).map(String)
  } catch {
    return []
  }
}
