import { useEffect, useReducer, useRef } from 'react'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import type { RowQuery } from '../../../../analyses/sources/grid/query'
import type { ColumnSummary } from '../../../../analyses/sources/grid/summary'
import type { ProjectSource } from '../../../state/project'
import type { RowLooks } from '../../../state/row-looks'
import { useAttempt } from '../../workbench-context'
import type { RowRange } from './use-row-pages'

/** Milliseconds for which the columns in sight rest before they are summed up. */
const rest = 250

/** Sums up the columns in sight one after the other, behind the pages. */
export function useSummaries(
  looks: RowLooks,
  entry: ProjectSource,
  columns: readonly GridColumn[],
  query: RowQuery,
  version: string,
  shown: RowRange,
): (column: GridColumn) => ColumnSummary | null {
  const attempt = useAttempt()
  const known = useRef<{ version: string; summaries: Map<string, ColumnSummary> }>({ version, summaries: new Map() })
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    if (known.current.version !== version) known.current = { version, summaries: new Map() }
    const { summaries } = known.current
    const stored = columns.flatMap((column) => (column.stored === null ? [] : [column.stored]))
    async function sumUp(): Promise<void> {
      for (const column of columns.slice(shown.first, shown.end)) {
        if (signal.aborted) return
        if (column.stored === null || summaries.has(column.stored.name)) continue
        summaries.set(column.stored.name, await looks.summary(entry.source, query, stored, column.stored, signal))
        if (!signal.aborted) redraw()
      }
    }
    async function sumUpOrTell(): Promise<void> {
      try {
        await sumUp()
      } catch (error) {
        // Where the engine was emptied meanwhile, the rows are asked for anew, which calls this off.
        await new Promise((resolve) => setTimeout(resolve, rest))
        if (!signal.aborted) throw error
      }
    }
    const timer = setTimeout(() => attempt(sumUpOrTell), rest)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [looks, attempt, version, columns, shown.first, shown.end]) // eslint-disable-line react-hooks/exhaustive-deps
  return ({ stored }) =>
    stored === null || known.current.version !== version ? null : (known.current.summaries.get(stored.name) ?? null)
}
