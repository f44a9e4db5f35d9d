import type { Mark } from '../../analyses/core/figure'
import type { Words } from './figure-style'
import { detailAt, unseenPoints, type DrawnMarks } from './mark-basics'
import type { PlotlyShape, PlotlyTrace } from './plotly-vocabulary'
import { boxBetween, type Point, type Projection } from './projection'
import { hatch, segmentTraces, type Segment } from './strokes'
import { onOneLine, textWidth, widestWord, wrapText } from './text-metrics'
import { divergingColour, inkOn, rampColour } from './tones'

/** How small words in cells may be set, as a share of the figure's type. */
const smallestShare = 0.72

export function drawCells(mark: Extract<Mark, { mark: 'cell' }>, projection: Projection): DrawnMarks {
  const { plan, style, xaxis, yaxis } = projection
  if (plan.wheel !== null) throw new Error('a radial panel has no cells')
  const shapes: PlotlyShape[] = []
  const words: Words[] = []
  const hatching: Segment[] = []
  const centres: Point[] = []
  const details: string[] = []
  const [low, high] = mark.domain
  const colourAt = mark.ramp === 'diverging' ? divergingColour : rampColour
  const cell: Point = [1 / Math.abs(projection.perPixel[0]), 1 / Math.abs(projection.perPixel[1])]
  // All or none: a number under some cells only would look as if the others had none.
  const hasAsides =
    cell[1] >= style.text + style.small + style.text * 0.4 &&
    (mark.aside ?? []).every(
      (aside) => aside === null || textWidth(onOneLine(style.say(aside)), style.small) <= cell[0] - style.text * 0.3,
    )
  const lineOf = (index: number): string => {
    const said = mark.text[index]
    return said === undefined ? '' : onOneLine(style.say(said))
  }
  const room = cell[0] - style.text * 0.3
  // One size for all cells: words that would run into the next cell are set in several lines, and smaller where the longest word needs it.
  const longest = mark.x.reduce((most, _, index) => Math.max(most, widestWord(lineOf(index), style.text)), 0)
  const size = style.text * Math.min(1, Math.max(smallestShare, room / Math.max(longest, 1)))
  // A number or a word is not broken.
  const isTooNarrow = (longest * size) / style.text > room * 1.01
  const inset: Point = [Math.abs(projection.perPixel[0]) * 0.75, Math.abs(projection.perPixel[1]) * 0.75]
  for (const [index, xId] of mark.x.entries()) {
    const yId = mark.y[index]
    if (yId === undefined) continue
    const [x, y] = projection.project(xId, yId)
    const value = mark.value[index] ?? null
    const isEmpty = value === null
    const fill = isEmpty
      ? style.surface.background
      : colourAt(high > low ? (value - low) / (high - low) : 0.5, style.theme)
    const corner0: Point = [x - 0.5 + inset[0], y - 0.5 + inset[1]]
    const corner1: Point = [x + 0.5 - inset[0], y + 0.5 - inset[1]]
    shapes.push({
      type: 'rect',
      name: 'cell',
      xref: xaxis,
      yref: yaxis,
      x0: corner0[0],
      x1: corner1[0],
      y0: corner0[1],
      y1: corner1[1],
      fillcolor: fill,
      line: { color: isEmpty ? style.surface.grid : fill, width: isEmpty ? style.hairline : 0 },
      layer: 'below',
    })
    const box = boxBetween(projection.pixels(corner0), projection.pixels(corner1))
    if (isEmpty) for (const line of hatch(box, style.surface.hatch, projection)) hatching.push(line)
    centres.push([x, y])
    details.push(detailAt(mark.details, index, style))

    const [centreX, centreY] = projection.pixels([x, y])
    const aside = mark.aside?.[index]
    const line = lineOf(index)
    const under = aside === undefined || aside === null ? '' : onOneLine(style.say(aside))
    const fitsUnder = under !== '' && hasAsides
    const color = isEmpty ? style.surface.ink : inkOn(fill)
    const base = { weight: 400 as const, color, anchor: 'middle' as const, baseline: 'middle' as const, x: centreX }
    if (line !== '')
      words.push({
        ...base,
        y: fitsUnder ? centreY - style.small * 0.6 : centreY,
        lines: fitsUnder || isTooNarrow ? [line] : wrapText(line, room, size),
        size,
      })
    if (fitsUnder) words.push({ ...base, y: centreY + style.text * 0.62, lines: [under], size: style.small })
  }
  const traces: PlotlyTrace[] = [...segmentTraces(hatching, 'hatch', style.hairline, 'solid', projection)]
  if (mark.details !== undefined) {
    const size = Math.min(Math.abs(1 / projection.perPixel[0]), Math.abs(1 / projection.perPixel[1]))
    traces.push(unseenPoints(projection, 'cell details', centres, details, size))
  }
  return { traces, shapes, words }
}
