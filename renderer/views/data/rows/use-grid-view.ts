import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import { columnWindow, rowHeight, rowWindow, scrolledTo, type GridPlace, type RowWindow } from './grid-geometry'
import type { RowRange } from './use-row-pages'

/** Of the column of row numbers, in CSS pixels. */
const numberWidth = 64
const tallHead = 106
/** Of a window in which there is no room for more than the names of the columns. */
const lowHead = 42
/** Windows lower than this, in CSS pixels. At 200 % an ordinary laptop's window has 450. */
const low = '(max-height: 599px)'

/** Wide enough for what the columns mostly hold. */
function widthOf({ stored, header }: GridColumn): number {
  if (stored?.type === 'number') return 130
  if (stored?.type === 'time') return 160
  return header.length > 24 || stored?.type === 'code' ? 190 : 160
}

/** The part of a grid that is in sight. */
export interface GridView {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: RowWindow
  readonly shown: RowRange
  /** Of the row of heads, in CSS pixels. */
  readonly headHeight: number
  /** Of all columns together. */
  readonly width: number
  /** Rows that a page has. */
  readonly page: number
  /** Looks again at what is in sight. */
  readonly look: () => void
  /** Scrolls until a cell is in sight. */
  readonly show: (place: GridPlace) => void
  /** Where the cells of a column stand. */
  readonly box: (place: number) => { readonly left: number; readonly width: number }
}

export function useGridView(columns: readonly GridColumn[], rowCount: number): GridView {
  const scroller = useRef<HTMLDivElement>(null)
  const isLow = useMediaQuery(low, undefined, { getInitialValueInEffect: false })
  const headHeight = isLow === true ? lowHead : tallHead
  const [view, setView] = useState({ top: 0, left: 0, width: 800, height: 400 })
  const starts = useMemo(() => {
    const ends = [0]
    for (const column of columns) ends.push((ends.at(-1) ?? 0) + widthOf(column))
    return ends
  }, [columns])
  const look = useCallback((): void => {
    const element = scroller.current
    if (element === null) return
    const { scrollTop: top, scrollLeft: left, clientWidth, clientHeight } = element
    setView((before) =>
      before.top === top && before.left === left && before.width === clientWidth && before.height === clientHeight
        ? before
        : { top, left, width: clientWidth, height: clientHeight },
    )
  }, [])
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [look])
  const show = useCallback(
    ({ row, column }: GridPlace): void => {
      const element = scroller.current
      if (element === null) return
      const seenHeight = Math.max(rowHeight, element.clientHeight - headHeight)
      if (row >= 0) element.scrollTop = scrolledTo(rowCount, row, element.scrollTop, seenHeight)
      const [start = 0, end = 0] = [starts[column], starts[column + 1]]
      const seen = element.clientWidth - numberWidth
      if (start < element.scrollLeft) element.scrollLeft = start
      else if (end > element.scrollLeft + seen) element.scrollLeft = Math.min(start, end - seen)
      look()
    },
    [rowCount, starts, look, headHeight],
  )
  const seenHeight = Math.max(rowHeight, view.height - headHeight)
  return {
    scroller,
    headHeight,
    rows: rowWindow(rowCount, view.top, seenHeight),
    shown: columnWindow(starts, view.left, Math.max(1, view.width - numberWidth)),
    width: numberWidth + (starts.at(-1) ?? 0),
    page: Math.max(1, Math.floor(seenHeight / rowHeight) - 1),
    look,
    show,
    box: (place) => ({
      left: numberWidth + (starts[place] ?? 0),
      width: (starts[place + 1] ?? 0) - (starts[place] ?? 0),
    }),
  }
}
