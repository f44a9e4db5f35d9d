import type { CategoryAxis, Panel, Tone } from '../../analyses/core/figure'
import type { Label } from '../../analyses/core/words'
import type { RowSizes } from './category-rows'
import type { FigureStyle } from './figure-style'
import { ticksOf, type Stretch } from './panel-axes'
import { diagramHeight } from './nodes'
import { withoutCommonPrefix } from './panel-furniture'
import {
  hasCells,
  sum,
  type EdgeLabel,
  type Furniture,
  type PlanWishes,
  type TopLabel,
  type XLabels,
} from './panel-layout'
import { isolated } from './plotly-text'
import { lineSpacing, onOneLine, widestLine, widestWord, wrapEvenly } from './text-metrics'
import type { Tick } from './ticks'
import { wheelHeight } from './wheel'

/** What stands over and under a plot, and how high it wants to be. */
export interface Draft {
  readonly head: number
  readonly titleHeight: number
  readonly below: number
  readonly natural: number
  readonly smallest: number
  readonly largest: number
  readonly keepsHeight: boolean
  readonly xTicks: readonly Tick[]
  readonly xLabels: XLabels | null
  readonly topLabels: readonly TopLabel[]
  readonly titleLines: readonly string[]
}

/** What is known of a panel before its height is. */
interface DraftWishes {
  readonly xLimits: Stretch
  readonly plotWidth: number
  readonly furniture: Furniture
  /** Heights of the rows, where the y axis has categories. */
  readonly rowSizes: RowSizes | null
  /** Room for the heading. */
  readonly titleRoom: number
  /** Lines of the name of the x axis that stand under this panel. */
  readonly xTitleLines: number
  /** Columns of panels in the figure. */
  readonly columns: number
  readonly style: FigureStyle
}

export function draftOf(panel: Panel, wishes: DraftWishes): Draft {
  const { plotWidth, style } = wishes
  const { text } = style
  const title = titleOf(panel, wishes)
  const bare = { ...title, head: 0, below: 0, xTicks: [], xLabels: null, topLabels: [] }
  if (panel.geometry === 'radial') {
    const natural = panel.x.scale === 'category' ? wheelHeight(panel.x, plotWidth, style) : plotWidth
    return { ...bare, natural, smallest: text * 14, largest: plotWidth * 1.05, keepsHeight: false }
  }
  if (panel.geometry === 'diagram') return { ...bare, ...diagramHeight(panel, plotWidth, style), keepsHeight: true }

  const xTicks = ticksOf(panel.x, wishes.xLimits, plotWidth, 'x', style)
  const { sideWidths, left } = wishes.furniture
  const xLabels =
    panel.x.scale === 'category' ? xLabelsOf(panel, panel.x, plotWidth, sideWidths, left > text, style) : null
  const topLabels = topLabelsOf(panel, wishes.xLimits, plotWidth, style)
  return {
    ...title,
    head: headHeight(panel, topLabels, xLabels, wishes),
    below: heightBelow(panel, xTicks, xLabels, wishes),
    xTicks,
    xLabels,
    topLabels,
    ...heightsOf(panel, wishes),
  }
}

function titleOf(panel: Panel, { titleRoom, style }: DraftWishes): Pick<Draft, 'titleLines' | 'titleHeight'> {
  const size = panelTitleSize(style)
  const title = panel.title === undefined ? '' : onOneLine(style.say(panel.title))
  if (title === '') return { titleLines: [], titleHeight: 0 }
  const titleLines = wrapEvenly(title, titleRoom, size, 600)
  return { titleLines, titleHeight: titleLines.length * size * lineSpacing + style.text * 0.45 }
}

/** Type size of a panel's heading. */
export function panelTitleSize({ heading, text }: FigureStyle): number {
  return Math.min(heading, text * 1.08)
}

/** Height between heading and plot: rules and bands that are named there, labels on top, the header of the categories or the name of the y axis. */
function headHeight(
  panel: Panel,
  topLabels: readonly TopLabel[],
  xLabels: XLabels | null,
  { furniture, plotWidth, style }: DraftWishes,
): number {
  const { text, small } = style
  const line = text * lineSpacing
  const levels = topLabels.reduce((most, label) => Math.max(most, label.level + label.lines.length), 0)
  const named = levels * line + (levels > 0 ? text * 0.2 : 0)
  if (panel.y.scale !== 'category')
    return named + yTitleOf(panel, furniture, plotWidth, style).length * line + text * 0.7
  const hasHeader = !furniture.yLabelsAreHidden || furniture.asideHeader !== null || levels > 0
  return Math.max(
    named,
    xLabels?.areOnTop === true ? xLabels.height + text * 0.35 : 0,
    hasHeader ? small * lineSpacing + text * 0.25 : 0,
  )
}

/** Height under a plot: ticks or labels of the x axis, and its name. */
function heightBelow(
  panel: Panel,
  xTicks: readonly Tick[],
  xLabels: XLabels | null,
  { plotWidth, xTitleLines, style }: DraftWishes,
): number {
  const { text } = style
  const line = text * lineSpacing
  if (panel.x.scale !== 'category') {
    const underLines = xTicks.some(({ under }) => under !== undefined) ? 2 : 1
    return text * 0.5 + underLines * line + (xTitleLines > 0 ? xTitleLines * line + text * 0.15 : 0)
  }
  if (xLabels === null || xLabels.areOnTop) return text * 0.2
  return text * 0.5 + xLabels.height + axisTitleOf(panel.x, plotWidth, style).length * line + text * 0.15
}

/** Heights of the plot itself. */
function heightsOf(
  panel: Panel,
  { rowSizes, plotWidth, columns, style }: DraftWishes,
): Pick<Draft, 'natural' | 'smallest' | 'largest' | 'keepsHeight'> {
  const { text } = style
  if (rowSizes === null) {
    const natural = naturalHeight(panel, plotWidth, columns, style)
    return { natural, smallest: text * 6, largest: Number.POSITIVE_INFINITY, keepsHeight: false }
  }
  const natural = sum(rowSizes.natural)
  // Rows shrink together, until the first of them would touch the next.
  const tightest = rowSizes.natural.reduce((most, size, row) => Math.max(most, (rowSizes.least[row] ?? 0) / size), 0.6)
  return {
    natural,
    smallest: natural * tightest,
    largest: Math.max(natural, text * 3.4 * rowSizes.natural.length),
    keepsHeight: true,
  }
}

/** Height of a plot whose rows are not counted, in CSS pixels. */
export function naturalHeight(panel: Panel, plotWidth: number, columns: number, { text }: FigureStyle): number {
  const ratio = panel.x.scale === 'time' ? (columns > 1 ? 0.55 : 0.36) : columns > 1 ? 0.8 : 0.56
  return Math.min(text * 26, Math.max(text * 11, plotWidth * ratio))
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

function xLabelsOf(
  panel: Panel,
  axis: CategoryAxis,
  plotWidth: number,
  sideWidths: readonly number[] | null,
  hasGutter: boolean,
  style: FigureStyle,
): XLabels {
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
    return {
      lines,
      areUpright,
      areOnTop,
      height: lines.reduce((most, label) => Math.max(most, label.length), 1) * text * lineSpacing + asideHeight,
      asides: hasAsides ? asides : [],
      asideHeader,
    }
  }
  const most = Math.max(1, Math.floor(band / (text * lineSpacing)))
  const lines = labels.map((label) => {
    // A word is broken only where it would take too much of the height.
    let length = Math.max(text * 9, Math.min(widestWord(label, text), text * 16))
    let wrapped = wrapEvenly(label, length, text)
    while (wrapped.length > most && length < text * 40) {
      length += text
      wrapped = wrapEvenly(label, length, text)
    }
    return wrapped
  })
  return {
    lines,
    areUpright,
    areOnTop,
    height: lines.reduce((widest, label) => Math.max(widest, widestLine(label, text)), 0) + text * 0.2 + asideHeight,
    asides: hasAsides ? asides : [],
    asideHeader,
  }
}

/** Words over the plot, at the end of upright rules and over upright bands, on as many levels as they need not to touch. */
function topLabelsOf(panel: Panel, xLimits: Stretch, plotWidth: number, style: FigureStyle): readonly TopLabel[] {
  const { text } = style
  const placed: {
    at: number
    lines: readonly string[]
    tone: Tone
    level: number
    shift: number
    from: number
    to: number
  }[] = []
  const place = (at: number): number => ((at - xLimits[0]) / (xLimits[1] - xLimits[0])) * plotWidth
  const labels = panel.marks
    .flatMap((mark): readonly { readonly at: number; readonly label: Label; readonly tone: Tone }[] => {
      if (mark.mark === 'rule' && mark.along === 'x' && mark.label !== undefined)
        return [{ at: mark.at, label: mark.label, tone: mark.tone }]
      if (mark.mark === 'band' && mark.along === 'x' && mark.label !== undefined) {
        const middle = (Math.max(xLimits[0], mark.from) + Math.min(xLimits[1], mark.to)) / 2
        return mark.to < xLimits[0] || mark.from > xLimits[1]
          ? []
          : [{ at: middle, label: mark.label, tone: mark.tone }]
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
      placed.some(
        (other) =>
          other.from < box.to &&
          other.to > box.from &&
          candidate < other.level + other.lines.length &&
          other.level < candidate + lines.length,
      )
    while (collides(level)) level += 1
    placed.push({ at, lines, tone, level, shift: middle - place(at), ...box })
  }
  return placed
}

export function endLabelsOf(
  panel: Panel,
  direct: PlanWishes['direct'][number],
  room: number,
  style: FigureStyle,
): readonly EdgeLabel[] {
  if (panel.geometry !== 'cartesian' || panel.y.scale === 'category') return []
  const width = Math.max(room * 0.2, style.text * 6)
  const wrap = (label: Label): readonly string[] => {
    const text = onOneLine(style.say(label))
    return wrapEvenly(text, Math.max(width, Math.min(widestWord(text, style.text), room * 0.3)), style.text)
  }
  const labels: EdgeLabel[] = direct.map(({ at, label, tone }) => ({ at, lines: wrap(label), tone }))
  for (const mark of panel.marks) {
    if (mark.mark === 'rule' && mark.along === 'y' && mark.label !== undefined)
      labels.push({ at: mark.at, lines: wrap(mark.label), tone: mark.tone })
    if (mark.mark === 'band' && mark.along === 'y' && mark.label !== undefined)
      labels.push({ at: (mark.from + mark.to) / 2, lines: wrap(mark.label), tone: mark.tone })
  }
  return labels
}
