import { noInteger, type StoredType } from '../column-file'
import { listOf, objectOf, textOf, type JsonObject } from '../json-document'
import type { HeaderColumn } from '../reader'
import { missingOf } from './missing'

/** A column of a data set as `metadata.json` and `xdata.json` describe it. */
export interface Field {
  readonly name: string
  /** Where its values came from: Data, Computed, Recoded, Output, or Filter for one that chooses rows. */
  readonly origin: string
  readonly stored: StoredType
  /** The whole numbers are places in the file of texts. */
  readonly isText: boolean
  readonly measure: HeaderColumn['measure'] | null
  readonly label: string
  /** Codes with their names in their order; those of texts are keys that mean nothing. */
  readonly labels: readonly { readonly key: number; readonly label: string }[]
  /** The keys of the labels stand for texts. */
  readonly hasKeys: boolean
  readonly missing: ReturnType<typeof missingOf>
  /** A filter that is applied. */
  readonly isActive: boolean
}

const measures: Readonly<Record<string, HeaderColumn['measure']>> = {
  Nominal: 'nominal',
  Ordinal: 'ordinal',
  Continuous: 'scale',
}

/** @returns null for what is no column */
export function fieldOf(given: unknown, labels: JsonObject): Field | null {
  const field = objectOf(given)
  const name = textOf(field?.['name'])
  const type = textOf(field?.['type'])
  if (field === null || name === '' || !['number', 'integer', 'string'].includes(type)) return null
  const measure = measures[textOf(field['measureType'])] ?? null
  const isCoded = type === 'integer' && (measure === 'nominal' || measure === 'ordinal')
  return {
    name,
    origin: textOf(field['columnType']),
    stored: type === 'number' ? 'number' : 'integer',
    isText: type === 'string',
    measure,
    label: textOf(field['description']).trim(),
    labels: isCoded ? labelsOf(labels, name) : [],
    hasKeys: isCoded && field['dataType'] === 'Text',
    missing: missingOf(listOf(field['missingValues'])),
    isActive: field['active'] === true || field['active'] === 1,
  }
}

function labelsOf(all: JsonObject, name: string): Field['labels'] {
  const own = Object.hasOwn(all, name) ? objectOf(all[name]) : null
  return listOf(own?.['labels']).flatMap((given) => {
    const [key, label, original] = listOf(given)
    if (typeof key !== 'number' || key === noInteger) return []
    return [{ key, label: textOf(label) === '' ? textOf(original) : textOf(label) }]
  })
}
