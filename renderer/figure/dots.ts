import type { DotShape, Mark } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import { detailAt, scatter, toneAt, type DrawnMarks } from './mark-basics'
import { boxOf, touches, wordsIn } from './placed-words'
import type { ScatterTrace } from './plotly-vocabulary'
import type { Box, Point, Projection } from './projection'
import { onOneLine, wrapEvenly } from './text-metrics'
import type { Paint } from './tones'

const symbols: Readonly<Record<DotShape, { readonly symbol: string; readonly size: number }>> = {
  circle: { symbol: 'circle', size: 1 },
  'hollow-circle': { symbol: 'circle', size: 0.94 },
  square: { symbol: 'square', size: 0.9 },
  diamond: { symbol: 'diamond', size: 1.18 },
  'triangle-up': { symbol: 'triangle-up', size: 1.16 },
  'triangle-down': { symbol: 'triangle-down', size: 1.16 },
  cross: { symbol: 'x-thin-open', size: 0.95 },
  star: { symbol: 'star', size: 1.4 },
  tick: { symbol: 'line-ns-open', size: 2.9 },
}

interface Marker {
  readonly symbol: string
  readonly size: number
  readonly color: string
  readonly lineColor: string
  readonly lineWidth: number
}

/**
 * One dot of a tone. A ring of paper keeps overlapping dots apart; pale fills get a dark one instead.
 * @param isLying whether a tick lies down, across upright bars
 */
export function markerOf(
  paint: Paint,
  shape: DotShape | undefined,
  size: number,
  style: FigureStyle,
  isLying = false,
): Marker {
  const kind = shape ?? paint.shape
  const { symbol, size: factor } = symbols[kind]
  if (kind === 'hollow-circle')
    return {
      symbol,
      size: size * factor,
      color: style.surface.background,
      lineColor: paint.stroke,
      lineWidth: style.normal,
    }
  if (kind === 'tick')
    return {
      symbol: isLying ? 'line-ew-open' : symbol,
      size: size * factor,
      color: paint.stroke,
      lineColor: paint.stroke,
      lineWidth: style.normal * 1.7,
    }
  if (kind === 'cross')
    return { symbol, size: size * factor, color: paint.stroke, lineColor: paint.stroke, lineWidth: style.normal * 1.1 }
  return {
    symbol,
    size: size * factor,
    color: paint.fill,
    lineColor: paint.outline ?? style.surface.background,
    lineWidth: paint.outline === null ? style.hairline * 0.8 : style.hairline,
  }
}

const sizeFactors = { small: 0.62, normal: 1, large: 1.35 } as const

export function drawDots(
  mark: Extract<Mark, { mark: 'dot' }>,
  projection: Projection,
  dots: readonly Box[],
  placed: readonly Words[],
): DrawnMarks {
  const { style, plan } = projection
  const isLying = plan.panel.x.scale === 'category' && plan.panel.y.scale !== 'category'
  const size = style.dot * sizeFactors[mark.size ?? 'normal']
  const x: number[] = []
  const y: number[] = []
  const markers: Marker[] = []
  const details: string[] = []
  const words: Words[] = []
  for (const [index, xPosition] of mark.x.entries()) {
    const yPosition = mark.y[index]
    if (xPosition === null || yPosition === null || yPosition === undefined) continue
    const point = projection.project(xPosition, yPosition)
    const paint = style.paint(toneAt(mark.tone, index))
    x.push(point[0])
    y.push(point[1])
    markers.push(markerOf(paint, shapeAt(mark.shape, index), size, style, isLying))
    details.push(detailAt(mark.details, index, style))
    const label = mark.labels?.[index]
    if (label !== undefined && label !== null) {
      const line = onOneLine(style.say(label))
      if (line !== '')
        words.push(
          besideDot(line, projection.pixels(point), size, wordsIn(toneAt(mark.tone, index), style), projection, dots, [
            ...placed,
            ...words,
          ]),
        )
    }
  }
  if (x.length === 0) return { traces: [], shapes: [], words: [] }
  const trace: ScatterTrace = {
    ...scatter(projection, 'dot', mark.details === undefined ? undefined : details),
    mode: 'markers',
    x,
    y,
    cliponaxis: false,
    marker: {
      symbol: markers.map(({ symbol }) => symbol),
      size: markers.map((marker) => marker.size),
      color: markers.map(({ color }) => color),
      line: { color: markers.map(({ lineColor }) => lineColor), width: markers.map(({ lineWidth }) => lineWidth) },
      opacity: 1,
    },
  }
  return { traces: [trace], shapes: [], words }
}

/** Boxes of all dots of a panel, which labels keep clear of. */
export function dotBoxes(projection: Projection): readonly Box[] {
  const boxes: Box[] = []
  if (!projection.plan.panel.marks.some((mark) => mark.mark === 'dot' && mark.labels !== undefined)) return boxes
  for (const mark of projection.plan.panel.marks) {
    if (mark.mark !== 'dot') continue
    const half = (projection.style.dot * sizeFactors[mark.size ?? 'normal']) / 2
    for (const [index, xPosition] of mark.x.entries()) {
      const yPosition = mark.y[index]
      if (xPosition === null || yPosition === null || yPosition === undefined) continue
      const [x, y] = projection.pixels(projection.project(xPosition, yPosition))
      boxes.push({ left: x - half, right: x + half, top: y - half, bottom: y + half })
    }
  }
  return boxes
}

/** The first of right, left, over and under where a label touches nothing; right where it touches everywhere. */
function besideDot(
  line: string,
  [x, y]: Point,
  size: number,
  color: string,
  { plan, style }: Projection,
  dots: readonly Box[],
  placed: readonly Words[],
): Words {
  const gap = size / 2 + style.text * 0.3
  if (plan.furniture.sideWidths !== null) {
    // In a column of glyphs every label stands to the right of its own.
    const room = plan.left + plan.width - x - gap + style.text * 0.3
    return {
      lines: wrapEvenly(line, Math.max(room, style.text * 4), style.text),
      size: style.text,
      weight: 400,
      color,
      x: x + gap,
      y,
      anchor: 'start',
      baseline: 'middle',
    }
  }
  const base = { lines: [line], size: style.text, weight: 400 as const, color }
  const candidates: readonly Words[] = [
    { ...base, x: x + gap, y, anchor: 'start', baseline: 'middle' },
    { ...base, x: x - gap, y, anchor: 'end', baseline: 'middle' },
    { ...base, x, y: y - gap * 0.8, anchor: 'middle', baseline: 'bottom' },
    { ...base, x, y: y + gap * 0.8, anchor: 'middle', baseline: 'top' },
    { ...base, x: x + gap * 0.7, y: y - gap * 0.7, anchor: 'start', baseline: 'bottom' },
    { ...base, x: x - gap * 0.7, y: y - gap * 0.7, anchor: 'end', baseline: 'bottom' },
  ]
  const others = placed.map(boxOf)
  const isTaken = plan.furniture.asideWidth > 0 || plan.endLabels.length > 0
  const sheet: Box = {
    left: plan.left,
    right: plan.left + plan.width + (isTaken ? style.text * 0.3 : plan.furniture.right),
    top: plan.top - style.text,
    bottom: plan.top + plan.height,
  }
  const isOnSheet = (candidate: Words): boolean => {
    const box = boxOf(candidate)
    return box.left >= sheet.left && box.right <= sheet.right && box.top >= sheet.top && box.bottom <= sheet.bottom
  }
  const isFree = (candidate: Words): boolean =>
    isOnSheet(candidate) && ![...others, ...dots].some((other) => touches(boxOf(candidate), other))
  const wrapped: readonly Words[] = candidates.slice(0, 2).map((candidate) => {
    const room = candidate.anchor === 'start' ? sheet.right - candidate.x : candidate.x - sheet.left
    return { ...candidate, lines: wrapEvenly(line, Math.max(room, style.text * 3), style.text) }
  })
  const fewest = wrapped.toSorted((one, other) => one.lines.length - other.lines.length)
  const fallback: Words = { ...base, x: x + gap, y, anchor: 'start', baseline: 'middle' }
  return (
    candidates.find(isFree) ??
    fewest.find(isFree) ??
    candidates.find(isOnSheet) ??
    fewest.find(isOnSheet) ??
    fewest[0] ??
    fallback
  )
}

function shapeAt(shape: DotShape | readonly DotShape[] | undefined, index: number): DotShape | undefined {
  return typeof shape === 'string' || shape === undefined ? shape : shape[index]
}
