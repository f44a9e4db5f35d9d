import type { Mark } from '../../analyses/core/figure'
import { scatter, type DrawnMarks } from './mark-basics'
import type { PlotlyShape, ScatterTrace } from './plotly-vocabulary'
import { boxBetween, onWheel, radiusOf, type Point, type Projection } from './projection'
import { hatch, round, segmentTraces } from './strokes'
import { largest, smallest } from '../../analyses/numeric/summary/extremes'

export function drawBand(mark: Extract<Mark, { mark: 'band' }>, projection: Projection): DrawnMarks {
  const { plan, style, xaxis, yaxis } = projection
  const paint = style.paint(mark.tone)
  if (plan.wheel !== null) {
    if (mark.along === 'x' || plan.panel.x.scale !== 'category')
      throw new Error('a radial panel has bands along y only')
    const count = plan.panel.x.categories.length
    const ring = (value: number): readonly Point[] =>
      Array.from({ length: count + 1 }, (_, index) => onWheel(index, count, radiusOf(plan, value)))
    const path = [ring(mark.to), ring(mark.from).toReversed()]
      .map((points) => `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join('L')}Z`)
      .join('')
    return {
      traces: [],
      shapes: [
        {
          type: 'path',
          name: 'band',
          xref: xaxis,
          yref: yaxis,
          path,
          fillcolor: paint.tint,
          line: { color: paint.tint, width: 0 },
          layer: 'below',
        },
      ],
      words: [],
    }
  }
  const range = mark.along === 'x' ? plan.xRange : plan.yRange
  const low = Math.max(smallest(range), mark.from)
  const high = Math.min(largest(range), mark.to)
  if (!(high > low)) return { traces: [], shapes: [], words: [] }
  const across =
    mark.at === undefined
      ? null
      : mark.along === 'x'
        ? projection.project(low, mark.at)[1]
        : projection.project(mark.at, low)[0]
  const stretch = (whole: readonly [number, number]): readonly [number, number] =>
    across === null ? whole : [across - 0.4, across + 0.4]
  const [x0, x1] = mark.along === 'x' ? [low, high] : stretch(plan.xRange)
  const [y0, y1] = mark.along === 'y' ? [low, high] : stretch(plan.yRange)
  const shape: PlotlyShape = {
    type: 'rect',
    name: 'band',
    xref: xaxis,
    yref: yaxis,
    x0,
    x1,
    y0,
    y1,
    fillcolor: paint.tint,
    line: { color: paint.tint, width: 0 },
    layer: 'below',
  }
  if (!paint.hatched) return { traces: [], shapes: [shape], words: [] }
  const box = boxBetween(projection.pixels([x0, y0]), projection.pixels([x1, y1]))
  return {
    traces: segmentTraces(
      hatch(box, style.surface.hatch, projection, 1.4),
      'hatch',
      style.hairline,
      'solid',
      projection,
    ),
    shapes: [shape],
    words: [],
  }
}

export function drawRibbon(mark: Extract<Mark, { mark: 'ribbon' }>, projection: Projection): DrawnMarks {
  const { style, plan } = projection
  const paint = style.paint(mark.tone)
  const x: (number | null)[] = []
  const y: (number | null)[] = []
  let upper: Point[] = []
  let lower: Point[] = []
  const close = (): void => {
    if (upper.length > 1) {
      const isRound = plan.wheel !== null && upper.length === mark.x.length
      const outline = isRound
        ? [...upper, upper[0] ?? [0, 0], lower[0] ?? [0, 0], ...lower.toReversed()]
        : [...upper, ...lower.toReversed()]
      for (const point of outline) {
        x.push(point[0])
        y.push(point[1])
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

function translucent(hex: string, opacity: number): string {
  const channel = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  return `rgba(${channel(1)},${channel(3)},${channel(5)},${opacity})`
}
