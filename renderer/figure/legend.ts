import type { FigureSpec, LegendEntry, Mark, Tone } from '../../analyses/core/figure'
import { markerOf } from './dots'
import type { FigureStyle, Words } from './figure-style'
import type { BarTrace, PlotlyShape, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import { dashPattern } from './strokes'
import { lineSpacing, onOneLine, textWidth, wrapText } from './text-metrics'
import { divergingColour, rampColour } from './tones'

/** The key, laid out in rows from the left, in CSS pixels on the sheet. */
export interface DrawnLegend {
  readonly height: number
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

/** Axes of the whole sheet, in CSS pixels. */
const sheet = { xaxis: 'x', yaxis: 'y', showlegend: false, hoverinfo: 'skip' } as const

/**
 * Lines that can be named where they end: a lone panel over numbers or time, and for each entry just one line in its tone that reaches the right edge's neighbourhood.
 * Naming them all or none keeps the eye from having to look in two places.
 */
export function directLabels(
  spec: FigureSpec,
  style: FigureStyle,
): readonly { readonly at: number; readonly label: string; readonly tone: Tone }[] {
  const panel = spec.panels[0]
  if (
    panel === undefined ||
    spec.panels.length > 1 ||
    panel.frame !== 'cartesian' ||
    panel.x.scale === 'category' ||
    panel.y.scale === 'category'
  )
    return []
  const entries = spec.legend.filter(({ sign }) => sign === 'line' || sign === 'dashed-line' || sign === 'dotted-line')
  if (entries.length < 2 || entries.length !== spec.legend.length || entries.length > 5) return []
  const ends: { readonly at: number; readonly label: string; readonly tone: Tone }[] = []
  for (const entry of entries) {
    const lines = panel.marks.filter((mark) => mark.mark === 'line' && sameTone(mark.tone, entry.tone))
    const line = lines[0]
    if (lines.length !== 1 || line?.mark !== 'line' || line.steps === true) return []
    const last = line.y.findLast((value) => typeof value === 'number')
    if (typeof last !== 'number') return []
    ends.push({ at: last, label: style.say(entry.label), tone: entry.tone })
  }
  return ends
}

export function sameTone(one: Tone, other: Tone): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * @param left where the key begins, if it fits on one row from there; otherwise it takes the whole width
 */
export function layOutLegend(
  spec: FigureSpec,
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  width: number,
  style: FigureStyle,
): DrawnLegend {
  const ramp = rampOf(spec)
  const title = spec.legendTitle === undefined ? '' : onOneLine(style.say(spec.legendTitle))
  const { text } = style
  const line = text * lineSpacing
  const signGap = text * 0.5
  interface Piece {
    readonly width: number
    readonly height: number
    draw(x: number, y: number): DrawnLegend
  }
  const nothing: DrawnLegend = { height: 0, words: [], traces: [], shapes: [] }
  const pieces: Piece[] = []
  const words = (lines: readonly string[], x: number, y: number, weight: 400 | 600 = 400): Words => ({
    x,
    y: y + line / 2 + ((lines.length - 1) * line) / 2,
    lines,
    size: text,
    weight,
    color: weight === 600 ? style.surface.ink : style.surface.ink,
    anchor: 'start',
    baseline: 'middle',
  })
  if (title !== '')
    pieces.push({
      width: textWidth(title, text, 600),
      height: line,
      draw: (x, y) => ({ ...nothing, words: [words([title], x, y, 600)] }),
    })
  if (ramp !== null) pieces.push(rampPiece(ramp))
  for (const entry of entries) {
    const sign = signWidth(entry, style)
    const lines = wrapText(onOneLine(style.say(entry.label)), width - sign - signGap, text)
    const labelWidth = Math.max(...lines.map((own) => textWidth(own, text)))
    pieces.push({
      width: sign + signGap + labelWidth,
      height: line * lines.length,
      draw: (x, y) => ({
        ...drawSign(entry, x, y + line / 2, sign, style),
        height: 0,
        words: [words(lines, x + sign + signGap, y)],
      }),
    })
  }
  if (pieces.length === 0) return nothing
  const pieceWidths = pieces.reduce((sum, piece) => sum + piece.width, 0)
  // One row is worth standing a little closer together for.
  const gaps = [1.5, 1.2, 0.95].map((gap) => gap * text)
  const whole = (gap: number): number => pieceWidths + gap * (pieces.length - 1)
  const roomy = gaps.find((gap) => whole(gap) <= width - left)
  const entryGap = roomy ?? gaps.find((gap) => whole(gap) <= width) ?? text * 1.5
  const start = roomy === undefined ? 0 : left
  let x = start
  let y = top
  let rowHeight = 0
  const drawn: DrawnLegend[] = []
  for (const piece of pieces) {
    if (x > start && x + piece.width > width) {
      x = start
      y += rowHeight + text * 0.15
      rowHeight = 0
    }
    drawn.push(piece.draw(x, y))
    rowHeight = Math.max(rowHeight, piece.height)
    x += piece.width + entryGap
  }
  return {
    height: y + rowHeight - top,
    words: drawn.flatMap((piece) => piece.words),
    traces: drawn.flatMap((piece) => piece.traces),
    shapes: drawn.flatMap((piece) => piece.shapes),
  }

  function rampPiece({ domain: [low, high], ramp: kind }: Extract<Mark, { mark: 'cell' }>): Piece {
    const colourAt = kind === 'diverging' ? divergingColour : rampColour
    const steps = 24
    const digits = Number.isInteger(low) && Number.isInteger(high) ? 0 : 1
    const [lowText, highText] = [style.format.number(low, digits), style.format.number(high, digits)]
    const bar = text * 7
    const lowWidth = textWidth(lowText, text)
    return {
      width: lowWidth + bar + textWidth(highText, text) + signGap * 2,
      height: line,
      draw: (x0, y0) => ({
        height: 0,
        shapes: [],
        words: [words([lowText], x0, y0), words([highText], x0 + lowWidth + bar + signGap * 2, y0)],
        traces: [
          {
            ...sheet,
            type: 'bar',
            name: 'key',
            orientation: 'h',
            // A hair of overlap, so that no paper shows between the steps.
            x: Array.from({ length: steps }, () => bar / steps + 0.3),
            y: Array.from({ length: steps }, () => y0 + line / 2),
            base: Array.from({ length: steps }, (_, step) => x0 + lowWidth + signGap + (bar * step) / steps),
            width: line * 0.52,
            marker: {
              color: Array.from({ length: steps }, (_, step) => colourAt((step + 0.5) / steps, style.theme)),
              line: {
                color: Array.from({ length: steps }, () => style.surface.background),
                width: Array.from({ length: steps }, () => 0),
              },
            },
          },
        ],
      }),
    }
  }
}

function rampOf(spec: FigureSpec): Extract<Mark, { mark: 'cell' }> | null {
  for (const panel of spec.panels) for (const mark of panel.marks) if (mark.mark === 'cell') return mark
  return null
}

function rect(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  fillcolor: string,
  color: string,
  width: number,
): PlotlyShape {
  return {
    type: 'rect',
    name: 'key',
    xref: 'x',
    yref: 'y',
    x0,
    x1,
    y0,
    y1,
    fillcolor,
    line: { color, width },
    layer: 'below',
  }
}

function signWidth(entry: LegendEntry, style: FigureStyle): number {
  if (entry.sign === 'line' || entry.sign === 'dashed-line' || entry.sign === 'dotted-line') return style.text * 2
  if (entry.sign === 'band' || entry.sign === 'hatch') return style.text * 1.6
  return entry.sign === 'square' ? style.text * 0.95 : style.dot
}

function drawSign(
  entry: LegendEntry,
  x: number,
  y: number,
  width: number,
  style: FigureStyle,
): Pick<DrawnLegend, 'traces' | 'shapes'> {
  const paint = style.paint(entry.tone)
  const half = style.text * 0.42
  switch (entry.sign) {
    case 'square': {
      const bar: BarTrace = {
        ...sheet,
        type: 'bar',
        name: 'key',
        orientation: 'h',
        x: [width],
        y: [y],
        base: [x],
        width: style.text * 0.84,
        marker: {
          color: [paint.fill],
          line: { color: [paint.outline ?? paint.fill], width: [paint.outline === null ? 0 : style.hairline] },
        },
      }
      return {
        traces: paint.hatched ? [bar, hatchLines(x, y - half, x + width, y + half, style.surface.hatch, style)] : [bar],
        shapes: [],
      }
    }
    case 'band':
      return {
        traces: paint.hatched ? [hatchLines(x, y - half, x + width, y + half, style.surface.hatch, style)] : [],
        shapes: [rect(x, y - half, x + width, y + half, paint.tint, paint.stroke, style.hairline)],
      }
    case 'hatch':
      return {
        traces: [hatchLines(x, y - half, x + width, y + half, style.surface.hatch, style)],
        shapes: [rect(x, y - half, x + width, y + half, style.surface.background, style.surface.axis, style.hairline)],
      }
    case 'line':
    case 'dotted-line':
    case 'dashed-line': {
      const dash =
        entry.sign === 'dotted-line'
          ? 'dot'
          : entry.sign === 'dashed-line'
            ? paint.dash === 'solid'
              ? 'dash'
              : paint.dash
            : entry.tone.role === 'series'
              ? paint.dash
              : 'solid'
      return {
        traces: [keyLine([x, x + width], [y, y], paint.stroke, style.normal, dashPattern(dash, style.normal))],
        shapes: [],
      }
    }
    case 'dot':
    case 'hollow-dot':
    case 'cross': {
      const shape =
        entry.shape !== undefined
          ? entry.shape
          : entry.sign === 'cross'
            ? 'cross'
            : entry.sign === 'hollow-dot'
              ? 'hollow-circle'
              : entry.tone.role === 'series' || entry.tone.role === 'signal' || entry.tone.role === 'good'
                ? paint.shape
                : 'circle'
      const marker = markerOf(paint, shape, shape === 'tick' ? style.dot * 0.55 : style.dot, style)
      const dot: ScatterTrace = {
        ...sheet,
        type: 'scatter',
        name: 'key',
        connectgaps: false,
        mode: 'markers',
        x: [x + width / 2],
        y: [y],
        cliponaxis: false,
        marker: {
          symbol: marker.symbol,
          size: marker.size,
          color: marker.color,
          line: { color: marker.lineColor, width: marker.lineWidth },
          opacity: 1,
        },
      }
      return { traces: [dot], shapes: [] }
    }
  }
}

function keyLine(
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  color: string,
  width: number,
  dash: string,
): ScatterTrace {
  return {
    ...sheet,
    type: 'scatter',
    name: 'key',
    connectgaps: false,
    mode: 'lines',
    x,
    y,
    cliponaxis: false,
    line: { color, width, dash, shape: 'linear', simplify: false },
  }
}

function hatchLines(
  left: number,
  top: number,
  right: number,
  bottom: number,
  color: string,
  style: FigureStyle,
): ScatterTrace {
  const x: (number | null)[] = []
  const y: (number | null)[] = []
  const step = style.text * 0.38
  for (let sum = left + top + step; sum < right + bottom; sum += step) {
    const from = Math.max(left, sum - bottom)
    const to = Math.min(right, sum - top)
    if (to - from > 0.3) {
      x.push(from, to, null)
      y.push(sum - from, sum - to, null)
    }
  }
  return keyLine(x, y, color, style.hairline, 'solid')
}
