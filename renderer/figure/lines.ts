import type { Mark } from '../../analyses/core/figure'
import { detailAt, scatter, toneAt, type DrawnMarks } from './mark-basics'
import type { PanelPlan } from './panel-layout'
import type { ScatterTrace } from './plotly-vocabulary'
import { onWheel, radiusOf, type Point, type Projection } from './projection'
import { dashPattern, segmentTraces, type Segment } from './strokes'
import { largest, smallest } from '../../analyses/numeric/summary/extremes'

export function drawLine(mark: Extract<Mark, { mark: 'line' }>, projection: Projection): DrawnMarks {
  const { style, plan } = projection
  const paint = style.paint(mark.tone)
  const width = mark.weight === 'thin' ? style.thin : style.normal
  const points: (Point | null)[] = []
  const details: string[] = []
  for (const [index, xPosition] of mark.x.entries()) {
    const yPosition = mark.y[index]
    points.push(
      xPosition === null || yPosition === null || yPosition === undefined
        ? null
        : projection.project(xPosition, yPosition),
    )
    details.push(detailAt(mark.details, index, style))
  }
  if (mark.closed === true && points[0] !== undefined) {
    points.push(points[0])
    details.push(details[0] ?? '')
  }
  const kept = mark.steps === true || plan.wheel !== null ? null : thinned(points, plan, projection)
  const shown = kept === null ? points : kept.map((index) => points[index] ?? null)
  const texts =
    mark.details === undefined ? undefined : kept === null ? details : kept.map((index) => details[index] ?? '')
  const trace: ScatterTrace = {
    ...scatter(projection, 'line', texts),
    mode: 'lines',
    x: shown.map((point) => point?.[0] ?? null),
    y: shown.map((point) => point?.[1] ?? null),
    cliponaxis: true,
    line: {
      color: paint.stroke,
      width,
      dash: dashPattern(mark.dash ?? paint.dash, width),
      shape: mark.steps === true ? 'hv' : 'linear',
      simplify: true,
    },
  }
  // A point with gaps on both sides is no line; it is shown as a dot, since it was measured.
  const lonely = shown.filter(
    (point, index) => point !== null && (shown[index - 1] ?? null) === null && (shown[index + 1] ?? null) === null,
  )
  if (lonely.length === 0 || mark.closed === true) return { traces: [trace], shapes: [], words: [] }
  const dots: ScatterTrace = {
    ...scatter(projection, 'lonely point'),
    mode: 'markers',
    x: lonely.map((point) => point?.[0] ?? null),
    y: lonely.map((point) => point?.[1] ?? null),
    cliponaxis: true,
    marker: {
      symbol: 'circle',
      size: width * 2.2,
      color: paint.stroke,
      line: { color: paint.stroke, width: 0 },
      opacity: 1,
    },
  }
  return { traces: [trace, dots], shapes: [], words: [] }
}

/**
 * Indices of the points that a line of many points needs to look the same: the first, last, lowest and highest in every quarter of a pixel (Jugel et al. 2014, M4).
 * Null when there are few, or when they do not run from left to right.
 */
function thinned(points: readonly (Point | null)[], plan: PanelPlan, projection: Projection): readonly number[] | null {
  const columns = Math.ceil(plan.width * 2)
  if (points.length < columns * 4) return null
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
  for (const [index, point] of points.entries()) {
    if (point === null) {
      close()
      column = Number.NaN
      if (kept.at(-1) !== undefined && points[kept.at(-1) ?? 0] !== null) kept.push(index)
      continue
    }
    if (point[0] < before) return null
    before = point[0]
    const here = Math.floor((point[0] - plan.xRange[0]) / projection.perPixel[0] / 0.5)
    if (here !== column || first < 0) {
      close()
      column = here
      first = last = low = high = index
    }
    last = index
    if (point[1] < (points[low]?.[1] ?? 0)) low = index
    if (point[1] > (points[high]?.[1] ?? 0)) high = index
  }
  close()
  return kept
}

export function drawIntervals(mark: Extract<Mark, { mark: 'interval' }>, projection: Projection): DrawnMarks {
  const { style } = projection
  const width = mark.weight === 'thin' ? style.thin : style.normal
  const segments: Segment[] = []
  for (const [index, at] of mark.at.entries()) {
    const low = mark.low[index]
    const high = mark.high[index]
    if (low === null || high === null || low === undefined || high === undefined) continue
    const ends =
      mark.along === 'x'
        ? [projection.project(low, at), projection.project(high, at)]
        : [projection.project(at, low), projection.project(at, high)]
    if (ends[0] !== undefined && ends[1] !== undefined)
      segments.push({ from: ends[0], to: ends[1], color: style.paint(toneAt(mark.tone, index)).stroke })
  }
  return { traces: segmentTraces(segments, 'interval', width, 'solid', projection), shapes: [], words: [] }
}

export function drawRule(mark: Extract<Mark, { mark: 'rule' }>, projection: Projection): DrawnMarks {
  const { plan, style } = projection
  const paint = style.paint(mark.tone)
  const dash = mark.dash ?? paint.dash
  const width = style.thin
  let points: readonly Point[]
  if (plan.wheel !== null) {
    if (mark.along === 'x' || plan.panel.x.scale !== 'category')
      throw new Error('a radial panel has rules along y only')
    const count = plan.panel.x.categories.length
    points = Array.from({ length: count + 1 }, (_, index) => onWheel(index, count, radiusOf(plan, mark.at)))
  } else if (mark.along === 'x') {
    if (mark.at < smallest(plan.xRange) || mark.at > largest(plan.xRange)) return { traces: [], shapes: [], words: [] }
    points = [
      [mark.at, plan.yRange[0]],
      [mark.at, plan.yRange[1]],
    ]
  } else {
    if (mark.at < smallest(plan.yRange) || mark.at > largest(plan.yRange)) return { traces: [], shapes: [], words: [] }
    points = [
      [plan.xRange[0], mark.at],
      [plan.xRange[1], mark.at],
    ]
  }
  const trace: ScatterTrace = {
    ...scatter(projection, 'rule'),
    mode: 'lines',
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    cliponaxis: false,
    line: { color: paint.stroke, width, dash: dashPattern(dash, width), shape: 'linear', simplify: false },
  }
  return { traces: [trace], shapes: [], words: [] }
}
