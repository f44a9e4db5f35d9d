import type { ColumnUse } from '../columns'
import type { StoredColumn } from './query'

/** A column of the grid: one of the file, with what the engine holds of it where it holds anything. */
export interface GridColumn {
  /** Place in the file, from 1. */
  readonly position: number
  readonly header: string
  readonly role: string
  /** Id of the item, attribute or area; null for the rest. */
  readonly id: string | null
  readonly stored: StoredColumn | null
}

/** Names under which logs store what a column holds. */
const storedNames: Readonly<Record<string, readonly string[]>> = {
  time: ['t', 'start'],
  start: ['start', 't'],
  end: ['stop'],
  event: ['type'],
  activity: ['type'],
  subject: ['subject', 'series'],
}

/** The columns of a file in its order, each with the column of the engine that its cells were read into. */
export function gridColumns(uses: readonly ColumnUse[], stored: readonly StoredColumn[]): readonly GridColumn[] {
  const byName = new Map(stored.map((column) => [column.name, column]))
  const taken = new Set<string>()
  return uses.map(({ position, header, role, id }) => {
    const isUsed = role !== 'ignored' && role !== 'system' && role !== 'row-number'
    const names = isUsed ? [...(id === null ? [] : [id]), ...(storedNames[role] ?? []), role, `_${role}`] : []
    const name = names.find((each) => byName.has(each) && !taken.has(each))
    if (name !== undefined) taken.add(name)
    return { position, header, role, id, stored: name === undefined ? null : (byName.get(name) ?? null) }
  })
}
