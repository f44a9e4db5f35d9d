import type { Label } from './words'
import type { ResultTable } from './result'

/**
 * The description of a figure before it is drawn: no colours, no sizes, no terms of a drawing library. One adapter turns it into a picture for any profile.
 *
 * A figure is one or more panels; a panel has two axes and marks in drawing order. The tone of a mark says what it means; the adapter
 * owns the palette, and gives every tone a second sign beside colour (shape, dash, hatch) where tones must be told apart.
 */
export interface FigureSpec {
  readonly id: string
  readonly title: Label
  /** One sentence that stands for the figure to somebody who cannot see it. */
  readonly description: Label
  /** n, test, suppression, family: printed under the artwork. */
  readonly notes: readonly Label[]
  readonly panels: readonly Panel[]
  /** Panels side by side; the rest wrap. Default 1. */
  readonly panelColumns?: number
  readonly legend: readonly LegendEntry[]
  readonly legendTitle?: Label
  /** The numbers behind the picture, after suppression: the CSV that lies beside it. */
  readonly data: ResultTable
}

export interface LegendEntry {
  readonly label: Label
  readonly tone: Tone
  readonly sign: 'square' | 'line' | 'dashed-line' | 'dotted-line' | 'dot' | 'hollow-dot' | 'band' | 'hatch' | 'cross'
  /** The shape of the dot, where the marks do not have the shape of their tone. */
  readonly shape?: DotShape
}

export interface Panel {
  readonly id: string
  readonly title?: Label
  /**
   * `radial`: x is a category axis around the circle (first at the top, clockwise), y the radius. `diagram`: nothing is drawn of the axes, which are linear and say
   * only the extent (`domain`) that the nodes and connectors lie in; y counts downwards, and both axes have one unit, except that y is stretched where the words of a
   * node need more height than it has.
   */
  readonly geometry: 'cartesian' | 'radial' | 'diagram'
  readonly x: Axis
  readonly y: Axis
  readonly marks: readonly Mark[]
}

export type Axis = LinearAxis | CategoryAxis | TimeAxis

export interface LinearAxis {
  readonly scale: 'linear'
  readonly label: Label
  /** Null only for pure numbers (shares, standardised effects). */
  readonly unit: Label | null
  /** The full declared scale for scores; absent lets the adapter choose round limits around the marks. */
  readonly domain?: readonly [number, number]
  readonly ticks?: readonly { readonly at: number; readonly label?: Label }[]
  readonly as?: 'plain' | 'percent'
}

export interface CategoryAxis {
  readonly scale: 'category'
  readonly label: Label
  readonly unit: null
  /** In reading order: top to bottom on a y axis, left to right on an x axis. */
  readonly categories: readonly {
    readonly id: string
    readonly label: Label
    /** Small print behind the label, e.g. n. */ readonly aside?: Label
  }[]
}

export interface TimeAxis {
  readonly scale: 'time'
  readonly label: Label
  /** The time zone that the ticks are in. */
  readonly unit: Label
  readonly timeZone: string
  readonly domain?: readonly [number, number]
}

/** What a mark means. `series` 0, 1, 2 … are categories without order; `likert` steps run from most negative to most positive. */
export type Tone =
  | { readonly role: 'series'; readonly index: number }
  | { readonly role: 'likert'; readonly step: number; readonly of: number }
  | {
      readonly role:
        | 'main'
        | 'muted'
        | 'reference'
        | 'limit'
        | 'signal'
        | 'gap'
        | 'not-comparable'
        | 'non-response'
        | 'good'
        | 'accent'
    }

/**
 * A place on an axis: a number or a time on its axis, a category id, or a category shifted by a share of its band (−0.5 … 0.5; positive is down on a y axis and
 * right on an x axis). For rules and bands, `along` names the axis that `at`, `from` and `to` lie on: a rule along x stands upright.
 */
export type Position = number | string | { readonly category: string; readonly shift: number }

/** Equally long arrays throughout; a null coordinate is not drawn (and breaks a line: a gap is a gap). */
export type Mark =
  | {
      readonly mark: 'dot'
      readonly x: readonly (Position | null)[]
      readonly y: readonly (Position | null)[]
      readonly tone: Tone | readonly Tone[]
      readonly shape?: DotShape | readonly DotShape[]
      readonly size?: 'small' | 'normal' | 'large'
      /** Shown when pointed at. */
      readonly details?: readonly Label[]
      /** Written beside the dot. */
      readonly labels?: readonly (Label | null)[]
    }
  | {
      readonly mark: 'interval'
      /** The axis that low and high lie on. */
      readonly along: 'x' | 'y'
      readonly at: readonly Position[]
      readonly low: readonly (number | null)[]
      readonly high: readonly (number | null)[]
      readonly tone: Tone | readonly Tone[]
      readonly weight?: 'thin' | 'normal'
    }
  | {
      readonly mark: 'line'
      readonly x: readonly (Position | null)[]
      readonly y: readonly (Position | null)[]
      readonly tone: Tone
      readonly dash?: 'solid' | 'dashed' | 'dotted'
      readonly weight?: 'thin' | 'normal'
      /** Steps are held until the next point, as control limits are. */
      readonly steps?: boolean
      /** Joined end to start, as on a radar. */
      readonly closed?: boolean
      readonly details?: readonly Label[]
    }
  | {
      readonly mark: 'bar'
      readonly along: 'x' | 'y'
      readonly at: readonly Position[]
      readonly from: readonly (number | null)[]
      readonly to: readonly (number | null)[]
      readonly tone: Tone | readonly Tone[]
      /** Share of the band that a bar fills; default 0.7. */
      readonly thickness?: number
      readonly hatched?: boolean
      readonly labels?: readonly (Label | null)[]
      readonly details?: readonly Label[]
    }
  | {
      readonly mark: 'band'
      readonly along: 'x' | 'y'
      readonly from: number
      readonly to: number
      readonly tone: Tone
      readonly label?: Label
      /** One category's stretch of the other axis; the whole axis when absent. */
      readonly at?: Position
    }
  | {
      readonly mark: 'ribbon'
      readonly x: readonly Position[]
      readonly low: readonly (number | null)[]
      readonly high: readonly (number | null)[]
      readonly tone: Tone
    }
  | {
      readonly mark: 'rule'
      readonly along: 'x' | 'y'
      readonly at: number
      readonly tone: Tone
      readonly dash?: 'solid' | 'dashed' | 'dotted'
      readonly label?: Label
    }
  | {
      readonly mark: 'connector'
      readonly x: readonly (readonly [Position, Position] | null)[]
      readonly y: readonly (readonly [Position, Position] | null)[]
      readonly tone: Tone | readonly Tone[]
      readonly dash?: 'solid' | 'dashed' | 'dotted'
      /** A head at the end, or at both. */
      readonly arrow?: boolean | 'both'
      /** Thickness by the size of a value: 0 … 1 of the thickest stroke. All alike when absent. */
      readonly weights?: readonly number[]
      /** Written on the stroke, which leaves room for it. */
      readonly labels?: readonly (Label | null)[]
      /** Share of the way at which a label stands; default 0.5. */
      readonly labelAt?: number | readonly number[]
      /** How far the stroke bows out to the right of its way, in units of a diagram's x axis; negative to the left. Default 0, straight. */
      readonly bend?: number | readonly number[]
      readonly details?: readonly Label[]
    }
  | {
      /** A named box or ellipse of a diagram, in the diagram's units about its middle. */
      readonly mark: 'node'
      readonly x: readonly number[]
      readonly y: readonly number[]
      readonly width: number
      readonly height: number
      readonly shape: 'box' | 'ellipse'
      readonly labels: readonly Label[]
      /** Small print under the label. */
      readonly asides?: readonly (Label | null)[]
      readonly tone: Tone | readonly Tone[]
      readonly details?: readonly Label[]
    }
  | {
      readonly mark: 'cell'
      readonly x: readonly string[]
      readonly y: readonly string[]
      /** Shade on a ramp from `domain[0]` to `domain[1]`; null is hatched. */
      readonly value: readonly (number | null)[]
      readonly domain: readonly [number, number]
      /** One hue from pale to strong (default), or two that part from grey at the middle of the domain: below and above zero. */
      readonly ramp?: 'sequential' | 'diverging'
      readonly text: readonly Label[]
      readonly aside?: readonly (Label | null)[]
      readonly details?: readonly Label[]
    }
  | {
      readonly mark: 'text'
      readonly x: readonly Position[]
      readonly y: readonly Position[]
      readonly text: readonly Label[]
      readonly tone: Tone
      readonly anchor?: 'start' | 'middle' | 'end'
    }

/** In how many columns so many panels stand beside each other on a page. */
export function panelColumnsFor(panels: number): 1 | 2 | 3 {
  return panels <= 1 ? 1 : panels === 2 || panels === 4 ? 2 : 3
}

/** `tick` is a short stroke across the categories' direction: the target on a bullet chart. */
export type DotShape =
  'circle' | 'hollow-circle' | 'square' | 'diamond' | 'triangle-up' | 'triangle-down' | 'cross' | 'star' | 'tick'
