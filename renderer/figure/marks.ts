import type { Mark } from '../../analyses/core/figure'
import { drawBand, drawRibbon } from './areas'
import { drawBars } from './bars'
import { drawCells } from './cells'
import { drawConnectors } from './connectors'
import { dotBoxes, drawDots } from './dots'
import type { FigureStyle, Words } from './figure-style'
import { drawIntervals, drawLine, drawRule } from './lines'
import type { DrawnMarks } from './mark-basics'
import { drawNodes } from './nodes'
import type { PanelPlan } from './panel-layout'
import { wordsIn } from './placed-words'
import type { PlotlyShape, PlotlyTrace } from './plotly-vocabulary'
import { projectionOf, type Box, type Projection } from './projection'
import { onOneLine } from './text-metrics'

/** Draws a panel's marks in their order. */
export function drawMarks(plan: PanelPlan, style: FigureStyle): DrawnMarks {
  const projection = projectionOf(plan, style)
  const traces: PlotlyTrace[] = []
  const shapes: PlotlyShape[] = []
  const words: Words[] = []
  const dots = dotBoxes(projection)
  for (const mark of plan.panel.marks) {
    const drawn = drawMark(mark, projection, dots, words)
    for (const trace of drawn.traces) traces.push(trace)
    for (const shape of drawn.shapes) shapes.push(shape)
    for (const own of drawn.words) words.push(own)
  }
  return { traces, shapes, words }
}

function drawMark(mark: Mark, projection: Projection, dots: readonly Box[], placed: readonly Words[]): DrawnMarks {
  switch (mark.mark) {
    case 'dot':
      return drawDots(mark, projection, dots, placed)
    case 'interval':
      return drawIntervals(mark, projection)
    case 'line':
      return drawLine(mark, projection)
    case 'bar':
      return drawBars(mark, projection)
    case 'band':
      return drawBand(mark, projection)
    case 'ribbon':
      return drawRibbon(mark, projection)
    case 'rule':
      return drawRule(mark, projection)
    case 'connector':
      return drawConnectors(mark, projection)
    case 'cell':
      return drawCells(mark, projection)
    case 'node':
      return drawNodes(mark, projection)
    case 'text':
      return drawText(mark, projection)
  }
}

function drawText(mark: Extract<Mark, { mark: 'text' }>, projection: Projection): DrawnMarks {
  const { style } = projection
  const color = wordsIn(mark.tone, style)
  const words: Words[] = []
  for (const [index, xPosition] of mark.x.entries()) {
    const yPosition = mark.y[index]
    const text = mark.text[index]
    if (yPosition === undefined || text === undefined) continue
    const line = onOneLine(style.say(text))
    if (line === '') continue
    const [x, y] = projection.pixels(projection.project(xPosition, yPosition))
    words.push({
      x,
      y,
      lines: [line],
      size: style.text,
      weight: 400,
      color,
      anchor: mark.anchor ?? 'middle',
      baseline: 'middle',
    })
  }
  return { traces: [], shapes: [], words }
}
