import type { Panel, Position } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import { categoryOf, categoryPlaces, ticksOf, type Stretch } from './panel-axes'
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

export function furnitureOf(
  panel: Panel,
  xLimits: Stretch,
  yLimits: Stretch,
  { room, height, hidesYLabels, sharesRows, isSide, endLabels, style }: FurnitureWishes,
): Furniture {
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
  if (panel.frame !== 'cartesian') return none

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
      const cap = hasCells(panel)
        ? Math.min(room * 0.36, Math.max(room * 0.21, room - headerRoom(panel, style)))
        : room * (sharesRows ? 0.3 : 0.4)
      let limit = cap
      if (natural > cap) {
        wrapped = true
        const widest = labels.reduce((most, label) => Math.max(most, widestWord(label, text)), 0)
        limit = Math.max(cap, Math.min(widest + 0.5, room * 0.5))
        const most = hasCells(panel) || sharesRows ? 3 : 2
        const widestRoom = room * (sharesRows ? 0.38 : 0.46)
        for (let step = 0; step < 4 && labels.some((label) => wrapText(label, limit, text).length > most); step += 1)
          limit = Math.max(limit, Math.min(limit + room * 0.03, widestRoom))
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
    // The height is not known yet, and with it how fine the ticks will be: room for the wider of two guesses.
    const ticks = [room * 0.45, height].flatMap((length) => ticksOf(panel.y, yLimits, length, 'y', style))
    left = hidesYLabels
      ? 0
      : widestLine(
          ticks.map(({ label }) => label),
          text,
        ) +
        text * 0.5
  }

  if (endLabels.length > 0)
    right += endLabels.reduce((widest, { lines }) => Math.max(widest, widestLine(lines, text)), 0) + text * 0.5
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
