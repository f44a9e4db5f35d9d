import type { FigureSpec } from '../../analyses/core/figure'
import type { Language, Label } from '../../analyses/core/words'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { figureFont, pixelsPerMm, styleFor, type FigureStyle, type Words } from './figure-style'
import { grouped } from './grouped'
import { directLabels, layOutLegend } from './legend'
import { drawMarks } from './marks'
import type { Stretch } from './panel-axes'
import { hasCells, type PanelPlan } from './panel-layout'
import { planPanels } from './panel-plan'
import { panelWords, wheelFurniture } from './panel-words'
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

function atTypeScale(spec: FigureSpec, wishes: AdapterWishes, scale: number): PlotlyFigure {
  const { profile } = wishes
  const style = styleFor(
    scale === 1
      ? wishes
      : {
          ...wishes,
          profile: {
            ...profile,
            textPt: profile.textPt * scale,
            headingPt: profile.headingPt * Math.max(scale, 0.8),
            minTextPt: profile.minTextPt * scale,
          },
        },
  )
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
    words.push({
      x: margin,
      y: top,
      lines,
      size: style.heading,
      weight: 600,
      color: style.surface.ink,
      anchor: 'start',
      baseline: 'top',
    })
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
        height:
          profile.heightMm === null
            ? null
            : profile.heightMm * pixelsPerMm - top - legendHeight - noteHeight - 2 * margin,
        maxHeight:
          profile.maxHeightMm === null
            ? null
            : profile.maxHeightMm * pixelsPerMm - top - legendHeight - noteHeight - 2 * margin,
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
    shapes.push(
      ...legend.shapes.map((shape) => ({ ...shape, x0: (shape.x0 ?? 0) + margin, x1: (shape.x1 ?? 0) + margin })),
    )
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
    words.push({
      x: margin,
      y: noteTop,
      lines: [line],
      size: small,
      weight: 400,
      color: style.surface.softInk,
      anchor: 'start',
      baseline: 'top',
    })
    noteTop += small * lineSpacing
  }

  const axes: Record<string, PlotlyAxis> = { xaxis: sheetAxis([0, width], 'y'), yaxis: sheetAxis([height, 0], 'x') }
  const annotations: PlotlyAnnotation[] = []
  const zoomable: Record<string, string> = {}
  for (const own of plans) {
    const canZoom = wishes.isInteractive === true && own.panel.frame === 'cartesian' && own.panel.x.scale === 'time'
    if (canZoom) zoomable[`xaxis${own.axisNumber}`] = own.panel.id
    axes[`xaxis${own.axisNumber}`] = panelAxis(own, 'x', width, height, style, canZoom)
    axes[`yaxis${own.axisNumber}`] = panelAxis(own, 'y', width, height, style, false)
    const furniture = own.wheel === null ? panelWords(own, style) : wheelFurniture(own, style)
    const marks = drawMarks(own, style)
    traces.push(
      ...furniture.traces,
      ...marks.traces,
      ...wordTraces(
        marks.words.filter((one) => isInside(one, own)),
        `x${own.axisNumber}`,
        `y${own.axisNumber}`,
        (one) => inPanel(one, own),
      ),
    )
    if (marks.traces.length === 0) traces.push(emptyTrace(own))
    shapes.push(...furniture.shapes, ...marks.shapes)
    words.push(...furniture.words, ...marks.words.filter((one) => !isInside(one, own)))
  }
  const upright = words.filter((one) => one.isUpright === true)
  traces.unshift(
    ...wordTraces(
      words.filter((one) => one.isUpright !== true),
      'x',
      'y',
      (one) => [one.x, one.y],
    ),
  )
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
  const hasDots = panel.marks.some(
    (mark) => mark.mark === 'dot' || mark.mark === 'interval' || mark.mark === 'connector',
  )
  const cells = hasCells(panel)
  const isSide = plan.furniture.sideWidths !== null
  const showsGuides = axis.scale === 'category' && hasDots && !cells && !isSide && other.scale !== 'category'
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
