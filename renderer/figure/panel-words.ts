import type { CategoryAxis } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import { panelTitleSize, yTitleOf } from './panel-draft'
import type { EdgeLabel, PanelPlan } from './panel-layout'
import type { PlotlyShape } from './plotly-vocabulary'
import { lineSpacing, onOneLine, widestLine, wrapText } from './text-metrics'
import { largest, smallest } from '../../analyses/numeric/summary/extremes'

/** Words and shapes that stand round a plot. */
export interface Surroundings {
  readonly words: readonly Words[]
  readonly shapes: readonly PlotlyShape[]
}

/** The looks of words round a plot: in ink, softer, and softer in small print. */
interface Lettering {
  readonly ink: Pick<Words, 'size' | 'weight' | 'color'>
  readonly soft: Pick<Words, 'size' | 'weight' | 'color'>
  readonly small: Pick<Words, 'size' | 'weight' | 'color'>
}

function letteringOf({ text, small, surface }: FigureStyle): Lettering {
  const soft = { size: text, weight: 400 as const, color: surface.softInk }
  return { ink: { size: text, weight: 400, color: surface.ink }, soft, small: { ...soft, size: small } }
}

/** Where a value of an axis stands, in CSS pixels from the left or the top of the figure. */
const xAt = ({ xRange, left, width }: PanelPlan, value: number): number =>
  left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * width
const yAt = ({ yRange, top, height }: PanelPlan, value: number): number =>
  top + ((yRange[1] - value) / (yRange[1] - yRange[0])) * height

/** Everything round a plot with straight axes, and the heading of a diagram. */
export function panelSurroundings(plan: PanelPlan, style: FigureStyle): Surroundings {
  const { panel } = plan
  const headingX = panel.y.scale === 'category' && !plan.hasRowTitle ? plan.left : plan.outerLeft
  const heading = headingWords(plan, headingX, 'start', style)
  if (panel.geometry === 'diagram') return { words: heading, shapes: [] }
  return {
    words: [
      ...heading,
      ...(panel.y.scale === 'category' ? categoryColumnWords(plan, panel.y, style) : yAxisWords(plan, style)),
      ...(panel.x.scale === 'category' ? categoryRowWords(plan, style) : xAxisWords(plan, style)),
      ...edgeWords(plan, style),
    ],
    shapes: zeroLine(plan, style),
  }
}

/** The heading over a panel. */
export function headingWords(
  plan: PanelPlan,
  x: number,
  anchor: Words['anchor'],
  style: FigureStyle,
): readonly Words[] {
  if (plan.titleLines.length === 0) return []
  return [
    {
      x,
      y: plan.top - plan.head - style.text * 0.45,
      lines: plan.titleLines,
      size: panelTitleSize(style),
      weight: 600,
      color: style.surface.ink,
      anchor,
      baseline: 'bottom',
    },
  ]
}

/** Categories down the side, with their header and the column of asides. */
function categoryColumnWords(plan: PanelPlan, axis: CategoryAxis, style: FigureStyle): readonly Words[] {
  const { text } = style
  const { furniture, left, top } = plan
  const { ink, small } = letteringOf(style)
  const yCentre = (index: number): number => yAt(plan, plan.yBands?.centres[index] ?? 0)
  const labelsLeft = left - text * 0.75 - furniture.yLabelWidth
  const side = furniture.yLabelsAreWrapped
    ? { x: Math.min(labelsLeft, plan.outerLeft), anchor: 'start' as const }
    : { x: left - text * 0.75, anchor: 'end' as const }
  const aside = { ...small, x: plan.outerRight, anchor: 'end' as const }
  const headerY = top - text * 0.25
  const header = furniture.yLabelsAreHidden
    ? []
    : wrapText(onOneLine(style.say(axis.label)), Math.max(furniture.yLabelWidth, 1), style.small)
  return [
    ...furniture.yLabelLines.map((lines, index) => ({
      ...ink,
      ...side,
      y: yCentre(index),
      lines,
      baseline: 'middle' as const,
    })),
    ...(header.join('') === ''
      ? []
      : [{ ...small, ...side, y: headerY, lines: header.slice(0, 2), baseline: 'bottom' as const }]),
    ...furniture.asides.flatMap((words, index) =>
      words === '' ? [] : [{ ...aside, y: yCentre(index), lines: [words], baseline: 'middle' as const }],
    ),
    ...(furniture.asideHeader === null
      ? []
      : [{ ...aside, y: headerY, lines: [furniture.asideHeader], baseline: 'bottom' as const }]),
  ]
}

/** Numbers beside the ticks of a counted y axis, and its name over the plot. */
function yAxisWords(plan: PanelPlan, style: FigureStyle): readonly Words[] {
  const { text } = style
  const { soft } = letteringOf(style)
  const line = text * lineSpacing
  const words: Words[] = plan.yTicks
    .filter(({ label }) => label !== '')
    .map(({ at, label }) => ({
      ...soft,
      x: plan.left - text * 0.5,
      y: yAt(plan, at),
      lines: [label],
      anchor: 'end',
      baseline: 'middle',
    }))
  const name = yTitleOf(plan.panel, plan.furniture, plan.width, style)
  if (name.length === 0) return words
  const levels = plan.topLabels.reduce((most, label) => Math.max(most, label.level + label.lines.length), 0)
  const y = plan.top - text * 0.7 - levels * line - (levels > 0 ? text * 0.2 : 0)
  return [...words, { ...soft, x: plan.outerLeft, y, lines: name, anchor: 'start', baseline: 'bottom' }]
}

/** Categories along the plot, under or over it, each with its aside; and the name of the axis. */
function categoryRowWords(plan: PanelPlan, style: FigureStyle): readonly Words[] {
  const { text } = style
  const { soft, small } = letteringOf(style)
  const labels = plan.xLabels
  if (labels === null) return []
  const asideHeight = labels.asides.length > 0 ? style.small * lineSpacing : 0
  const nearest = plan.top - text * 0.35
  const foot = labels.areOnTop ? nearest - asideHeight : plan.top + plan.height + text * 0.5
  const baseline = labels.areOnTop ? ('bottom' as const) : ('top' as const)
  const aside = { ...small, y: labels.areOnTop ? nearest : foot + labels.height - asideHeight, baseline }
  const words = labels.lines.flatMap((lines, index): readonly Words[] => {
    const x = xAt(plan, plan.xBands?.centres[index] ?? 0)
    const own = labels.asides[index] ?? ''
    return [
      categoryLabel(plan, index, x, foot, lines, style),
      ...(own === '' ? [] : [{ ...aside, x, lines: [own], anchor: 'middle' as const }]),
    ]
  })
  if (labels.asideHeader !== null)
    words.push({ ...aside, x: plan.left - text * 0.5, lines: [labels.asideHeader], anchor: 'end' })
  if (!labels.areOnTop && plan.xTitle !== null)
    words.push({
      ...soft,
      x: plan.xTitle.centre,
      y: foot + labels.height + text * 0.15,
      lines: plan.xTitle.lines,
      anchor: 'middle',
      baseline: 'top',
    })
  return words
}

/** One category along the plot: lying down, upright where it is longer than its place, or as the header of a column of words. */
function categoryLabel(
  plan: PanelPlan,
  index: number,
  x: number,
  foot: number,
  lines: readonly string[],
  style: FigureStyle,
): Words {
  const { ink, small } = letteringOf(style)
  const areOnTop = plan.xLabels?.areOnTop === true
  if (plan.furniture.sideWidths !== null) {
    const isFlush = isFlushLeft(plan.panel, index)
    const halfBand = ((plan.xBands?.sizes[index] ?? 0) / 2) * (plan.width / (plan.xRange[1] - plan.xRange[0]))
    return {
      ...small,
      x: isFlush ? x - halfBand : x,
      y: plan.top - style.text * 0.25,
      lines,
      anchor: isFlush ? 'start' : 'middle',
      baseline: 'bottom',
    }
  }
  if (plan.xLabels?.areUpright === true)
    return { ...ink, x, y: foot, lines, anchor: areOnTop ? 'start' : 'end', baseline: 'middle', isUpright: true }
  return { ...ink, x, y: foot, lines, anchor: 'middle', baseline: areOnTop ? 'bottom' : 'top' }
}

/** Numbers or times under the ticks of the x axis, and its name. */
function xAxisWords(plan: PanelPlan, style: FigureStyle): readonly Words[] {
  const { text } = style
  const { soft } = letteringOf(style)
  const line = text * lineSpacing
  const under = { ...soft, anchor: 'middle' as const, baseline: 'top' as const }
  const y = plan.top + plan.height + text * 0.5
  const words: Words[] = []
  let underEnd = Number.NEGATIVE_INFINITY
  for (const [index, tick] of plan.xTicks.entries()) {
    if (tick.label !== '') words.push({ ...under, x: xAt(plan, tick.at), y, lines: [tick.label] })
    if (tick.under === undefined) continue
    // A date that began before the first tick gives way to one that begins soon after.
    const half = widestLine([tick.under], text) / 2
    const next = plan.xTicks.find((other, later) => later > index && other.under !== undefined)
    const nextLeft =
      next?.under === undefined ? Number.POSITIVE_INFINITY : xAt(plan, next.at) - widestLine([next.under], text) / 2
    const centre = Math.max(xAt(plan, tick.at), plan.left - plan.furniture.left + half)
    const isCrowded = index === 0 ? centre + half + text * 0.5 > nextLeft : centre - half < underEnd
    if (isCrowded) continue
    underEnd = centre + half + text * 0.5
    words.push({ ...under, x: centre, y: y + line, lines: [tick.under] })
  }
  if (plan.xTitle === null || plan.xTitle.lines.length === 0) return words
  const hasUnder = plan.xTicks.some((tick) => tick.under !== undefined)
  const { lines, centre } = plan.xTitle
  const x = Math.max(plan.outerLeft + widestLine(lines, text) / 2, centre)
  return [...words, { ...under, x, y: y + (line * (hasUnder ? 2 : 1) + text * 0.15), lines }]
}

/** Rules and bands named over the plot, and whatever is named at its right end. */
function edgeWords(plan: PanelPlan, style: FigureStyle): readonly Words[] {
  const { text } = style
  const { ink } = letteringOf(style)
  const { top, height } = plan
  const line = text * lineSpacing
  return [
    ...plan.topLabels.map((label) => ({
      ...ink,
      color: style.paint(label.tone).text,
      x: xAt(plan, label.at) + label.shift,
      y: top - text * 0.2 - label.level * line,
      lines: label.lines,
      anchor: 'middle' as const,
      baseline: 'bottom' as const,
    })),
    ...apart(plan.endLabels, (value) => yAt(plan, value), top, top + height, line).map((label) => ({
      ...ink,
      color: style.paint(label.tone).text,
      x: plan.left + plan.width + text * 0.4,
      y: label.y,
      lines: label.lines,
      anchor: 'start' as const,
      baseline: 'middle' as const,
    })),
  ]
}

/** The zero line of bars, where the axis reaches zero; behind them where one lies across it, as its number does. */
function zeroLine(plan: PanelPlan, style: FigureStyle): readonly PlotlyShape[] {
  const allBars = plan.panel.marks.filter((mark) => mark.mark === 'bar')
  const [bars] = allBars
  if (bars === undefined) return []
  const isCrossed = allBars.some(({ from, to }) => from.some((start, index) => (start ?? 0) * (to[index] ?? 0) < 0))
  const range = bars.along === 'x' ? plan.xRange : plan.yRange
  if (smallest(range) > 0 || largest(range) < 0) return []
  const [x0, x1, y0, y1] = bars.along === 'x' ? [0, 0, ...plan.yRange] : [...plan.xRange, 0, 0]
  return [
    {
      type: 'path',
      name: 'zero line',
      xref: `x${plan.axisNumber}`,
      yref: `y${plan.axisNumber}`,
      path: `M${x0},${y0}L${x1},${y1}`,
      fillcolor: style.surface.axis,
      line: { color: style.surface.axis, width: style.thin },
      layer: isCrossed ? 'below' : 'above',
    },
  ]
}

/** Whether a column of words is set flush left, so that its header should be too. */
function isFlushLeft(panel: PanelPlan['panel'], category: number): boolean {
  if (panel.x.scale !== 'category') return false
  const id = panel.x.categories[category]?.id
  return panel.marks.some(
    (mark) =>
      (mark.mark === 'text' &&
        mark.anchor === 'start' &&
        mark.x.some((position) => (typeof position === 'object' ? position.category : position) === id)) ||
      (mark.mark === 'dot' &&
        mark.labels !== undefined &&
        mark.x.some(
          (position) => position !== null && (typeof position === 'object' ? position.category : position) === id,
        )),
  )
}

/** Labels at the right end, moved up and down until none touches another. */
function apart(
  labels: readonly EdgeLabel[],
  yAt: (value: number) => number,
  top: number,
  bottom: number,
  line: number,
): readonly (EdgeLabel & { readonly y: number })[] {
  const placed = labels
    .map((label) => ({ label, y: yAt(label.at), half: (label.lines.length * line) / 2 }))
    .filter(({ y }) => y >= top - line && y <= bottom + line)
    .toSorted((a, b) => a.y - b.y)
  for (let round = 0; round < 60; round += 1) {
    let isSettled = true
    for (let index = 1; index < placed.length; index += 1) {
      const above = placed[index - 1]
      const below = placed[index]
      if (above === undefined || below === undefined) continue
      const overlap = above.y + above.half - (below.y - below.half)
      if (overlap > 0.1) {
        above.y -= overlap / 2
        below.y += overlap / 2
        isSettled = false
      }
    }
    if (isSettled) break
  }
  return placed.map(({ label, y }) => ({ ...label, y }))
}
