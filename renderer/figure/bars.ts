import type { Mark, Position } from '../../analyses/core/figure'
import type { Words } from './figure-style'
import { basics, detailAt, toneAt, type DrawnMarks } from './mark-basics'
import { boxOf } from './placed-words'
import type { BarTrace } from './plotly-vocabulary'
import { boxBetween, type Box, type Projection } from './projection'
import { hatch, segmentTraces, type Segment } from './strokes'
import { onOneLine, textWidth } from './text-metrics'
import { inkOn, type Paint } from './tones'
import { largest, smallest } from '../../analyses/numeric/summary/extremes'

export function drawBars(mark: Extract<Mark, { mark: 'bar' }>, projection: Projection): DrawnMarks {
  const { plan, style } = projection
  if (plan.wheel !== null) throw new Error('a radial panel has no bars')
  const isAcross = mark.along === 'x'
  const thickness = mark.thickness ?? 0.7
  const at: number[] = []
  const from: number[] = []
  const to: number[] = []
  const paints: Paint[] = []
  const details: string[] = []
  const words: Words[] = []
  const hatching: Segment[] = []
  for (const [index, position] of mark.at.entries()) {
    const start = mark.from[index]
    const end = mark.to[index]
    if (start === null || end === null || start === undefined || end === undefined) continue
    const [x0, y0] = isAcross ? projection.project(start, position) : projection.project(position, start)
    const [x1, y1] = isAcross ? projection.project(end, position) : projection.project(position, end)
    const paint = style.paint(toneAt(mark.tone, index))
    at.push(isAcross ? y0 : x0)
    from.push(isAcross ? x0 : y0)
    to.push(isAcross ? x1 : y1)
    paints.push(paint)
    details.push(detailAt(mark.details, index, style))

    const half = thickness / 2
    const corners = isAcross
      ? [projection.pixels([x0, y0 - half]), projection.pixels([x1, y0 + half])]
      : [projection.pixels([x0 - half, y0]), projection.pixels([x0 + half, y1])]
    const box = boxBetween(corners[0] ?? [0, 0], corners[1] ?? [0, 0])
    if (mark.hatched === true || paint.hatched)
      for (const line of hatch(box, style.surface.background, projection, 1.2)) hatching.push(line)

    const label = mark.labels?.[index]
    if (label !== undefined && label !== null) {
      const line = onOneLine(style.say(label))
      const placedLabel =
        line === ''
          ? null
          : barLabel(
              line,
              box,
              isAcross,
              end >= start,
              paint,
              mark.hatched === true || paint.hatched,
              projection,
              position,
            )
      if (placedLabel !== null) words.push(placedLabel)
    }
  }
  if (at.length === 0) return { traces: [], shapes: [], words: [] }
  const lengths = to.map((end, index) => end - (from[index] ?? 0))
  const trace: BarTrace = {
    ...basics(projection, 'bar', mark.details === undefined ? undefined : details),
    type: 'bar',
    orientation: isAcross ? 'h' : 'v',
    x: isAcross ? lengths : at,
    y: isAcross ? at : lengths,
    base: from,
    width: thickness,
    marker: {
      color: paints.map(({ fill }) => fill),
      line: {
        color: paints.map(({ outline }) => outline ?? style.surface.background),
        width: paints.map(({ outline }) => (outline === null ? 0 : style.hairline)),
      },
    },
  }
  return { traces: [trace, ...segmentTraces(hatching, 'hatch', style.normal, 'solid', projection)], shapes: [], words }
}

/**
 * A bar's label: of a bar by itself beyond its end, or inside the end where there is no room beyond; of a slice of a stack in its middle. A slice too thin for its
 * number goes without, as is the custom for stacked bars: its number is in the table beside the figure.
 */
function barLabel(
  line: string,
  box: Box,
  isAcross: boolean,
  isForward: boolean,
  paint: Paint,
  isHatched: boolean,
  projection: Projection,
  position: Position,
): Words | null {
  const { style, plan } = projection
  const size = style.text
  const width = textWidth(line, size)
  const gap = size * 0.35
  const middleX = (box.left + box.right) / 2
  const middleY = (box.top + box.bottom) / 2
  const inside: Words = {
    x: middleX,
    y: middleY,
    lines: [line],
    size,
    weight: 400,
    color: isHatched ? style.surface.ink : inkOn(paint.fill),
    anchor: 'middle',
    baseline: 'middle',
  }
  const fits = isAcross
    ? box.right - box.left >= width + size * 0.35 && box.bottom - box.top >= size * 0.95
    : box.bottom - box.top >= size * 1.25 && box.right - box.left >= width * 0.95
  if (hasNeighbour(projection, position, isAcross, box)) return fits ? inside : null
  const beyond: Words = isAcross
    ? {
        ...inside,
        x: isForward ? box.right + gap : box.left - gap,
        anchor: isForward ? 'start' : 'end',
        color: style.surface.ink,
      }
    : {
        ...inside,
        y: isForward ? box.top - gap * 0.5 : box.bottom + gap * 0.5,
        baseline: isForward ? 'bottom' : 'top',
        color: style.surface.ink,
      }
  const room = boxOf(beyond)
  const hasRoom =
    room.right <= plan.left + plan.width &&
    room.left >= plan.left &&
    room.top >= plan.top - size * 0.3 &&
    room.bottom <= plan.top + plan.height
  if (hasRoom) return beyond
  if (!fits) return null
  return isAcross
    ? { ...inside, x: isForward ? box.right - gap : box.left + gap, anchor: isForward ? 'end' : 'start' }
    : { ...inside, y: isForward ? box.top + gap * 0.7 : box.bottom - gap * 0.7, baseline: isForward ? 'top' : 'bottom' }
}

/** Whether another bar of the same row begins or ends where this one does: a stack, or two sides of a zero line. */
function hasNeighbour(projection: Projection, position: Position, isAcross: boolean, box: Box): boolean {
  const own = samePlace(position)
  const [ownLow, ownHigh] = isAcross ? [box.left, box.right] : [box.top, box.bottom]
  for (const mark of projection.plan.panel.marks) {
    if (mark.mark !== 'bar' || (mark.along === 'x') !== isAcross) continue
    for (const [index, at] of mark.at.entries()) {
      const from = mark.from[index]
      const to = mark.to[index]
      if (
        from === null ||
        to === null ||
        from === undefined ||
        to === undefined ||
        from === to ||
        samePlace(at) !== own
      )
        continue
      const ends = [from, to].map(
        (value) =>
          projection.pixels(isAcross ? projection.project(value, at) : projection.project(at, value))[isAcross ? 0 : 1],
      )
      const low = smallest(ends)
      const high = largest(ends)
      if (Math.abs(low - ownLow) < 0.5 && Math.abs(high - ownHigh) < 0.5) continue
      if (Math.abs(low - ownHigh) < 1 || Math.abs(high - ownLow) < 1) return true
    }
  }
  return false
}

function samePlace(position: Position): string {
  return typeof position === 'object' ? `${position.category} ${position.shift}` : String(position)
}
