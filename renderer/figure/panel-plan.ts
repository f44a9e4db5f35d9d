import type { Panel } from '../../analyses/core/figure'
import { naturalRows, type RowSizes } from './category-rows'
import type { FigureStyle } from './figure-style'
import { axisLimits, categoryPlaces, ticksOf, type Stretch } from './panel-axes'
import { axisTitleOf, draftOf, endLabelsOf, naturalHeight } from './panel-draft'
import { furnitureOf } from './panel-furniture'
import type { PanelPlan, PlannedPanels, PlanWishes, XTitle } from './panel-layout'
import { wheelOf } from './wheel'

interface Slot {
  readonly row: number
  readonly column: number
}

/**
 * Rows and columns of the panels. Small multiples flow; panels that belong together side by side stay together, so that a row that is too wide for the paper breaks
 * into rows of its own and the next begins on a new one.
 */
function slotsOf(panels: readonly Panel[], asked: number, columns: number, style: FigureStyle): readonly Slot[] {
  const kind = ({ frame, x }: Panel): string => `${frame} ${x.scale} ${style.say(x.label)}`
  const areAlike = new Set(panels.map(kind)).size === 1
  const together = areAlike ? columns : Math.max(columns, Math.min(asked, panels.length))
  const rowsEach = Math.ceil(together / columns)
  return panels.map((_, index) => {
    const within = index % together
    return { row: Math.floor(index / together) * rowsEach + Math.floor(within / columns), column: within % columns }
  })
}

/** Places panels on a grid: columns in turn, fewer of them where a plot would become too narrow to read. */
export function planPanels(wishes: PlanWishes, style: FigureStyle): PlannedPanels {
  for (let columns = Math.max(1, Math.min(wishes.columns, wishes.panels.length)); ; columns -= 1) {
    const planned = planOnGrid(wishes, columns, style)
    if (planned !== null || columns === 1)
      return planned ?? planOnGrid({ ...wishes, width: wishes.width }, 1, style, true) ?? { plans: [], height: 0 }
  }
}

function planOnGrid(
  wishes: PlanWishes,
  columns: number,
  style: FigureStyle,
  atAnyWidth = columns === 1,
): PlannedPanels | null {
  const { panels, width } = wishes
  const { text } = style
  const count = panels.length
  const slots = slotsOf(panels, wishes.columns, columns, style)
  const rows = slots.reduce((most, { row }) => Math.max(most, row + 1), 0)
  const columnOf = (index: number): number => slots[index]?.column ?? 0
  const rowIndex = (index: number): number => slots[index]?.row ?? 0
  const limits = axisLimits(panels, style).map((limit, index) => {
    const view = wishes.views[panels[index]?.id ?? '']
    return view?.x === undefined ? limit : { ...limit, x: view.x }
  })
  const at = (index: number): { readonly panel: Panel; readonly x: Stretch; readonly y: Stretch } => {
    const panel = panels[index]
    const limit = limits[index]
    if (panel === undefined || limit === undefined) throw new Error('no such panel')
    return { panel, ...limit }
  }
  const hidesLabels = (index: number): boolean => {
    if (columnOf(index) === 0) return false
    const own = at(index).panel
    const left = at(index - 1).panel
    return sameCategories(own, left)
  }

  const gap = text * 1.6
  const fullColumn = (width - gap * (columns - 1)) / columns
  const furniture = panels.map((panel, index) => {
    const sides =
      panel.frame === 'cartesian' &&
      panels.some((other, position) => rowIndex(position) === rowIndex(index) && isSidePanel(other, panels))
    const nextHides = index + 1 < count && columnOf(index + 1) !== 0 && hidesLabels(index + 1)
    return furnitureOf(panel, at(index).x, at(index).y, {
      room: sides || nextHides ? width : fullColumn,
      height: wishes.height === null ? naturalHeight(panel, fullColumn, columns, style) : wishes.height / rows,
      sharesRows: sides || nextHides,
      hidesYLabels: hidesLabels(index),
      isSide: isSidePanel(panel, panels),
      endLabels: endLabelsOf(panel, wishes.direct[index] ?? [], fullColumn, style),
      style,
    })
  })

  // Columns: gutters of their widest, side columns as they need, the rest in equal plots.
  const column = (position: number): readonly number[] =>
    panels.map((_, index) => index).filter((index) => columnOf(index) === position)
  const lefts = Array.from({ length: columns }, (_, position) =>
    Math.max(0, ...column(position).map((index) => furniture[index]?.left ?? 0)),
  )
  const rights = Array.from({ length: columns }, (_, position) =>
    Math.max(0, ...column(position).map((index) => furniture[index]?.right ?? 0)),
  )
  const fixed = Array.from({ length: columns }, (_, position) => {
    const widths = column(position).map((index) => furniture[index]?.sideWidths ?? null)
    return widths.every((sideWidths) => sideWidths !== null)
      ? Math.max(...widths.map((sideWidths) => sum(sideWidths ?? [])))
      : null
  })
  const gaps = Array.from({ length: columns }, (_, position) =>
    position === 0
      ? 0
      : column(position).every((index) => hidesLabels(index))
        ? fixed[position] === null
          ? text * 1.2
          : text * 0.7
        : gap,
  )
  const isRadial = Array.from({ length: columns }, (_, position) =>
    column(position).every((index) => at(index).panel.frame === 'radial'),
  )
  const spans = Array.from({ length: columns }, (_, position) =>
    spanOfBars(
      column(position).map((index) => at(index)),
      position === 0 || column(position).every(hidesLabels),
    ),
  )
  const isCommonScale = spans.filter((_, position) => fixed[position] === null).every((span) => span !== null)
  const shares = fixed.map((sideWidth, position) =>
    sideWidth !== null
      ? 0
      : isCommonScale
        ? (spans[position] ?? 1)
        : isRadial[position] === true && columns > 1 && !isRadial.every(Boolean)
          ? 1.7
          : 1,
  )
  const free = width - sum(lefts) - sum(rights) - sum(gaps) - sum(fixed.map((sideWidth) => sideWidth ?? 0))
  const share = free / Math.max(1e-9, sum(shares))
  const plotWidths = fixed.map((sideWidth, position) => sideWidth ?? share * (shares[position] ?? 1))
  const sharesRows = panels.some((_, index) => hidesLabels(index))
  const narrowest = isRadial.map((radial) => text * (radial ? 17 : sharesRows ? 7.5 : rows > 1 || count > 2 ? 8.5 : 11))
  if (
    !atAnyWidth &&
    plotWidths.some(
      (plotWidth, position) =>
        fixed[position] === null && plotWidth < (narrowest[position] ?? 0) * (isCommonScale && columns > 1 ? 0.4 : 1),
    )
  )
    return null

  // Rows of categories: as high as their labels and lanes, the same in all panels that share them.
  const rowSizes: (RowSizes | null)[] = panels.map((panel, index) => {
    const own = furniture[index]
    return own === undefined ? null : naturalRows(panel, own, width, style)
  })
  for (let index = 1; index < count; index += 1) {
    if (!hidesLabels(index)) continue
    const before = rowSizes[index - 1] ?? null
    const own = rowSizes[index] ?? null
    const merged: RowSizes | null =
      before === null || own === null
        ? (before ?? own)
        : {
            natural: before.natural.map((size, row) => Math.max(size, own.natural[row] ?? 0)),
            least: before.least.map((size, row) => Math.max(size, own.least[row] ?? 0)),
          }
    let first = index - 1
    while (first > 0 && hidesLabels(first)) first -= 1
    for (let other = first; other <= index; other += 1) rowSizes[other] = merged
  }

  const rowOf = (row: number): readonly number[] =>
    panels.map((_, index) => index).filter((index) => rowIndex(index) === row)

  const isTitled = (index: number): boolean => (panels[index]?.title ?? '') !== ''
  const hasRowTitle = (index: number): boolean =>
    columnOf(index) === 0 &&
    isTitled(index) &&
    rowOf(rowIndex(index)).length > 1 &&
    !rowOf(rowIndex(index)).some((other) => other !== index && isTitled(other))

  // The x axis is named under the last of the panels that share it.
  const xName = (index: number): string => {
    const { panel } = at(index)
    return panel.frame !== 'cartesian' || panel.x.scale === 'category'
      ? `own ${index}`
      : `${panel.x.scale} ${axisTitleOf(panel.x, width, style).join(' ')}`
  }
  const hasOwnXTitle = (index: number): boolean => {
    const below = slots.findIndex((slot) => slot.column === columnOf(index) && slot.row === rowIndex(index) + 1)
    return below < 0 || xName(index) !== xName(below)
  }

  const leftOf = (position: number): number =>
    sum(
      Array.from(
        { length: position },
        (_, earlier) =>
          (lefts[earlier] ?? 0) + (plotWidths[earlier] ?? 0) + (rights[earlier] ?? 0) + (gaps[earlier + 1] ?? 0),
      ),
    )
  const xTitleOf = (index: number, left: number, plotWidth: number): XTitle | null => {
    const { panel } = at(index)
    if (panel.frame !== 'cartesian' || !hasOwnXTitle(index)) return null
    const position = columnOf(index)
    const isSame = (other: number): boolean =>
      other >= 0 &&
      other < count &&
      rowIndex(other) === rowIndex(index) &&
      xName(other) === xName(index) &&
      hasOwnXTitle(other)
    if (panel.x.scale === 'category')
      return { lines: axisTitleOf(panel.x, plotWidth, style), centre: left + plotWidth / 2 }
    if (isSame(index - 1)) return null
    let last = position
    while (isSame(index + last - position + 1)) last += 1
    const own = leftOf(position) + (lefts[position] ?? 0)
    const right = leftOf(last) + (lefts[last] ?? 0) + (plotWidths[last] ?? 0)
    const room = right - own + (rights[last] ?? 0)
    return { lines: axisTitleOf(panel.x, room, style), centre: left + (right - own) / 2 }
  }

  // Rows: what stands over and under each plot, then heights.
  const drafts = panels.map((_, index) => {
    const { panel, x } = at(index)
    const position = columnOf(index)
    const plotWidth =
      (plotWidths[position] ?? share) +
      (panel.frame === 'radial' ? (lefts[position] ?? 0) + (rights[position] ?? 0) : 0)
    const own = furniture[index]
    if (own === undefined) throw new Error('no such panel')
    return draftOf(
      panel,
      x,
      plotWidth,
      own,
      rowSizes[index] ?? null,
      hasRowTitle(index) ? width : plotWidth + (panel.frame === 'radial' ? 0 : (rights[position] ?? 0)),
      xTitleOf(index, 0, plotWidth)?.lines.length ?? 0,
      columns,
      style,
    )
  })
  const titles = Array.from({ length: rows }, (_, row) =>
    Math.max(...rowOf(row).map((index) => drafts[index]?.titleHeight ?? 0)),
  )
  const heads = Array.from({ length: rows }, (_, row) =>
    Math.max(...rowOf(row).map((index) => drafts[index]?.head ?? 0)),
  )
  const aboves = heads.map((head, row) => head + (titles[row] ?? 0))
  const belows = Array.from({ length: rows }, (_, row) =>
    Math.max(...rowOf(row).map((index) => drafts[index]?.below ?? 0)),
  )
  const naturals = Array.from({ length: rows }, (_, row) =>
    Math.max(...rowOf(row).map((index) => drafts[index]?.natural ?? 0)),
  )
  const smallest = Array.from({ length: rows }, (_, row) =>
    Math.max(...rowOf(row).map((index) => drafts[index]?.smallest ?? 0)),
  )
  const rowGap = text * 1.4
  const spent = sum(aboves) + sum(belows) + rowGap * (rows - 1)
  let heights = naturals
  const wanted =
    wishes.height ?? (wishes.maxHeight !== null && spent + sum(naturals) > wishes.maxHeight ? wishes.maxHeight : null)
  if (wanted !== null) {
    const factor = (wanted - spent) / sum(naturals)
    const most = Array.from({ length: rows }, (_, row) =>
      Math.max(...rowOf(row).map((index) => drafts[index]?.largest ?? 0)),
    )
    heights = naturals.map((natural, row) =>
      Math.min(Math.max(natural * factor, smallest[row] ?? 0), Math.max(natural, most[row] ?? natural)),
    )
  }

  const plans: PanelPlan[] = []
  let rowTop = wishes.top
  for (let row = 0; row < rows; row += 1) {
    const plotTop = rowTop + (aboves[row] ?? 0)
    for (const index of rowOf(row)) {
      const position = columnOf(index)
      const { panel, x, y } = at(index)
      const draft = drafts[index]
      const own = furniture[index]
      if (draft === undefined || own === undefined) continue
      const isWheel = panel.frame === 'radial'
      const plotWidth =
        (plotWidths[position] ?? share) + (isWheel ? (lefts[position] ?? 0) + (rights[position] ?? 0) : 0)
      const rowHeight = heights[row] ?? draft.natural
      // A plot whose rows are counted keeps its own height beside a taller neighbour, unless all grow.
      const height = draft.keepsHeight && wanted === null ? draft.natural : rowHeight
      const places = {
        x: panel.x.scale === 'category' ? categoryPlaces(panel.x, own.sideWidths ?? undefined, true) : null,
        y: panel.y.scale === 'category' ? categoryPlaces(panel.y, rowSizes[index]?.natural) : null,
      }
      const left = leftOf(position) + (isWheel ? 0 : (lefts[position] ?? 0))
      const wheel =
        panel.frame === 'radial' && panel.x.scale === 'category' ? wheelOf(panel.x, plotWidth, height, style) : null
      const edge = 1.3
      const airX =
        panel.frame === 'cartesian' && panel.x.scale === 'linear' && needsAir(panel)
          ? ((x[1] - x[0]) * text * 0.55) / Math.max(1, plotWidth - text * 1.1)
          : 0
      const airY =
        panel.frame === 'cartesian' && panel.y.scale === 'linear' && needsAir(panel) && panel.y.domain !== undefined
          ? ((y[1] - y[0]) * text * 0.5) / Math.max(1, height - text)
          : 0
      plans.push({
        panel,
        axisNumber: index + 2,
        left,
        top: plotTop,
        width: plotWidth,
        height,
        xLimits: x,
        yLimits: y,
        xRange:
          panel.frame === 'diagram'
            ? x
            : wheel !== null
              ? [-wheel.x, plotWidth - wheel.x]
              : places.x !== null
                ? [0, places.x.length]
                : panel.x.scale === 'linear'
                  ? widened([x[0] - airX, x[1] + airX], edge / plotWidth)
                  : x,
        yRange:
          panel.frame === 'diagram'
            ? [y[1], y[0]]
            : wheel !== null
              ? [wheel.y - height, wheel.y]
              : places.y !== null
                ? [places.y.length, 0]
                : widened([y[0] - airY, y[1] + airY], edge / height),
        xPlaces: places.x,
        yPlaces: places.y,
        xTicks: draft.xTicks,
        yTicks:
          panel.frame === 'diagram'
            ? []
            : wheel !== null
              ? ticksOf(panel.y, y, wheel.radius, 'y', style)
              : ticksOf(panel.y, y, height, 'y', style),
        furniture: own,
        xLabels: draft.xLabels,
        wheel,
        endLabels: endLabelsOf(panel, wishes.direct[index] ?? [], fullColumn, style),
        topLabels: draft.topLabels,
        titleLines: draft.titleLines,
        head: heads[row] ?? draft.head,
        outerLeft: leftOf(position),
        outerRight: left + plotWidth + (isWheel ? 0 : (rights[position] ?? 0)),
        hasRowTitle: hasRowTitle(index),
        xTitle: xTitleOf(index, left, plotWidth),
      })
    }
    rowTop = plotTop + (heights[row] ?? 0) + (belows[row] ?? 0) + rowGap
  }
  return { plans, height: rowTop - rowGap - wishes.top }
}

/** How long the x axes of bars in one column are, where all declare it: bars side by side keep one scale. */
function spanOfBars(
  panels: readonly { readonly panel: Panel; readonly x: Stretch }[],
  sharesRows: boolean,
): number | null {
  const spans = panels.map(({ panel, x }) =>
    sharesRows &&
    panel.frame === 'cartesian' &&
    panel.x.scale === 'linear' &&
    panel.x.domain !== undefined &&
    panel.marks.some((mark) => mark.mark === 'bar' && mark.along === 'x')
      ? x[1] - x[0]
      : null,
  )
  return spans.every((span) => span !== null) ? Math.max(...spans.map((span) => span ?? 0)) : null
}

function widened([low, high]: Stretch, share: number): Stretch {
  const air = (high - low) * share
  return [low - air, high + air]
}

/** A plot of nothing but words and glyphs, row by row beside a plot with the same rows. */
function isSidePanel(panel: Panel, all: readonly Panel[]): boolean {
  return (
    panel.frame === 'cartesian' &&
    panel.x.scale === 'category' &&
    panel.y.scale === 'category' &&
    panel.marks.every((mark) => mark.mark === 'text' || mark.mark === 'dot') &&
    all.some(
      (other) =>
        other !== panel && other.frame === 'cartesian' && other.x.scale !== 'category' && sameCategories(panel, other),
    )
  )
}

function sameCategories(one: Panel, other: Panel): boolean {
  if (one.frame !== 'cartesian' || other.frame !== 'cartesian') return false
  if (one.y.scale !== 'category' || other.y.scale !== 'category') return false
  const ids = other.y.categories
  return one.y.categories.length === ids.length && one.y.categories.every(({ id }, index) => id === ids[index]?.id)
}

function needsAir(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.mark === 'dot' || mark.mark === 'interval' || mark.mark === 'connector')
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
