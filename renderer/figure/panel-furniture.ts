import type { CategoryAxis, Panel, Position } from '../../analyses/core/figure'
import { largest } from '../../analyses/numeric/summary/extremes'
import type { FigureStyle } from './figure-style'
import { categoryOf, categoryBands, ticksOf, type Stretch } from './panel-axes'
import { hasCells, type EdgeLabel, type Furniture } from './panel-layout'
import { onOneLine, textWidth, widestLine, widestWord, wrapEvenly, wrapText } from './text-metrics'
import type { Tick } from './ticks'

interface FurnitureWishes {
  readonly room: number
  /** How high the plot will be, about. */
  readonly height: number
  readonly hidesYLabels: boolean
  /** Whether more plots stand on the same rows and need their width. */
  readonly sharesRows: boolean
  readonly isSide: boolean
  readonly endLabels: readonly EdgeLabel[]
  readonly style: FigureStyle
}

/** What stands to the left and right of a plot, and the room that it takes. */
export function furnitureOf(panel: Panel, xLimits: Stretch, yLimits: Stretch, wishes: FurnitureWishes): Furniture {
  const { room, hidesYLabels, isSide, endLabels, style } = wishes
  const { text } = style
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
  if (panel.geometry !== 'cartesian') return none

  const beside =
    panel.y.scale === 'category'
      ? { ...categoryLabels(panel, panel.y, wishes), ...asideColumn(panel.y, style) }
      : { left: tickRoom(panel, yLimits, wishes), right: 0 }
  const named =
    endLabels.length === 0
      ? 0
      : endLabels.reduce((widest, { lines }) => Math.max(widest, widestLine(lines, text)), 0) + text * 0.5
  const overhang = panel.x.scale === 'category' ? null : tickOverhang(panel, xLimits, room, style)
  return {
    ...none,
    ...beside,
    left: Math.max(beside.left, overhang?.left ?? 0),
    right: Math.max(beside.right + named, overhang?.right ?? 0),
    sideWidths: isSide ? sideWidthsOf(panel, room, style) : null,
  }
}

/** The labels of the categories down the side: on one line, or wrapped where they would take too much of the width. */
function categoryLabels(
  panel: Panel,
  axis: CategoryAxis,
  { room, hidesYLabels, sharesRows, style }: FurnitureWishes,
): Pick<Furniture, 'left' | 'yLabelLines' | 'yLabelWidth' | 'yLabelsAreWrapped'> {
  const { text, small } = style
  if (hidesYLabels) return { left: 0, yLabelLines: [], yLabelWidth: 0, yLabelsAreWrapped: false }
  const labels = axis.categories.map(({ label }) => onOneLine(style.say(label)))
  const cap = hasCells(panel)
    ? Math.min(room * 0.36, Math.max(room * 0.21, room - headerRoom(panel, style)))
    : room * (sharesRows ? 0.3 : 0.4)
  const yLabelsAreWrapped = widestLine(labels, text) > cap
  const limit = yLabelsAreWrapped
    ? wrapLimit(labels, cap, hasCells(panel) || sharesRows ? 3 : 2, room, sharesRows, style)
    : cap
  const yLabelLines = labels.map((label) => (yLabelsAreWrapped ? wrapEvenly(label, limit, text) : [label]))
  const widest = yLabelLines.reduce((most, lines) => Math.max(most, widestLine(lines, text)), 0)
  const header = onOneLine(style.say(axis.label))
  const yLabelWidth = Math.max(widest, Math.min(textWidth(header, small), limit))
  return { left: yLabelWidth + text * 0.75, yLabelLines, yLabelWidth, yLabelsAreWrapped }
}

/** Width at which labels are wrapped: no word of them is broken, and more room is given in small steps until they take no more lines than asked. */
function wrapLimit(
  labels: readonly string[],
  cap: number,
  mostLines: number,
  room: number,
  sharesRows: boolean,
  { text }: FigureStyle,
): number {
  const widest = labels.reduce((most, label) => Math.max(most, widestWord(label, text)), 0)
  const widestRoom = room * (sharesRows ? 0.38 : 0.46)
  let limit = Math.max(cap, Math.min(widest + 0.5, room * 0.5))
  for (let step = 0; step < 4 && labels.some((label) => wrapText(label, limit, text).length > mostLines); step += 1)
    limit = Math.max(limit, Math.min(limit + room * 0.03, widestRoom))
  return limit
}

/** The column of asides at the right of the rows. */
function asideColumn(
  axis: CategoryAxis,
  style: FigureStyle,
): Pick<Furniture, 'right' | 'asides' | 'asideHeader' | 'asideWidth'> {
  const { text, small } = style
  const said = axis.categories.map(({ aside }) => (aside === undefined ? '' : onOneLine(style.say(aside))))
  if (said.every((aside) => aside === '')) return { right: 0, asides: [], asideHeader: null, asideWidth: 0 }
  const { asides, header: asideHeader } = withoutCommonPrefix(said)
  const asideWidth = Math.max(widestLine(asides, small), asideHeader === null ? 0 : textWidth(asideHeader, small))
  return { right: asideWidth + text * 1.1, asides, asideHeader, asideWidth }
}

/** Room for the numbers of a counted y axis. Its height is not known yet, and with it how fine the ticks will be: room for the wider of two guesses. */
function tickRoom(panel: Panel, yLimits: Stretch, { room, height, hidesYLabels, style }: FurnitureWishes): number {
  if (hidesYLabels) return 0
  const ticks = [room * 0.45, height].flatMap((length) => ticksOf(panel.y, yLimits, length, 'y', style))
  return (
    widestLine(
      ticks.map(({ label }) => label),
      style.text,
    ) +
    style.text * 0.5
  )
}

/** How far the first and the last number under the x axis reach beyond the plot. */
function tickOverhang(
  panel: Panel,
  xLimits: Stretch,
  room: number,
  style: FigureStyle,
): { readonly left: number; readonly right: number } {
  const half = (tick: Tick | undefined): number => (tick === undefined ? 0 : textWidth(tick.label, style.text) / 2)
  const span = xLimits[1] - xLimits[0]
  // How wide the plot will be is not known yet, and a wider one has times at places of their own: room for the last of each.
  const widths = panel.x.scale === 'time' ? [0.55, 0.75, 1] : [0.55]
  const reaches = widths.map((share) => {
    const ticks = ticksOf(panel.x, xLimits, room * share, 'x', style)
    const last = ticks.at(-1)
    const first = ticks[0]
    const lastGap = last === undefined ? 0 : ((xLimits[1] - last.at) / span) * room * 0.5
    const firstGap = first === undefined ? 0 : ((first.at - xLimits[0]) / span) * room * 0.5
    return { left: half(first) - firstGap + 1, right: half(last) - lastGap + 1 }
  })
  return { left: largest(reaches.map(({ left }) => left)), right: largest(reaches.map(({ right }) => right)) }
}

/** Asides that all begin alike, `n = 34`, are a column with a header: `n` over `34`. */
export function withoutCommonPrefix(asides: readonly string[]): {
  readonly asides: readonly string[]
  readonly header: string | null
} {
  const parts = asides.map((aside) => (aside === '' ? null : /^(.{1,24}?)\s*[=:]\s*(.+)$/u.exec(aside)))
  const prefixes = new Set(parts.filter((part) => part !== null).map((part) => part[1]))
  const prefix = [...prefixes][0]
  if (prefixes.size !== 1 || prefix === undefined || parts.some((part, index) => part === null && asides[index] !== ''))
    return { asides, header: null }
  return { asides: parts.map((part) => part?.[2] ?? ''), header: prefix }
}

/** Width that the headers of a table of cells want so that they can be read lying down. */
function headerRoom(panel: Panel, style: FigureStyle): number {
  if (panel.x.scale !== 'category') return 0
  const widest = panel.x.categories.reduce(
    (most, { label }) => Math.max(most, widestWord(onOneLine(style.say(label)), style.text)),
    0,
  )
  return panel.x.categories.length * (widest + style.text * 0.45) + style.text
}

/** A label beside a glyph, on two lines where one would take too much of the paper's width. */
export function sideLabel(label: string, room: number, style: FigureStyle): readonly string[] {
  return wrapEvenly(label, Math.max(room * 0.2, style.text * 9), style.text)
}

/** Widths of the columns of words and glyphs: each as wide as its header and its widest word. */
function sideWidthsOf(panel: Panel, room: number, style: FigureStyle): readonly number[] {
  if (panel.x.scale !== 'category') return []
  const { text, dot } = style
  const bands = categoryBands(panel.x)
  const widths = panel.x.categories.map(({ label }) => textWidth(onOneLine(style.say(label)), text) + text * 0.8)
  const claim = (position: Position, before: number, after: number): void => {
    const category = categoryOf(bands, position)
    const shift = typeof position === 'object' ? position.shift : 0
    const needed = Math.max(before / Math.max(0.05, 0.5 + shift), after / Math.max(0.05, 0.5 - shift))
    widths[category] = Math.max(widths[category] ?? 0, needed)
  }
  for (const mark of panel.marks) {
    if (mark.mark === 'text') {
      for (const [row, position] of mark.x.entries()) {
        const width = textWidth(onOneLine(style.say(mark.text[row] ?? '')), text)
        const anchor = mark.anchor ?? 'middle'
        claim(
          position,
          (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2) + text * 0.3,
          (anchor === 'start' ? width : anchor === 'end' ? 0 : width / 2) + text * 0.3,
        )
      }
    } else if (mark.mark === 'dot') {
      for (const [row, position] of mark.x.entries()) {
        const label = mark.labels?.[row]
        if (position !== null)
          claim(
            position,
            dot,
            dot +
              (label === undefined || label === null
                ? 0
                : widestLine(sideLabel(style.say(label), room, style), text) + text * 0.6),
          )
      }
    }
  }
  return widths
}
