import type { FigureStyle } from './figure-style'
import { panelsInColumn, type GridPanel, type PanelGrid } from './panel-grid'
import { sum, type Furniture } from './panel-layout'
import { largest } from '../../analyses/numeric/summary/extremes'

/** Widths across a grid of panels, column by column, in CSS pixels. */
export interface ColumnWidths {
  /** Gutters beside the plots: those of the widest panel in the column. */
  readonly lefts: readonly number[]
  readonly rights: readonly number[]
  /** Empty room before each column. */
  readonly gaps: readonly number[]
  readonly plots: readonly number[]
  /** False where a plot would become too narrow to be read. */
  readonly areReadable: boolean
}

/** Room between columns that do not share their rows. */
export const columnGap = ({ text }: FigureStyle): number => text * 1.6

/**
 * Divides the width among the columns: gutters as wide as their widest, columns of words and glyphs as they need, and the rest in equal plots. Bars
 * that declare their scale keep one length for one unit side by side.
 */
export function columnWidthsOf(
  grid: PanelGrid,
  furniture: readonly Furniture[],
  width: number,
  style: FigureStyle,
): ColumnWidths {
  const columns = Array.from({ length: grid.columnCount }, (_, position) => panelsInColumn(grid, position))
  const of = (own: GridPanel): Furniture | undefined => furniture[own.index]
  const lefts = columns.map((column) => Math.max(0, largest(column.map((own) => of(own)?.left ?? 0))))
  const rights = columns.map((column) => Math.max(0, largest(column.map((own) => of(own)?.right ?? 0))))
  const fixed = columns.map((column) => {
    const widths = column.map((own) => of(own)?.sideWidths ?? null)
    return widths.every((sideWidths) => sideWidths !== null)
      ? largest(widths.map((sideWidths) => sum(sideWidths ?? [])))
      : null
  })
  const gaps = columns.map((column, position) => gapBefore(column, position, fixed[position] !== null, style))
  const { shares, isCommonScale } = sharesOf(columns, fixed)
  const free = width - sum(lefts) - sum(rights) - sum(gaps) - sum(fixed.map((sideWidth) => sideWidth ?? 0))
  const share = free / Math.max(1e-9, sum(shares))
  const plots = fixed.map((sideWidth, position) => sideWidth ?? share * (shares[position] ?? 1))
  const least = narrowestPlots(grid, columns, style)
  const leniency = isCommonScale && grid.columnCount > 1 ? 0.4 : 1
  const areReadable = plots.every(
    (plot, position) => fixed[position] !== null || plot >= (least[position] ?? 0) * leniency,
  )
  return { lefts, rights, gaps, plots, areReadable }
}

/** Left edge of a column with its gutter, from the left edge of the first. */
export function leftOfColumn({ lefts, plots, rights, gaps }: ColumnWidths, position: number): number {
  return sum(
    Array.from(
      { length: position },
      (_, earlier) => (lefts[earlier] ?? 0) + (plots[earlier] ?? 0) + (rights[earlier] ?? 0) + (gaps[earlier + 1] ?? 0),
    ),
  )
}

function gapBefore(column: readonly GridPanel[], position: number, isFixed: boolean, style: FigureStyle): number {
  if (position === 0) return 0
  if (!column.every(({ hidesLabels }) => hidesLabels)) return columnGap(style)
  return isFixed ? style.text * 0.7 : style.text * 1.2
}

/** How the free width is shared out: wheels beside other plots need more of it, bars on one scale what their axis is long. */
function sharesOf(
  columns: readonly (readonly GridPanel[])[],
  fixed: readonly (number | null)[],
): { readonly shares: readonly number[]; readonly isCommonScale: boolean } {
  const areWheels = columns.map(isColumnOfWheels)
  const spans = columns.map((column, position) =>
    spanOfBars(column, position === 0 || column.every(({ hidesLabels }) => hidesLabels)),
  )
  const isCommonScale = spans.filter((_, position) => fixed[position] === null).every((span) => span !== null)
  const wheelShare = columns.length > 1 && !areWheels.every(Boolean) ? 1.7 : 1
  const shares = fixed.map((sideWidth, position) => {
    if (sideWidth !== null) return 0
    if (isCommonScale) return spans[position] ?? 1
    return areWheels[position] === true ? wheelShare : 1
  })
  return { shares, isCommonScale }
}

function narrowestPlots(
  grid: PanelGrid,
  columns: readonly (readonly GridPanel[])[],
  { text }: FigureStyle,
): readonly number[] {
  const sharesRows = grid.panels.some(({ hidesLabels }) => hidesLabels)
  const isCrowded = grid.rowCount > 1 || grid.panels.length > 2
  return columns.map((column) => text * (isColumnOfWheels(column) ? 17 : sharesRows ? 7.5 : isCrowded ? 8.5 : 11))
}

function isColumnOfWheels(column: readonly GridPanel[]): boolean {
  return column.every(({ panel }) => panel.geometry === 'radial')
}

/** How long the x axes of bars in one column are, where all declare it: bars side by side keep one scale. */
function spanOfBars(column: readonly GridPanel[], sharesRows: boolean): number | null {
  const spans = column.map(({ panel, xLimits }) =>
    sharesRows &&
    panel.geometry === 'cartesian' &&
    panel.x.scale === 'linear' &&
    panel.x.domain !== undefined &&
    panel.marks.some((mark) => mark.mark === 'bar' && mark.along === 'x')
      ? xLimits[1] - xLimits[0]
      : null,
  )
  return spans.every((span) => span !== null) ? largest(spans.map((span) => span ?? 0)) : null
}
