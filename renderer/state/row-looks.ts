import type { Database } from '../../analyses/core/database'
import { Aborted } from '../../analyses/core/errors'
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
import type { ImportReport } from '../../analyses/sources/report'
import type { Ingest } from '../worker/ingest'
import { problemOf, type Problem } from '../worker/problem'
import type { Loading } from './loading'
import type { ProjectSource } from './project'

/** Rows that are in use, as they were understood; or every row of the file, as it stands there. */
export type RowScope = 'used' | 'file'

export interface AskedRows {
  readonly uses: readonly ColumnUse[]
  readonly report: ImportReport | null
  readonly scope: RowScope
  readonly query: RowQuery
  /** Rows that were seen when the file was opened: they are shown where the whole of it cannot be read. */
  readonly firstRows: number
}

export interface FoundRows {
  readonly columns: readonly GridColumn[]
  readonly rowCount: number
  /** Null where the rows are those of the file from 1 on. */
  readonly numbers: Int32Array | null
  readonly problem: Problem | null
}

const columnsOfFile = (uses: readonly ColumnUse[]): readonly GridColumn[] =>
  uses.map(({ position, header, role, id }) => ({ position, header, role, id, stored: null }))

/** A look at single rows: what the engine holds of them, and what stands in the file. Nothing of the project is changed by it. */
export interface RowLooks {
  /** Which rows are shown, in which order; null where it was called off. */
  find(entry: ProjectSource, asked: AskedRows, signal: AbortSignal): Promise<FoundRows | null>
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
  async function rowsOfFile(entry: ProjectSource, { uses }: AskedRows, signal: AbortSignal): Promise<FoundRows> {
    const file = given(entry)
    const call = { call: 'file-rows', source: entry.source, rows: [], columns: [] } as const
    const rowCount = file === null ? 0 : (await ingest.call({ ...call, given: file }, signal)).rowCount
    return { columns: columnsOfFile(uses), rowCount, numbers: null, problem: null }
  }
  async function rowsInUse(
    entry: ProjectSource,
    { uses, report, query }: AskedRows,
    signal: AbortSignal,
  ): Promise<FoundRows> {
    const { source } = entry
    const { table, keepsRowNumbers } = sourceOf(source.kind).stored
    const columns = gridColumns(uses, await storedColumns(await database, table))
    const isPlain = query.where.length === 0 && query.sort.length === 0 && query.rows === undefined
    if (isPlain && keepsRowNumbers === true && report !== null && report.rowsUsed === report.rowsRead)
      return { columns, rowCount: report.rowsUsed, numbers: null, problem: null }
    const file = given(entry)
    const numbers =
      file === null ? new Int32Array(0) : await ingest.call({ call: 'order-rows', given: file, source, query }, signal)
    return { columns, rowCount: numbers.length, numbers, problem: null }
  }
  return {
    find: async (entry, asked, signal) => {
      try {
        return asked.scope === 'file' ? await rowsOfFile(entry, asked, signal) : await rowsInUse(entry, asked, signal)
      } catch (error) {
        if (error instanceof Aborted || signal.aborted) return null
        const { uses, firstRows } = asked
        return { columns: columnsOfFile(uses), rowCount: firstRows, numbers: null, problem: problemOf(error) }
      }
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
    summary: async (source, query, columns, column, signal) =>
      summariseColumn(await database, rowsOf(source), query, columns, column, signal),
  }
}
