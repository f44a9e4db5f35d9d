import type { Tone } from '../../analyses/core/figure'
import { figureFont, type FigureStyle, type Words } from './figure-style'
import { plotlyText } from './plotly-text'
import type { HoverLabel, PlotlyShape, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import type { Point, Projection } from './projection'
import { wrapText } from './text-metrics'
import type { Label } from '../../analyses/core/words'

/** What the marks of one panel become. */
export interface DrawnMarks {
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
  readonly words: readonly Words[]
}

function hoverLabel(style: FigureStyle): HoverLabel {
  return {
    bgcolor: style.theme === 'dark' ? '#2c3234' : '#ffffff',
    bordercolor: style.surface.axis,
    align: 'left',
    namelength: 0,
    font: { family: figureFont, size: style.text, color: style.surface.ink },
  }
}

export function basics(
  projection: Projection,
  name: string,
  details?: readonly string[],
): Pick<PlotlyTrace, 'xaxis' | 'yaxis' | 'name' | 'showlegend' | 'hoverinfo' | 'hovertext' | 'hoverlabel'> {
  const { xaxis, yaxis, style } = projection
  if (details === undefined) return { xaxis, yaxis, name, showlegend: false, hoverinfo: 'skip' }
  return { xaxis, yaxis, name, showlegend: false, hoverinfo: 'text', hovertext: details, hoverlabel: hoverLabel(style) }
}

export function scatter(
  projection: Projection,
  name: string,
  details?: readonly string[],
): Pick<
  ScatterTrace,
  'type' | 'xaxis' | 'yaxis' | 'name' | 'showlegend' | 'hoverinfo' | 'hovertext' | 'hoverlabel' | 'connectgaps'
> {
  return { ...basics(projection, name, details), type: 'scatter', connectgaps: false }
}

/** Signs at points of a panel. */
export function markersAt(
  projection: Projection,
  name: string,
  points: readonly Point[],
  marker: NonNullable<ScatterTrace['marker']>,
  details?: readonly string[],
): ScatterTrace {
  return {
    ...scatter(projection, name, details),
    mode: 'markers',
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    cliponaxis: false,
    marker,
  }
}

/** Nothing that can be seen, but something to point at. @param size of the squares that are felt for, CSS pixels */
export function unseenPoints(
  projection: Projection,
  name: string,
  points: readonly Point[],
  details: readonly string[],
  size: number,
): ScatterTrace {
  const unseen = 'rgba(0,0,0,0)'
  const marker = { symbol: 'square', size, color: unseen, line: { color: unseen, width: 0 }, opacity: 0 }
  return markersAt(projection, name, points, marker, details)
}

/** What is told of a mark's element when it is pointed at; empty where nothing is. */
export function detailAt(details: readonly Label[] | undefined, index: number, style: FigureStyle): string {
  const detail = details?.[index]
  return detail === undefined ? '' : hoverText(style.say(detail), style)
}

function hoverText(text: string, style: FigureStyle): string {
  return text
    .split('\n')
    .map((line) => plotlyText(wrapText(line, style.text * 26, style.text)))
    .join('<br>')
}

export function toneAt(tone: Tone | readonly Tone[], index: number): Tone {
  if (!isList(tone)) return tone
  return tone[index] ?? tone.at(-1) ?? { role: 'main' }
}

function isList<T extends object>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
