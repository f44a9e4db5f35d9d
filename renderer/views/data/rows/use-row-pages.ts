import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react'
import type { StoredValue } from '../../../../analyses/sources/grid/query'
import { createPartsInSight } from '../../../state/parts-in-sight'
import type { ProjectSource } from '../../../state/project'
import type { RowLooks } from '../../../state/row-looks'
import type { SourceState } from '../../../state/session'
import type { RowOrder } from './use-row-order'

const rowsPerPage = 64
const columnsPerPage = 12
/** Pages that are remembered; a page has at most 768 cells. */
const mostPages = 96
/** Milliseconds for which the scrolling rests before pages are asked for. */
const scrollRest = 40

interface Page {
  readonly stored: readonly (readonly (StoredValue | undefined)[])[] | null
  readonly inFile: ReadonlyMap<number, { readonly line: number; readonly cells: readonly string[] }> | null
}

/** What is known of one cell by now. */
export interface CellLook {
  /** What the engine holds; undefined while it is not known, and where the row or the column is not in the engine. */
  readonly stored: StoredValue | undefined
  /** What stands in the file; null while it is not known. */
  readonly raw: string | null
  readonly line: number | null
  readonly isStoredKnown: boolean
}

export interface RowRange {
  readonly first: number
  readonly end: number
}

const unknown: CellLook = { stored: undefined, raw: null, line: null, isStoredKnown: false }

/** The cells around those in sight, and what hinders their reading. */
export interface CellLooks {
  readonly at: (place: number, column: number) => CellLook
  readonly problem: SourceState['problem']
  /** Reads again what could not be read. */
  readonly again: () => void
}

/** Pages of rows around those in sight, asked for when the scrolling rests; what is out of sight by then is called off. */
export function useRowPages(
  looks: RowLooks,
  entry: ProjectSource,
  { columns, rowCount, rowAt, version }: RowOrder,
  rows: RowRange,
  shown: RowRange,
): CellLooks {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  // Read at the time of asking: another object for the same rows is no reason to read them again.
  const present = useRef({ looks, entry, columns, rowCount, rowAt })
  present.current = { looks, entry, columns, rowCount, rowAt }
  const pages = useMemo(
    () =>
      createPartsInSight<Page>((key, keep, signal) => readPage(present.current, key, keep, signal), redraw, mostPages),
    [version], // eslint-disable-line react-hooks/exhaustive-deps
  )
  useEffect(() => () => pages.close(), [pages])
  useEffect(() => {
    const timer = setTimeout(() => pages.want(pagesAround(rows, shown, rowCount, columns.length)), scrollRest)
    return () => clearTimeout(timer)
  }, [pages, rowCount, columns.length, rows.first, rows.end, shown.first, shown.end]) // eslint-disable-line react-hooks/exhaustive-deps
  const at = useCallback(
    (place: number, column: number): CellLook => {
      const page = pages.at(`${Math.floor(place / rowsPerPage)}:${Math.floor(column / columnsPerPage)}`)
      if (page === undefined) return unknown
      const read = page.inFile?.get(rowAt(place))
      const within = column % columnsPerPage
      return {
        stored: page.stored?.[within]?.[place % rowsPerPage],
        raw: read?.cells[within] ?? null,
        line: read?.line ?? null,
        isStoredKnown: page.stored !== null,
      }
    },
    [pages, rowAt],
  )
  return { at, problem: pages.problem(), again: pages.again }
}

/** What the engine holds of a page and what stands in the file, each as it comes. */
async function readPage(
  {
    looks,
    entry,
    columns,
    rowCount,
    rowAt,
  }: { readonly looks: RowLooks; readonly entry: ProjectSource } & Pick<RowOrder, 'columns' | 'rowCount' | 'rowAt'>,
  key: string,
  keep: (page: Page) => void,
  signal: AbortSignal,
): Promise<void> {
  const [page = 0, part = 0] = key.split(':').map(Number)
  const from = page * rowsPerPage
  const numbers = Array.from({ length: Math.min(rowsPerPage, rowCount - from) }, (_, at) => rowAt(from + at))
  const own = columns.slice(part * columnsPerPage, (part + 1) * columnsPerPage)
  const names = own.map(({ stored }) => stored?.name ?? '')
  const held = names.filter((name) => name !== '')
  let found: Page = { stored: null, inFile: null }
  const add = (more: Partial<Page>): void => {
    found = { ...found, ...more }
    keep(found)
  }
  const places = own.map(({ position }) => position - 1)
  const ends = await Promise.allSettled([
    looks
      .stored(entry.source, held, numbers, signal)
      .then((values) => add({ stored: names.map((name) => (name === '' ? [] : (values[held.indexOf(name)] ?? []))) })),
    looks
      .inFile(entry, numbers, places, signal)
      .then((read) => add({ inFile: read === null ? null : new Map(read.rows.map((each) => [each.row, each])) })),
  ])
  // What did come stays where the other failed.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** Keys of the pages in sight first, then of those above and below. */
function pagesAround(rows: RowRange, shown: RowRange, rowCount: number, columnCount: number): readonly string[] {
  if (rowCount === 0 || columnCount === 0) return []
  const last = Math.floor((rowCount - 1) / rowsPerPage)
  const [first, end] = [Math.floor(rows.first / rowsPerPage), Math.floor(Math.max(0, rows.end - 1) / rowsPerPage)]
  const parts = range(
    Math.floor(shown.first / columnsPerPage),
    Math.floor(Math.max(0, Math.min(columnCount, shown.end) - 1) / columnsPerPage),
  )
  const around = [...range(first, end), end + 1, first - 1].filter((page) => page >= 0 && page <= last)
  return around.flatMap((page) => parts.map((part) => `${page}:${part}`))
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
