import { useEffect, useMemo, useReducer, useRef } from 'react'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import type { RowQuery } from '../../../../analyses/sources/grid/query'
import type { ColumnSummary } from '../../../../analyses/sources/grid/summary'
import { Aborted } from '../../../../analyses/core/errors'
import { createPartsInSight } from '../../../state/parts-in-sight'
import type { ProjectSource } from '../../../state/project'
import type { RowLooks } from '../../../state/row-looks'
import type { SourceState } from '../../../state/session'
import type { RowRange } from './use-row-pages'

/** Milliseconds for which the columns in sight rest before they are summed up. */
const rest = 250

/** Columns whose summary is remembered. */
const mostColumns = 2000

/** What the columns hold, as far as it was summed up, and what hinders it. */
export interface Summaries {
  readonly of: (column: GridColumn) => ColumnSummary | null
  readonly problem: SourceState['problem']
  /** Sums up again what could not be summed up. */
  readonly again: () => void
}

/** Sums up the columns in sight one after the other, behind the pages. */
export function useSummaries(
  looks: RowLooks,
  entry: ProjectSource,
  columns: readonly GridColumn[],
  query: RowQuery,
  version: string,
  shown: RowRange,
): Summaries {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const present = useRef({ looks, entry, columns, query })
  present.current = { looks, entry, columns, query }
  const summaries = useMemo(() => {
    const inTurn = oneByOne()
    return createPartsInSight<ColumnSummary>(
      async (name, keep, signal) => keep(await inTurn(() => summaryOf(present.current, name, signal))),
      redraw,
      mostColumns,
    )
  }, [version]) // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => () => summaries.close(), [summaries])
  useEffect(() => {
    const names = columns.slice(shown.first, shown.end).flatMap(({ stored }) => stored?.name ?? [])
    const timer = setTimeout(() => summaries.want(names), rest)
    return () => clearTimeout(timer)
  }, [summaries, columns, shown.first, shown.end])
  return {
    of: ({ stored }) => (stored === null ? null : (summaries.at(stored.name) ?? null)),
    problem: summaries.problem(),
    again: summaries.again,
  }
}

/** Begins each task when the one before it has ended, whichever way it did. */
function oneByOne(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const turn = last.then(task)
    last = turn.catch(() => undefined)
    return turn
  }
}

/** @throws Aborted where the column went out of sight while others were summed up */
async function summaryOf(
  {
    looks,
    entry,
    columns,
    query,
  }: {
    readonly looks: RowLooks
    readonly entry: ProjectSource
    readonly columns: readonly GridColumn[]
    readonly query: RowQuery
  },
  name: string,
  signal: AbortSignal,
): Promise<ColumnSummary> {
  const stored = columns.flatMap((column) => column.stored ?? [])
  const column = stored.find((each) => each.name === name)
  if (signal.aborted || column === undefined) throw new Aborted()
  return looks.summary(entry.source, query, stored, column, signal)
}
