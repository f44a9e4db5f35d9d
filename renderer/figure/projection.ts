import type { Position } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import { categoryOf, coordinateOn } from './panel-axes'
import type { PanelPlan } from './panel-layout'

/** A place in the panel's own axis units. */
export type Point = readonly [x: number, y: number]
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** From the figure's grammar to places: the only thing that differs between straight and round panels. */
export interface Projection {
  readonly plan: PanelPlan
  readonly style: FigureStyle
  readonly xaxis: string
  readonly yaxis: string
  project(x: Position, y: Position): Point
  /** CSS pixels from the top left of the figure. */
  pixels(place: Point): Point
  /** The place at CSS pixels from the top left of the figure. */
  pointAt(pixels: Point): Point
  /** One CSS pixel in axis units. */
  readonly perPixel: Point
}

export function projectionOf(plan: PanelPlan, style: FigureStyle): Projection {
  const { panel, xRange, yRange, xBands, yBands } = plan
  const perPixel: Point = [(xRange[1] - xRange[0]) / plan.width, (yRange[1] - yRange[0]) / plan.height]
  const base = {
    plan,
    style,
    xaxis: `x${plan.axisNumber}`,
    yaxis: `y${plan.axisNumber}`,
    perPixel,
    pixels: ([x, y]: Point): Point => [
      plan.left + (x - xRange[0]) / perPixel[0],
      plan.top + (yRange[1] - y) / perPixel[1],
    ],
    pointAt: ([x, y]: Point): Point => [
      xRange[0] + (x - plan.left) * perPixel[0],
      yRange[1] - (y - plan.top) * perPixel[1],
    ],
  }
  if (plan.wheel !== null && panel.x.scale === 'category' && xBands !== null) {
    const count = Math.max(1, panel.x.categories.length)
    return {
      ...base,
      project: (x, y) =>
        onWheel(
          categoryOf(xBands, x) + (typeof x === 'object' ? x.shift : 0),
          count,
          radiusOf(plan, coordinateOn(null, y)),
        ),
    }
  }
  return { ...base, project: (x, y) => [coordinateOn(xBands, x), coordinateOn(yBands, y)] }
}

/** Pixels from the centre for a value on a radial panel's y axis. */
export function radiusOf(plan: PanelPlan, value: number): number {
  const [low, high] = plan.yLimits
  return ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (plan.wheel?.radius ?? 0)
}

/** First category at the top, clockwise. */
export function onWheel(category: number, count: number, radius: number): Point {
  const angle = (2 * Math.PI * category) / count
  return [Math.sin(angle) * radius, Math.cos(angle) * radius]
}

export function boxBetween(one: Point, other: Point): Box {
  return {
    left: Math.min(one[0], other[0]),
    right: Math.max(one[0], other[0]),
    top: Math.min(one[1], other[1]),
    bottom: Math.max(one[1], other[1]),
  }
}
