import type { LegendEntry } from '../../analyses/core/figure'
import { markerOf } from './dots'
import type { FigureStyle } from './figure-style'
import type { DrawnMarks } from './mark-basics'
import type { BarTrace, PlotlyShape, ScatterTrace } from './plotly-vocabulary'
import type { Box } from './projection'
import { dashPattern } from './strokes'
import type { Paint } from './tones'

/** Axes of the whole sheet, in CSS pixels. */
export const onSheet = { xaxis: 'x', yaxis: 'y', showlegend: false, hoverinfo: 'skip' } as const

/** A filled box behind the words of the sheet. */
function rect({ left, top, right, bottom }: Box, fillcolor: string, color: string, width: number): PlotlyShape {
  return {
    type: 'rect',
    name: 'key',
    xref: 'x',
    yref: 'y',
    x0: left,
    x1: right,
    y0: top,
    y1: bottom,
    fillcolor,
    line: { color, width },
    layer: 'below',
  }
}

/** Width that the sign of an entry takes. */
export function signWidth(entry: LegendEntry, style: FigureStyle): number {
  if (entry.sign === 'line' || entry.sign === 'dashed-line' || entry.sign === 'dotted-line') return style.text * 2
  if (entry.sign === 'band' || entry.sign === 'hatch') return style.text * 1.6
  return entry.sign === 'square' ? style.text * 0.95 : style.dot
}

/** Draws the sign of an entry from x on, its middle at y. */
export function drawSign(
  entry: LegendEntry,
  x: number,
  y: number,
  width: number,
  style: FigureStyle,
): Pick<DrawnMarks, 'traces' | 'shapes'> {
  const { surface } = style
  const paint = style.paint(entry.tone)
  const half = style.text * 0.42
  const area = { left: x, top: y - half, right: x + width, bottom: y + half }
  switch (entry.sign) {
    case 'square': {
      const bar = squareSign(x, y, width, paint, style)
      return { traces: paint.hatched ? [bar, hatchLines(area, style)] : [bar], shapes: [] }
    }
    case 'band':
      return {
        traces: paint.hatched ? [hatchLines(area, style)] : [],
        shapes: [rect(area, paint.tint, paint.stroke, style.hairline)],
      }
    case 'hatch':
      return {
        traces: [hatchLines(area, style)],
        shapes: [rect(area, surface.background, surface.axis, style.hairline)],
      }
    case 'line':
    case 'dotted-line':
    case 'dashed-line': {
      const dash = dashPattern(dashOf(entry, paint), style.normal)
      return { traces: [keyLine([x, x + width], [y, y], paint.stroke, style.normal, dash)], shapes: [] }
    }
    case 'dot':
    case 'hollow-dot':
    case 'cross':
      return { traces: [dotSign(entry, x + width / 2, y, paint, style)], shapes: [] }
  }
}

function squareSign(x: number, y: number, width: number, paint: Paint, style: FigureStyle): BarTrace {
  return {
    ...onSheet,
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
}

function dotSign(entry: LegendEntry, x: number, y: number, paint: Paint, style: FigureStyle): ScatterTrace {
  const shape = shapeOf(entry, paint)
  const marker = markerOf(paint, shape, shape === 'tick' ? style.dot * 0.55 : style.dot, style)
  return {
    ...onSheet,
    type: 'scatter',
    name: 'key',
    connectgaps: false,
    mode: 'markers',
    x: [x],
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
}

function dashOf({ sign, tone }: LegendEntry, paint: Paint): Paint['dash'] {
  if (sign === 'dotted-line') return 'dot'
  if (sign === 'dashed-line') return paint.dash === 'solid' ? 'dash' : paint.dash
  return tone.role === 'series' ? paint.dash : 'solid'
}

/** The shape that an entry names, that its sign is, or that its tone has among the dots of the figure. */
function shapeOf({ shape, sign, tone }: LegendEntry, paint: Paint): Paint['shape'] | NonNullable<LegendEntry['shape']> {
  if (shape !== undefined) return shape
  if (sign === 'cross') return 'cross'
  if (sign === 'hollow-dot') return 'hollow-circle'
  return tone.role === 'series' || tone.role === 'signal' || tone.role === 'good' ? paint.shape : 'circle'
}

function keyLine(
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  color: string,
  width: number,
  dash: string,
): ScatterTrace {
  return {
    ...onSheet,
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

/** Strokes from left below to right above over an area. */
function hatchLines({ left, top, right, bottom }: Box, style: FigureStyle): ScatterTrace {
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
  return keyLine(x, y, style.surface.hatch, style.hairline, 'solid')
}
