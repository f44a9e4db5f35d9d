import type { Axis, CategoryAxis, Mark, Panel, Position } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import { airyRange, linearTicks, timeTicks, type Tick } from './ticks'
import { textWidth } from './text-metrics'
import { largest, smallest } from '../../analyses/numeric/summary/extremes'

/** A stretch of an axis that is shown instead of all of it. */
export type Stretch = readonly [low: number, high: number]

/**
 * Where categories stand on their axis. The unit is the narrowest band, so that shifts and the thickness of bars mean the same in every band, except where each
 * band is a column of its own width.
 */
export interface CategoryBands {
  readonly index: ReadonlyMap<string, number>
  readonly centres: readonly number[]
  /** What a shift of 1 is in each band. */
  readonly sizes: readonly number[]
  /** From the first edge, which is 0, to the last. */
  readonly length: number
}

/** @param sizes of the bands in any unit; all alike when left out */
export function categoryBands(axis: CategoryAxis, sizes?: readonly number[], hasOwnBands = false): CategoryBands {
  const narrowest = sizes === undefined || sizes.length === 0 ? 1 : smallest(sizes)
  const centres: number[] = []
  const ownSizes: number[] = []
  let edge = 0
  for (const [index] of axis.categories.entries()) {
    const size = (sizes?.[index] ?? narrowest) / narrowest
    centres.push(edge + size / 2)
    ownSizes.push(hasOwnBands ? size : 1)
    edge += size
  }
  return {
    index: new Map(axis.categories.map(({ id }, index) => [id, index])),
    centres,
    sizes: ownSizes,
    length: Math.max(1, edge),
  }
}

/** Index of the category that a position names. @throws Error (a bug in the figure) when there is none */
export function categoryOf(bands: CategoryBands, position: Position): number {
  if (typeof position === 'number') throw new Error('a number cannot be a position on a category axis')
  const category = typeof position === 'string' ? position : position.category
  const index = bands.index.get(category)
  if (index === undefined) throw new Error(`no category ${category} on the axis`)
  return index
}

/**
 * A position on an axis in the axis's own units: a number or time as it is, a category at its centre and shift.
 * @param bands of the axis's categories; null for an axis of numbers or time
 * @throws Error (a bug in the figure) when there is no such category, or a category stands on a number axis
 */
export function coordinateOn(bands: CategoryBands | null, position: Position): number {
  if (bands === null) {
    if (typeof position !== 'number') throw new Error('a category cannot be a position on an axis of numbers')
    return position
  }
  const index = categoryOf(bands, position)
  return (bands.centres[index] ?? 0) + (typeof position === 'object' ? position.shift * (bands.sizes[index] ?? 1) : 0)
}

/** Numbers that the marks of a panel reach along an axis. Rules and bands do not widen an axis, but zero lines of bars do. */
function reachOf(marks: readonly Mark[], along: 'x' | 'y'): readonly number[] {
  const reach: number[] = []
  const add = (value: Position | null | undefined): void => {
    if (typeof value === 'number' && Number.isFinite(value)) reach.push(value)
  }
  for (const mark of marks) {
    switch (mark.mark) {
      case 'dot':
      case 'line':
      case 'text':
        for (const value of mark[along]) add(value)
        break
      case 'interval':
        if (mark.along === along) for (const value of [...mark.low, ...mark.high]) add(value)
        else for (const value of mark.at) add(value)
        break
      case 'bar':
        if (mark.along === along) for (const value of [...mark.from, ...mark.to]) add(value)
        else for (const value of mark.at) add(value)
        break
      case 'ribbon':
        if (along === 'y') for (const value of [...mark.low, ...mark.high]) add(value)
        else for (const value of mark.x) add(value)
        break
      case 'connector':
        for (const pair of mark[along]) for (const value of pair ?? []) add(value)
        break
      case 'rule':
        if (mark.along === along) add(mark.at)
        break
      case 'band':
      case 'cell':
      case 'node':
        break
    }
  }
  return reach
}

function extent(values: readonly number[]): readonly [number, number] | null {
  if (values.length === 0) return null
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Limits of each panel's axes: declared, or round about the marks; the same for all panels whose axes say the same. */
export function axisLimits(
  panels: readonly Panel[],
  style: FigureStyle,
): readonly { readonly x: Stretch; readonly y: Stretch }[] {
  const shared = new Map<string, number[]>()
  const keyOf = (axis: Axis, along: 'x' | 'y', panel: Panel): string =>
    `${along} ${axis.scale} ${style.say(axis.label)} ${axis.unit === null ? '' : style.say(axis.unit)} ${panel.geometry === 'radial' ? 'radial' : ''}`
  for (const panel of panels) {
    for (const along of ['x', 'y'] as const) {
      const axis = panel[along]
      if (axis.scale === 'category' || axis.domain !== undefined) continue
      const key = keyOf(axis, along, panel)
      const values = shared.get(key) ?? []
      const reach = extent(reachOf(panel.marks, along))
      if (reach !== null) for (const end of reach) values.push(end)
      shared.set(key, values)
    }
  }
  const limitsOf = (panel: Panel, along: 'x' | 'y'): Stretch => {
    const axis = panel[along]
    if (axis.scale === 'category') return [0, 1]
    if (axis.domain !== undefined) return axis.domain
    const reach = extent(shared.get(keyOf(axis, along, panel)) ?? [])
    if (reach === null) return axis.scale === 'time' ? [0, 86_400_000] : [0, 1]
    const [low, high] = reach
    if (axis.scale === 'time') {
      const air = high > low ? (high - low) * 0.012 : 43_200_000
      return [low - air, high + air]
    }
    const declared = (axis.ticks ?? []).map(({ at }) => at)
    const airy = airyRange(Math.min(low, smallest(declared)), Math.max(high, largest(declared)), 6)
    const hasBars = panel.marks.some((mark) => mark.mark === 'bar' && mark.along === along)
    const isShare = axis.as === 'percent'
    // What cannot be negative gets no ticks under zero.
    const underZero = low >= 0 && airy[0] < 0
    return [
      underZero ? (hasBars || isShare ? 0 : -(high - low) * 0.025) : hasBars && low === 0 ? 0 : airy[0],
      isShare && low >= 0 && high <= 1 ? Math.min(1, airy[1]) : hasBars && high === 0 ? 0 : airy[1],
    ]
  }
  return panels.map((panel) => ({ x: limitsOf(panel, 'x'), y: limitsOf(panel, 'y') }))
}

/**
 * Ticks with their words. A declared tick without words gets its number.
 * @param length of the axis in CSS pixels
 */
export function ticksOf(
  axis: Axis,
  limits: Stretch,
  length: number,
  along: 'x' | 'y',
  style: FigureStyle,
): readonly Tick[] {
  if (axis.scale === 'category') return []
  const [low, high] = limits
  if (axis.scale === 'time') {
    const wanted = Math.max(1.5, length / (style.text * 5.2))
    return timeTicks(low, high, wanted, axis.timeZone, style.language)
  }
  const as = axis.as ?? 'plain'
  if (axis.ticks !== undefined) {
    const digits = axis.ticks.reduce((most, { at }) => Math.max(most, decimalsOf(as === 'percent' ? at * 100 : at)), 0)
    const declared = axis.ticks
      .filter(({ at }) => at >= low - 1e-9 && at <= high + 1e-9)
      .map(({ at, label }) => ({
        at,
        label:
          label === undefined
            ? as === 'percent'
              ? style.format.percent(at, digits)
              : style.format.number(at, digits)
            : style.say(label),
      }))
    return along === 'x' ? withRoom(declared, limits, length, style) : declared
  }
  const few = style.profile.heightMm !== null
  let wanted =
    along === 'y'
      ? Math.min(7, Math.max(2, length / (style.text * (few ? 4.2 : 3.4))))
      : Math.min(9, Math.max(2, length / (style.text * (few ? 6 : 4.4))))
  let ticks = linearTicks(low, high, wanted, as, style.format)
  while (
    along === 'x' &&
    ticks.length > 2 &&
    ticks.reduce((sum, { label }) => sum + textWidth(label, style.text) + style.text * 0.9, 0) > length + style.text
  ) {
    wanted *= 0.7
    const fewer = linearTicks(low, high, wanted, as, style.format)
    if (wanted < 1) break
    ticks = fewer
  }
  return ticks
}

/** Every second, third … declared tick where all of them would touch; zero, or else the first, stays. */
function withRoom(ticks: readonly Tick[], [low, high]: Stretch, length: number, style: FigureStyle): readonly Tick[] {
  const anchor = Math.max(
    0,
    ticks.findIndex(({ at }) => at === 0),
  )
  for (let every = 1; every < ticks.length; every += 1) {
    const kept = ticks.filter((_, index) => (index - anchor) % every === 0)
    const isRoomy = kept.every((tick, index) => {
      const next = kept[index + 1]
      if (next === undefined) return true
      const apart = ((next.at - tick.at) / (high - low)) * length
      return apart >= (textWidth(tick.label, style.text) + textWidth(next.label, style.text)) / 2 + style.text * 0.6
    })
    if (isRoomy) return kept
  }
  return ticks.filter((_, index) => index === anchor)
}

function decimalsOf(value: number): number {
  for (let digits = 0; digits < 6; digits += 1)
    if (Math.abs(value - Number(value.toFixed(digits))) < 1e-9) return digits
  return 6
}
