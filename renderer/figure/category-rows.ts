import type { Mark, Panel, Position } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import { categoryOf, categoryBands } from './panel-axes'
import { sideLabel } from './panel-furniture'
import { hasCells, type Furniture } from './panel-layout'
import { lineSpacing } from './text-metrics'
import { largest } from '../../analyses/numeric/summary/extremes'

/** Heights of the rows of a category axis: as they want to be, and the least before their words touch. */
export interface RowSizes {
  readonly natural: readonly number[]
  readonly least: readonly number[]
}

/** Heights of the rows of a category axis: each as high as its own label, and all as high as the marks need. Cells are all alike. */
export function naturalRows(panel: Panel, furniture: Furniture, room: number, style: FigureStyle): RowSizes | null {
  if (panel.geometry !== 'cartesian' || panel.y.scale !== 'category') return null
  const { text } = style
  const line = text * lineSpacing
  const hasAsides = panel.marks.some(
    (mark) => mark.mark === 'cell' && (mark.aside?.some((aside) => aside !== null) ?? false),
  )
  const marks = Math.max(text * 2, laneHeight(panel.marks, style), hasCells(panel) ? text * (hasAsides ? 3 : 2.2) : 0)
  const rows = panel.y.categories.map((_, row) => {
    const lines = furniture.yLabelLines[row]?.length ?? 1
    return Math.max(marks, lines * line + text * (lines > 1 ? 0.75 : 0.7))
  })
  const least = panel.y.categories.map((_, row) => (furniture.yLabelLines[row]?.length ?? 1) * line * 1.04)
  if (furniture.sideWidths !== null) {
    const bands = categoryBands(panel.y)
    for (const mark of panel.marks) {
      if (mark.mark !== 'dot') continue
      for (const [index, label] of (mark.labels ?? []).entries()) {
        const position = mark.y[index]
        if (label === null || position === null || position === undefined) continue
        const row = categoryOf(bands, position)
        const height = sideLabel(style.say(label), room, style).length * line
        rows[row] = Math.max(rows[row] ?? 0, height + text * 0.4)
        least[row] = Math.max(least[row] ?? 0, height * 1.02)
      }
    }
  }
  const highest = largest(rows)
  return { natural: hasCells(panel) ? rows.map(() => highest) : rows, least }
}

/** Height that a row needs so that marks shifted within it do not touch, and bars are thick enough for their numbers. */
function laneHeight(marks: readonly Mark[], style: FigureStyle): number {
  const shifts = new Set<number>()
  const add = (position: Position | null): void => {
    if (typeof position === 'string') shifts.add(0)
    else if (position !== null && typeof position === 'object') shifts.add(position.shift)
  }
  let bars = 0
  for (const mark of marks) {
    if (mark.mark === 'dot' || mark.mark === 'line') for (const position of mark.y) add(position)
    if ((mark.mark === 'interval' || mark.mark === 'bar') && mark.along === 'x')
      for (const position of mark.at) add(position)
    if (mark.mark === 'bar' && mark.along === 'x') bars = Math.max(bars, (style.text * 1.5) / (mark.thickness ?? 0.7))
  }
  const sorted = [...shifts].toSorted((a, b) => a - b)
  let closest = 1
  for (const [index, shift] of sorted.entries())
    if (index > 0) closest = Math.min(closest, shift - (sorted[index - 1] ?? shift))
  return Math.max(bars, sorted.length > 1 ? (style.dot * 1.35) / Math.max(0.05, closest) : 0)
}
