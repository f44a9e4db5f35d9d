import type { FigureStyle } from './figure-style'
import { leftOfColumn, type ColumnWidths } from './panel-columns'
import { axisTitleOf } from './panel-draft'
import type { GridPanel, PanelGrid } from './panel-grid'
import type { XTitle } from './panel-layout'

/** A grid of panels whose columns have their widths. */
interface GridAcross {
  readonly grid: PanelGrid
  readonly columns: ColumnWidths
  /** Width of the whole grid, in CSS pixels. */
  readonly width: number
  readonly style: FigureStyle
}

/**
 * The name of a panel's x axis, where it stands under this panel: it is written once for panels side by side or one over the other that share it.
 * @param left left edge of the plot
 */
export function xTitleOf(across: GridAcross, own: GridPanel, left: number, plotWidth: number): XTitle | null {
  const { grid, columns, style } = across
  const { panel, column } = own
  if (panel.geometry !== 'cartesian' || !isNamedHere(across, own)) return null
  if (panel.x.scale === 'category')
    return { lines: axisTitleOf(panel.x, plotWidth, style), centre: left + plotWidth / 2 }
  const sharesTitle = (other: GridPanel | undefined): boolean =>
    other !== undefined &&
    other.row === own.row &&
    axisName(across, other) === axisName(across, own) &&
    isNamedHere(across, other)
  if (sharesTitle(grid.panels[own.index - 1])) return null
  let last = column
  while (sharesTitle(grid.panels[own.index + last - column + 1])) last += 1
  const start = leftOfColumn(columns, column) + (columns.lefts[column] ?? 0)
  const end = leftOfColumn(columns, last) + (columns.lefts[last] ?? 0) + (columns.plots[last] ?? 0)
  const room = end - start + (columns.rights[last] ?? 0)
  return { lines: axisTitleOf(panel.x, room, style), centre: left + (end - start) / 2 }
}

/** What the x axes of two panels must have in common to be named together. */
function axisName({ width, style }: GridAcross, { panel, index }: GridPanel): string {
  return panel.geometry !== 'cartesian' || panel.x.scale === 'category'
    ? `own ${index}`
    : `${panel.x.scale} ${axisTitleOf(panel.x, width, style).join(' ')}`
}

/** The x axis is named under the last of the panels that share it. */
function isNamedHere(across: GridAcross, own: GridPanel): boolean {
  const below = across.grid.panels.find(({ column, row }) => column === own.column && row === own.row + 1)
  return below === undefined || axisName(across, own) !== axisName(across, below)
}
