import type { FigureSpec } from '../../analyses/core/figure'
import type { Language, Label } from '../../analyses/core/words'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { figureFont, pixelsPerMm, styleFor, type FigureStyle, type Words } from './figure-style'
import { grouped } from './grouped'
import { directLabels, layOutLegend } from './legend'
import { drawMarks } from './marks'
import type { Stretch } from './panel-axes'
import { hasCells, hasPoints, type PanelPlan, type PlannedPanels, type PlanWishes } from './panel-layout'
import { planPanels } from './panel-plan'
import { panelSurroundings } from './panel-words'
import { plotlyText } from './plotly-text'
import type {
  PlotlyAnnotation,
  PlotlyAxis,
  PlotlyConfig,
  PlotlyLayout,
  PlotlyShape,
  PlotlyTrace,
  ScatterTrace,
} from './plotly-vocabulary'
import { lineSpacing, onOneLine, wrapText } from './text-metrics'
import type { FigureTheme } from './tones'
import { wheelSurroundings } from './wheel-words'

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
  for (let scale = 0.94; figure.height > heightMm * pixelsPerMm + 0.2 && scale >= 0.4; scale -= 0.06)
    figure = atTypeScale(spec, wishes, scale)
  return figure
}

/** The paper that a figure is laid out on. Lengths in CSS pixels. */
interface Sheet {
  readonly spec: FigureSpec
  readonly wishes: AdapterWishes
  readonly style: FigureStyle
  readonly width: number
  /** Kept free all round: strokes and letters at the very edge would be cut in half. */
  readonly margin: number
  /** Width between the margins. */
  readonly inner: number
}

/** What stands on the sheet outside the panels, or inside them: words still to be set, strokes and areas. */
interface Drawing {
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

/** Title, key and notes, and between them the panels in their places. */
interface SheetPlan {
  readonly plans: readonly PanelPlan[]
  readonly key: Drawing
  readonly words: readonly Words[]
  readonly height: number
}

function atTypeScale(spec: FigureSpec, wishes: AdapterWishes, scale: number): PlotlyFigure {
  const style = scaledStyle(wishes, scale)
  const margin = Math.ceil(style.normal)
  const width = wishes.profile.widthMm * pixelsPerMm
  const sheet: Sheet = { spec, wishes, style, width, margin, inner: width - 2 * margin }
  const { plans, key, words, height } = planSheet(sheet)
  const panels = plans.map((plan) => drawPanel(plan, style))
  const allWords = [...words, ...panels.flatMap((panel) => panel.words)]
  const zoomable = zoomableAxes(plans, wishes)
  return {
    data: [
      ...wordTraces(
        allWords.filter(({ isUpright }) => isUpright !== true),
        'x',
        'y',
        ({ x, y }) => [x, y],
      ),
      ...key.traces,
      ...panels.flatMap(({ traces }) => traces),
    ],
    layout: {
      ...layoutOf(sheet, height, zoomable),
      shapes: [...key.shapes, ...panels.flatMap(({ shapes }) => shapes)],
      annotations: allWords.filter(({ isUpright }) => isUpright === true).map(uprightWords),
      ...axesOf(plans, sheet, height, zoomable),
    },
    config: configOf(wishes, zoomable),
    width,
    height,
    title: onOneLine(style.say(spec.title)),
    description: onOneLine(style.say(spec.description)),
    notes: notesOf(sheet),
    zoomable,
  }
}

function scaledStyle(wishes: AdapterWishes, scale: number): FigureStyle {
  const { profile } = wishes
  if (scale === 1) return styleFor(wishes)
  return styleFor({
    ...wishes,
    profile: {
      ...profile,
      textPt: profile.textPt * scale,
      headingPt: profile.headingPt * Math.max(scale, 0.8),
      minTextPt: profile.minTextPt * scale,
    },
  })
}

// ---- the sheet: title, key, panels, notes ----

function planSheet(sheet: Sheet): SheetPlan {
  const { wishes, style, margin } = sheet
  const { profile } = wishes
  const title = titleWords(sheet)
  const titleBottom = margin + title.height
  const noteLines = profile.hasNotesInside
    ? notesOf(sheet).flatMap((note) => wrapText(note, sheet.inner, style.small))
    : []
  const noteHeight = noteLines.length === 0 ? 0 : noteLines.length * style.small * lineSpacing + style.text * 0.9
  const key = keyAndPanels(sheet, titleBottom, noteHeight)
  const content = key.panelsTop + key.planned.height + noteHeight + margin
  const height = profile.heightMm === null ? content : Math.max(content, profile.heightMm * pixelsPerMm)
  const notes = noteWords(noteLines, height - margin - noteHeight + style.text * 0.9, sheet)
  return {
    plans: key.planned.plans.map((plan) => movedPlan(plan, margin)),
    key: key.drawing,
    words: [...title.words, ...key.drawing.words, ...notes],
    height,
  }
}

/** The title, where the profile has it inside the artwork, and the height that it takes. */
function titleWords({ spec, wishes, style, margin, inner }: Sheet): {
  readonly words: readonly Words[]
  readonly height: number
} {
  const title = onOneLine(style.say(spec.title))
  if (!wishes.profile.hasTitleInside || title === '') return { words: [], height: 0 }
  const lines = wrapText(title, inner, style.heading, 600)
  const words: Words = {
    x: margin,
    y: margin,
    lines,
    size: style.heading,
    weight: 600,
    color: style.surface.ink,
    anchor: 'start',
    baseline: 'top',
  }
  return { words: [words], height: lines.length * style.heading * lineSpacing + style.text * 0.7 }
}

/** The key and the panels under it. The key begins where the first plot does, so the plots are placed once without it. */
function keyAndPanels(
  sheet: Sheet,
  top: number,
  noteHeight: number,
): { readonly drawing: Drawing; readonly planned: PlannedPanels; readonly panelsTop: number } {
  const { spec, style, margin, inner } = sheet
  const direct = directLabels(spec, style)
  const entries = direct.length > 0 ? [] : spec.legend
  const planUnder = (keyHeight: number): PlannedPanels =>
    planPanels(planWishes(sheet, direct, { top, keyHeight, noteHeight }), style)
  const alone = planUnder(0)
  if (entries.length === 0 && !spec.panels.some(hasCells))
    return { drawing: { words: [], traces: [], shapes: [] }, planned: alone, panelsTop: top }
  const [first] = alone.plans
  const left = first === undefined || first.wheel !== null ? 0 : first.left
  const key = layOutLegend(spec, entries, left, top, inner, style)
  const hasHeading = (spec.panels[0]?.title ?? '') !== ''
  const keyHeight = key.height === 0 ? 0 : key.height + style.text * (hasHeading ? 1.15 : 0.85)
  return {
    drawing: {
      words: key.words.map((own) => ({ ...own, x: own.x + margin })),
      traces: key.traces.map((trace) => movedRight(trace, margin)),
      shapes: key.shapes.map((shape) => ({ ...shape, x0: (shape.x0 ?? 0) + margin, x1: (shape.x1 ?? 0) + margin })),
    },
    planned: planUnder(keyHeight),
    panelsTop: top + keyHeight,
  }
}

/** What the panels are given: the width, and the height that title, key and notes leave. */
function planWishes(
  { spec, wishes, margin, inner }: Sheet,
  direct: PlanWishes['direct'][number],
  { top, keyHeight, noteHeight }: { readonly top: number; readonly keyHeight: number; readonly noteHeight: number },
): PlanWishes {
  const { heightMm, maxHeightMm } = wishes.profile
  const rest = (millimetres: number | null): number | null =>
    millimetres === null ? null : millimetres * pixelsPerMm - top - keyHeight - noteHeight - 2 * margin
  return {
    panels: spec.panels,
    columns: spec.panelColumns ?? 1,
    width: inner,
    top: top + keyHeight,
    height: rest(heightMm),
    maxHeight: rest(maxHeightMm),
    direct: spec.panels.map((_, index) => (index === 0 ? direct : [])),
    views: wishes.views ?? {},
  }
}

function notesOf({ spec, style }: Sheet): readonly string[] {
  return spec.notes.map((note) => onOneLine(style.say(note))).filter((note) => note !== '')
}

function noteWords(lines: readonly string[], top: number, { style, margin }: Sheet): readonly Words[] {
  const words: Words[] = []
  let y = top
  for (const line of lines) {
    words.push({
      x: margin,
      y,
      lines: [line],
      size: style.small,
      weight: 400,
      color: style.surface.softInk,
      anchor: 'start',
      baseline: 'top',
    })
    y += style.small * lineSpacing
  }
  return words
}

/** Panels are planned from the left margin on. */
function movedPlan(plan: PanelPlan, by: number): PanelPlan {
  return {
    ...plan,
    left: plan.left + by,
    outerLeft: plan.outerLeft + by,
    outerRight: plan.outerRight + by,
    xTitle: plan.xTitle === null ? null : { ...plan.xTitle, centre: plan.xTitle.centre + by },
  }
}

// ---- panels ----

/** A panel's marks with the words that lie on them, and the words outside its plot, which are set on the sheet. */
function drawPanel(plan: PanelPlan, style: FigureStyle): Drawing {
  const surroundings = plan.wheel === null ? panelSurroundings(plan, style) : wheelSurroundings(plan, style)
  const marks = drawMarks(plan, style)
  const inside = wordTraces(
    marks.words.filter((one) => isInside(one, plan)),
    `x${plan.axisNumber}`,
    `y${plan.axisNumber}`,
    (one) => inPanel(one, plan),
  )
  return {
    words: [...surroundings.words, ...marks.words.filter((one) => !isInside(one, plan))],
    traces: [...marks.traces, ...inside, ...(marks.traces.length === 0 ? [emptyTrace(plan)] : [])],
    shapes: [...surroundings.shapes, ...marks.shapes],
  }
}

/** The x axes of time, which can be zoomed in the window, and the panels they belong to. */
function zoomableAxes(plans: readonly PanelPlan[], { isInteractive }: AdapterWishes): Readonly<Record<string, string>> {
  if (isInteractive !== true) return {}
  return Object.fromEntries(
    plans
      .filter(({ panel }) => panel.frame === 'cartesian' && panel.x.scale === 'time')
      .map(({ axisNumber, panel }) => [`xaxis${axisNumber}`, panel.id]),
  )
}

function axesOf(
  plans: readonly PanelPlan[],
  { width, style }: Sheet,
  height: number,
  zoomable: Readonly<Record<string, string>>,
): Readonly<Record<`xaxis${string}` | `yaxis${string}`, PlotlyAxis>> {
  return Object.assign(
    { xaxis: sheetAxis([0, width], 'y'), yaxis: sheetAxis([height, 0], 'x') },
    ...plans.map((plan) => ({
      [`xaxis${plan.axisNumber}`]: panelAxis(plan, 'x', width, height, style, `xaxis${plan.axisNumber}` in zoomable),
      [`yaxis${plan.axisNumber}`]: panelAxis(plan, 'y', width, height, style, false),
    })),
  )
}

function layoutOf(
  { wishes, style, width }: Sheet,
  height: number,
  zoomable: Readonly<Record<string, string>>,
): Omit<PlotlyLayout, 'shapes' | 'annotations'> {
  return {
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
    font: { family: figureFont, size: style.text, color: style.surface.ink },
  }
}

function configOf({ isInteractive }: AdapterWishes, zoomable: Readonly<Record<string, string>>): PlotlyConfig {
  return {
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
    staticPlot: isInteractive !== true,
  }
}

/** Without a trace the library draws no grid either; an empty panel is still a panel. */
function emptyTrace({ axisNumber }: PanelPlan): ScatterTrace {
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'nothing',
    xaxis: `x${axisNumber}`,
    yaxis: `y${axisNumber}`,
    showlegend: false,
    hoverinfo: 'skip',
    connectgaps: false,
    cliponaxis: true,
    x: [null],
    y: [null],
  }
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

function panelAxis(
  plan: PanelPlan,
  along: 'x' | 'y',
  width: number,
  height: number,
  style: FigureStyle,
  canZoom: boolean,
): PlotlyAxis {
  const { panel } = plan
  const axis = panel[along]
  const isBare = plan.panel.frame !== 'cartesian'
  const other = along === 'x' ? panel.y : panel.x
  const cells = hasCells(panel)
  const isSide = plan.furniture.sideWidths !== null
  const showsGuides = axis.scale === 'category' && hasPoints(panel) && !cells && !isSide && other.scale !== 'category'
  const isFrequent = axis.scale === 'time'
  const tickvals =
    axis.scale === 'category'
      ? ((along === 'x' ? plan.xPlaces : plan.yPlaces)?.centres ?? [])
      : (along === 'x' ? plan.xTicks : plan.yTicks).map(({ at }) => at)
  return {
    type: 'linear',
    domain:
      along === 'x'
        ? [plan.left / width, (plan.left + plan.width) / width]
        : [Math.max(0, 1 - (plan.top + plan.height) / height), 1 - plan.top / height],
    range: along === 'x' ? plan.xRange : plan.yRange,
    anchor: `${along === 'x' ? 'y' : 'x'}${plan.axisNumber}`,
    fixedrange: !canZoom,
    showgrid: !isBare && !isFrequent && (axis.scale === 'category' ? showsGuides : true),
    gridcolor: style.surface.grid,
    gridwidth: style.hairline,
    showline: !isBare && isFrequent,
    linecolor: style.surface.axis,
    linewidth: style.hairline,
    ticks: !isBare && isFrequent ? 'outside' : '',
    ticklen: style.text * 0.32,
    tickwidth: style.hairline,
    tickcolor: style.surface.axis,
    showticklabels: false,
    tickmode: 'array',
    tickvals,
    zeroline: false,
  }
}

// ---- words as traces ----

function isInside({ x, y, isUpright }: Words, plan: PanelPlan): boolean {
  return (
    isUpright !== true && x >= plan.left && x <= plan.left + plan.width && y >= plan.top && y <= plan.top + plan.height
  )
}

function inPanel({ x, y }: Words, plan: PanelPlan): readonly [number, number] {
  return [
    plan.xRange[0] + ((x - plan.left) / plan.width) * (plan.xRange[1] - plan.xRange[0]),
    plan.yRange[1] - ((y - plan.top) / plan.height) * (plan.yRange[1] - plan.yRange[0]),
  ]
}

/** One trace for all words that look alike. */
function wordTraces(
  words: readonly Words[],
  xaxis: string,
  yaxis: string,
  place: (words: Words) => readonly [number, number],
): readonly ScatterTrace[] {
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
      textposition: group.map(
        ({ anchor, baseline }) =>
          `${baseline === 'top' ? 'bottom' : baseline === 'bottom' ? 'top' : 'middle'} ${anchor === 'start' ? 'right' : anchor === 'end' ? 'left' : 'center'}`,
      ),
      textfont: {
        family: figureFont,
        size: first?.size ?? 12,
        color: first?.color ?? '#000000',
        weight: first?.weight ?? 400,
      },
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
