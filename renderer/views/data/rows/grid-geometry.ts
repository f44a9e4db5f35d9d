/** Height of a row, in CSS pixels. */
export const rowHeight = 26
/** Elements cannot be higher than some 33 million pixels in Chromium; a grid with more rows maps what is scrolled onto them. */
const greatestHeight = 30_000_000

/** Which rows are in sight. */
export interface RowWindow {
  /** Height of all rows together as the scroll bar shows it. */
  readonly height: number
  /** Place of the first row drawn, from 0. */
  readonly first: number
  /** Place behind the last row drawn. */
  readonly end: number
  /** Pixels from the top of all rows to the first one drawn. */
  readonly offset: number
}

/**
 * @param scrolled pixels that are scrolled
 * @param viewport height of what is seen of the rows, in pixels
 * @param beyond rows drawn above and below those in sight
 */
export function rowWindow(rowCount: number, scrolled: number, viewport: number, beyond = 6): RowWindow {
  const whole = rowCount * rowHeight
  const height = Math.min(whole, greatestHeight)
  const inSight = Math.ceil(viewport / rowHeight) + 1
  const top = Math.max(0, Math.min(scrolled, height - viewport))
  const exact = whole === height ? top : (top / Math.max(1, height - viewport)) * (whole - viewport)
  const seen = Math.floor(exact / rowHeight)
  const first = Math.max(0, seen - beyond)
  const end = Math.min(rowCount, seen + inSight + beyond)
  return { height, first, end, offset: top - (exact - first * rowHeight) }
}

/** Pixels to scroll so that a row is in sight: the nearest edge where it is not, and nothing where it is. */
export function scrolledTo(rowCount: number, row: number, scrolled: number, viewport: number): number {
  const whole = rowCount * rowHeight
  const height = Math.min(whole, greatestHeight)
  const stretch = whole === height ? 1 : (whole - viewport) / Math.max(1, height - viewport)
  const exact = scrolled * stretch
  const above = row * rowHeight
  if (above < exact) return above / stretch
  if (above + rowHeight > exact + viewport) return Math.max(0, (above + rowHeight - viewport) / stretch)
  return scrolled
}

/** The columns in sight, of columns that begin at `starts`; the last start is the end of them all. */
export function columnWindow(
  starts: readonly number[],
  scrolled: number,
  viewport: number,
): { readonly first: number; readonly end: number } {
  const last = starts.length - 1
  let first = 0
  while (first < last - 1 && (starts[first + 1] as number) <= scrolled) first += 1
  let end = first
  while (end < last && (starts[end] as number) < scrolled + viewport) end += 1
  return { first: Math.max(0, first - 1), end: Math.min(last, end + 1) }
}

/** A cell by the places of its row and column; row −1 is the header. */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

/** Where a key of a spreadsheet leads; null for keys that lead nowhere. */
export function movedBy(
  key: string,
  isFar: boolean,
  { row, column }: GridPlace,
  rowCount: number,
  columnCount: number,
  page: number,
): GridPlace | null {
  const within = (place: GridPlace): GridPlace => ({
    row: Math.max(-1, Math.min(rowCount - 1, place.row)),
    column: Math.max(0, Math.min(columnCount - 1, place.column)),
  })
  switch (key) {
    case 'ArrowUp':
      return within({ row: isFar ? (row > 0 ? 0 : -1) : row - 1, column })
    case 'ArrowDown':
      return within({ row: isFar ? rowCount - 1 : row + 1, column })
    case 'ArrowLeft':
      return within({ row, column: isFar ? 0 : column - 1 })
    case 'ArrowRight':
      return within({ row, column: isFar ? columnCount - 1 : column + 1 })
    case 'Home':
      return within({ row: isFar ? 0 : row, column: 0 })
    case 'End':
      return within({ row: isFar ? rowCount - 1 : row, column: columnCount - 1 })
    case 'PageUp':
      return within({ row: Math.max(0, row - page), column })
    case 'PageDown':
      return within({ row: row + page, column })
    default:
      return null
  }
}
