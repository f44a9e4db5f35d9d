import type { FigureSpec } from '../../analyses/core/figure'
import type { Language } from '../../analyses/core/instrument'
import type { Label } from '../../analyses/core/messages'
import type { PublicationProfile } from '../../analyses/core/publication-profile'
import { figureFont, pixelsPerMm, styleFor, type FigureStyle, type Words } from './figure-style'
import { grouped } from './grouped'
import { directLabels, layOutLegend } from './legend'
import { drawMarks, onWheel, radiusOf } from './marks'
import type { Stretch } from './panel-axes'
import { hasCells, planPanels, yTitleOf, type EdgeLabel, type PanelPlan } from './panel-plan'
import { plotlyText } from './plotly-text'
import type { PlotlyAnnotation, PlotlyAxis, PlotlyConfig, PlotlyLayout, PlotlyShape, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import { lineSpacing, onOneLine, widestLine, wrapText } from './text-metrics'
import type { FigureTheme } from './tones'

export interface AdapterWishes {
  /** Labels to words in the reader's language, e.g. `createSpeaker(…).label`. */
  readonly resolve: (label: Label) => string
  readonly language: Language
  readonly profile: PublicationProfile
  readonly theme: FigureTheme
  /** Paper that lets the window's own surface through. */
  readonly isTransparent?: boolean
  /** Answers the pointer: details, and zooming into time. */
  readonly isInteractive?: boolean
  /** Stretches of x axes that are zoomed into, by panel. */
  readonly views?: Readonly<Record<string, { readonly x?: Stretch }>>
}

/** A figure in the drawing library's words. Width and height in CSS pixels of the whole, which at 96 to the inch is its printed size. */
export interface PlotlyFigure {
  readonly data: readonly PlotlyTrace[]
  readonly layout: PlotlyLayout
  readonly config: PlotlyConfig
  readonly width: number
  readonly height: number
  /** Title, description and notes in words, for the caption. */
  readonly title: string
  readonly description: string
  readonly notes: readonly string[]
  /** Panels whose x axis can be zoomed, by the library's name of the axis. */
  readonly zoomable: Readonly<Record<string, string>>
}

/**
 * Turns what is said into what is drawn. Pure: the same figure, words and profile give the same picture in the window, in a file and in a test; text is measured
 * with the font's own table of widths.
 *
 * @throws Error (a bug in the figure) when a mark stands at a category that its axis does not have, or a radial panel has marks it cannot have
 */
export function adaptFigure(spec: FigureSpec, wishes: AdapterWishes): PlotlyFigure {
  const { heightMm } = wishes.profile
  let figure = atTypeScale(spec, wishes, 1)
  if (heightMm === null) return figure
  // A sheet of fixed height cannot grow: its type shrinks instead, and measuring says so.
  for (let scale = 0.94; figure.height > heightMm * pixelsPerMm + 0.2 && scale >= 0.4; scale -= 0.06) figure = atTypeScale(spec, wishes, scale)
  return figure
}

function atTypeScale(spec: FigureSpec, wishes: AdapterWishes, scale: number): PlotlyFigure {
  const { profile } = wishes
  const style = styleFor(scale === 1 ? wishes : { ...wishes, profile: { ...profile, textPt: profile.textPt * scale, headingPt: profile.headingPt * Math.max(scale, 0.8), minTextPt: profile.minTextPt * scale } })
  const width = profile.widthMm * pixelsPerMm
  const { text, small } = style
  // Strokes and letters at the very edge would be cut in half.
  const margin = Math.ceil(style.normal)
  const inner = width - 2 * margin
  const words: Words[] = []
  const traces: PlotlyTrace[] = []
  const shapes: PlotlyShape[] = []

  const title = onOneLine(style.say(spec.title))
  const notes = spec.notes.map((note) => onOneLine(style.say(note))).filter((note) => note !== '')
  let top = margin
  if (profile.hasTitleInside && title !== '') {
    const lines = wrapText(title, inner, style.heading, 600)
    words.push({ x: margin, y: top, lines, size: style.heading, weight: 600, color: style.surface.ink, anchor: 'start', baseline: 'top' })
    top += lines.length * style.heading * lineSpacing + text * 0.7
  }

  const direct = directLabels(spec, style)
  const legendEntries = direct.length > 0 ? [] : spec.legend
  const hasLegend = legendEntries.length > 0 || spec.panels.some(hasCells)

  const noteLines = profile.hasNotesInside ? notes.flatMap((note) => wrapText(note, inner, small)) : []
  const noteHeight = noteLines.length === 0 ? 0 : noteLines.length * small * lineSpacing + text * 0.9

  const plan = (legendHeight: number): ReturnType<typeof planPanels> =>
    planPanels(
      {
        panels: spec.panels,
        columns: spec.panelColumns ?? 1,
        width: inner,
        top: top + legendHeight,
        height: profile.heightMm === null ? null : profile.heightMm * pixelsPerMm - top - legendHeight - noteHeight - 2 * margin,
        maxHeight: profile.maxHeightMm === null ? null : profile.maxHeightMm * pixelsPerMm - top - legendHeight - noteHeight - 2 * margin,
        direct: spec.panels.map((_, index) => (index === 0 ? direct : [])),
        views: wishes.views ?? {},
      },
      style,
    )

  // The key begins where the first plot does, so the plots are placed once without it.
  let planned = plan(0)
  if (hasLegend) {
    const first = planned.plans[0]
    const legendLeft = first === undefined || first.wheel !== null ? 0 : first.left
    const legend = layOutLegend(spec, legendEntries, legendLeft, top, inner, style)
    const hasHeading = (spec.panels[0]?.title ?? '') !== ''
    const legendHeight = legend.height === 0 ? 0 : legend.height + text * (hasHeading ? 1.15 : 0.85)
    words.push(...legend.words.map((own) => ({ ...own, x: own.x + margin })))
    traces.push(...legend.traces.map((trace) => movedRight(trace, margin)))
    shapes.push(...legend.shapes.map((shape) => ({ ...shape, x0: (shape.x0 ?? 0) + margin, x1: (shape.x1 ?? 0) + margin })))
    planned = plan(legendHeight)
    top += legendHeight
  }
  const plans = planned.plans.map((own) => ({
    ...own,
    left: own.left + margin,
    outerLeft: own.outerLeft + margin,
    outerRight: own.outerRight + margin,
    xTitle: own.xTitle === null ? null : { ...own.xTitle, centre: own.xTitle.centre + margin },
  }))
  const content = top + planned.height + noteHeight + margin
  const height = profile.heightMm === null ? content : Math.max(content, profile.heightMm * pixelsPerMm)
  let noteTop = height - margin - noteHeight + text * 0.9
  for (const line of noteLines) {
    words.push({ x: margin, y: noteTop, lines: [line], size: small, weight: 400, color: style.surface.softInk, anchor: 'start', baseline: 'top' })
    noteTop += small * lineSpacing
  }

  const axes: Record<string, PlotlyAxis> = {
    xaxis: sheetAxis([0, width], 'y'),
    yaxis: sheetAxis([height, 0], 'x'),
  }
  const annotations: PlotlyAnnotation[] = []
  const zoomable: Record<string, string> = {}
  for (const own of plans) {
    const canZoom = wishes.isInteractive === true && own.panel.frame === 'cartesian' && own.panel.x.scale === 'time'
    if (canZoom) zoomable[`xaxis${own.axisNumber}`] = own.panel.id
    axes[`xaxis${own.axisNumber}`] = panelAxis(own, 'x', width, height, style, canZoom)
    axes[`yaxis${own.axisNumber}`] = panelAxis(own, 'y', width, height, style, false)
    const furniture = own.wheel === null ? panelWords(own, style) : wheelFurniture(own, style)
    const marks = drawMarks(own, style)
    traces.push(...furniture.traces, ...marks.traces, ...wordTraces(marks.words.filter((one) => isInside(one, own)), `x${own.axisNumber}`, `y${own.axisNumber}`, (one) => inPanel(one, own)))
    if (marks.traces.length === 0) traces.push(emptyTrace(own))
    shapes.push(...furniture.shapes, ...marks.shapes)
    words.push(...furniture.words, ...marks.words.filter((one) => !isInside(one, own)))
  }
  const upright = words.filter((one) => one.isUpright === true)
  traces.unshift(...wordTraces(words.filter((one) => one.isUpright !== true), 'x', 'y', (one) => [one.x, one.y]))
  annotations.push(...upright.map(uprightWords))

  return {
    data: traces,
    layout: {
      width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
      autosize: false,
      paper_bgcolor: wishes.isTransparent === true ? 'rgba(0,0,0,0)' : style.surface.background,
      plot_bgcolor: 'rgba(0,0,0,0)',
      showlegend: false,
      hovermode: wishes.isInteractive === true ? 'closest' : false,
      dragmode: Object.keys(zoomable).length > 0 ? 'zoom' : false,
      barmode: 'overlay',
      font: { family: figureFont, size: text, color: style.surface.ink },
      shapes,
      annotations,
      ...axes,
    },
    config: {
      showSendToCloud: false,
      plotlyServerURL: '',
      displaylogo: false,
      displayModeBar: false,
      responsive: false,
      showTips: false,
      showLink: false,
      doubleClick: Object.keys(zoomable).length > 0 ? 'reset' : false,
      scrollZoom: false,
      showAxisDragHandles: false,
      staticPlot: wishes.isInteractive !== true,
    },
    width,
    height,
    title,
    description: onOneLine(style.say(spec.description)),
    notes,
    zoomable,
  }
}

/** Without a trace the library draws no grid either; an empty panel is still a panel. */
function emptyTrace({ axisNumber }: PanelPlan): ScatterTrace {
  return { type: 'scatter', mode: 'lines', name: 'nothing', xaxis: `x${axisNumber}`, yaxis: `y${axisNumber}`, showlegend: false, hoverinfo: 'skip', connectgaps: false, cliponaxis: true, x: [null], y: [null] }
}

// ---- axes ----

function sheetAxis(range: Stretch, anchor: string): PlotlyAxis {
  return {
    type: 'linear',
    domain: [0, 1],
    range,
    anchor,
    fixedrange: true,
    showgrid: false,
    gridcolor: '#000000',
    gridwidth: 1,
    showline: false,
    linecolor: '#000000',
    linewidth: 1,
    ticks: '',
    ticklen: 0,
    tickwidth: 1,
    tickcolor: '#000000',
    showticklabels: false,
    tickmode: 'array',
    tickvals: [],
    zeroline: false,
  }
}

function panelAxis(plan: PanelPlan, along: 'x' | 'y', width: number, height: number, style: FigureStyle, canZoom: boolean): PlotlyAxis {
  const { panel } = plan
  const axis = panel[along]
  const isRadial = plan.wheel !== null
  const other = along === 'x' ? panel.y : panel.x
  const hasDots = panel.marks.some((mark) => mark.mark === 'dot' || mark.mark === 'interval' || mark.mark === 'connector')
  const cells = hasCells(panel)
  const isSide = plan.furniture.sideWidths !== null
  const showsGuides = axis.scale === 'category' && hasDots && !cells && !isSide && other.scale !== 'category'
  const isFrequent = axis.scale === 'time'
  const tickvals = axis.scale === 'category' ? ((along === 'x' ? plan.xPlaces : plan.yPlaces)?.centres ?? []) : (along === 'x' ? plan.xTicks : plan.yTicks).map(({ at }) => at)
  return {
    type: 'linear',
    domain: along === 'x' ? [plan.left / width, (plan.left + plan.width) / width] : [Math.max(0, 1 - (plan.top + plan.height) / height), 1 - plan.top / height],
    range: along === 'x' ? plan.xRange : plan.yRange,
    anchor: `${along === 'x' ? 'y' : 'x'}${plan.axisNumber}`,
    fixedrange: !canZoom,
    showgrid: !isRadial && !isFrequent && (axis.scale === 'category' ? showsGuides : true),
    gridcolor: style.surface.grid,
    gridwidth: style.hairline,
    showline: !isRadial && isFrequent,
    linecolor: style.surface.axis,
    linewidth: style.hairline,
    ticks: !isRadial && isFrequent ? 'outside' : '',
    ticklen: style.text * 0.32,
    tickwidth: style.hairline,
    tickcolor: style.surface.axis,
    showticklabels: false,
    tickmode: 'array',
    tickvals,
    zeroline: false,
  }
}

// ---- words and lines round a plot ----

interface PanelFurniture {
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

function panelWords(plan: PanelPlan, style: FigureStyle): PanelFurniture {
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
    words.push({ x, y: top - plan.head - text * 0.45, lines: plan.titleLines, size: titleSize, weight: 600, color: surface.ink, anchor: 'start', baseline: 'bottom' })
  }

  // Categories down the side, with their header and the column of asides.
  if (panel.y.scale === 'category') {
    const labelsLeft = left - text * 0.75 - furniture.yLabelWidth
    const labelX = furniture.yLabelsAreWrapped ? Math.min(labelsLeft, plan.outerLeft) : left - text * 0.75
    const anchor = furniture.yLabelsAreWrapped ? ('start' as const) : ('end' as const)
    for (const [index, lines] of furniture.yLabelLines.entries()) words.push({ ...base, x: labelX, y: yCentre(index), lines, anchor, baseline: 'middle' })
    const headerY = top - text * 0.25
    if (!furniture.yLabelsAreHidden) {
      const header = wrapText(onOneLine(style.say(panel.y.label)), Math.max(furniture.yLabelWidth, 1), small)
      if (header.join('') !== '') words.push({ ...soft, size: small, x: labelX, y: headerY, lines: header.slice(0, 2), anchor, baseline: 'bottom' })
    }
    const asideX = plan.outerRight
    for (const [index, aside] of furniture.asides.entries()) {
      if (aside !== '') words.push({ ...soft, size: small, x: asideX, y: yCentre(index), lines: [aside], anchor: 'end', baseline: 'middle' })
    }
    if (furniture.asideHeader !== null) words.push({ ...soft, size: small, x: asideX, y: headerY, lines: [furniture.asideHeader], anchor: 'end', baseline: 'bottom' })
  } else {
    for (const tick of plan.yTicks) {
      if (tick.label !== '') words.push({ ...soft, x: left - text * 0.5, y: yAt(tick.at), lines: [tick.label], anchor: 'end', baseline: 'middle' })
    }
    const yTitle = yTitleOf(panel, furniture, width, style)
    const levels = plan.topLabels.reduce((most, label) => Math.max(most, label.level + label.lines.length), 0)
    if (yTitle.length > 0) {
      words.push({ ...soft, x: plan.outerLeft, y: top - text * 0.7 - levels * line - (levels > 0 ? text * 0.2 : 0), lines: yTitle, anchor: 'start', baseline: 'bottom' })
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
          words.push({ ...soft, size: small, x: isFlush ? x - ((plan.xPlaces?.bands[index] ?? 0) / 2) * (width / (plan.xRange[1] - plan.xRange[0])) : x, y: top - text * 0.25, lines, anchor: isFlush ? 'start' : 'middle', baseline: 'bottom' })
        } else if (labels.areUpright) words.push({ ...base, x, y: foot, lines, anchor: labels.areOnTop ? 'start' : 'end', baseline: 'middle', isUpright: true })
        else words.push({ ...base, x, y: foot, lines, anchor: 'middle', baseline: labels.areOnTop ? 'bottom' : 'top' })
        const aside = labels.asides[index]
        if (aside !== undefined && aside !== '') {
          const y = labels.areOnTop ? top - text * 0.35 : foot + labels.height - asideHeight
          words.push({ ...soft, size: small, x, y, lines: [aside], anchor: 'middle', baseline: labels.areOnTop ? 'bottom' : 'top' })
        }
      }
      if (labels.asideHeader !== null) {
        words.push({ ...soft, size: small, x: left - text * 0.5, y: labels.areOnTop ? top - text * 0.35 : foot + labels.height - asideHeight, lines: [labels.asideHeader], anchor: 'end', baseline: labels.areOnTop ? 'bottom' : 'top' })
      }
      if (!labels.areOnTop) {
        if (plan.xTitle !== null) words.push({ ...soft, x: plan.xTitle.centre, y: foot + labels.height + text * 0.15, lines: plan.xTitle.lines, anchor: 'middle', baseline: 'top' })
      }
    }
  } else {
    let y = top + height + text * 0.5
    const hasUnder = plan.xTicks.some(({ under }) => under !== undefined)
    let underEnd = Number.NEGATIVE_INFINITY
    for (const [index, tick] of plan.xTicks.entries()) {
      if (tick.label !== '') words.push({ ...soft, x: xAt(tick.at), y, lines: [tick.label], anchor: 'middle', baseline: 'top' })
      if (tick.under === undefined) continue
      // A date that began before the first tick gives way to one that begins soon after.
      const half = widestLine([tick.under], text) / 2
      const next = plan.xTicks.find((other, later) => later > index && other.under !== undefined)
      const nextLeft = next?.under === undefined ? Number.POSITIVE_INFINITY : xAt(next.at) - widestLine([next.under], text) / 2
      const centre = Math.max(xAt(tick.at), left - furniture.left + half)
      const isCrowded = index === 0 ? centre + half + text * 0.5 > nextLeft : centre - half < underEnd
      if (isCrowded) continue
      underEnd = centre + half + text * 0.5
      words.push({ ...soft, x: centre, y: y + line, lines: [tick.under], anchor: 'middle', baseline: 'top' })
    }
    y += line * (hasUnder ? 2 : 1) + text * 0.15
    if (plan.xTitle !== null && plan.xTitle.lines.length > 0) {
      words.push({ ...soft, x: Math.max(plan.outerLeft + widestLine(plan.xTitle.lines, text) / 2, plan.xTitle.centre), y, lines: plan.xTitle.lines, anchor: 'middle', baseline: 'top' })
    }
  }

  // Rules and bands named over the plot, and whatever is named at its right end.
  for (const label of plan.topLabels) {
    const own = style.paint(label.tone)
    words.push({ ...base, color: own.text, x: xAt(label.at) + label.shift, y: top - text * 0.2 - label.level * line, lines: label.lines, anchor: 'middle', baseline: 'bottom' })
  }
  for (const label of apart(plan.endLabels, yAt, top, top + height, line)) {
    words.push({ ...base, color: style.paint(label.tone).text, x: right + text * 0.4, y: label.y, lines: label.lines, anchor: 'start', baseline: 'middle' })
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
      (mark.mark === 'text' && mark.anchor === 'start' && mark.x.some((position) => (typeof position === 'object' ? position.category : position) === id)) ||
      (mark.mark === 'dot' && mark.labels !== undefined && mark.x.some((position) => position !== null && (typeof position === 'object' ? position.category : position) === id)),
  )
}

/** Labels at the right end, moved up and down until none touches another. */
function apart(labels: readonly EdgeLabel[], yAt: (value: number) => number, top: number, bottom: number, line: number): readonly (EdgeLabel & { readonly y: number })[] {
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
function wheelFurniture(plan: PanelPlan, style: FigureStyle): PanelFurniture {
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
    words.push({ x: plan.left + plan.width / 2, y: plan.top - plan.head - text * 0.45, lines: plan.titleLines, size, weight: 600, color: surface.ink, anchor: 'middle', baseline: 'bottom' })
  }
  const ring = (radius: number): string => `M${Array.from({ length: count }, (_, index) => onWheel(index, count, radius).map(rounded).join(',')).join('L')}Z`
  let lastLabel = Number.POSITIVE_INFINITY
  for (const tick of plan.yTicks.toReversed()) {
    const radius = radiusOf(plan, tick.at)
    if (radius > 0) {
      const isOuter = Math.abs(radius - wheel.radius) < 0.5
      shapes.push({ type: 'path', name: 'ring', xref, yref, path: ring(radius), fillcolor: 'rgba(0,0,0,0)', line: { color: isOuter ? surface.axis : surface.grid, width: style.hairline }, layer: 'below' })
    }
    const isCrowded = lastLabel - radius < style.small * 1.1
    if (tick.label !== '' && !isCrowded) lastLabel = radius
    if (tick.label !== '' && !isCrowded) words.push({ x: centreX - text * 0.35, y: centreY - radius + (radius > 0 ? 0 : -text * 0.1), lines: [tick.label], size: style.small, weight: 400, color: surface.softInk, anchor: 'end', baseline: 'middle' })
  }
  for (let index = 0; index < count; index += 1) {
    const [x, y] = onWheel(index, count, wheel.radius)
    shapes.push({ type: 'path', name: 'spoke', xref, yref, path: `M0,0L${rounded(x)},${rounded(y)}`, fillcolor: 'rgba(0,0,0,0)', line: { color: surface.grid, width: style.hairline }, layer: 'below' })
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

// ---- words as traces ----

function isInside({ x, y, isUpright }: Words, plan: PanelPlan): boolean {
  return isUpright !== true && x >= plan.left && x <= plan.left + plan.width && y >= plan.top && y <= plan.top + plan.height
}

function inPanel({ x, y }: Words, plan: PanelPlan): readonly [number, number] {
  return [
    plan.xRange[0] + ((x - plan.left) / plan.width) * (plan.xRange[1] - plan.xRange[0]),
    plan.yRange[1] - ((y - plan.top) / plan.height) * (plan.yRange[1] - plan.yRange[0]),
  ]
}

/** One trace for all words that look alike. */
function wordTraces(words: readonly Words[], xaxis: string, yaxis: string, place: (words: Words) => readonly [number, number]): readonly ScatterTrace[] {
  const alike = grouped(words, ({ size, weight, color }) => `${size} ${weight} ${color}`)
  return [...alike.values()].map((group) => {
    const places = group.map(place)
    const first = group[0]
    return {
      type: 'scatter',
      mode: 'text',
      name: 'words',
      xaxis,
      yaxis,
      showlegend: false,
      hoverinfo: 'skip',
      connectgaps: false,
      cliponaxis: false,
      x: places.map(([x]) => x),
      y: places.map(([, y]) => y),
      text: group.map(({ lines }) => plotlyText(lines)),
      textposition: group.map(({ anchor, baseline }) => `${baseline === 'top' ? 'bottom' : baseline === 'bottom' ? 'top' : 'middle'} ${anchor === 'start' ? 'right' : anchor === 'end' ? 'left' : 'center'}`),
      textfont: { family: figureFont, size: first?.size ?? 12, color: first?.color ?? '#000000', weight: first?.weight ?? 400 },
    }
  })
}

function uprightWords({ x, y, lines, size, weight, color, anchor }: Words): PlotlyAnnotation {
  return {
    xref: 'x',
    yref: 'y',
    x,
    y,
    text: plotlyText(lines),
    textangle: -90,
    showarrow: false,
    xanchor: 'center',
    yanchor: anchor === 'end' ? 'top' : 'bottom',
    align: anchor === 'end' ? 'right' : 'left',
    borderpad: 0,
    font: { family: figureFont, size, color, weight },
  }
}

function movedRight(trace: PlotlyTrace, by: number): PlotlyTrace {
  if (trace.type === 'bar') return { ...trace, base: trace.base.map((base) => (base === null ? null : base + by)) }
  return { ...trace, x: trace.x.map((x) => (x === null ? null : x + by)) }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
