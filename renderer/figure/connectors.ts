import type { Mark } from '../../analyses/core/figure'
import type { Words } from './figure-style'
import { grouped } from './grouped'
import { detailAt, markersAt, scatter, unseenPoints, toneAt, type DrawnMarks } from './mark-basics'
import { boxOf, wordsIn } from './placed-words'
import type { ScatterTrace } from './plotly-vocabulary'
import type { Box, Point, Projection } from './projection'
import { dashPattern } from './strokes'
import { onOneLine } from './text-metrics'

type ConnectorMark = Extract<Mark, { mark: 'connector' }>

/** A stroke in CSS pixels, in pieces: words on it interrupt it. */
interface Stroke {
  readonly pieces: readonly (readonly Point[])[]
  readonly color: string
  readonly width: number
}

interface Head {
  readonly point: Point
  readonly angle: number
  readonly size: number
  readonly color: string
}

/** Strokes from point to point: straight or bowed, with heads, with words on them, as thick as their weight says. */
export function drawConnectors(mark: ConnectorMark, projection: Projection): DrawnMarks {
  const { style, plan } = projection
  const isDiagram = plan.panel.geometry === 'diagram'
  const strokes: Stroke[] = []
  const heads: Head[] = []
  const words: Words[] = []
  const middles: Point[] = []
  const details: string[] = []
  for (const [index, xs] of mark.x.entries()) {
    const ys = mark.y[index]
    if (xs === null || ys === null || ys === undefined) continue
    const tone = toneAt(mark.tone, index)
    const color = style.paint(tone).stroke
    const start = projection.pixels(projection.project(xs[0], ys[0]))
    const end = projection.pixels(projection.project(xs[1], ys[1]))
    const length = Math.hypot(end[0] - start[0], end[1] - start[1])
    const way = wayBetween(start, end, (each(mark.bend, index) ?? 0) / projection.perPixel[0])
    const weight = mark.weights?.[index]
    const width =
      weight === undefined
        ? style.normal
        : style.hairline + Math.round(Math.min(1, Math.max(0, weight)) * 8) * (style.normal * 0.24)
    const headSize = weight === undefined ? style.dot * 0.78 : Math.max(style.dot * 0.78, width * 2.5)
    const headLength = headSize * 0.8
    // Between dots a head stops at the dot's edge; in a diagram connectors end at the edge of what they join.
    const reserve = isDiagram ? headLength * 0.55 : style.dot * 0.5 + style.dot * 0.62 * 0.5
    // Where the dots nearly touch there is no room for a head, and no need: their shapes say which is which.
    const hasHead =
      mark.arrow !== undefined && mark.arrow !== false && length > (isDiagram ? headLength * 2 : style.dot * 1.9)
    const cut = length > 0 ? reserve / length : 0
    const from = hasHead && mark.arrow === 'both' ? cut : 0
    const to = hasHead ? 1 - cut : 1
    if (hasHead) heads.push({ ...headAt(way, to, 1), size: headSize, color })
    if (hasHead && mark.arrow === 'both') heads.push({ ...headAt(way, from, 0), size: headSize, color })

    const said = mark.labels?.[index]
    const line = said === undefined || said === null ? '' : onOneLine(style.say(said))
    const [middleX, middleY] = way(each(mark.labelAt, index) ?? 0.5)
    middles.push([middleX, middleY])
    let gap: Box | null = null
    if (line !== '') {
      const own: Words = {
        x: middleX,
        y: middleY,
        lines: [line],
        size: style.small,
        weight: 400,
        color: wordsIn(tone, style),
        anchor: 'middle',
        baseline: 'middle',
      }
      words.push(own)
      const box = boxOf(own)
      const air = style.small * 0.14
      gap = { left: box.left - air, right: box.right + air, top: box.top - air * 0.2, bottom: box.bottom + air * 0.2 }
    }
    strokes.push({
      pieces: piecesOf(way, from, to, (each(mark.bend, index) ?? 0) === 0 && gap === null ? 1 : 64, gap),
      color,
      width,
    })
    details.push(detailAt(mark.details, index, style))
  }
  return {
    traces: [
      ...strokeTraces(strokes, mark.dash ?? 'solid', projection),
      ...headTraces(heads, projection),
      ...detailTraces(mark, middles, details, projection),
    ],
    shapes: [],
    words,
  }
}

function each(value: number | readonly number[] | undefined, index: number): number | undefined {
  return typeof value === 'number' || value === undefined ? value : value[index]
}

/** A straight line or a parabola that bows out by `bend` pixels: points by the share of the way. */
function wayBetween(start: Point, end: Point, bend: number): (share: number) => Point {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
  const length = Math.hypot(dx, dy)
  if (bend === 0 || length === 0) return (share) => [start[0] + dx * share, start[1] + dy * share]
  // Pixels count downwards: (−dy, dx) points to the right of the way.
  return (share) => {
    const bow = (4 * bend * share * (1 - share)) / length
    return [start[0] + dx * share - dy * bow, start[1] + dy * share + dx * bow]
  }
}

function headAt(way: (share: number) => Point, share: number, tip: 0 | 1): Pick<Head, 'point' | 'angle'> {
  const [x, y] = way(share)
  const [tipX, tipY] = way(tip)
  return { point: [x, y], angle: (Math.atan2(tipX - x, y - tipY) * 180) / Math.PI }
}

function piecesOf(
  way: (share: number) => Point,
  from: number,
  to: number,
  steps: number,
  gap: Box | null,
): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]]
  for (let step = 0; step <= steps; step += 1) {
    const point = way(from + ((to - from) * step) / steps)
    const isInGap =
      gap !== null && point[0] > gap.left && point[0] < gap.right && point[1] > gap.top && point[1] < gap.bottom
    if (isInGap) pieces.push([])
    else pieces.at(-1)?.push(point)
  }
  return pieces.filter((piece) => piece.length > 1)
}

/** One trace for all strokes that look alike. */
function strokeTraces(
  strokes: readonly Stroke[],
  dash: 'solid' | 'dashed' | 'dotted',
  projection: Projection,
): readonly ScatterTrace[] {
  return [...grouped(strokes, ({ color, width }) => `${color} ${width}`).values()].map((own) => {
    const width = own[0]?.width ?? projection.style.normal
    const points = own.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => [...piece.map((point) => projection.pointAt(point)), null]),
    )
    return {
      ...scatter(projection, 'connector'),
      mode: 'lines' as const,
      x: points.map((point) => point?.[0] ?? null),
      y: points.map((point) => point?.[1] ?? null),
      cliponaxis: true,
      line: {
        color: own[0]?.color ?? projection.style.surface.ink,
        width,
        dash: dashPattern(dash, width),
        shape: 'linear' as const,
        simplify: false,
      },
    }
  })
}

function headTraces(heads: readonly Head[], projection: Projection): readonly ScatterTrace[] {
  if (heads.length === 0) return []
  const points = heads.map(({ point }) => projection.pointAt(point))
  const marker = {
    symbol: 'triangle-up',
    size: heads.map(({ size }) => size),
    angle: heads.map(({ angle }) => angle),
    color: heads.map(({ color }) => color),
    line: { color: 'rgba(0,0,0,0)', width: 0 },
    opacity: 1,
  }
  return [markersAt(projection, 'arrow', points, marker)]
}

function detailTraces(
  mark: ConnectorMark,
  middles: readonly Point[],
  details: readonly string[],
  projection: Projection,
): readonly ScatterTrace[] {
  if (mark.details === undefined || middles.length === 0) return []
  const points = middles.map((point) => projection.pointAt(point))
  return [unseenPoints(projection, 'connector details', points, details, projection.style.text)]
}
