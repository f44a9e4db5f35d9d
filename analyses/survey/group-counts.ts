import { numericColumn, type Frame } from '../core/datasets'
import { groupIndex } from './groups'

/** A group's levels as one text, to find it by. */
export const keyText = (key: readonly string[]): string => key.join('\u001f')

/** A number for each group, by `keyText`. */
export interface GroupCounts {
  readonly keys: ReadonlyMap<string, readonly string[]>
  readonly counts: ReadonlyMap<string, number>
}

/** Reads a frame with one row a group: people invited, people who responded. */
export function readGroupCounts(frame: Frame, columns: readonly string[], column: string): GroupCounts {
  const { keys, ofRow } = groupIndex(frame, columns)
  const values = numericColumn(frame, column)
  const counts = new Map<string, number>()
  ofRow.forEach((group, row) => counts.set(keyText(keys[group] ?? []), values[row] ?? 0))
  return { keys: new Map(keys.map((key) => [keyText(key), key])), counts }
}
