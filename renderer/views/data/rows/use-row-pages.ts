import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { StoredValue } from '../../../../analyses/sources/grid/query'
import type { ProjectSource } from '../../../state/project'
import type { RowLooks } from '../../../state/row-looks'
import type { RowOrder } from './use-row-order'

const rowsPerPage = 64
const columnsPerPage = 12
/** Pages that are remembered; a page has at most 768 cells. */
const mostPages = 96
/** Milliseconds for which the scrolling rests before pages are asked for. */
const scrollRest = 40

interface Page {
  stored: readonly (readonly (StoredValue | undefined)[])[] | null
  inFile: ReadonlyMap<number, { readonly line: number; readonly cells: readonly string[] }> | null
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

/**
 * Pages of rows around those in sight, asked for when the scrolling rests; what is out of sight by then is called off.
 */
export function useRowPages(
  looks: RowLooks,
  entry: ProjectSource,
  { columns, rowCount, rowAt, version }: RowOrder,
  rows: RowRange,
  shown: RowRange,
): (place: number, column: number) => CellLook {
  const pages = useRef(new Map<string, Page>())
  const running = useRef(new Map<string, AbortController>())
  const known = useRef(version)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  if (known.current !== version) {
    known.current = version
    pages.current = new Map()
  }
  useEffect(() => {
    const wanted = pagesAround(rows, shown, rowCount, columns.length)
    const timer = setTimeout(() => {
      for (const [key, controller] of running.current) {
        if (wanted.includes(key)) continue
        // Given up at once, so that it can be asked for again before the answer to this has come.
        controller.abort()
        running.current.delete(key)
      }
      for (const key of wanted) {
        if (pages.current.has(key) || running.current.has(key)) continue
        ask(key)
      }
    }, scrollRest)
    function ask(key: string): void {
      const [page = 0, part = 0] = key.split(':').map(Number)
      const controller = new AbortController()
      running.current.set(key, controller)
      const from = page * rowsPerPage
      const numbers = Array.from({ length: Math.min(rowsPerPage, rowCount - from) }, (_, at) => rowAt(from + at))
      const own = columns.slice(part * columnsPerPage, (part + 1) * columnsPerPage)
      const names = own.map(({ stored }) => stored?.name ?? '')
      const held = names.filter((name) => name !== '')
      const found: Page = { stored: null, inFile: null }
      const keep = (): void => {
        if (controller.signal.aborted || known.current !== version) return
        remember(pages.current, key, found)
        redraw()
      }
      const stored = looks.stored(entry.source, held, numbers, controller.signal).then((values) => {
        found.stored = names.map((name) => (name === '' ? [] : (values[held.indexOf(name)] ?? [])))
        keep()
      })
      const places = own.map(({ position }) => position - 1)
      const inFile = looks.inFile(entry, numbers, places, controller.signal).then((read) => {
        if (read === null) return
        found.inFile = new Map(read.rows.map(({ row, line, cells }) => [row, { line, cells }]))
        keep()
      })
      void Promise.allSettled([stored, inFile]).then(() => {
        if (running.current.get(key) === controller) running.current.delete(key)
        return null
      })
    }
    return () => clearTimeout(timer)
  }, [looks, entry, columns, rowCount, rowAt, version, rows.first, rows.end, shown.first, shown.end]) // eslint-disable-line
  useEffect(() => {
    const current = running.current
    return () => {
      for (const controller of current.values()) controller.abort()
      current.clear()
    }
  }, [version])
  return useCallback(
    (place, column) => {
      const key = `${Math.floor(place / rowsPerPage)}:${Math.floor(column / columnsPerPage)}`
      const page = pages.current.get(key)
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
    [rowAt],
  )
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

function remember(pages: Map<string, Page>, key: string, page: Page): void {
  pages.delete(key)
  pages.set(key, page)
  for (const oldest of pages.keys()) {
    if (pages.size <= mostPages) break
    pages.delete(oldest)
  }
}
