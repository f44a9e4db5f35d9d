import type { CategoryAxis, Mark, Panel, Position, Tone } from '../../analyses/core/figure'
import type { Label } from '../../analyses/core/messages'
import type { FigureStyle } from './figure-style'
import { axisLimits, categoryOf, categoryPlaces, ticksOf, type CategoryPlaces, type Stretch } from './panel-axes'
import { isolated } from './plotly-text'
import { lineSpacing, onOneLine, textWidth, widestLine, widestWord, wrapEvenly, wrapText } from './text-metrics'
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
  readonly topLabels: readonly (EdgeLabel & { readonly level: number; readonly shift: number })[]
  readonly titleLines: readonly string[]
  readonly xPlaces: CategoryPlaces | null
  readonly yPlaces: CategoryPlaces | null
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
    if (planned !== null || columns === 1) return planned ?? planOnGrid({ ...wishes, width: wishes.width }, 1, style, true) ?? { plans: [], height: 0 }
  }
}

function planOnGrid(wishes: PlanWishes, columns: number, style: FigureStyle, atAnyWidth = columns === 1): PlannedPanels | null {
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
    const sides = panel.frame === 'cartesian' && panels.some((other, position) => rowIndex(position) === rowIndex(index) && isSidePanel(other, panels))
    const nextHides = index + 1 < count && columnOf(index + 1) !== 0 && hidesLabels(index + 1)
    return furnitureOf(panel, at(index).x, at(index).y, {
      room: sides || nextHides ? width : fullColumn,
      sharesRows: sides || nextHides,
      hidesYLabels: hidesLabels(index),
      isSide: isSidePanel(panel, panels),
      endLabels: endLabelsOf(panel, wishes.direct[index] ?? [], fullColumn, style),
      style,
    })
  })

  // Columns: gutters of their widest, side columns as they need, the rest in equal plots.
  const column = (position: number): readonly number[] => panels.map((_, index) => index).filter((index) => columnOf(index) === position)
  const lefts = Array.from({ length: columns }, (_, position) => Math.max(0, ...column(position).map((index) => furniture[index]?.left ?? 0)))
  const rights = Array.from({ length: columns }, (_, position) => Math.max(0, ...column(position).map((index) => furniture[index]?.right ?? 0)))
  const fixed = Array.from({ length: columns }, (_, position) => {
    const widths = column(position).map((index) => furniture[index]?.sideWidths ?? null)
    return widths.every((sideWidths) => sideWidths !== null) ? Math.max(...widths.map((sideWidths) => sum(sideWidths ?? []))) : null
  })
  const gaps = Array.from({ length: columns }, (_, position) => (position === 0 ? 0 : column(position).every((index) => hidesLabels(index)) ? (fixed[position] === null ? text * 1.2 : text * 0.7) : gap))
  const isRadial = Array.from({ length: columns }, (_, position) => column(position).every((index) => at(index).panel.frame === 'radial'))
  const spans = Array.from({ length: columns }, (_, position) => spanOfBars(column(position).map((index) => at(index)), position === 0 || column(position).every(hidesLabels)))
  const isCommonScale = spans.filter((_, position) => fixed[position] === null).every((span) => span !== null)
  const shares = fixed.map((sideWidth, position) =>
    sideWidth !== null ? 0 : isCommonScale ? (spans[position] ?? 1) : isRadial[position] === true && columns > 1 && !isRadial.every(Boolean) ? 1.7 : 1,
  )
  const free = width - sum(lefts) - sum(rights) - sum(gaps) - sum(fixed.map((sideWidth) => sideWidth ?? 0))
  const share = free / Math.max(1e-9, sum(shares))
  const plotWidths = fixed.map((sideWidth, position) => sideWidth ?? share * (shares[position] ?? 1))
  const sharesRows = panels.some((_, index) => hidesLabels(index))
  const narrowest = isRadial.map((radial) => text * (radial ? 17 : sharesRows ? 7.5 : rows > 1 || count > 2 ? 8.5 : 11))
  if (!atAnyWidth && plotWidths.some((plotWidth, position) => fixed[position] === null && plotWidth < (narrowest[position] ?? 0) * (isCommonScale && columns > 1 ? 0.4 : 1))) return null

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
        : { natural: before.natural.map((size, row) => Math.max(size, own.natural[row] ?? 0)), least: before.least.map((size, row) => Math.max(size, own.least[row] ?? 0)) }
    let first = index - 1
    while (first > 0 && hidesLabels(first)) first -= 1
    for (let other = first; other <= index; other += 1) rowSizes[other] = merged
  }

  const rowOf = (row: number): readonly number[] => panels.map((_, index) => index).filter((index) => rowIndex(index) === row)

  const isTitled = (index: number): boolean => (panels[index]?.title ?? '') !== ''
  const hasRowTitle = (index: number): boolean => columnOf(index) === 0 && isTitled(index) && rowOf(rowIndex(index)).length > 1 && !rowOf(rowIndex(index)).some((other) => other !== index && isTitled(other))

  // The x axis is named under the last of the panels that share it.
  const xName = (index: number): string => {
    const { panel } = at(index)
    return panel.frame === 'radial' || panel.x.scale === 'category' ? `own ${index}` : `${panel.x.scale} ${axisTitleOf(panel.x, width, style).join(' ')}`
  }
  const hasOwnXTitle = (index: number): boolean => {
    const below = slots.findIndex((slot) => slot.column === columnOf(index) && slot.row === rowIndex(index) + 1)
    return below < 0 || xName(index) !== xName(below)
  }

  const leftOf = (position: number): number => sum(Array.from({ length: position }, (_, earlier) => (lefts[earlier] ?? 0) + (plotWidths[earlier] ?? 0) + (rights[earlier] ?? 0) + (gaps[earlier + 1] ?? 0)))
  const xTitleOf = (index: number, left: number, plotWidth: number): XTitle | null => {
    const { panel } = at(index)
    if (panel.frame === 'radial' || !hasOwnXTitle(index)) return null
    const position = columnOf(index)
    const isSame = (other: number): boolean => other >= 0 && other < count && rowIndex(other) === rowIndex(index) && xName(other) === xName(index) && hasOwnXTitle(other)
    if (panel.x.scale === 'category') return { lines: axisTitleOf(panel.x, plotWidth, style), centre: left + plotWidth / 2 }
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
    const plotWidth = (plotWidths[position] ?? share) + (panel.frame === 'radial' ? (lefts[position] ?? 0) + (rights[position] ?? 0) : 0)
    const own = furniture[index]
    if (own === undefined) throw new Error('no such panel')
    return draftOf(panel, x, plotWidth, own, rowSizes[index] ?? null, hasRowTitle(index) ? width : plotWidth + (panel.frame === 'radial' ? 0 : (rights[position] ?? 0)), xTitleOf(index, 0, plotWidth)?.lines.length ?? 0, columns, style)
  })
  const titles = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.titleHeight ?? 0)))
  const heads = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.head ?? 0)))
  const aboves = heads.map((head, row) => head + (titles[row] ?? 0))
  const belows = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.below ?? 0)))
  const naturals = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.natural ?? 0)))
  const smallest = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.smallest ?? 0)))
  const rowGap = text * 1.4
  const spent = sum(aboves) + sum(belows) + rowGap * (rows - 1)
  let heights = naturals
  const wanted = wishes.height ?? (wishes.maxHeight !== null && spent + sum(naturals) > wishes.maxHeight ? wishes.maxHeight : null)
  if (wanted !== null) {
    const factor = (wanted - spent) / sum(naturals)
    const most = Array.from({ length: rows }, (_, row) => Math.max(...rowOf(row).map((index) => drafts[index]?.largest ?? 0)))
    heights = naturals.map((natural, row) => Math.min(Math.max(natural * factor, smallest[row] ?? 0), Math.max(natural, most[row] ?? natural)))
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
      const plotWidth = (plotWidths[position] ?? share) + (isWheel ? (lefts[position] ?? 0) + (rights[position] ?? 0) : 0)
      const rowHeight = heights[row] ?? draft.natural
      // A plot whose rows are counted keeps its own height beside a taller neighbour, unless all grow.
      const height = draft.keepsHeight && wanted === null ? draft.natural : rowHeight
      const places = { x: panel.x.scale === 'category' ? categoryPlaces(panel.x, own.sideWidths ?? undefined, true) : null, y: panel.y.scale === 'category' ? categoryPlaces(panel.y, rowSizes[index]?.natural) : null }
      const left = leftOf(position) + (isWheel ? 0 : (lefts[position] ?? 0))
      const wheel = panel.frame === 'radial' && panel.x.scale === 'category' ? wheelOf(panel.x, plotWidth, height, style) : null
      const edge = 1.3
      const airX = panel.frame === 'cartesian' && panel.x.scale === 'linear' && needsAir(panel) ? ((x[1] - x[0]) * text * 0.55) / Math.max(1, plotWidth - text * 1.1) : 0
      const airY = panel.frame === 'cartesian' && panel.y.scale === 'linear' && needsAir(panel) && panel.y.domain !== undefined ? ((y[1] - y[0]) * text * 0.5) / Math.max(1, height - text) : 0
      plans.push({
        panel,
        axisNumber: index + 2,
        left,
        top: plotTop,
        width: plotWidth,
        height,
        xLimits: x,
        yLimits: y,
        xRange: wheel !== null ? [-wheel.x, plotWidth - wheel.x] : places.x !== null ? [0, places.x.length] : panel.x.scale === 'linear' ? widened([x[0] - airX, x[1] + airX], edge / plotWidth) : x,
        yRange: wheel !== null ? [wheel.y - height, wheel.y] : places.y !== null ? [places.y.length, 0] : widened([y[0] - airY, y[1] + airY], edge / height),
        xPlaces: places.x,
        yPlaces: places.y,
        xTicks: draft.xTicks,
        yTicks: wheel !== null ? ticksOf(panel.y, y, wheel.radius, 'y', style) : ticksOf(panel.y, y, height, 'y', style),
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

interface FurnitureWishes {
  readonly room: number
  readonly hidesYLabels: boolean
  /** Whether more plots stand on the same rows and need their width. */
  readonly sharesRows: boolean
  readonly isSide: boolean
  readonly endLabels: readonly EdgeLabel[]
  readonly style: FigureStyle
}

function furnitureOf(panel: Panel, xLimits: Stretch, yLimits: Stretch, { room, hidesYLabels, sharesRows, isSide, endLabels, style }: FurnitureWishes): Furniture {
  const { text, small } = style
  const none: Furniture = {
    left: 0,
    right: 0,
    yLabelLines: [],
    yLabelWidth: 0,
    yLabelsAreWrapped: false,
    yLabelsAreHidden: hidesYLabels,
    asides: [],
    asideHeader: null,
    asideWidth: 0,
    sideWidths: null,
  }
  if (panel.frame === 'radial') return none

  let left = 0
  let right = 0
  let yLabelLines: readonly (readonly string[])[] = []
  let yLabelWidth = 0
  let wrapped = false
  let asides: readonly string[] = []
  let asideHeader: string | null = null
  let asideWidth = 0

  if (panel.y.scale === 'category') {
    const labels = panel.y.categories.map(({ label }) => onOneLine(style.say(label)))
    if (!hidesYLabels) {
      const natural = widestLine(labels, text)
      const cap = hasCells(panel) ? Math.min(room * 0.36, Math.max(room * 0.21, room - headerRoom(panel, style))) : room * (sharesRows ? 0.3 : 0.4)
      let limit = cap
      if (natural > cap) {
        wrapped = true
        const widest = labels.reduce((most, label) => Math.max(most, widestWord(label, text)), 0)
        limit = Math.max(cap, Math.min(widest + 0.5, room * 0.5))
        const most = hasCells(panel) || sharesRows ? 3 : 2
        const widestRoom = room * (sharesRows ? 0.38 : 0.46)
        for (let step = 0; step < 4 && labels.some((label) => wrapText(label, limit, text).length > most); step += 1) limit = Math.max(limit, Math.min(limit + room * 0.03, widestRoom))
      }
      yLabelLines = labels.map((label) => (wrapped ? wrapEvenly(label, limit, text) : [label]))
      yLabelWidth = yLabelLines.reduce((widest, lines) => Math.max(widest, widestLine(lines, text)), 0)
      const header = onOneLine(style.say(panel.y.label))
      yLabelWidth = Math.max(yLabelWidth, Math.min(textWidth(header, small), limit))
      left = yLabelWidth + text * 0.75
    }
    const said = panel.y.categories.map(({ aside }) => (aside === undefined ? '' : onOneLine(style.say(aside))))
    if (said.some((aside) => aside !== '')) {
      ;({ asides, header: asideHeader } = withoutCommonPrefix(said))
      asideWidth = Math.max(widestLine(asides, small), asideHeader === null ? 0 : textWidth(asideHeader, small))
      right = asideWidth + text * 1.1
    }
  } else {
    const ticks = ticksOf(panel.y, yLimits, room * 0.45, 'y', style)
    left = hidesYLabels ? 0 : widestLine(ticks.map(({ label }) => label), text) + text * 0.5
  }

  if (endLabels.length > 0) right += endLabels.reduce((widest, { lines }) => Math.max(widest, widestLine(lines, text)), 0) + text * 0.5
  if (panel.x.scale !== 'category') {
    const ticks = ticksOf(panel.x, xLimits, room * 0.55, 'x', style)
    const half = (tick: Tick | undefined): number => (tick === undefined ? 0 : textWidth(tick.label, text) / 2)
    const span = xLimits[1] - xLimits[0]
    const last = ticks.at(-1)
    const first = ticks[0]
    const lastGap = last === undefined ? 0 : ((xLimits[1] - last.at) / span) * room * 0.5
    const firstGap = first === undefined ? 0 : ((first.at - xLimits[0]) / span) * room * 0.5
    right = Math.max(right, half(last) - lastGap + 1)
    left = Math.max(left, half(first) - firstGap + 1)
  }

  return {
    left,
    right,
    yLabelLines,
    yLabelWidth,
    yLabelsAreWrapped: wrapped,
    yLabelsAreHidden: hidesYLabels,
    asides,
    asideHeader,
    asideWidth,
    sideWidths: isSide ? sideWidthsOf(panel, room, style) : null,
  }
}

interface Draft {
  readonly head: number
  readonly titleHeight: number
  readonly below: number
  readonly natural: number
  readonly smallest: number
  readonly largest: number
  readonly keepsHeight: boolean
  readonly xTicks: readonly Tick[]
  readonly xLabels: XLabels | null
  readonly topLabels: readonly (EdgeLabel & { readonly level: number; readonly shift: number })[]
  readonly titleLines: readonly string[]
}

function draftOf(
  panel: Panel,
  xLimits: Stretch,
  plotWidth: number,
  furniture: Furniture,
  rowSizes: RowSizes | null,
  titleRoom: number,
  xTitleLines: number,
  columns: number,
  style: FigureStyle,
): Draft {
  const { text, small, heading } = style
  const line = text * lineSpacing
  const titleSize = Math.min(heading, text * 1.08)
  const title = panel.title === undefined ? '' : onOneLine(style.say(panel.title))
  const titleLines = title === '' ? [] : wrapEvenly(title, titleRoom, titleSize, 600)
  const titleHeight = titleLines.length === 0 ? 0 : titleLines.length * titleSize * lineSpacing + text * 0.45

  if (panel.frame === 'radial') {
    const natural = panel.x.scale === 'category' ? wheelHeight(panel.x, plotWidth, style) : plotWidth
    return { head: 0, titleHeight, below: 0, natural, smallest: text * 14, largest: plotWidth * 1.05, keepsHeight: false, xTicks: [], xLabels: null, topLabels: [], titleLines }
  }

  const xTicks = ticksOf(panel.x, xLimits, plotWidth, 'x', style)
  const xLabels = panel.x.scale === 'category' ? xLabelsOf(panel, panel.x, plotWidth, furniture.sideWidths, furniture.left > text, style) : null
  const topLabels = topLabelsOf(panel, xLimits, plotWidth, style)
  const levels = topLabels.reduce((most, label) => Math.max(most, label.level + label.lines.length), 0)

  let head = 0
  if (panel.y.scale === 'category') {
    const hasHeader = !furniture.yLabelsAreHidden || furniture.asideHeader !== null || levels > 0
    head = Math.max(levels * line + (levels > 0 ? text * 0.2 : 0), xLabels?.areOnTop === true ? xLabels.height + text * 0.35 : 0, hasHeader ? small * lineSpacing + text * 0.25 : 0)
  } else {
    head = levels * line + (levels > 0 ? text * 0.2 : 0) + yTitleOf(panel, furniture, plotWidth, style).length * line + text * 0.7
  }

  let below = 0
  if (panel.x.scale !== 'category') {
    const underLines = xTicks.some(({ under }) => under !== undefined) ? 2 : 1
    below = text * 0.5 + underLines * line + (xTitleLines > 0 ? xTitleLines * line + text * 0.15 : 0)
  } else if (xLabels !== null && !xLabels.areOnTop) {
    below = text * 0.5 + xLabels.height + axisTitleOf(panel.x, plotWidth, style).length * line + text * 0.15
  } else {
    below = text * 0.2
  }

  if (rowSizes !== null) {
    const natural = sum(rowSizes.natural)
    // Rows shrink together, until the first of them would touch the next.
    const tightest = rowSizes.natural.reduce((most, size, row) => Math.max(most, (rowSizes.least[row] ?? 0) / size), 0.6)
    return { head, titleHeight, below, natural, smallest: natural * tightest, largest: Math.max(natural, text * 3.4 * rowSizes.natural.length), keepsHeight: true, xTicks, xLabels, topLabels, titleLines }
  }
  const ratio = panel.x.scale === 'time' ? (columns > 1 ? 0.55 : 0.36) : columns > 1 ? 0.8 : 0.56
  const natural = Math.min(text * 26, Math.max(text * 11, plotWidth * ratio))
  return { head, titleHeight, below, natural, smallest: text * 6, largest: Number.POSITIVE_INFINITY, keepsHeight: false, xTicks, xLabels, topLabels, titleLines }
}

/** Label and unit of an axis, wrapped: `Mean (scale points)`. */
export function axisTitleOf(axis: Panel['x'], width: number, style: FigureStyle): readonly string[] {
  const label = onOneLine(style.say(axis.label))
  const unit = axis.unit === null ? '' : onOneLine(style.say(axis.unit))
  const whole = unit === '' ? label : label === '' ? unit : `${isolated(label)} (${isolated(unit)})`
  return whole === '' ? [] : wrapEvenly(whole, width, style.text)
}

/** The y axis is named on lines of their own over the plot, so that nobody has to turn the head. */
export function yTitleOf(panel: Panel, furniture: Furniture, plotWidth: number, style: FigureStyle): readonly string[] {
  return furniture.yLabelsAreHidden ? [] : axisTitleOf(panel.y, plotWidth + furniture.left + furniture.right, style)
}

function xLabelsOf(panel: Panel, axis: CategoryAxis, plotWidth: number, sideWidths: readonly number[] | null, hasGutter: boolean, style: FigureStyle): XLabels {
  const { text, small } = style
  const isSide = sideWidths !== null
  const band = plotWidth / Math.max(1, axis.categories.length)
  const labels = axis.categories.map(({ label }) => onOneLine(style.say(label)))
  const said = axis.categories.map(({ aside }) => (aside === undefined ? '' : onOneLine(style.say(aside))))
  const hasAsides = said.some((aside) => aside !== '')
  // With something to the left there is room to say `n` once, before the numbers.
  const { asides, header } = hasGutter ? withoutCommonPrefix(said) : { asides: said, header: null }
  const asideHeader = hasAsides ? header : null
  const room = band - text * 0.35
  const areUpright = !isSide && labels.some((label) => widestWord(label, text) > room)
  const areOnTop = isSide || hasCells(panel)
  const asideHeight = hasAsides ? small * lineSpacing : 0
  if (!areUpright) {
    const lines = labels.map((label) => (isSide ? [label] : wrapEvenly(label, room, text)))
    return { lines, areUpright, areOnTop, height: lines.reduce((most, label) => Math.max(most, label.length), 1) * text * lineSpacing + asideHeight, asides: hasAsides ? asides : [], asideHeader }
  }
  const most = Math.max(1, Math.floor(band / (text * lineSpacing)))
  const lines = labels.map((label) => {
    let length = text * 9
    let wrapped = wrapEvenly(label, length, text)
    while (wrapped.length > most && length < text * 40) {
      length += text
      wrapped = wrapEvenly(label, length, text)
    }
    return wrapped
  })
  return { lines, areUpright, areOnTop, height: lines.reduce((widest, label) => Math.max(widest, widestLine(label, text)), 0) + text * 0.2 + asideHeight, asides: hasAsides ? asides : [], asideHeader }
}

/** Words over the plot, at the end of upright rules and over upright bands, on as many levels as they need not to touch. */
function topLabelsOf(panel: Panel, xLimits: Stretch, plotWidth: number, style: FigureStyle): Draft['topLabels'] {
  const { text } = style
  const placed: { at: number; lines: readonly string[]; tone: Tone; level: number; shift: number; from: number; to: number }[] = []
  const place = (at: number): number => ((at - xLimits[0]) / (xLimits[1] - xLimits[0])) * plotWidth
  const labels = panel.marks
    .flatMap((mark): readonly { readonly at: number; readonly label: Label; readonly tone: Tone }[] => {
      if (mark.mark === 'rule' && mark.along === 'x' && mark.label !== undefined) return [{ at: mark.at, label: mark.label, tone: mark.tone }]
      if (mark.mark === 'band' && mark.along === 'x' && mark.label !== undefined) {
        const middle = (Math.max(xLimits[0], mark.from) + Math.min(xLimits[1], mark.to)) / 2
        return mark.to < xLimits[0] || mark.from > xLimits[1] ? [] : [{ at: middle, label: mark.label, tone: mark.tone }]
      }
      return []
    })
    .filter(({ at }) => at >= xLimits[0] && at <= xLimits[1])
    .toSorted((a, b) => a.at - b.at)
  for (const { at, label, tone } of labels) {
    const lines = wrapEvenly(onOneLine(style.say(label)), Math.max(plotWidth * 0.34, text * 9), text)
    const half = widestLine(lines, text) / 2
    const middle = Math.min(Math.max(place(at), half), Math.max(half, plotWidth - half))
    const box = { from: middle - half - text * 0.4, to: middle + half + text * 0.4 }
    let level = 0
    const collides = (candidate: number): boolean =>
      placed.some((other) => other.from < box.to && other.to > box.from && candidate < other.level + other.lines.length && other.level < candidate + lines.length)
    while (collides(level)) level += 1
    placed.push({ at, lines, tone, level, shift: middle - place(at), ...box })
  }
  return placed
}

function endLabelsOf(panel: Panel, direct: PlanWishes['direct'][number], room: number, style: FigureStyle): readonly EdgeLabel[] {
  if (panel.frame === 'radial' || panel.y.scale === 'category') return []
  const width = Math.max(room * 0.2, style.text * 6)
  const wrap = (label: Label): readonly string[] => {
    const text = onOneLine(style.say(label))
    return wrapEvenly(text, Math.max(width, Math.min(widestWord(text, style.text), room * 0.3)), style.text)
  }
  const labels: EdgeLabel[] = direct.map(({ at, label, tone }) => ({ at, lines: wrap(label), tone }))
  for (const mark of panel.marks) {
    if (mark.mark === 'rule' && mark.along === 'y' && mark.label !== undefined) labels.push({ at: mark.at, lines: wrap(mark.label), tone: mark.tone })
    if (mark.mark === 'band' && mark.along === 'y' && mark.label !== undefined) labels.push({ at: (mark.from + mark.to) / 2, lines: wrap(mark.label), tone: mark.tone })
  }
  return labels
}

/** Space round a wheel for its words. */
function wheelOf(axis: CategoryAxis, width: number, height: number, style: FigureStyle): Wheel {
  const { text } = style
  const line = text * lineSpacing
  const lines = wheelLabels(axis, width, style)
  const count = lines.length
  let side = 0
  let reach = 0.2
  for (const [index, label] of lines.entries()) {
    const sine = Math.abs(Math.sin((2 * Math.PI * index) / count))
    if (sine < 0.2) continue
    side = Math.max(side, widestLine(label, text))
    reach = Math.max(reach, sine)
  }
  const over = (lines[0]?.length ?? 1) * line
  const under = count % 2 === 0 ? (lines[count / 2]?.length ?? 1) * line : line * 0.5
  const radius = Math.max(text * 3, Math.min((width / 2 - side - text * 0.6) / reach, (height - over - under - text * 1.7) / (count % 2 === 0 ? 2 : 1.9)))
  const used = over + text * 1.1 + radius * (count % 2 === 0 ? 2 : 1.9) + under
  return { x: width / 2, y: over + text * 1 + radius + (Number.isFinite(height) ? Math.max(0, (height - used) / 2) : 0), radius, lines }
}

function wheelHeight(axis: CategoryAxis, width: number, style: FigureStyle): number {
  const { text } = style
  const wheel = wheelOf(axis, width, Number.POSITIVE_INFINITY, style)
  const count = wheel.lines.length
  const radius = Math.min(wheel.radius, text * 12)
  const under = count % 2 === 0 ? (wheel.lines[count / 2]?.length ?? 1) * text * lineSpacing : text
  return (wheel.lines[0]?.length ?? 1) * text * lineSpacing + under + text * 1.8 + radius * 2
}

function wheelLabels(axis: CategoryAxis, width: number, style: FigureStyle): readonly (readonly string[])[] {
  return axis.categories.map(({ label }, index) => {
    const words = onOneLine(style.say(label))
    const sine = Math.abs(Math.sin((2 * Math.PI * index) / axis.categories.length))
    const room = sine < 0.2 ? width * 0.6 : Math.max(width * 0.25, Math.min(widestWord(words, style.text), width * 0.32))
    return wrapEvenly(words, room, style.text)
  })
}

/** Asides that all begin alike, `n = 34`, are a column with a header: `n` over `34`. */
function withoutCommonPrefix(asides: readonly string[]): { readonly asides: readonly string[]; readonly header: string | null } {
  const parts = asides.map((aside) => (aside === '' ? null : /^(.{1,24}?)\s*[=:]\s*(.+)$/u.exec(aside)))
  const prefixes = new Set(parts.filter((part) => part !== null).map((part) => part[1]))
  const prefix = [...prefixes][0]
  if (prefixes.size !== 1 || prefix === undefined || parts.some((part, index) => part === null && asides[index] !== '')) return { asides, header: null }
  return { asides: parts.map((part) => part?.[2] ?? ''), header: prefix }
}

/** Heights of the rows of a category axis: as they want to be, and the least before their words touch. */
interface RowSizes {
  readonly natural: readonly number[]
  readonly least: readonly number[]
}

/** Heights of the rows of a category axis: each as high as its own label, and all as high as the marks need. Cells are all alike. */
function naturalRows(panel: Panel, furniture: Furniture, room: number, style: FigureStyle): RowSizes | null {
  if (panel.frame === 'radial' || panel.y.scale !== 'category') return null
  const { text } = style
  const line = text * lineSpacing
  const hasAsides = panel.marks.some((mark) => mark.mark === 'cell' && (mark.aside?.some((aside) => aside !== null) ?? false))
  const marks = Math.max(text * 2, laneHeight(panel.marks, style), hasCells(panel) ? text * (hasAsides ? 3 : 2.2) : 0)
  const rows = panel.y.categories.map((_, row) => {
    const lines = furniture.yLabelLines[row]?.length ?? 1
    return Math.max(marks, lines * line + text * (lines > 1 ? 0.75 : 0.7))
  })
  const least = panel.y.categories.map((_, row) => (furniture.yLabelLines[row]?.length ?? 1) * line * 1.04)
  if (furniture.sideWidths !== null) {
    const places = categoryPlaces(panel.y)
    for (const mark of panel.marks) {
      if (mark.mark !== 'dot') continue
      for (const [index, label] of (mark.labels ?? []).entries()) {
        const position = mark.y[index]
        if (label === null || position === null || position === undefined) continue
        const row = categoryOf(places, position)
        const height = sideLabel(style.say(label), room, style).length * line
        rows[row] = Math.max(rows[row] ?? 0, height + text * 0.4)
        least[row] = Math.max(least[row] ?? 0, height * 1.02)
      }
    }
  }
  const highest = Math.max(...rows)
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
    if ((mark.mark === 'interval' || mark.mark === 'bar') && mark.along === 'x') for (const position of mark.at) add(position)
    if (mark.mark === 'bar' && mark.along === 'x') bars = Math.max(bars, (style.text * 1.5) / (mark.thickness ?? 0.7))
  }
  const sorted = [...shifts].toSorted((a, b) => a - b)
  let closest = 1
  for (const [index, shift] of sorted.entries()) if (index > 0) closest = Math.min(closest, shift - (sorted[index - 1] ?? shift))
  return Math.max(bars, sorted.length > 1 ? (style.dot * 1.35) / Math.max(0.05, closest) : 0)
}

/** Width that the headers of a table of cells want so that they can be read lying down. */
function headerRoom(panel: Panel, style: FigureStyle): number {
  if (panel.x.scale !== 'category') return 0
  const widest = panel.x.categories.reduce((most, { label }) => Math.max(most, widestWord(onOneLine(style.say(label)), style.text)), 0)
  return panel.x.categories.length * (widest + style.text * 0.45) + style.text
}

/** A label beside a glyph, on two lines where one would take too much of the paper's width. */
function sideLabel(label: string, room: number, style: FigureStyle): readonly string[] {
  return wrapEvenly(label, Math.max(room * 0.2, style.text * 9), style.text)
}

/** Widths of the columns of words and glyphs: each as wide as its header and its widest word. */
function sideWidthsOf(panel: Panel, room: number, style: FigureStyle): readonly number[] {
  if (panel.x.scale !== 'category') return []
  const { text, dot } = style
  const places = categoryPlaces(panel.x)
  const widths = panel.x.categories.map(({ label }) => textWidth(onOneLine(style.say(label)), text) + text * 0.8)
  const claim = (position: Position, before: number, after: number): void => {
    const category = categoryOf(places, position)
    const shift = typeof position === 'object' ? position.shift : 0
    const needed = Math.max(before / Math.max(0.05, 0.5 + shift), after / Math.max(0.05, 0.5 - shift))
    widths[category] = Math.max(widths[category] ?? 0, needed)
  }
  for (const mark of panel.marks) {
    if (mark.mark === 'text') {
      for (const [row, position] of mark.x.entries()) {
        const width = textWidth(onOneLine(style.say(mark.text[row] ?? '')), text)
        const anchor = mark.anchor ?? 'middle'
        claim(position, (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2) + text * 0.3, (anchor === 'start' ? width : anchor === 'end' ? 0 : width / 2) + text * 0.3)
      }
    } else if (mark.mark === 'dot') {
      for (const [row, position] of mark.x.entries()) {
        const label = mark.labels?.[row]
        if (position !== null) claim(position, dot, dot + (label === undefined || label === null ? 0 : widestLine(sideLabel(style.say(label), room, style), text) + text * 0.6))
      }
    }
  }
  return widths
}

/** How long the x axes of bars in one column are, where all declare it: bars side by side keep one scale. */
function spanOfBars(panels: readonly { readonly panel: Panel; readonly x: Stretch }[], sharesRows: boolean): number | null {
  const spans = panels.map(({ panel, x }) =>
    sharesRows && panel.frame === 'cartesian' && panel.x.scale === 'linear' && panel.x.domain !== undefined && panel.marks.some((mark) => mark.mark === 'bar' && mark.along === 'x') ? x[1] - x[0] : null,
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
    all.some((other) => other !== panel && other.frame === 'cartesian' && other.x.scale !== 'category' && sameCategories(panel, other))
  )
}

function sameCategories(one: Panel, other: Panel): boolean {
  if (one.frame !== 'cartesian' || other.frame !== 'cartesian') return false
  if (one.y.scale !== 'category' || other.y.scale !== 'category') return false
  const ids = other.y.categories
  return one.y.categories.length === ids.length && one.y.categories.every(({ id }, index) => id === ids[index]?.id)
}

export function hasCells(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.mark === 'cell')
}

function needsAir(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.mark === 'dot' || mark.mark === 'interval' || mark.mark === 'connector')
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
