import type { DotShape, Mark, Position, Tone } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import { figureFont } from './figure-style'
import { grouped } from './grouped'
import { categoryOf, placeOn } from './panel-axes'
import type { PanelPlan } from './panel-plan'
import { plotlyText } from './plotly-text'
import type { BarTrace, HoverLabel, PlotlyShape, PlotlyTrace, ScatterTrace } from './plotly-vocabulary'
import { lineSpacing, onOneLine, textWidth, widestLine, wrapEvenly, wrapText } from './text-metrics'
import { inkOn, rampColour, type Dash, type Paint } from './tones'

/** What the marks of one panel become. */
export interface DrawnMarks {
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
  readonly words: readonly Words[]
}

/** A place in the panel's own axis units. */
type Place = readonly [x: number, y: number]
interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** From the figure's grammar to places: the only thing that differs between straight and round panels. */
interface Projection {
  readonly plan: PanelPlan
  readonly style: FigureStyle
  readonly xaxis: string
  readonly yaxis: string
  project(x: Position, y: Position): Place
  /** CSS pixels from the top left of the figure. */
  pixels(place: Place): Place
  /** One CSS pixel in axis units. */
  readonly perPixel: Place
}

/** Draws a panel's marks in their order. */
export function drawMarks(plan: PanelPlan, style: FigureStyle): DrawnMarks {
  const projection = projectionOf(plan, style)
  const traces: PlotlyTrace[] = []
  const shapes: PlotlyShape[] = []
  const words: Words[] = []
  const dots = dotBoxes(projection)
  for (const mark of plan.panel.marks) {
    const drawn = drawMark(mark, projection, dots, words)
    traces.push(...drawn.traces)
    shapes.push(...drawn.shapes)
    words.push(...drawn.words)
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
    case 'text':
      return drawText(mark, projection)
  }
}

export function projectionOf(plan: PanelPlan, style: FigureStyle): Projection {
  const { panel, xRange, yRange, xPlaces, yPlaces } = plan
  const perPixel: Place = [(xRange[1] - xRange[0]) / plan.width, (yRange[1] - yRange[0]) / plan.height]
  const base = {
    plan,
    style,
    xaxis: `x${plan.axisNumber}`,
    yaxis: `y${plan.axisNumber}`,
    perPixel,
    pixels: ([x, y]: Place): Place => [plan.left + (x - xRange[0]) / perPixel[0], plan.top + (yRange[1] - y) / perPixel[1]],
  }
  if (plan.wheel !== null && panel.x.scale === 'category' && xPlaces !== null) {
    const count = Math.max(1, panel.x.categories.length)
    return {
      ...base,
      project: (x, y) => onWheel(categoryOf(xPlaces, x) + (typeof x === 'object' ? x.shift : 0), count, radiusOf(plan, placeOn(null, y))),
    }
  }
  return { ...base, project: (x, y) => [placeOn(xPlaces, x), placeOn(yPlaces, y)] }
}

/** Pixels from the centre for a value on a radial panel's y axis. */
export function radiusOf(plan: PanelPlan, value: number): number {
  const [low, high] = plan.yLimits
  return ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (plan.wheel?.radius ?? 0)
}

/** First category at the top, clockwise. */
export function onWheel(category: number, count: number, radius: number): Place {
  const angle = (2 * Math.PI * category) / count
  return [Math.sin(angle) * radius, Math.cos(angle) * radius]
}

// ---- dots ----

const symbols: Readonly<Record<DotShape, { readonly symbol: string; readonly size: number }>> = {
  circle: { symbol: 'circle', size: 1 },
  'hollow-circle': { symbol: 'circle', size: 0.94 },
  square: { symbol: 'square', size: 0.9 },
  diamond: { symbol: 'diamond', size: 1.18 },
  'triangle-up': { symbol: 'triangle-up', size: 1.16 },
  'triangle-down': { symbol: 'triangle-down', size: 1.16 },
  cross: { symbol: 'x-thin-open', size: 0.95 },
  star: { symbol: 'star', size: 1.4 },
}

interface Marker {
  readonly symbol: string
  readonly size: number
  readonly color: string
  readonly lineColor: string
  readonly lineWidth: number
}

/** One dot of a tone. A ring of paper keeps overlapping dots apart; pale fills get a dark one instead. */
export function markerOf(paint: Paint, shape: DotShape | undefined, size: number, style: FigureStyle): Marker {
  const kind = shape ?? paint.shape
  const { symbol, size: factor } = symbols[kind]
  if (kind === 'hollow-circle') return { symbol, size: size * factor, color: style.surface.background, lineColor: paint.stroke, lineWidth: style.normal }
  if (kind === 'cross') return { symbol, size: size * factor, color: paint.stroke, lineColor: paint.stroke, lineWidth: style.normal * 1.1 }
  return { symbol, size: size * factor, color: paint.fill, lineColor: paint.outline ?? style.surface.background, lineWidth: paint.outline === null ? style.hairline * 0.8 : style.hairline }
}

const sizeFactors = { small: 0.62, normal: 1, large: 1.35 } as const

function drawDots(mark: Extract<Mark, { mark: 'dot' }>, projection: Projection, dots: readonly Box[], placed: readonly Words[]): DrawnMarks {
  const { style } = projection
  const size = style.dot * sizeFactors[mark.size ?? 'normal']
  const x: number[] = []
  const y: number[] = []
  const markers: Marker[] = []
  const details: string[] = []
  const words: Words[] = []
  for (const [index, xPosition] of mark.x.entries()) {
    const yPosition = mark.y[index]
    if (xPosition === null || yPosition === null || yPosition === undefined) continue
    const place = projection.project(xPosition, yPosition)
    const paint = style.paint(toneAt(mark.tone, index))
    x.push(place[0])
    y.push(place[1])
    markers.push(markerOf(paint, shapeAt(mark.shape, index), size, style))
    const detail = mark.details?.[index]
    details.push(detail === undefined ? '' : hoverText(style.say(detail), style))
    const label = mark.labels?.[index]
    if (label !== undefined && label !== null) {
      const line = onOneLine(style.say(label))
      if (line !== '') words.push(besideDot(line, projection.pixels(place), size, wordsIn(toneAt(mark.tone, index), style), projection, dots, [...placed, ...words]))
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

/** Words are in ink unless their colour says something. */
function wordsIn(tone: Tone, style: FigureStyle): string {
  if (tone.role === 'main' || tone.role === 'not-comparable' || tone.role === 'reference') return style.surface.ink
  return tone.role === 'muted' ? style.surface.softInk : style.paint(tone).text
}

/** Boxes of all dots of a panel, which labels keep clear of. */
function dotBoxes(projection: Projection): readonly Box[] {
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
function besideDot(line: string, [x, y]: Place, size: number, color: string, { plan, style }: Projection, dots: readonly Box[], placed: readonly Words[]): Words {
  const gap = size / 2 + style.text * 0.3
  if (plan.furniture.sideWidths !== null) {
    // In a column of glyphs every label stands to the right of its own.
    const room = plan.left + plan.width - x - gap + style.text * 0.3
    return { lines: wrapEvenly(line, Math.max(room, style.text * 4), style.text), size: style.text, weight: 400, color, x: x + gap, y, anchor: 'start', baseline: 'middle' }
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
  const sheet: Box = { left: plan.left, right: plan.left + plan.width + (isTaken ? style.text * 0.3 : plan.furniture.right), top: plan.top - style.text, bottom: plan.top + plan.height }
  const isOnSheet = (candidate: Words): boolean => {
    const box = boxOf(candidate)
    return box.left >= sheet.left && box.right <= sheet.right && box.top >= sheet.top && box.bottom <= sheet.bottom
  }
  const isFree = (candidate: Words): boolean => isOnSheet(candidate) && ![...others, ...dots].some((other) => touches(boxOf(candidate), other))
  const wrapped: readonly Words[] = candidates.slice(0, 2).map((candidate) => {
    const room = candidate.anchor === 'start' ? sheet.right - candidate.x : candidate.x - sheet.left
    return { ...candidate, lines: wrapEvenly(line, Math.max(room, style.text * 3), style.text) }
  })
  const fewest = wrapped.toSorted((one, other) => one.lines.length - other.lines.length)
  const fallback: Words = { ...base, x: x + gap, y, anchor: 'start', baseline: 'middle' }
  return candidates.find(isFree) ?? fewest.find(isFree) ?? candidates.find(isOnSheet) ?? fewest.find(isOnSheet) ?? fewest[0] ?? fallback
}

/** The box of words as they will be set. */
export function boxOf(words: Words): Box {
  const width = widestLine(words.lines, words.size, words.weight)
  const height = ((words.lines.length - 1) * lineSpacing + 1) * words.size
  const [across, down] = words.isUpright === true ? [height, width] : [width, height]
  const left = words.isUpright === true ? words.x - across / 2 : words.anchor === 'start' ? words.x : words.anchor === 'end' ? words.x - across : words.x - across / 2
  const top = words.isUpright === true ? (words.anchor === 'end' ? words.y : words.y - down) : words.baseline === 'top' ? words.y : words.baseline === 'bottom' ? words.y - down : words.y - down / 2
  return { left, right: left + across, top, bottom: top + down }
}

export function touches(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
}

// ---- lines ----

/** Dashes in CSS pixels, long enough to be told apart in print. */
export function dashPattern(dash: Dash | 'dashed' | 'dotted', width: number): string {
  const unit = Math.max(1.6, width * 1.5)
  const pattern = (...lengths: readonly number[]): string => lengths.map((length) => `${round(length * unit)}px`).join(',')
  switch (dash) {
    case 'solid':
      return 'solid'
    case 'dash':
    case 'dashed':
      return pattern(3.2, 2)
    case 'dot':
    case 'dotted':
      return pattern(0.9, 1.6)
    case 'dashdot':
      return pattern(4.5, 1.6, 1, 1.6)
    case 'longdash':
      return pattern(6.5, 2)
  }
}

function drawLine(mark: Extract<Mark, { mark: 'line' }>, projection: Projection): DrawnMarks {
  const { style, plan } = projection
  const paint = style.paint(mark.tone)
  const width = mark.weight === 'thin' ? style.thin : style.normal
  const places: (Place | null)[] = []
  const details: string[] = []
  for (const [index, xPosition] of mark.x.entries()) {
    const yPosition = mark.y[index]
    places.push(xPosition === null || yPosition === null || yPosition === undefined ? null : projection.project(xPosition, yPosition))
    const detail = mark.details?.[index]
    details.push(detail === undefined ? '' : hoverText(style.say(detail), style))
  }
  if (mark.closed === true && places[0] !== undefined) {
    places.push(places[0])
    details.push(details[0] ?? '')
  }
  const kept = mark.steps === true || plan.wheel !== null ? null : thinned(places, plan, projection)
  const shown = kept === null ? places : kept.map((index) => places[index] ?? null)
  const texts = mark.details === undefined ? undefined : kept === null ? details : kept.map((index) => details[index] ?? '')
  const trace: ScatterTrace = {
    ...scatter(projection, 'line', texts),
    mode: 'lines',
    x: shown.map((place) => place?.[0] ?? null),
    y: shown.map((place) => place?.[1] ?? null),
    cliponaxis: true,
    line: { color: paint.stroke, width, dash: dashPattern(mark.dash ?? paint.dash, width), shape: mark.steps === true ? 'hv' : 'linear', simplify: true },
  }
  // A point with gaps on both sides is no line; it is shown as a dot, since it was measured.
  const lonely = shown.filter((place, index) => place !== null && (shown[index - 1] ?? null) === null && (shown[index + 1] ?? null) === null)
  if (lonely.length === 0 || mark.closed === true) return { traces: [trace], shapes: [], words: [] }
  const points: ScatterTrace = {
    ...scatter(projection, 'lonely point'),
    mode: 'markers',
    x: lonely.map((place) => place?.[0] ?? null),
    y: lonely.map((place) => place?.[1] ?? null),
    cliponaxis: true,
    marker: { symbol: 'circle', size: width * 2.2, color: paint.stroke, line: { color: paint.stroke, width: 0 }, opacity: 1 },
  }
  return { traces: [trace, points], shapes: [], words: [] }
}

/**
 * Indices of the points that a line of many points needs to look the same: the first, last, lowest and highest in every quarter of a pixel (Jugel et al. 2014, M4).
 * Null when there are few, or when they do not run from left to right.
 */
function thinned(places: readonly (Place | null)[], plan: PanelPlan, projection: Projection): readonly number[] | null {
  const columns = Math.ceil(plan.width * 2)
  if (places.length < columns * 4) return null
  const kept: number[] = []
  let column = Number.NaN
  let first = -1
  let last = -1
  let low = -1
  let high = -1
  let before = Number.NEGATIVE_INFINITY
  const close = (): void => {
    if (first < 0) return
    for (const index of [...new Set([first, low, high, last])].toSorted((a, b) => a - b)) kept.push(index)
    first = -1
  }
  for (const [index, place] of places.entries()) {
    if (place === null) {
      close()
      column = Number.NaN
      if (kept.at(-1) !== undefined && places[kept.at(-1) ?? 0] !== null) kept.push(index)
      continue
    }
    if (place[0] < before) return null
    before = place[0]
    const here = Math.floor((place[0] - plan.xRange[0]) / projection.perPixel[0] / 0.5)
    if (here !== column || first < 0) {
      close()
      column = here
      first = last = low = high = index
    }
    last = index
    if (place[1] < (places[low]?.[1] ?? 0)) low = index
    if (place[1] > (places[high]?.[1] ?? 0)) high = index
  }
  close()
  return kept
}

function drawIntervals(mark: Extract<Mark, { mark: 'interval' }>, projection: Projection): DrawnMarks {
  const { style } = projection
  const width = mark.weight === 'thin' ? style.thin : style.normal
  const segments: Segment[] = []
  for (const [index, at] of mark.at.entries()) {
    const low = mark.low[index]
    const high = mark.high[index]
    if (low === null || high === null || low === undefined || high === undefined) continue
    const ends = mark.along === 'x' ? [projection.project(low, at), projection.project(high, at)] : [projection.project(at, low), projection.project(at, high)]
    if (ends[0] !== undefined && ends[1] !== undefined) segments.push({ from: ends[0], to: ends[1], color: style.paint(toneAt(mark.tone, index)).stroke })
  }
  return { traces: segmentTraces(segments, 'interval', width, 'solid', projection), shapes: [], words: [] }
}

interface Segment {
  readonly from: Place
  readonly to: Place
  readonly color: string
}

/** Separate strokes as one trace a colour. */
function segmentTraces(segments: readonly Segment[], name: string, width: number, dash: Dash | 'dashed' | 'dotted', projection: Projection): readonly ScatterTrace[] {
  const byColour = grouped(segments, ({ color }) => color)
  return [...byColour].map(([color, own]) => ({
    ...scatter(projection, name),
    mode: 'lines' as const,
    x: own.flatMap(({ from, to }) => [from[0], to[0], null]),
    y: own.flatMap(({ from, to }) => [from[1], to[1], null]),
    cliponaxis: true,
    line: { color, width, dash: dashPattern(dash, width), shape: 'linear' as const, simplify: false },
  }))
}

function drawRule(mark: Extract<Mark, { mark: 'rule' }>, projection: Projection): DrawnMarks {
  const { plan, style } = projection
  const paint = style.paint(mark.tone)
  const dash = mark.dash ?? paint.dash
  const width = style.thin
  let places: readonly Place[]
  if (plan.wheel !== null) {
    if (mark.along === 'x' || plan.panel.x.scale !== 'category') throw new Error('a radial panel has rules along y only')
    const count = plan.panel.x.categories.length
    places = Array.from({ length: count + 1 }, (_, index) => onWheel(index, count, radiusOf(plan, mark.at)))
  } else if (mark.along === 'x') {
    if (mark.at < Math.min(...plan.xRange) || mark.at > Math.max(...plan.xRange)) return { traces: [], shapes: [], words: [] }
    places = [
      [mark.at, plan.yRange[0]],
      [mark.at, plan.yRange[1]],
    ]
  } else {
    if (mark.at < Math.min(...plan.yRange) || mark.at > Math.max(...plan.yRange)) return { traces: [], shapes: [], words: [] }
    places = [
      [plan.xRange[0], mark.at],
      [plan.xRange[1], mark.at],
    ]
  }
  const trace: ScatterTrace = {
    ...scatter(projection, 'rule'),
    mode: 'lines',
    x: places.map(([x]) => x),
    y: places.map(([, y]) => y),
    cliponaxis: false,
    line: { color: paint.stroke, width, dash: dashPattern(dash, width), shape: 'linear', simplify: false },
  }
  return { traces: [trace], shapes: [], words: [] }
}

function drawConnectors(mark: Extract<Mark, { mark: 'connector' }>, projection: Projection): DrawnMarks {
  const { style } = projection
  const segments: Segment[] = []
  const heads: { readonly place: Place; readonly angle: number; readonly color: string }[] = []
  for (const [index, xs] of mark.x.entries()) {
    const ys = mark.y[index]
    if (xs === null || ys === null || ys === undefined) continue
    const from = projection.project(xs[0], ys[0])
    const to = projection.project(xs[1], ys[1])
    const color = style.paint(toneAt(mark.tone, index)).stroke
    const [fromX, fromY] = projection.pixels(from)
    const [toX, toY] = projection.pixels(to)
    const length = Math.hypot(toX - fromX, toY - fromY)
    const head = style.dot * 0.62
    // Where the dots nearly touch there is no room for a head, and no need: their shapes say which is which.
    if (mark.arrow === true && length > style.dot * 1.9) {
      const back = (style.dot * 0.5 + head * 0.5) / length
      const tip: Place = [to[0] - (to[0] - from[0]) * back, to[1] - (to[1] - from[1]) * back]
      heads.push({ place: tip, angle: (Math.atan2(toX - fromX, fromY - toY) * 180) / Math.PI, color })
      segments.push({ from, to: tip, color })
    } else {
      segments.push({ from, to, color })
    }
  }
  const traces: ScatterTrace[] = [...segmentTraces(segments, 'connector', style.normal, mark.dash ?? 'solid', projection)]
  if (heads.length > 0) {
    traces.push({
      ...scatter(projection, 'arrow'),
      mode: 'markers',
      x: heads.map(({ place }) => place[0]),
      y: heads.map(({ place }) => place[1]),
      cliponaxis: false,
      marker: {
        symbol: 'triangle-up',
        size: style.dot * 0.78,
        angle: heads.map(({ angle }) => angle),
        color: heads.map(({ color }) => color),
        line: { color: 'rgba(0,0,0,0)', width: 0 },
        opacity: 1,
      },
    })
  }
  return { traces, shapes: [], words: [] }
}

// ---- areas ----

function drawBars(mark: Extract<Mark, { mark: 'bar' }>, projection: Projection): DrawnMarks {
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
    const detail = mark.details?.[index]
    details.push(detail === undefined ? '' : hoverText(style.say(detail), style))

    const half = thickness / 2
    const corners = isAcross
      ? [projection.pixels([x0, y0 - half]), projection.pixels([x1, y0 + half])]
      : [projection.pixels([x0 - half, y0]), projection.pixels([x0 + half, y1])]
    const box = boxBetween(corners[0] ?? [0, 0], corners[1] ?? [0, 0])
    if (mark.hatched === true || paint.hatched) hatching.push(...hatch(box, style.surface.background, projection, 1.2))

    const label = mark.labels?.[index]
    if (label !== undefined && label !== null) {
      const line = onOneLine(style.say(label))
      const placedLabel = line === '' ? null : barLabel(line, box, isAcross, end >= start, paint, mark.hatched === true || paint.hatched, projection, position)
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
      line: { color: paints.map(({ outline }) => outline ?? style.surface.background), width: paints.map(({ outline }) => (outline === null ? 0 : style.hairline)) },
    },
  }
  return { traces: [trace, ...segmentTraces(hatching, 'hatch', style.normal, 'solid', projection)], shapes: [], words }
}

/**
 * A bar's label: of a bar by itself beyond its end, or inside the end where there is no room beyond; of a slice of a stack in its middle. A slice too thin for its
 * number goes without, as is the custom for stacked bars: its number is in the table beside the figure.
 */
function barLabel(line: string, box: Box, isAcross: boolean, isForward: boolean, paint: Paint, isHatched: boolean, projection: Projection, position: Position): Words | null {
  const { style, plan } = projection
  const size = style.text
  const width = textWidth(line, size)
  const gap = size * 0.35
  const middleX = (box.left + box.right) / 2
  const middleY = (box.top + box.bottom) / 2
  const inside: Words = { x: middleX, y: middleY, lines: [line], size, weight: 400, color: isHatched ? style.surface.ink : inkOn(paint.fill), anchor: 'middle', baseline: 'middle' }
  const fits = isAcross
    ? box.right - box.left >= width + size * 0.35 && box.bottom - box.top >= size * 0.95
    : box.bottom - box.top >= size * 1.25 && box.right - box.left >= width * 0.95
  if (hasNeighbour(projection, position, isAcross, box)) return fits ? inside : null
  const beyond: Words = isAcross
    ? { ...inside, x: isForward ? box.right + gap : box.left - gap, anchor: isForward ? 'start' : 'end', color: style.surface.ink }
    : { ...inside, y: isForward ? box.top - gap * 0.5 : box.bottom + gap * 0.5, baseline: isForward ? 'bottom' : 'top', color: style.surface.ink }
  const room = boxOf(beyond)
  const hasRoom = room.right <= plan.left + plan.width && room.left >= plan.left && room.top >= plan.top - size * 0.3 && room.bottom <= plan.top + plan.height
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
      if (from === null || to === null || from === undefined || to === undefined || from === to || samePlace(at) !== own) continue
      const ends = [from, to].map((value) => projection.pixels(isAcross ? projection.project(value, at) : projection.project(at, value))[isAcross ? 0 : 1])
      const low = Math.min(...ends)
      const high = Math.max(...ends)
      if (Math.abs(low - ownLow) < 0.5 && Math.abs(high - ownHigh) < 0.5) continue
      if (Math.abs(low - ownHigh) < 1 || Math.abs(high - ownLow) < 1) return true
    }
  }
  return false
}

function samePlace(position: Position): string {
  return typeof position === 'object' ? `${position.category} ${position.shift}` : String(position)
}

function drawBand(mark: Extract<Mark, { mark: 'band' }>, projection: Projection): DrawnMarks {
  const { plan, style, xaxis, yaxis } = projection
  const paint = style.paint(mark.tone)
  if (plan.wheel !== null) {
    if (mark.along === 'x' || plan.panel.x.scale !== 'category') throw new Error('a radial panel has bands along y only')
    const count = plan.panel.x.categories.length
    const ring = (value: number): readonly Place[] => Array.from({ length: count + 1 }, (_, index) => onWheel(index, count, radiusOf(plan, value)))
    const path = [ring(mark.to), ring(mark.from).toReversed()].map((places) => `M${places.map(([x, y]) => `${round(x)},${round(y)}`).join('L')}Z`).join('')
    return { traces: [], shapes: [{ type: 'path', name: 'band', xref: xaxis, yref: yaxis, path, fillcolor: paint.tint, line: { color: paint.tint, width: 0 }, layer: 'below' }], words: [] }
  }
  const range = mark.along === 'x' ? plan.xRange : plan.yRange
  const low = Math.max(Math.min(...range), mark.from)
  const high = Math.min(Math.max(...range), mark.to)
  if (!(high > low)) return { traces: [], shapes: [], words: [] }
  const across = mark.at === undefined ? null : mark.along === 'x' ? projection.project(low, mark.at)[1] : projection.project(mark.at, low)[0]
  const stretch = (whole: readonly [number, number]): readonly [number, number] => (across === null ? whole : [across - 0.4, across + 0.4])
  const [x0, x1] = mark.along === 'x' ? [low, high] : stretch(plan.xRange)
  const [y0, y1] = mark.along === 'y' ? [low, high] : stretch(plan.yRange)
  const shape: PlotlyShape = { type: 'rect', name: 'band', xref: xaxis, yref: yaxis, x0, x1, y0, y1, fillcolor: paint.tint, line: { color: paint.tint, width: 0 }, layer: 'below' }
  if (!paint.hatched) return { traces: [], shapes: [shape], words: [] }
  const box = boxBetween(projection.pixels([x0, y0]), projection.pixels([x1, y1]))
  return { traces: segmentTraces(hatch(box, style.surface.hatch, projection, 1.4), 'hatch', style.hairline, 'solid', projection), shapes: [shape], words: [] }
}

function drawRibbon(mark: Extract<Mark, { mark: 'ribbon' }>, projection: Projection): DrawnMarks {
  const { style, plan } = projection
  const paint = style.paint(mark.tone)
  const x: (number | null)[] = []
  const y: (number | null)[] = []
  let upper: Place[] = []
  let lower: Place[] = []
  const close = (): void => {
    if (upper.length > 1) {
      const isRound = plan.wheel !== null && upper.length === mark.x.length
      const outline = isRound ? [...upper, upper[0] ?? [0, 0], lower[0] ?? [0, 0], ...lower.toReversed()] : [...upper, ...lower.toReversed()]
      for (const place of outline) {
        x.push(place[0])
        y.push(place[1])
      }
      x.push(null)
      y.push(null)
    }
    upper = []
    lower = []
  }
  for (const [index, position] of mark.x.entries()) {
    const low = mark.low[index]
    const high = mark.high[index]
    if (low === null || high === null || low === undefined || high === undefined) {
      close()
      continue
    }
    upper.push(projection.project(position, high))
    lower.push(projection.project(position, low))
  }
  close()
  if (x.length === 0) return { traces: [], shapes: [], words: [] }
  const trace: ScatterTrace = {
    ...scatter(projection, 'ribbon'),
    mode: 'lines',
    x,
    y,
    cliponaxis: true,
    fill: 'toself',
    fillcolor: translucent(paint.stroke, style.theme === 'dark' ? 0.26 : 0.18),
    line: { color: paint.tint, width: 0, dash: 'solid', shape: 'linear', simplify: false },
  }
  return { traces: [trace], shapes: [], words: [] }
}

function drawCells(mark: Extract<Mark, { mark: 'cell' }>, projection: Projection): DrawnMarks {
  const { plan, style, xaxis, yaxis } = projection
  if (plan.wheel !== null) throw new Error('a radial panel has no cells')
  const shapes: PlotlyShape[] = []
  const words: Words[] = []
  const hatching: Segment[] = []
  const centres: Place[] = []
  const details: string[] = []
  const [low, high] = mark.domain
  const cell: Place = [1 / Math.abs(projection.perPixel[0]), 1 / Math.abs(projection.perPixel[1])]
  // All or none: a number under some cells only would look as if the others had none.
  const hasAsides = cell[1] >= style.text + style.small + style.text * 0.4 && (mark.aside ?? []).every((aside) => aside === null || textWidth(onOneLine(style.say(aside)), style.small) <= cell[0] - style.text * 0.3)
  const inset: Place = [Math.abs(projection.perPixel[0]) * 0.75, Math.abs(projection.perPixel[1]) * 0.75]
  for (const [index, xId] of mark.x.entries()) {
    const yId = mark.y[index]
    if (yId === undefined) continue
    const [x, y] = projection.project(xId, yId)
    const value = mark.value[index] ?? null
    const isEmpty = value === null
    const fill = isEmpty ? style.surface.background : rampColour(high > low ? (value - low) / (high - low) : 0.5, style.theme)
    const corner0: Place = [x - 0.5 + inset[0], y - 0.5 + inset[1]]
    const corner1: Place = [x + 0.5 - inset[0], y + 0.5 - inset[1]]
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
    if (isEmpty) hatching.push(...hatch(box, style.surface.hatch, projection))
    centres.push([x, y])
    const detail = mark.details?.[index]
    details.push(detail === undefined ? '' : hoverText(style.say(detail), style))

    const [centreX, centreY] = projection.pixels([x, y])
    const said = mark.text[index]
    const aside = mark.aside?.[index]
    const line = said === undefined ? '' : onOneLine(style.say(said))
    const under = aside === undefined || aside === null ? '' : onOneLine(style.say(aside))
    const fitsUnder = under !== '' && hasAsides
    const color = isEmpty ? style.surface.ink : inkOn(fill)
    const base = { weight: 400 as const, color, anchor: 'middle' as const, baseline: 'middle' as const, x: centreX }
    if (line !== '') words.push({ ...base, y: fitsUnder ? centreY - style.small * 0.6 : centreY, lines: [line], size: style.text })
    if (fitsUnder) words.push({ ...base, y: centreY + style.text * 0.62, lines: [under], size: style.small })
  }
  const traces: PlotlyTrace[] = [...segmentTraces(hatching, 'hatch', style.hairline, 'solid', projection)]
  if (mark.details !== undefined) {
    const size = Math.min(Math.abs(1 / projection.perPixel[0]), Math.abs(1 / projection.perPixel[1]))
    traces.push({
      ...scatter(projection, 'cell details', details),
      mode: 'markers',
      x: centres.map(([x]) => x),
      y: centres.map(([, y]) => y),
      cliponaxis: false,
      marker: { symbol: 'square', size, color: 'rgba(0,0,0,0)', line: { color: 'rgba(0,0,0,0)', width: 0 }, opacity: 0 },
    })
  }
  return { traces, shapes, words }
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
    words.push({ x, y, lines: [line], size: style.text, weight: 400, color, anchor: mark.anchor ?? 'middle', baseline: 'middle' })
  }
  return { traces: [], shapes: [], words }
}

/** Strokes at 45° that fill a box, never leaving it. Lines of neighbouring boxes meet. */
function hatch(box: Box, color: string, projection: Projection, spacing = 1): readonly Segment[] {
  const { plan, style } = projection
  const step = style.text * 0.5 * spacing
  const back = ([x, y]: Place): Place => [plan.xRange[0] + (x - plan.left) * projection.perPixel[0], plan.yRange[1] - (y - plan.top) * projection.perPixel[1]]
  const segments: Segment[] = []
  // x + y is constant along a stroke.
  for (let sum = Math.ceil((box.left + box.top) / step) * step; sum < box.right + box.bottom; sum += step) {
    const left = Math.max(box.left, sum - box.bottom)
    const right = Math.min(box.right, sum - box.top)
    if (right - left > 0.3) segments.push({ from: back([left, sum - left]), to: back([right, sum - right]), color })
  }
  return segments
}

// ---- what all traces share ----

export function hoverLabel(style: FigureStyle): HoverLabel {
  return {
    bgcolor: style.theme === 'dark' ? '#2c3234' : '#ffffff',
    bordercolor: style.surface.axis,
    align: 'left',
    namelength: 0,
    font: { family: figureFont, size: style.text, color: style.surface.ink },
  }
}

function basics(projection: Projection, name: string, details?: readonly string[]): Pick<PlotlyTrace, 'xaxis' | 'yaxis' | 'name' | 'showlegend' | 'hoverinfo' | 'hovertext' | 'hoverlabel'> {
  const { xaxis, yaxis, style } = projection
  if (details === undefined) return { xaxis, yaxis, name, showlegend: false, hoverinfo: 'skip' }
  return { xaxis, yaxis, name, showlegend: false, hoverinfo: 'text', hovertext: details, hoverlabel: hoverLabel(style) }
}

function scatter(projection: Projection, name: string, details?: readonly string[]): Pick<ScatterTrace, 'type' | 'xaxis' | 'yaxis' | 'name' | 'showlegend' | 'hoverinfo' | 'hovertext' | 'hoverlabel' | 'connectgaps'> {
  return { ...basics(projection, name, details), type: 'scatter', connectgaps: false }
}

function hoverText(text: string, style: FigureStyle): string {
  return text
    .split('\n')
    .map((line) => plotlyText(wrapText(line, style.text * 26, style.text)))
    .join('<br>')
}

function toneAt(tone: Tone | readonly Tone[], index: number): Tone {
  if (!isList(tone)) return tone
  return tone[index] ?? tone.at(-1) ?? { role: 'main' }
}

function shapeAt(shape: DotShape | readonly DotShape[] | undefined, index: number): DotShape | undefined {
  return typeof shape === 'string' || shape === undefined ? shape : shape[index]
}

function isList<T extends object>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

function boxBetween(one: Place, other: Place): Box {
  return { left: Math.min(one[0], other[0]), right: Math.max(one[0], other[0]), top: Math.min(one[1], other[1]), bottom: Math.max(one[1], other[1]) }
}

function translucent(hex: string, opacity: number): string {
  const channel = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  return `rgba(${channel(1)},${channel(3)},${channel(5)},${opacity})`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
