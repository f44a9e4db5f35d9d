import type { FigureSpec, Mark } from '../../analyses/core/figure'
import type { Label } from '../../analyses/core/words'
import type { FigureStyle, Words } from './figure-style'
import { toneAt } from './mark-basics'
import type { PanelPlan } from './panel-layout'
import { boxOf } from './placed-words'
import { projectionOf, type Box } from './projection'
import { onOneLine } from './text-metrics'

/** A part of the sheet that belongs to something with a name: the row of a category, a heading, an entry of the key, a dot of a series. */
export interface FigureTarget {
  /** The name on one line, as the figure says it. */
  readonly name: string
  /** CSS pixels from the top left of the figure. */
  readonly box: Box
}

/**
 * Where the sheet speaks of some names, in reading order: where the names themselves stand, the bands of categories with the marks in them, and the dots of series that the
 * key names. Several targets can have one name, and can lie over each other; the smallest is then meant.
 * @param words as they are set on the sheet
 */
export function targetsOf(
  names: ReadonlySet<string>,
  spec: FigureSpec,
  plans: readonly PanelPlan[],
  words: readonly Words[],
  style: FigureStyle,
): readonly FigureTarget[] {
  if (names.size === 0) return []
  const nameOf = (label: Label): string | null => {
    const name = onOneLine(style.say(label))
    return names.has(name) ? name : null
  }
  // A number beside an axis is no group, even where a group is called by that number.
  const byLetters = new Map([...names].filter((name) => /\D/.test(name)).map((name) => [lettersOf(name), name]))
  const named = words.flatMap((own): readonly FigureTarget[] => {
    const name = byLetters.get(lettersOf(own.lines.join('')))
    return name === undefined ? [] : [{ name, box: grown(boxOf(own), style.text * 0.25) }]
  })
  const series = new Map(
    spec.legend.flatMap(({ label, tone }): [string, string][] => {
      const name = nameOf(label)
      return name === null ? [] : [[JSON.stringify(tone), name]]
    }),
  )
  return [
    ...named,
    ...plans.flatMap((plan) => bandsOf(plan, nameOf)),
    ...plans.flatMap((plan) => dotsOf(plan, series, style)),
  ]
}

/** The smallest of the targets at a point of the sheet, and of equally large ones the nearest. @param x, y CSS pixels from the top left of the figure */
export function targetAt(targets: readonly FigureTarget[], x: number, y: number): FigureTarget | null {
  const [nearest] = targets
    .filter(({ box: { left, top, right, bottom } }) => x >= left && x <= right && y >= top && y <= bottom)
    .toSorted((a, b) => areaOf(a) - areaOf(b) || distanceTo(a, x, y) - distanceTo(b, x, y))
  return nearest ?? null
}

/** In whole square pixels. */
const areaOf = ({ box: { left, top, right, bottom } }: FigureTarget): number =>
  Math.round((right - left) * (bottom - top))

const distanceTo = ({ box: { left, top, right, bottom } }: FigureTarget, x: number, y: number): number =>
  Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y)

/** A name without its spaces, since a name that is set in several lines has lost those at their ends. */
const lettersOf = (text: string): string => text.replaceAll(/\s/g, '')

function grown({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
}

/** The bands of a panel's categories: rows from edge to edge, columns over the height of the plot. */
function bandsOf(
  { panel, left, top, width, height, xRange, yRange, xBands, yBands, outerLeft, outerRight, wheel }: PanelPlan,
  nameOf: (label: Label) => string | null,
): readonly FigureTarget[] {
  if (wheel !== null || panel.geometry !== 'cartesian') return []
  const targets: FigureTarget[] = []
  if (panel.y.scale === 'category' && yBands !== null)
    for (const [index, { label }] of panel.y.categories.entries()) {
      const name = nameOf(label)
      if (name === null) continue
      const [from, to] = edgesOf(yBands.centres, index, yBands.length)
      const at = (value: number): number => top + ((yRange[1] - value) / (yRange[1] - yRange[0])) * height
      targets.push({ name, box: ordered(outerLeft, outerRight, at(from), at(to)) })
    }
  if (panel.x.scale === 'category' && xBands !== null)
    for (const [index, { label }] of panel.x.categories.entries()) {
      const name = nameOf(label)
      if (name === null) continue
      const [from, to] = edgesOf(xBands.centres, index, xBands.length)
      const at = (value: number): number => left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * width
      targets.push({ name, box: ordered(at(from), at(to), top, top + height) })
    }
  return targets
}

function ordered(one: number, other: number, oneDown: number, otherDown: number): Box {
  return {
    left: Math.min(one, other),
    right: Math.max(one, other),
    top: Math.min(oneDown, otherDown),
    bottom: Math.max(oneDown, otherDown),
  }
}

/** Where a band begins and ends: half way to its neighbours. @param centres in rising order, from 0 to `length` */
function edgesOf(centres: readonly number[], index: number, length: number): readonly [number, number] {
  const own = centres[index] ?? 0
  const before = centres[index - 1]
  const after = centres[index + 1]
  return [before === undefined ? 0 : (before + own) / 2, after === undefined ? length : (own + after) / 2]
}

/** The dots of the series that the key names. @param series tone → name */
function dotsOf(plan: PanelPlan, series: ReadonlyMap<string, string>, style: FigureStyle): readonly FigureTarget[] {
  if (series.size === 0 || plan.panel.geometry === 'diagram') return []
  const projection = projectionOf(plan, style)
  const half = Math.max(style.dot, 12) / 2
  return plan.panel.marks
    .filter((mark): mark is Extract<Mark, { mark: 'dot' }> => mark.mark === 'dot')
    .flatMap((mark) =>
      mark.x.flatMap((x, index): readonly FigureTarget[] => {
        const name = series.get(JSON.stringify(toneAt(mark.tone, index)))
        const y = mark.y[index]
        if (name === undefined || x === null || y === null || y === undefined) return []
        const [across, down] = projection.pixels(projection.project(x, y))
        return [{ name, box: grown({ left: across, right: across, top: down, bottom: down }, half) }]
      }),
    )
}
