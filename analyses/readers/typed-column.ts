import type { ColumnLevel, HeaderColumn, ValueColumn } from './reader'
import { createTextColumn } from './text-column'

/** What the cells of a column of a typed format become here. */
export type ColumnKind =
  | { readonly kind: 'numbers' }
  /** True and false are 1 and 0, with their names. */
  | { readonly kind: 'flags' }
  | { readonly kind: 'times'; readonly isAbsolute: boolean }
  | { readonly kind: 'texts' }

/** A column that is filled block by block from values of any type. */
export interface TypedColumn {
  /** @param value null, undefined and NaN are none; times are milliseconds since 1970 */
  put(row: number, value: unknown): void
  column(): ValueColumn
}

/** Milliseconds from 1970 to the last day that a date of this program can be. */
const latestTime = 8.64e15

/** @param most rows of a block */
export function createTypedColumn(kind: ColumnKind, most: number): TypedColumn {
  if (kind.kind === 'texts') {
    const texts = createTextColumn(most)
    return {
      put: (row, value) => texts.put(row, value === null || value === undefined ? null : String(value)),
      column: () => texts.column(),
    }
  }
  const values = new Float64Array(most)
  const isTime = kind.kind === 'times'
  return {
    put(row, value) {
      const number = value === null || value === undefined ? Number.NaN : Number(value)
      values[row] = isTime && Math.abs(number) > latestTime ? Number.NaN : number
    },
    column: () => (isTime ? { kind: 'times', values, isAbsolute: kind.isAbsolute } : { kind: 'numbers', values }),
  }
}

const flagLevels: readonly ColumnLevel[] = [
  { value: 0, label: 'false' },
  { value: 1, label: 'true' },
]

export function typedHeader(position: number, name: string, { kind }: ColumnKind): HeaderColumn {
  const type = kind === 'texts' ? 'text' : kind === 'times' ? 'time' : 'number'
  return {
    position,
    name,
    names: [name],
    isRowNumber: false,
    type,
    ...(kind === 'flags' ? { levels: flagLevels } : {}),
  }
}
