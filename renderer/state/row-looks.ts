import type { Database } from '../../analyses/core/database'
import type { FileRow } from '../../analyses/readers/row-access'
import type { ColumnUse } from '../../analyses/sources/columns'
import { gridColumns, type GridColumn } from '../../analyses/sources/grid/columns'
import {
  storedColumns,
  storedValues,
  type RowQuery,
  type StoredColumn,
  type StoredValue,
} from '../../analyses/sources/grid/query'
import { summariseColumn, type ColumnSummary } from '../../analyses/sources/grid/summary'
import { sourceOf } from '../../analyses/sources/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { Ingest } from '../worker/ingest'
import type { Loading } from './loading'
import type { ProjectSource } from './project'

/** A look at single rows: what the engine holds of them, and what stands in the file. Nothing of the project is changed by it. */
export interface RowLooks {
  /** Columns of the file, each with the column of the engine that its cells were read into. */
  columns(source: RecipeSource, uses: readonly ColumnUse[]): Promise<readonly GridColumn[]>
  /** Numbers of the rows in the engine that pass, in their order; null while the file is not at hand. */
  order(entry: ProjectSource, query: RowQuery, signal: AbortSignal): Promise<Int32Array | null>
  /** Column by column; undefined of rows that are not in the engine. */
  stored(
    source: RecipeSource,
    columns: readonly string[],
    rows: readonly number[],
    signal: AbortSignal,
  ): Promise<readonly (readonly (StoredValue | undefined)[])[]>
  /** What stands in the file; null while it is not at hand. */
  inFile(
    entry: ProjectSource,
    rows: readonly number[],
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<{ readonly rowCount: number; readonly rows: readonly FileRow[] } | null>
  rowAtLine(entry: ProjectSource, line: number, signal: AbortSignal): Promise<number | null>
  summary(
    source: RecipeSource,
    query: RowQuery,
    columns: readonly StoredColumn[],
    column: StoredColumn,
    signal: AbortSignal,
  ): Promise<ColumnSummary>
}

export function createRowLooks(ingest: Ingest, database: Promise<Database>, files: Loading['files']): RowLooks {
  const given = ({ source, identity }: ProjectSource) => {
    const file = files.get(identity.sha256)
    return file === undefined ? null : { file, name: source.file }
  }
  const rowsOf = (source: RecipeSource) => ({ storage: sourceOf(source.kind).stored, source: source.id })
  return {
    columns: async ({ kind }, uses) =>
      gridColumns(uses, await storedColumns(await database, sourceOf(kind).stored.table)),
    order: async (entry, query, signal) => {
      const file = given(entry)
      if (file === null) return null
      return ingest.call({ call: 'order-rows', given: file, source: entry.source, query }, signal)
    },
    stored: async (source, columns, rows, signal) =>
      storedValues(await database, rowsOf(source), columns, rows, signal),
    inFile: async (entry, rows, columns, signal) => {
      const file = given(entry)
      if (file === null) return null
      return ingest.call({ call: 'file-rows', given: file, source: entry.source, rows, columns }, signal)
    },
    rowAtLine: async (entry, line, signal) => {
      const file = given(entry)
      return file === null
        ? null
        : ingest.call({ call: 'row-at-line', given: file, source: entry.source, line }, signal)
    },
    summary: async (source, { where }, columns, column, signal) =>
      summariseColumn(await database, rowsOf(source), where, columns, column, signal),
  }
}
