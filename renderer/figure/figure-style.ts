import { createFormatter, type NumberFormatter } from '../../analyses/core/format'
import type { Tone } from '../../analyses/core/figure'
import type { Language, Label } from '../../analyses/core/words'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { paintOf, surfaces, type FigureTheme, type Paint, type Surface } from './tones'

/** CSS pixels per millimetre and per point: a figure is laid out in CSS pixels, of which an inch has 96. */
export const pixelsPerMm = 96 / 25.4
export const pixelsPerPoint = 96 / 72

/** Names that an SVG opened elsewhere falls back along; Inter itself is embedded in PDF and PNG. */
export const figureFont = 'Inter, "Helvetica Neue", Arial, sans-serif'

/** Everything about looks and language that the parts of the adapter share. Lengths in CSS pixels. */
export interface FigureStyle {
  readonly theme: FigureTheme
  readonly surface: Surface
  readonly language: Language
  readonly format: NumberFormatter
  /** Type sizes: axes and labels, small print, headings. */
  readonly text: number
  readonly small: number
  readonly heading: number
  /** Line weights. */
  readonly hairline: number
  readonly thin: number
  readonly normal: number
  /** Diameter of a dot. */
  readonly dot: number
  readonly profile: PublicationProfile
  say(label: Label): string
  paint(tone: Tone): Paint
}

export interface StyleWishes {
  readonly resolve: (label: Label) => string
  readonly language: Language
  readonly profile: PublicationProfile
  readonly theme: FigureTheme
}

export function styleFor({ resolve, language, profile, theme }: StyleWishes): FigureStyle {
  const text = profile.textPt * pixelsPerPoint
  // Nine-point text goes with half-point lines; larger text carries heavier ones.
  const scale = Math.max(1, profile.textPt / 9)
  const weight = (points: number): number => Math.max(profile.minLinePt, points * scale) * pixelsPerPoint
  const paints = new Map<string, Paint>()
  return {
    theme,
    surface: surfaces[theme],
    language,
    format: createFormatter(language),
    text,
    small: Math.max(profile.minTextPt, profile.textPt * 0.92) * pixelsPerPoint,
    heading: profile.headingPt * pixelsPerPoint,
    hairline: weight(0.5),
    thin: weight(0.75),
    normal: weight(1.3),
    dot: text * 0.62,
    profile,
    say: resolve,
    paint: (tone) => {
      const key =
        tone.role === 'series'
          ? `series ${tone.index}`
          : tone.role === 'likert'
            ? `likert ${tone.step} ${tone.of}`
            : tone.role
      let known = paints.get(key)
      if (known === undefined) {
        known = paintOf(tone, theme)
        paints.set(key, known)
      }
      return known
    },
  }
}

/** Words at a place, in CSS pixels from the top left of the figure. */
export interface Words {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
  readonly size: number
  readonly weight: 400 | 600
  readonly color: string
  readonly anchor: 'start' | 'middle' | 'end'
  /** Where y is on the words: their top, middle or bottom. */
  readonly baseline: 'top' | 'middle' | 'bottom'
  /** Read from bottom to top; x, y is then the top end (`end`) or the bottom end (`start`) of the column of words. */
  readonly isUpright?: boolean
}

/** A length rounded to hundredths, as precise as a drawing needs to be. */
export function hundredths(length: number): number {
  return Math.round(length * 100) / 100
}
