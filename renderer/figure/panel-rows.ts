import type { FigureStyle } from './figure-style'
import { naturalRows, type RowSizes } from './category-rows'
import type { Draft } from './panel-draft'
import { panelsInRow, type PanelGrid } from './panel-grid'
import { sum, type Furniture, type PlanWishes } from './panel-layout'
import { largest } from '../../analyses/numeric/summary/extremes'

/** Heights down a grid of panels, row by row, in CSS pixels. */
export interface RowHeights {
  /** What stands over the plots of a row: headings, and the words between heading and plot. */
  readonly aboves: readonly number[]
  readonly heads: readonly number[]
  readonly plots: readonly number[]
  readonly belows: readonly number[]
  readonly gap: number
  /** The plots were made higher or lower than they want to be, to fill a height that is given. */
  readonly isStretched: boolean
}

/** Rows of categories: as high as their labels and lanes, the same in all panels that share them. */
export function rowSizesOf(
  grid: PanelGrid,
  furniture: readonly Furniture[],
  width: number,
  style: FigureStyle,
): readonly (RowSizes | null)[] {
  const sizes = grid.panels.map(({ panel, index }) => {
    const own = furniture[index]
    return own === undefined ? null : naturalRows(panel, own, width, style)
  })
  for (const { index, hidesLabels } of grid.panels) {
    if (!hidesLabels) continue
    const shared = higherRows(sizes[index - 1] ?? null, sizes[index] ?? null)
    let first = index - 1
    while (first > 0 && grid.panels[first]?.hidesLabels === true) first -= 1
    for (let other = first; other <= index; other += 1) sizes[other] = shared
  }
  return sizes
}

function higherRows(one: RowSizes | null, other: RowSizes | null): RowSizes | null {
  if (one === null || other === null) return one ?? other
  return {
    natural: one.natural.map((size, row) => Math.max(size, other.natural[row] ?? 0)),
    least: one.least.map((size, row) => Math.max(size, other.least[row] ?? 0)),
  }
}

/** Heights of the rows: natural ones, or what fills the height that is given, as far as the words allow. */
export function rowHeightsOf(
  grid: PanelGrid,
  drafts: readonly Draft[],
  { height, maxHeight }: Pick<PlanWishes, 'height' | 'maxHeight'>,
  style: FigureStyle,
): RowHeights {
  const most = (size: (draft: Draft) => number): readonly number[] =>
    Array.from({ length: grid.rowCount }, (_, row) =>
      largest(
        panelsInRow(grid, row).map(({ index }) => {
          const draft = drafts[index]
          return draft === undefined ? 0 : size(draft)
        }),
      ),
    )
  const titles = most(({ titleHeight }) => titleHeight)
  const heads = most(({ head }) => head)
  const aboves = heads.map((head, row) => head + (titles[row] ?? 0))
  const belows = most(({ below }) => below)
  const naturals = most(({ natural }) => natural)
  const gap = style.text * 1.4
  const spent = sum(aboves) + sum(belows) + gap * (grid.rowCount - 1)
  const wanted = height ?? (maxHeight !== null && spent + sum(naturals) > maxHeight ? maxHeight : null)
  if (wanted === null) return { aboves, heads, plots: naturals, belows, gap, isStretched: false }
  const factor = (wanted - spent) / sum(naturals)
  const floors = most((draft) => draft.smallest)
  const ceilings = most((draft) => draft.largest)
  const plots = naturals.map((natural, row) =>
    Math.min(Math.max(natural * factor, floors[row] ?? 0), Math.max(natural, ceilings[row] ?? natural)),
  )
  return { aboves, heads, plots, belows, gap, isStretched: true }
}
