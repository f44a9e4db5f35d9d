import type { Mark, Panel } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import { detailAt, unseenPoints, toneAt, type DrawnMarks } from './mark-basics'
import type { PlotlyShape } from './plotly-vocabulary'
import type { Point, Projection } from './projection'
import { round } from './strokes'
import { lineSpacing, onOneLine, wrapEvenly } from './text-metrics'

type NodeMark = Extract<Mark, { mark: 'node' }>

/** What is written in one node, and how high it must be for that. */
interface NodeWords {
  readonly lines: readonly string[]
  readonly asideLines: readonly string[]
  /** CSS pixels. */
  readonly height: number
}

/** An ellipse has less room at its top and bottom than its box has. */
const ellipseRoom = { width: 0.84, height: 1.3 } as const

function nodeWords(mark: NodeMark, index: number, unit: number, style: FigureStyle): NodeWords {
  const { text, small } = style
  const isEllipse = mark.shape === 'ellipse'
  const room = Math.max(text, mark.width * unit * (isEllipse ? ellipseRoom.width : 1) - text * 0.6)
  const label = onOneLine(style.say(mark.labels[index] ?? ''))
  const aside = mark.asides?.[index] ?? null
  const lines = label === '' ? [] : wrapEvenly(label, room, text)
  const asideLines = aside === null ? [] : wrapEvenly(onOneLine(style.say(aside)), room, small)
  const height =
    ((lines.length - 1) * lineSpacing + 1) * text +
    (asideLines.length > 0 ? asideLines.length * lineSpacing * small : 0)
  return { lines, asideLines, height: (height + text * 0.55) * (isEllipse ? ellipseRoom.height : 1) }
}

/**
 * Height of a diagram: as wide as the paper with one unit for both axes, higher where a node's words ask for it.
 * @returns CSS pixels; `smallest` is where the words of the fullest node begin to touch its edge
 * @throws Error (a bug in the figure) when an axis does not say its extent
 */
export function diagramHeight(
  panel: Panel,
  plotWidth: number,
  style: FigureStyle,
): { readonly natural: number; readonly smallest: number; readonly largest: number } {
  const { x, y } = panel
  if (x.scale !== 'linear' || y.scale !== 'linear' || x.domain === undefined || y.domain === undefined)
    throw new Error('a diagram declares the extent of both axes')
  const unit = plotWidth / (x.domain[1] - x.domain[0])
  const even = (y.domain[1] - y.domain[0]) * unit
  let stretch = 0
  for (const mark of panel.marks) {
    if (mark.mark !== 'node') continue
    for (const index of mark.labels.keys())
      stretch = Math.max(stretch, nodeWords(mark, index, unit, style).height / (mark.height * unit))
  }
  const natural = even * Math.max(1, stretch)
  return { natural, smallest: Math.min(natural, even * Math.max(stretch, 0.5)), largest: natural }
}

/** Boxes and ellipses with their words. */
export function drawNodes(mark: NodeMark, projection: Projection): DrawnMarks {
  const { style, plan, xaxis, yaxis } = projection
  if (plan.panel.geometry !== 'diagram') throw new Error('nodes stand in a diagram')
  const unit = plan.width / Math.abs(plan.xRange[1] - plan.xRange[0])
  const shapes: PlotlyShape[] = []
  const words: Words[] = []
  const centres: Point[] = []
  const details: string[] = []
  for (const [index, x] of mark.x.entries()) {
    const y = mark.y[index]
    if (y === undefined) continue
    const paint = style.paint(toneAt(mark.tone, index))
    const [halfWidth, halfHeight] = [mark.width / 2, mark.height / 2]
    const look = {
      xref: xaxis,
      yref: yaxis,
      name: 'node',
      fillcolor: paint.tint,
      line: { color: paint.stroke, width: style.thin },
      layer: 'below' as const,
    }
    if (mark.shape === 'box')
      shapes.push({
        ...look,
        type: 'rect',
        x0: x - halfWidth,
        x1: x + halfWidth,
        y0: y - halfHeight,
        y1: y + halfHeight,
      })
    else shapes.push({ ...look, type: 'path', path: ellipse(x, y, halfWidth, halfHeight) })

    const { lines, asideLines } = nodeWords(mark, index, unit, style)
    const [centreX, centreY] = projection.pixels([x, y])
    const base = { x: centreX, weight: 400 as const, anchor: 'middle' as const, baseline: 'middle' as const }
    const [up, down] =
      asideLines.length === 0
        ? [0, 0]
        : [(asideLines.length * style.small * lineSpacing) / 2, (lines.length * style.text * lineSpacing) / 2]
    if (lines.length > 0) words.push({ ...base, y: centreY - up, lines, size: style.text, color: style.surface.ink })
    if (asideLines.length > 0)
      words.push({ ...base, y: centreY + down, lines: asideLines, size: style.small, color: style.surface.softInk })
    centres.push([x, y])
    details.push(detailAt(mark.details, index, style))
  }
  if (mark.details === undefined || centres.length === 0) return { traces: [], shapes, words }
  const trace = unseenPoints(projection, 'node details', centres, details, mark.height * unit)
  return { traces: [trace], shapes, words }
}

/** Four Bézier curves; 0.5523 makes them leave a true ellipse by less than 0.03 % of its radius. */
function ellipse(x: number, y: number, halfWidth: number, halfHeight: number): string {
  const [handleX, handleY] = [halfWidth * 0.5523, halfHeight * 0.5523]
  const at = (...numbers: readonly number[]): string => numbers.map((number) => round(number)).join(',')
  return [
    `M${at(x - halfWidth, y)}`,
    `C${at(x - halfWidth, y - handleY, x - handleX, y - halfHeight, x, y - halfHeight)}`,
    `C${at(x + handleX, y - halfHeight, x + halfWidth, y - handleY, x + halfWidth, y)}`,
    `C${at(x + halfWidth, y + handleY, x + handleX, y + halfHeight, x, y + halfHeight)}`,
    `C${at(x - handleX, y + halfHeight, x - halfWidth, y + handleY, x - halfWidth, y)}`,
    'Z',
  ].join('')
}
