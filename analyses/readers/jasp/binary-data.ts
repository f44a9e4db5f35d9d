import { columnsOfFile } from '../column-file'
import { listOf, objectOf, textOf, type JsonObject } from '../json-document'
import type { DataSet, JaspColumn } from './data-set'

/**
 * The data of JASP until 0.16, which stand in a file of their own, described by two others.
 * @returns the part that cannot be read, instead
 */
export function readBinary(
  metadata: JsonObject | null,
  labels: JsonObject | null,
  bytes: Uint8Array,
): DataSet | 'metadata.json' | 'xdata.json' | 'data.bin' {
  const dataSet = objectOf(metadata?.['dataSet'])
  const rowCount = dataSet?.['rowCount']
  const fields = listOf(dataSet?.['fields']).map(objectOf)
  if (typeof rowCount !== 'number' || !Number.isInteger(rowCount) || rowCount < 0) return 'metadata.json'
  const types = fields.map((field) => field?.['type'])
  const stored = types.filter((type) => type === 'number' || type === 'integer')
  if (stored.length < types.length || fields.some((field) => textOf(field?.['name']) === '')) return 'metadata.json'
  if (labels === null) return 'xdata.json'
  const values = columnsOfFile(bytes, stored, rowCount)
  if (values === null) return 'data.bin'
  const passes = listOf(dataSet?.['filterVector'])
  const computed = new Set(listOf(metadata?.['computedColumns']).map((column) => textOf(objectOf(column)?.['name'])))
  return {
    rowCount,
    keeps: (row) => passes[row] !== false,
    columns: fields.map((field, index): JaspColumn => {
      const name = textOf(field?.['name'])
      const type = textOf(field?.['measureType']).toLowerCase()
      const own = objectOf(Object.hasOwn(labels, name) ? labels[name] : null)
      const named = listOf(own?.['labels']).flatMap((given) => {
        const [key, label] = listOf(given)
        return typeof key === 'number' && typeof label === 'string' ? [{ key, label }] : []
      })
      const isText = type === 'nominaltext'
      return {
        name,
        label: '',
        type,
        isComputed: computed.has(name),
        values: values[index] as Float64Array,
        texts: isText ? new Map(named.map(({ key, label }) => [key, label])) : null,
        labels: type === 'continuous' ? [] : named.map(({ key, label }) => ({ value: isText ? label : key, label })),
      }
    }),
  }
}
