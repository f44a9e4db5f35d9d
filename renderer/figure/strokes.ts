import { grouped } from './grouped'
import { scatter } from './mark-basics'
import type { ScatterTrace } from './plotly-vocabulary'
import type { Box, Point, Projection } from './projection'
import type { Dash } from './tones'

/** Dashes in CSS pixels, long enough to be told apart in print. */
export function dashPattern(dash: Dash | 'dashed' | 'dotted', width: number): string {
  const unit = Math.max(1.6, width * 1.5)
  const pattern = (...lengths: readonly number[]): string =>
    lengths.map((length) => `${round(length * unit)}px`).join(',')
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

export interface Segment {
  readonly from: Point
  readonly to: Point
  readonly color: string
}

/** Separate strokes as one trace a colour. */
export function segmentTraces(
  segments: readonly Segment[],
  name: string,
  width: number,
  dash: Dash | 'dashed' | 'dotted',
  projection: Projection,
): readonly ScatterTrace[] {
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

/** Strokes at 45° that fill a box, never leaving it. Lines of neighbouring boxes meet. */
export function hatch(box: Box, color: string, projection: Projection, spacing = 1): readonly Segment[] {
  const { style, pointAt: back } = projection
  const step = style.text * 0.5 * spacing
  const segments: Segment[] = []
  // x + y is constant along a stroke.
  for (let sum = Math.ceil((box.left + box.top) / step) * step; sum < box.right + box.bottom; sum += step) {
    const left = Math.max(box.left, sum - box.bottom)
    const right = Math.min(box.right, sum - box.top)
    if (right - left > 0.3) segments.push({ from: back([left, sum - left]), to: back([right, sum - right]), color })
  }
  return segments
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
