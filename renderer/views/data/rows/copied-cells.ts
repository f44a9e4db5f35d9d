import type { StoredValue } from '../../../../analyses/sources/grid/query'
import type { ProjectSource } from '../../../state/project'
import type { GridPlace } from './grid-geometry'
import type { SourceRows } from './use-source-rows'

/** Cells that are copied at once. */
export const mostCopied = 50_000

/**
 * A rectangle of cells as text between tabs, as spreadsheets take it: what was understood, and of columns that are not in use what stands in the file.
 * @returns null where there are more cells than are copied at once
 */
export async function copiedCells(
  entry: ProjectSource,
  { order, looks, cellSpeaker, hasFile }: SourceRows,
  from: GridPlace,
  to: GridPlace,
): Promise<{ readonly text: string; readonly rows: number } | null> {
  const first = Math.max(0, from.row)
  const columns = order.columns.slice(from.column, to.column + 1)
  const count = to.row - first + 1
  if (count * columns.length > mostCopied) return null
  const numbers = Array.from({ length: count }, (_, at) => order.rowAt(first + at))
  const { signal } = new AbortController()
  const held = columns.flatMap(({ stored }) => (stored === null ? [] : [stored.name]))
  const values = await looks.stored(entry.source, held, numbers, signal)
  const places = columns.map(({ position }) => position - 1)
  const read = hasFile ? await looks.inFile(entry, numbers, places, signal) : null
  const inFile = new Map((read?.rows ?? []).map(({ row, cells }) => [row, cells]))
  const lines = numbers.map((row, at) =>
    columns
      .map((column, index) => {
        const stored: StoredValue | undefined =
          column.stored === null ? undefined : values[held.indexOf(column.stored.name)]?.[at]
        return stored === undefined ? (inFile.get(row)?.[index] ?? '') : cellSpeaker.say(column, stored)
      })
      .join('\t'),
  )
  const heads = from.row < 0 ? [columns.map(({ header }) => header).join('\t')] : []
  return { text: [...heads, ...lines].join('\n'), rows: numbers.length }
}
