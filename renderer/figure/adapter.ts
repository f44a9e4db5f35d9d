import type { FigureSpec } from '../../analyses/core/figure'
import { figureFont, pixelsPerMm, styleFor, type FigureStyle, type Words } from './figure-style'
import { drawMarks } from './marks'
import type { PanelPlan } from './panel-layout'
import { panelSurroundings } from './panel-words'
import { axesOf } from './plotly-axes'
import type { PlotlyConfig, PlotlyLayout, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import { targetsOf, type FigureTarget } from './targets'
import { onOneLine } from './text-metrics'
import { wheelSurroundings } from './wheel-words'
import { notesOf, planSheet, type AdapterWishes, type Drawing, type Sheet } from './sheet'
import { inPanel, isInside, uprightWords, wordTraces } from './word-traces'

/** A figure in the vocabulary of the drawing library. Width and height in CSS pixels of the whole, which at 96 to the inch is its printed size. */
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
  /** Where the sheet speaks of the names that were asked for. */
  readonly targets: readonly FigureTarget[]
}

/**
 * Turns the description of a figure into what the drawing library draws. Pure: the same figure, words and profile give the same picture in the window, in a file and in a test; text is measured
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
    targets: targetsOf(
      wishes.names ?? noNames,
      spec,
      plans,
      [...allWords, ...panels.flatMap(({ inside }) => inside)],
      style,
    ),
  }
}

const noNames: ReadonlySet<string> = new Set()

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

/** A panel's marks with the words that lie on them, and the words outside its plot, which are set on the sheet. */
function drawPanel(plan: PanelPlan, style: FigureStyle): Drawing & { readonly inside: readonly Words[] } {
  const surroundings = plan.wheel === null ? panelSurroundings(plan, style) : wheelSurroundings(plan, style)
  const marks = drawMarks(plan, style)
  const inside = marks.words.filter((one) => isInside(one, plan))
  const insideTraces = wordTraces(inside, `x${plan.axisNumber}`, `y${plan.axisNumber}`, (one) => inPanel(one, plan))
  return {
    words: [...surroundings.words, ...marks.words.filter((one) => !isInside(one, plan))],
    traces: [...marks.traces, ...insideTraces, ...(marks.traces.length === 0 ? [emptyTrace(plan)] : [])],
    shapes: [...surroundings.shapes, ...marks.shapes],
    inside,
  }
}

/** The x axes of time, which can be zoomed in the window, and the panels they belong to. */
function zoomableAxes(plans: readonly PanelPlan[], { isInteractive }: AdapterWishes): Readonly<Record<string, string>> {
  if (isInteractive !== true) return {}
  return Object.fromEntries(
    plans
      .filter(({ panel }) => panel.geometry === 'cartesian' && panel.x.scale === 'time')
      .map(({ axisNumber, panel }) => [`xaxis${axisNumber}`, panel.id]),
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
