import type { Panel, Tone } from '../../analyses/core/figure'
import type { CategoryBands, Stretch } from './panel-axes'
import type { Tick } from './ticks'

/** Where everything of one panel stands, in CSS pixels from the top left of the figure. */
export interface PanelPlan {
  readonly panel: Panel
  /** Number of the panel's axes in the drawing library's layout: 2 for the first panel, 1 being the sheet itself. */
  readonly axisNumber: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Axis units at the left and right edge, and at the bottom and top edge. Radial panels count pixels from their centre. */
  readonly xRange: Stretch
  readonly yRange: Stretch
  /** Declared or chosen limits, without the air that dots at the edge need. */
  readonly xLimits: Stretch
  readonly yLimits: Stretch
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly furniture: Furniture
  readonly xLabels: XLabels | null
  readonly wheel: Wheel | null
  readonly endLabels: readonly EdgeLabel[]
  readonly topLabels: readonly TopLabel[]
  readonly titleLines: readonly string[]
  readonly xBands: CategoryBands | null
  readonly yBands: CategoryBands | null
  /** Height over the plot that header row and labels need; headings of a row stand over the highest. */
  readonly head: number
  /** Left edge of everything that belongs to the panel's column. */
  readonly outerLeft: number
  readonly outerRight: number
  /** A heading that stands over its whole row of panels begins at the row's left edge. */
  readonly hasRowTitle: boolean
  readonly xTitle: XTitle | null
}

/** The name of the x axis; said once for panels side by side or one over the other that share it. */
export interface XTitle {
  readonly lines: readonly string[]
  readonly centre: number
}

/** What stands to the left and right of a plot. */
export interface Furniture {
  readonly left: number
  readonly right: number
  readonly yLabelLines: readonly (readonly string[])[]
  readonly yLabelWidth: number
  /** Long labels that wrap are set flush left, short ones flush right against the plot. */
  readonly yLabelsAreWrapped: boolean
  readonly yLabelsAreHidden: boolean
  readonly asides: readonly string[]
  readonly asideHeader: string | null
  readonly asideWidth: number
  /** Widths of the columns of a plot that only carries words or glyphs beside another; null for a plot that takes its share. */
  readonly sideWidths: readonly number[] | null
}

export interface XLabels {
  readonly lines: readonly (readonly string[])[]
  readonly areUpright: boolean
  readonly areOnTop: boolean
  readonly height: number
  readonly asides: readonly string[]
  /** Said once, left of the asides. */
  readonly asideHeader: string | null
}

/** A radial panel's circle: centre in pixels from the left top of the panel, radius, and the words around it. */
export interface Wheel {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly lines: readonly (readonly string[])[]
}

/** Words beside the end of a rule, a band or a line. */
export interface EdgeLabel {
  readonly at: number
  readonly lines: readonly string[]
  readonly tone: Tone
}

/** Words over a plot: the level they stand on, counted from the plot, and how far from their place they were moved, in CSS pixels. */
export interface TopLabel extends EdgeLabel {
  readonly level: number
  readonly shift: number
}

export interface PlanWishes {
  readonly panels: readonly Panel[]
  readonly columns: number
  readonly width: number
  readonly top: number
  /** Height for all panels, where it is given. */
  readonly height: number | null
  readonly maxHeight: number | null
  /** Lines that are named at their right end instead of in the key, by panel. */
  readonly direct: readonly (readonly { readonly at: number; readonly label: string; readonly tone: Tone }[])[]
  readonly views: Readonly<Record<string, { readonly x?: Stretch }>>
}

/** What `planPanels` found room for. */
export interface PlannedPanels {
  readonly plans: readonly PanelPlan[]
  readonly height: number
}

export function hasCells(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.mark === 'cell')
}

/** Whether a panel has marks that need room between them and the edge of the plot. */
export function hasPoints(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.mark === 'dot' || mark.mark === 'interval' || mark.mark === 'connector')
}

/** Sum of lengths. */
export function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0)
}
