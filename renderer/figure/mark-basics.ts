import type { Tone } from '../../analyses/core/figure'
import { figureFont, type FigureStyle, type Words } from './figure-style'
import { plotlyText } from './plotly-text'
import type { HoverLabel, PlotlyShape, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import type { Projection } from './projection'
import { wrapText } from './text-metrics'

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

export function hoverText(text: string, style: FigureStyle): string {
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
