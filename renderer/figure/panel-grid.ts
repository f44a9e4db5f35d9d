import type { Panel } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import { axisLimits, type Stretch } from './panel-axes'
import type { PlanWishes } from './panel-layout'

/** A panel, the row and column of the grid that it stands in, and the limits of its axes. */
export interface GridPanel {
  readonly index: number
  readonly panel: Panel
  readonly row: number
  readonly column: number
  readonly xLimits: Stretch
  readonly yLimits: Stretch
  /** The panel to the left has the same categories down its side, so that they are written there only. */
  readonly hidesLabels: boolean
  /** Only words and glyphs, row by row beside a plot with the same rows. */
  readonly isSide: boolean
}

/** The panels of a figure in rows and columns. */
export interface PanelGrid {
  readonly panels: readonly GridPanel[]
  readonly rowCount: number
  readonly columnCount: number
}

interface Slot {
  readonly row: number
  readonly column: number
}

/** Gives every panel its place in a grid of so many columns. */
export function gridOf(wishes: PlanWishes, columnCount: number, style: FigureStyle): PanelGrid {
  const { panels } = wishes
  const slots = slotsOf(panels, wishes.columns, columnCount, style)
  const limits = axisLimits(panels, style)
  const placed = panels.flatMap((panel, index): readonly GridPanel[] => {
    const slot = slots[index]
    const own = limits[index]
    if (slot === undefined || own === undefined) return []
    const left = slot.column === 0 ? undefined : panels[index - 1]
    return [
      {
        index,
        panel,
        ...slot,
        xLimits: wishes.views[panel.id]?.x ?? own.x,
        yLimits: own.y,
        hidesLabels: left !== undefined && sameCategories(panel, left),
        isSide: isSidePanel(panel, panels),
      },
    ]
  })
  return { panels: placed, rowCount: slots.reduce((most, { row }) => Math.max(most, row + 1), 0), columnCount }
}

export function panelsInRow(grid: PanelGrid, row: number): readonly GridPanel[] {
  return grid.panels.filter((own) => own.row === row)
}

export function panelsInColumn(grid: PanelGrid, column: number): readonly GridPanel[] {
  return grid.panels.filter((own) => own.column === column)
}

/** The heading of a row of panels: that of its first panel, where no other panel of the row has one. */
export function hasRowTitle(grid: PanelGrid, own: GridPanel): boolean {
  const isTitled = ({ panel }: GridPanel): boolean => (panel.title ?? '') !== ''
  const neighbours = panelsInRow(grid, own.row).filter((other) => other !== own)
  return own.column === 0 && isTitled(own) && neighbours.length > 0 && !neighbours.some(isTitled)
}

/**
 * Rows and columns of the panels. Small multiples flow; panels that belong together side by side stay together, so that a row that is too wide for the paper breaks
 * into rows of its own and the next begins on a new one.
 */
function slotsOf(panels: readonly Panel[], asked: number, columns: number, style: FigureStyle): readonly Slot[] {
  const kind = ({ geometry, x }: Panel): string => `${geometry} ${x.scale} ${style.say(x.label)}`
  const areAlike = new Set(panels.map(kind)).size === 1
  const together = areAlike ? columns : Math.max(columns, Math.min(asked, panels.length))
  const rowsEach = Math.ceil(together / columns)
  return panels.map((_, index) => {
    const within = index % together
    return { row: Math.floor(index / together) * rowsEach + Math.floor(within / columns), column: within % columns }
  })
}

function isSidePanel(panel: Panel, all: readonly Panel[]): boolean {
  return (
    panel.geometry === 'cartesian' &&
    panel.x.scale === 'category' &&
    panel.y.scale === 'category' &&
    panel.marks.every((mark) => mark.mark === 'text' || mark.mark === 'dot') &&
    all.some(
      (other) =>
        other !== panel &&
        other.geometry === 'cartesian' &&
        other.x.scale !== 'category' &&
        sameCategories(panel, other),
    )
  )
}

function sameCategories(one: Panel, other: Panel): boolean {
  if (one.geometry !== 'cartesian' || other.geometry !== 'cartesian') return false
  if (one.y.scale !== 'category' || other.y.scale !== 'category') return false
  const ids = other.y.categories
  return one.y.categories.length === ids.length && one.y.categories.every(({ id }, index) => id === ids[index]?.id)
}
