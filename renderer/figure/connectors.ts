import type { Mark } from '../../analyses/core/figure'
import { scatter, toneAt, type DrawnMarks } from './mark-basics'
import type { ScatterTrace } from './plotly-vocabulary'
import type { Place, Projection } from './projection'
import { segmentTraces, type Segment } from './strokes'

export function drawConnectors(mark: Extract<Mark, { mark: 'connector' }>, projection: Projection): DrawnMarks {
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
