import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { HeaderColumn } from '../reader'
import { objectTexts, type JsonForm } from './objects'
import { parseObject, type JsonKind } from './parse'

/** A key and what its values were seen to be. */
export interface KeyColumn {
  readonly key: string
  readonly index: number
  readonly kinds: Set<JsonKind>
  /** A whole number that a number of this program would round. */
  hasLongNumber: boolean
  /** The last object that has the key; one has it once. */
  lastObject: number
}

export type KeyColumns = ReadonlyMap<string, KeyColumn>

/** Keys that all objects together may have. */
const mostKeys = 20_000

/** Bytes of the beginning in which the columns are looked for. */
const beginningBytes = 1 << 22

/** Columns in the order in which their keys first appear. */
export async function findColumns(file: DataFile, form: JsonForm, isWhole: boolean): Promise<KeyColumns> {
  const columns = new Map<string, KeyColumn>()
  let read = 0
  let objects = 0
  for await (const object of objectTexts(file, form, { onBytes: (bytes) => (read = bytes) })) {
    objects += 1
    parseObject(object, file.name, (key, kind, text) => {
      const column = columns.get(key) ?? newColumn(columns, key, file.name, object.line)
      if (column.lastObject === objects) throw twice(key, file.name, object.line)
      column.lastObject = objects
      const taken = kindOf(kind, text)
      if (taken !== null) column.kinds.add(taken)
      if (kind === 'number' && taken === 'text') column.hasLongNumber = true
    })
    if (!isWhole && read >= beginningBytes) break
  }
  return columns
}

function newColumn(columns: Map<string, KeyColumn>, key: string, file: string, line: number): KeyColumn {
  if (columns.size >= mostKeys) throw new InputError('ingest:json-lines-many-keys', { most: mostKeys }, { file, line })
  const column: KeyColumn = { key, index: columns.size, kinds: new Set(), hasLongNumber: false, lastObject: 0 }
  columns.set(key, column)
  return column
}

export function twice(key: string, file: string, line: number): InputError {
  return new InputError('ingest:json-lines-twice', { key }, { file, line, column: key })
}

/** What a value counts as: an empty text and null are none, and a number that would be rounded is a text. */
export function kindOf(kind: JsonKind | null, text: string): JsonKind | null {
  if (kind === 'text' && text === '') return null
  if (kind !== 'number') return kind
  const number = Number(text)
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !/^-?\d+$/.test(text)) ? 'number' : 'text'
}

/** How a column is given: numbers where all values are, true and false as 1 and 0 with their names, anything else as texts. */
export function formOf({ kinds }: KeyColumn): 'numbers' | 'flags' | 'texts' {
  const [only] = kinds
  if (kinds.size !== 1) return 'texts'
  return only === 'number' ? 'numbers' : only === 'flag' ? 'flags' : 'texts'
}

export function headerColumn(column: KeyColumn): HeaderColumn {
  const form = formOf(column)
  return {
    position: column.index + 1,
    name: column.key,
    names: [column.key],
    isRowNumber: false,
    ...(column.kinds.size === 0 ? {} : { type: form === 'texts' ? 'text' : 'number' }),
    ...(form === 'flags'
      ? {
          levels: [
            { value: 0, label: 'false' },
            { value: 1, label: 'true' },
          ],
        }
      : {}),
  }
}
