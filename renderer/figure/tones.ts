import type { DotShape, Tone } from '../../analyses/core/figure'
import { contrast, fromLightness, mixed, withContrast } from './colour'

export type FigureTheme = 'light' | 'dark' | 'print'

/** Colours of everything that is not data. */
export interface Surface {
  readonly background: string
  readonly ink: string
  /** Small print and axis labels; at least 4.5:1. */
  readonly softInk: string
  /** Lines that only guide the eye. */
  readonly grid: string
  /** Strokes over what is withheld or was not measured; words and edges say the same. */
  readonly hatch: string
  /** Base lines and ticks; at least 3:1. */
  readonly axis: string
  /** Drawn around fills that do not stand out by themselves; at least 3:1. */
  readonly outline: string
}

export const surfaces: Readonly<Record<FigureTheme, Surface>> = {
  light: {
    background: '#ffffff',
    ink: '#1b2325',
    softInk: '#566265',
    grid: '#e4e8e8',
    hatch: '#c6cdce',
    axis: '#868f91',
    outline: '#6b7375',
  },
  print: {
    background: '#ffffff',
    ink: '#16191a',
    softInk: '#4c5558',
    grid: '#dfe3e3',
    hatch: '#c2c9ca',
    axis: '#7d8688',
    outline: '#5d6567',
  },
  dark: {
    background: '#1b1f20',
    ink: '#e3e8e8',
    softInk: '#9fabae',
    grid: '#2e3537',
    hatch: '#4b5457',
    axis: '#7c878a',
    outline: '#9aa5a8',
  },
}

export type Dash = 'solid' | 'dash' | 'dot' | 'dashdot' | 'longdash'

/** Everything that tells one tone from another: colour, and a second sign for each kind of mark. */
export interface Paint {
  /** Of areas and dots. */
  readonly fill: string
  /** Of lines; at least 3:1 on the background. */
  readonly stroke: string
  /** Of words in this tone; at least 4.5:1. */
  readonly text: string
  /** Around fills; null where the fill stands out by itself. */
  readonly outline: string | null
  /** Of bands and ribbons behind the data. */
  readonly tint: string
  readonly shape: DotShape
  readonly dash: Dash
  readonly hatched: boolean
}

/**
 * Okabe & Ito (2008), Color universal design: strongest contrast on white first; the last three are under 3:1 there and get an outline.
 */
const okabeIto = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442'] as const
const seriesShapes: readonly DotShape[] = [
  'circle',
  'square',
  'diamond',
  'triangle-up',
  'triangle-down',
  'star',
  'cross',
  'hollow-circle',
]
const seriesDashes: readonly Dash[] = ['solid', 'dash', 'dot', 'dashdot', 'longdash']

/**
 * CIELAB lightness of agreement scales, most negative step first, by number of steps. The two sides never share a lightness, so that the steps can be
 * told apart in greyscale too; each side moves away from the paper towards its end.
 */
const likertLightness: Readonly<Record<'light' | 'dark', Readonly<Record<number, readonly number[]>>>> = {
  light: {
    2: [62, 42],
    3: [60, 92, 42],
    4: [55, 77, 67, 40],
    5: [55, 77, 92, 67, 40],
    6: [50, 64, 78, 71, 56, 37],
    7: [50, 64, 78, 93, 71, 56, 37],
  },
  dark: {
    2: [60, 78],
    3: [62, 34, 80],
    4: [68, 47, 56, 82],
    5: [68, 47, 34, 56, 82],
    6: [73, 59, 45, 52, 66, 84],
    7: [73, 59, 45, 33, 52, 66, 84],
  },
}
const orangeHue = 62
const blueHue = 262

/** Colour of a step of an agreement scale: orange for the negative side, blue for the positive, grey between. */
export function likertColour(step: number, of: number, theme: FigureTheme): string {
  const table = likertLightness[theme === 'dark' ? 'dark' : 'light']
  const steps = table[of]
  if (steps === undefined) {
    // Longer scales than seven steps: evenly from one end to the other through grey.
    const place = of <= 1 ? 0 : (2 * step) / (of - 1) - 1
    const strength = Math.abs(place)
    const lightness =
      theme === 'dark' ? 33 + 45 * strength + (place > 0 ? 4 : 0) : 92 - 40 * strength - (place > 0 ? 10 : 0) * strength
    return fromLightness(lightness, strength * 62, place < 0 ? orangeHue : blueHue)
  }
  const middle = (of - 1) / 2
  const lightness = steps[Math.min(of - 1, Math.max(0, Math.round(step)))] ?? 50
  if (step === middle) return fromLightness(lightness, 1.5, 230)
  const strength = Math.abs(step - middle) / middle
  return step < middle
    ? fromLightness(lightness, 26 + 48 * strength, orangeHue)
    : fromLightness(lightness, 16 + 34 * strength, blueHue)
}

/**
 * The single-hue ramp of cells: lightness falls in a straight line (rises in the dark), so that equal steps of value look equal.
 * @param share 0 … 1 of the way from the low to the high end
 */
export function rampColour(share: number, theme: FigureTheme): string {
  const place = Math.min(1, Math.max(0, share))
  const lightness = theme === 'dark' ? 24 + 58 * place : 96 - 60 * place
  return fromLightness(lightness, 4 + 36 * (theme === 'dark' ? place * (2 - place) * 0.8 : place), 250)
}

/**
 * The ramp of cells with a sign: grey in the middle, orange and stronger towards the low end, blue and stronger towards the high end. Lightness moves in a straight line
 * away from the paper on both sides, never to the same depth, so that a copier keeps the ends apart.
 * @param share 0 … 1 of the way from the low to the high end; 0.5 is the middle
 */
export function divergingColour(share: number, theme: FigureTheme): string {
  const place = Math.min(1, Math.max(-1, 2 * share - 1))
  const strength = Math.abs(place)
  const isLow = place < 0
  const lightness = theme === 'dark' ? 26 + (isLow ? 40 : 54) * strength : 95 - (isLow ? 38 : 54) * strength
  return fromLightness(lightness, 2 + (isLow ? 56 : 42) * strength, isLow ? orangeHue : blueHue)
}

/** The colour of each role on light and on dark ground, and the shape and dash that tell it where colour does not. */
const roleLooks = {
  main: { light: '#0072b2', dark: '#4aa3d8', shape: 'circle', dash: 'solid' },
  accent: { light: '#a8437d', dark: '#e08fbb', shape: 'diamond', dash: 'dashdot' },
  muted: { light: '#7b8587', dark: '#8f9a9d', shape: 'circle', dash: 'solid' },
  reference: { light: '#465053', dark: '#b9c2c4', shape: 'diamond', dash: 'solid' },
  limit: { light: '#5c6669', dark: '#a3adb0', shape: 'square', dash: 'dash' },
  signal: { light: '#d55e00', dark: '#f0803c', shape: 'diamond', dash: 'dash' },
  good: { light: '#00825f', dark: '#2fc596', shape: 'triangle-up', dash: 'solid' },
  gap: { light: '#aab2b4', dark: '#5b6567', shape: 'cross', dash: 'dot' },
  'not-comparable': { light: '#8a9496', dark: '#7f8a8d', shape: 'cross', dash: 'dot' },
  'non-response': { light: '#dde1e1', dark: '#464f51', shape: 'hollow-circle', dash: 'dot' },
} as const satisfies Readonly<
  Record<
    Exclude<Tone['role'], 'series' | 'likert'>,
    { readonly light: string; readonly dark: string; readonly shape: DotShape; readonly dash: Dash }
  >
>

export function paintOf(tone: Tone, theme: FigureTheme): Paint {
  const surface = surfaces[theme]
  switch (tone.role) {
    case 'series': {
      const index = Math.max(0, tone.index)
      const colour =
        index < okabeIto.length
          ? (okabeIto[index] ?? surface.ink)
          : index === okabeIto.length
            ? surface.ink
            : surface.softInk
      const bright = theme === 'dark' ? withContrast(colour, surface.background, 4.5, '#ffffff') : colour
      return paint(
        bright,
        surface,
        seriesShapes[index % seriesShapes.length] ?? 'circle',
        seriesDashes[index % seriesDashes.length] ?? 'solid',
      )
    }
    case 'likert': {
      const fill = likertColour(tone.step, tone.of, theme)
      return { ...paint(fill, surface, 'square', 'solid'), fill, outline: surface.outline }
    }
    case 'gap':
      return { ...roleColour(tone.role, theme), tint: mixed(surface.ink, surface.background, 0.05), hatched: true }
    case 'not-comparable':
      return { ...roleColour(tone.role, theme), hatched: true }
    default:
      return roleColour(tone.role, theme)
  }
}

function roleColour(role: keyof typeof roleLooks, theme: FigureTheme): Paint {
  const { light, dark, shape, dash } = roleLooks[role]
  return paint(theme === 'dark' ? dark : light, surfaces[theme], shape, dash)
}

function paint(colour: string, surface: Surface, shape: DotShape, dash: Dash): Paint {
  const standsOut = contrast(colour, surface.background) >= 3
  return {
    fill: colour,
    stroke: withContrast(colour, surface.background, 3, surface.ink),
    text: withContrast(colour, surface.background, 4.5, surface.ink),
    outline: standsOut ? null : surface.outline,
    tint: mixed(colour, surface.background, 0.16),
    shape,
    dash,
    hatched: false,
  }
}

/** Ink for words that lie on a fill: the one of the two that can be read better. */
export function inkOn(fill: string): string {
  return contrast('#ffffff', fill) >= contrast('#000000', fill) ? '#ffffff' : '#000000'
}
