import type { RowSizes } from './category-rows'
import type { FigureStyle } from './figure-style'
import { categoryBands, ticksOf, type Stretch } from './panel-axes'
import { columnGap, columnWidthsOf, leftOfColumn, type ColumnWidths } from './panel-columns'
import { draftOf, endLabelsOf, naturalHeight, type Draft } from './panel-draft'
import { furnitureOf } from './panel-furniture'
import { gridOf, hasRowTitle, panelsInRow, type GridPanel, type PanelGrid } from './panel-grid'
import {
  hasPoints,
  type EdgeLabel,
  type Furniture,
  type PanelPlan,
  type PlannedPanels,
  type PlanWishes,
} from './panel-layout'
import { rowHeightsOf, rowSizesOf, type RowHeights } from './panel-rows'
import { xTitleOf } from './panel-titles'
import { wheelOf } from './wheel'

/** Places panels on a grid: columns in turn, fewer of them where a plot would become too narrow to read. */
export function planPanels(wishes: PlanWishes, style: FigureStyle): PlannedPanels {
  const most = Math.max(1, Math.min(wishes.columns, wishes.panels.length))
  for (let columns = most; columns > 1; columns -= 1) {
    const planned = planOnGrid(wishes, columns, style)
    if (planned !== null) return planned
  }
  return planOnGrid(wishes, 1, style) ?? { plans: [], height: 0 }
}

/** A grid of panels with everything that was found out about it on the way to a plan. */
interface LaidOutGrid {
  readonly grid: PanelGrid
  readonly wishes: PlanWishes
  readonly style: FigureStyle
  readonly furniture: readonly Furniture[]
  readonly endLabels: readonly (readonly EdgeLabel[])[]
  readonly columns: ColumnWidths
  readonly rowSizes: readonly (RowSizes | null)[]
  readonly drafts: readonly Draft[]
  readonly rows: RowHeights
}

/** Lays the panels out in so many columns: across, then down. Null where plots of several columns would be too narrow to read. */
function planOnGrid(wishes: PlanWishes, columnCount: number, style: FigureStyle): PlannedPanels | null {
  const { width } = wishes
  const grid = gridOf(wishes, columnCount, style)
  const fullColumn = (width - columnGap(style) * (columnCount - 1)) / columnCount
  const endLabels = grid.panels.map(({ panel, index }) =>
    endLabelsOf(panel, wishes.direct[index] ?? [], fullColumn, style),
  )
  const furniture = furnitureOn(grid, endLabels, fullColumn, wishes, style)
  const columns = columnWidthsOf(grid, furniture, width, style)
  if (columnCount > 1 && !columns.areReadable) return null
  const rowSizes = rowSizesOf(grid, furniture, width, style)
  const drafts = draftsOn(grid, furniture, columns, rowSizes, wishes, style)
  const rows = rowHeightsOf(grid, drafts, wishes, style)
  return plansOn({ grid, wishes, style, furniture, endLabels, columns, rowSizes, drafts, rows })
}

/** What stands beside each plot. A plot that shares its rows with a neighbour is given the room of both. */
function furnitureOn(
  grid: PanelGrid,
  endLabels: readonly (readonly EdgeLabel[])[],
  fullColumn: number,
  wishes: PlanWishes,
  style: FigureStyle,
): readonly Furniture[] {
  const { columnCount, rowCount } = grid
  return grid.panels.map((own) => {
    const { panel, index } = own
    const hasSide = panel.geometry === 'cartesian' && panelsInRow(grid, own.row).some(({ isSide }) => isSide)
    const sharesRows = hasSide || grid.panels[index + 1]?.hidesLabels === true
    return furnitureOf(panel, own.xLimits, own.yLimits, {
      room: sharesRows ? wishes.width : fullColumn,
      height: wishes.height === null ? naturalHeight(panel, fullColumn, columnCount, style) : wishes.height / rowCount,
      sharesRows,
      hidesYLabels: own.hidesLabels,
      isSide: own.isSide,
      endLabels: endLabels[index] ?? [],
      style,
    })
  })
}

/** Width of the plot of a panel. A wheel uses its gutters too, since its words stand round it. */
function plotWidthOf({ panel, column }: GridPanel, { plots, lefts, rights }: ColumnWidths): number {
  const gutters = panel.geometry === 'radial' ? (lefts[column] ?? 0) + (rights[column] ?? 0) : 0
  return (plots[column] ?? 0) + gutters
}

/** What stands over and under each plot, and how high each wants to be. */
function draftsOn(
  grid: PanelGrid,
  furniture: readonly Furniture[],
  columns: ColumnWidths,
  rowSizes: readonly (RowSizes | null)[],
  { width }: PlanWishes,
  style: FigureStyle,
): readonly Draft[] {
  return grid.panels.map((own) => {
    const { panel, index } = own
    const plotWidth = plotWidthOf(own, columns)
    const gutter = panel.geometry === 'radial' ? 0 : (columns.rights[own.column] ?? 0)
    return draftOf(panel, {
      xLimits: own.xLimits,
      plotWidth,
      furniture: furnitureAt(furniture, index),
      rowSizes: rowSizes[index] ?? null,
      titleRoom: hasRowTitle(grid, own) ? width : plotWidth + gutter,
      xTitleLines: xTitleOf({ grid, columns, width, style }, own, 0, plotWidth)?.lines.length ?? 0,
      columns: grid.columnCount,
      style,
    })
  })
}

function furnitureAt(furniture: readonly Furniture[], index: number): Furniture {
  const own = furniture[index]
  if (own === undefined) throw new Error('no such panel')
  return own
}

/** Puts the panels in their places, row by row. */
function plansOn(laidOut: LaidOutGrid): PlannedPanels {
  const { grid, wishes, rows } = laidOut
  const plans: PanelPlan[] = []
  let rowTop = wishes.top
  for (let row = 0; row < grid.rowCount; row += 1) {
    const plotTop = rowTop + (rows.aboves[row] ?? 0)
    for (const own of panelsInRow(grid, row)) plans.push(planOf(own, plotTop, laidOut))
    rowTop = plotTop + (rows.plots[row] ?? 0) + (rows.belows[row] ?? 0) + rows.gap
  }
  return { plans, height: rowTop - rows.gap - wishes.top }
}

/** Where everything of one panel stands. */
function planOf(own: GridPanel, plotTop: number, laidOut: LaidOutGrid): PanelPlan {
  const { grid, columns, rows, style, wishes } = laidOut
  const { panel, index, column, xLimits, yLimits } = own
  const draft = laidOut.drafts[index]
  if (draft === undefined) throw new Error('no such panel')
  const furniture = furnitureAt(laidOut.furniture, index)
  const isWheel = panel.geometry === 'radial'
  const outerLeft = leftOfColumn(columns, column)
  const left = outerLeft + (isWheel ? 0 : (columns.lefts[column] ?? 0))
  const width = plotWidthOf(own, columns)
  // A plot whose rows are counted keeps its own height beside a taller neighbour, unless all grow.
  const height = draft.keepsHeight && !rows.isStretched ? draft.natural : (rows.plots[own.row] ?? draft.natural)
  const xBands = panel.x.scale === 'category' ? categoryBands(panel.x, furniture.sideWidths ?? undefined, true) : null
  const yBands = panel.y.scale === 'category' ? categoryBands(panel.y, laidOut.rowSizes[index]?.natural) : null
  const wheel = isWheel && panel.x.scale === 'category' ? wheelOf(panel.x, width, height, style) : null
  return {
    panel,
    axisNumber: index + 2,
    left,
    top: plotTop,
    width,
    height,
    xLimits,
    yLimits,
    xRange:
      wheel !== null
        ? [-wheel.x, width - wheel.x]
        : xBands !== null && panel.geometry !== 'diagram'
          ? [0, xBands.length]
          : xRangeOf(own, width, style),
    yRange:
      wheel !== null
        ? [wheel.y - height, wheel.y]
        : yBands !== null && panel.geometry !== 'diagram'
          ? [yBands.length, 0]
          : yRangeOf(own, height, style),
    xBands,
    yBands,
    xTicks: draft.xTicks,
    yTicks: panel.geometry === 'diagram' ? [] : ticksOf(panel.y, yLimits, wheel?.radius ?? height, 'y', style),
    furniture,
    xLabels: draft.xLabels,
    wheel,
    endLabels: laidOut.endLabels[index] ?? [],
    topLabels: draft.topLabels,
    titleLines: draft.titleLines,
    head: rows.heads[own.row] ?? draft.head,
    outerLeft,
    outerRight: left + width + (isWheel ? 0 : (columns.rights[column] ?? 0)),
    hasRowTitle: hasRowTitle(grid, own),
    xTitle: xTitleOf({ grid, columns, width: wishes.width, style }, own, left, width),
  }
}

/** Strokes at the edge of a plot keep this many pixels, so that they are not cut in half. */
const edge = 1.3

/** Limits of a counted x axis with air for the dots at its ends. Diagrams and time keep their limits. */
function xRangeOf({ panel, xLimits }: GridPanel, width: number, { text }: FigureStyle): Stretch {
  if (panel.geometry === 'diagram' || panel.x.scale !== 'linear') return xLimits
  const [low, high] = xLimits
  const hasAir = panel.geometry === 'cartesian' && hasPoints(panel)
  const air = hasAir ? ((high - low) * text * 0.55) / Math.max(1, width - text * 1.1) : 0
  return widened([low - air, high + air], edge / width)
}

/** Limits of a counted y axis, likewise; a diagram counts downwards. */
function yRangeOf({ panel, yLimits }: GridPanel, height: number, { text }: FigureStyle): Stretch {
  const [low, high] = yLimits
  if (panel.geometry === 'diagram') return [high, low]
  const hasAir =
    panel.geometry === 'cartesian' && panel.y.scale === 'linear' && panel.y.domain !== undefined && hasPoints(panel)
  const air = hasAir ? ((high - low) * text * 0.5) / Math.max(1, height - text) : 0
  return widened([low - air, high + air], edge / height)
}

function widened([low, high]: Stretch, share: number): Stretch {
  const air = (high - low) * share
  return [low - air, high + air]
}
