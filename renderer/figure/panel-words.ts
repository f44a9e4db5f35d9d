import type { FigureStyle, Words } from './figure-style'
import { yTitleOf } from './panel-draft'
import type { EdgeLabel, PanelPlan } from './panel-layout'
import type { PlotlyShape, PlotlyTrace } from './plotly-vocabulary'
import { onWheel, radiusOf } from './projection'
import { lineSpacing, onOneLine, widestLine, wrapText } from './text-metrics'

/** Words, strokes and shapes that stand round a plot. */
export interface PanelFurniture {
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

export function panelWords(plan: PanelPlan, style: FigureStyle): PanelFurniture {
  const { text, small, surface } = style
  const { panel, furniture, left, top, width, height } = plan
  const line = text * lineSpacing
  const words: Words[] = []
  const shapes: PlotlyShape[] = []
  const base = { size: text, weight: 400 as const, color: surface.ink }
  const soft = { size: text, weight: 400 as const, color: surface.softInk }
  const right = left + width
  const xCentre = (index: number): number => xAt(plan.xPlaces?.centres[index] ?? 0)
  const yCentre = (index: number): number => yAt(plan.yPlaces?.centres[index] ?? 0)
  const xAt = (value: number): number => left + ((value - plan.xRange[0]) / (plan.xRange[1] - plan.xRange[0])) * width
  const yAt = (value: number): number => top + ((plan.yRange[1] - value) / (plan.yRange[1] - plan.yRange[0])) * height

  // Heading.
  const titleSize = Math.min(style.heading, text * 1.08)
  if (plan.titleLines.length > 0) {
    const x = panel.y.scale === 'category' && !plan.hasRowTitle ? left : plan.outerLeft
    words.push({
      x,
      y: top - plan.head - text * 0.45,
      lines: plan.titleLines,
      size: titleSize,
      weight: 600,
      color: surface.ink,
      anchor: 'start',
      baseline: 'bottom',
    })
  }

  if (panel.frame === 'diagram') return { words, traces: [], shapes }

  // Categories down the side, with their header and the column of asides.
  if (panel.y.scale === 'category') {
    const labelsLeft = left - text * 0.75 - furniture.yLabelWidth
    const labelX = furniture.yLabelsAreWrapped ? Math.min(labelsLeft, plan.outerLeft) : left - text * 0.75
    const anchor = furniture.yLabelsAreWrapped ? ('start' as const) : ('end' as const)
    for (const [index, lines] of furniture.yLabelLines.entries())
      words.push({ ...base, x: labelX, y: yCentre(index), lines, anchor, baseline: 'middle' })
    const headerY = top - text * 0.25
    if (!furniture.yLabelsAreHidden) {
      const header = wrapText(onOneLine(style.say(panel.y.label)), Math.max(furniture.yLabelWidth, 1), small)
      if (header.join('') !== '')
        words.push({
          ...soft,
          size: small,
          x: labelX,
          y: headerY,
          lines: header.slice(0, 2),
          anchor,
          baseline: 'bottom',
        })
    }
    const asideX = plan.outerRight
    for (const [index, aside] of furniture.asides.entries()) {
      if (aside !== '')
        words.push({
          ...soft,
          size: small,
          x: asideX,
          y: yCentre(index),
          lines: [aside],
          anchor: 'end',
          baseline: 'middle',
        })
    }
    if (furniture.asideHeader !== null)
      words.push({
        ...soft,
        size: small,
        x: asideX,
        y: headerY,
        lines: [furniture.asideHeader],
        anchor: 'end',
        baseline: 'bottom',
      })
  } else {
    for (const tick of plan.yTicks) {
      if (tick.label !== '')
        words.push({
          ...soft,
          x: left - text * 0.5,
          y: yAt(tick.at),
          lines: [tick.label],
          anchor: 'end',
          baseline: 'middle',
        })
    }
    const yTitle = yTitleOf(panel, furniture, width, style)
    const levels = plan.topLabels.reduce((most, label) => Math.max(most, label.level + label.lines.length), 0)
    if (yTitle.length > 0) {
      words.push({
        ...soft,
        x: plan.outerLeft,
        y: top - text * 0.7 - levels * line - (levels > 0 ? text * 0.2 : 0),
        lines: yTitle,
        anchor: 'start',
        baseline: 'bottom',
      })
    }
  }

  // Under the plot.
  if (panel.x.scale === 'category') {
    const labels = plan.xLabels
    if (labels !== null) {
      const asideHeight = labels.asides.length > 0 ? small * lineSpacing : 0
      const foot = labels.areOnTop ? top - text * 0.35 - asideHeight : top + height + text * 0.5
      for (const [index, lines] of labels.lines.entries()) {
        const x = xCentre(index)
        if (furniture.sideWidths !== null) {
          const isFlush = isFlushLeft(panel, index)
          words.push({
            ...soft,
            size: small,
            x: isFlush ? x - ((plan.xPlaces?.bands[index] ?? 0) / 2) * (width / (plan.xRange[1] - plan.xRange[0])) : x,
            y: top - text * 0.25,
            lines,
            anchor: isFlush ? 'start' : 'middle',
            baseline: 'bottom',
          })
        } else if (labels.areUpright)
          words.push({
            ...base,
            x,
            y: foot,
            lines,
            anchor: labels.areOnTop ? 'start' : 'end',
            baseline: 'middle',
            isUpright: true,
          })
        else words.push({ ...base, x, y: foot, lines, anchor: 'middle', baseline: labels.areOnTop ? 'bottom' : 'top' })
        const aside = labels.asides[index]
        if (aside !== undefined && aside !== '') {
          const y = labels.areOnTop ? top - text * 0.35 : foot + labels.height - asideHeight
          words.push({
            ...soft,
            size: small,
            x,
            y,
            lines: [aside],
            anchor: 'middle',
            baseline: labels.areOnTop ? 'bottom' : 'top',
          })
        }
      }
      if (labels.asideHeader !== null) {
        words.push({
          ...soft,
          size: small,
          x: left - text * 0.5,
          y: labels.areOnTop ? top - text * 0.35 : foot + labels.height - asideHeight,
          lines: [labels.asideHeader],
          anchor: 'end',
          baseline: labels.areOnTop ? 'bottom' : 'top',
        })
      }
      if (!labels.areOnTop) {
        if (plan.xTitle !== null)
          words.push({
            ...soft,
            x: plan.xTitle.centre,
            y: foot + labels.height + text * 0.15,
            lines: plan.xTitle.lines,
            anchor: 'middle',
            baseline: 'top',
          })
      }
    }
  } else {
    let y = top + height + text * 0.5
    const hasUnder = plan.xTicks.some(({ under }) => under !== undefined)
    let underEnd = Number.NEGATIVE_INFINITY
    for (const [index, tick] of plan.xTicks.entries()) {
      if (tick.label !== '')
        words.push({ ...soft, x: xAt(tick.at), y, lines: [tick.label], anchor: 'middle', baseline: 'top' })
      if (tick.under === undefined) continue
      // A date that began before the first tick gives way to one that begins soon after.
      const half = widestLine([tick.under], text) / 2
      const next = plan.xTicks.find((other, later) => later > index && other.under !== undefined)
      const nextLeft =
        next?.under === undefined ? Number.POSITIVE_INFINITY : xAt(next.at) - widestLine([next.under], text) / 2
      const centre = Math.max(xAt(tick.at), left - furniture.left + half)
      const isCrowded = index === 0 ? centre + half + text * 0.5 > nextLeft : centre - half < underEnd
      if (isCrowded) continue
      underEnd = centre + half + text * 0.5
      words.push({ ...soft, x: centre, y: y + line, lines: [tick.under], anchor: 'middle', baseline: 'top' })
    }
    y += line * (hasUnder ? 2 : 1) + text * 0.15
    if (plan.xTitle !== null && plan.xTitle.lines.length > 0) {
      words.push({
        ...soft,
        x: Math.max(plan.outerLeft + widestLine(plan.xTitle.lines, text) / 2, plan.xTitle.centre),
        y,
        lines: plan.xTitle.lines,
        anchor: 'middle',
        baseline: 'top',
      })
    }
  }

  // Rules and bands named over the plot, and whatever is named at its right end.
  for (const label of plan.topLabels) {
    const own = style.paint(label.tone)
    words.push({
      ...base,
      color: own.text,
      x: xAt(label.at) + label.shift,
      y: top - text * 0.2 - label.level * line,
      lines: label.lines,
      anchor: 'middle',
      baseline: 'bottom',
    })
  }
  for (const label of apart(plan.endLabels, yAt, top, top + height, line)) {
    words.push({
      ...base,
      color: style.paint(label.tone).text,
      x: right + text * 0.4,
      y: label.y,
      lines: label.lines,
      anchor: 'start',
      baseline: 'middle',
    })
  }

  // The zero line of bars.
  const bars = panel.marks.find((mark) => mark.mark === 'bar')
  if (bars?.mark === 'bar') {
    const range = bars.along === 'x' ? plan.xRange : plan.yRange
    if (Math.min(...range) <= 0 && Math.max(...range) >= 0) {
      const [x0, x1, y0, y1] = bars.along === 'x' ? [0, 0, ...plan.yRange] : [...plan.xRange, 0, 0]
      shapes.push({
        type: 'path',
        name: 'zero line',
        xref: `x${plan.axisNumber}`,
        yref: `y${plan.axisNumber}`,
        path: `M${x0},${y0}L${x1},${y1}`,
        fillcolor: surface.axis,
        line: { color: surface.axis, width: style.thin },
        layer: 'above',
      })
    }
  }
  return { words, traces: [], shapes }
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

/** Rings, spokes, their numbers and the words round a radial panel. */
export function wheelFurniture(plan: PanelPlan, style: FigureStyle): PanelFurniture {
  const { wheel, panel } = plan
  const { text, surface } = style
  if (wheel === null || panel.x.scale !== 'category') return { words: [], traces: [], shapes: [] }
  const count = panel.x.categories.length
  const words: Words[] = []
  const shapes: PlotlyShape[] = []
  const xref = `x${plan.axisNumber}`
  const yref = `y${plan.axisNumber}`
  const centreX = plan.left + wheel.x
  const centreY = plan.top + wheel.y
  if (plan.titleLines.length > 0) {
    const size = Math.min(style.heading, text * 1.08)
    words.push({
      x: plan.left + plan.width / 2,
      y: plan.top - plan.head - text * 0.45,
      lines: plan.titleLines,
      size,
      weight: 600,
      color: surface.ink,
      anchor: 'middle',
      baseline: 'bottom',
    })
  }
  const ring = (radius: number): string =>
    `M${Array.from({ length: count }, (_, index) => onWheel(index, count, radius).map(rounded).join(',')).join('L')}Z`
  let lastLabel = Number.POSITIVE_INFINITY
  for (const tick of plan.yTicks.toReversed()) {
    const radius = radiusOf(plan, tick.at)
    if (radius > 0) {
      const isOuter = Math.abs(radius - wheel.radius) < 0.5
      shapes.push({
        type: 'path',
        name: 'ring',
        xref,
        yref,
        path: ring(radius),
        fillcolor: 'rgba(0,0,0,0)',
        line: { color: isOuter ? surface.axis : surface.grid, width: style.hairline },
        layer: 'below',
      })
    }
    const isCrowded = lastLabel - radius < style.small * 1.1
    if (tick.label !== '' && !isCrowded) lastLabel = radius
    if (tick.label !== '' && !isCrowded)
      words.push({
        x: centreX - text * 0.35,
        y: centreY - radius + (radius > 0 ? 0 : -text * 0.1),
        lines: [tick.label],
        size: style.small,
        weight: 400,
        color: surface.softInk,
        anchor: 'end',
        baseline: 'middle',
      })
  }
  for (let index = 0; index < count; index += 1) {
    const [x, y] = onWheel(index, count, wheel.radius)
    shapes.push({
      type: 'path',
      name: 'spoke',
      xref,
      yref,
      path: `M0,0L${rounded(x)},${rounded(y)}`,
      fillcolor: 'rgba(0,0,0,0)',
      line: { color: surface.grid, width: style.hairline },
      layer: 'below',
    })
    const lines = wheel.lines[index] ?? []
    const angle = (2 * Math.PI * index) / count
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
    const gap = index === 0 ? text * 0.9 : text * 0.5
    const [labelX, labelY] = onWheel(index, count, wheel.radius + gap)
    const isUpOrDown = Math.abs(sine) < 0.2
    words.push({
      x: centreX + labelX,
      y: centreY - labelY,
      lines,
      size: text,
      weight: 400,
      color: surface.ink,
      anchor: isUpOrDown ? 'middle' : sine > 0 ? 'start' : 'end',
      baseline: isUpOrDown ? (cosine > 0 ? 'bottom' : 'top') : 'middle',
    })
  }
  return { words, traces: [], shapes }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
