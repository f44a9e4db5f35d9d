import { describe, expect, test } from 'vitest'
import type { Tone } from '../../analyses/core/figure'
import { contrast } from '../../renderer/figure/colour'
import {
  divergingColour,
  inkOn,
  likertColour,
  paintOf,
  rampColour,
  surfaces,
  type FigureTheme,
} from '../../renderer/figure/tones'
import { labOf, distance, seenWith, type ColourVision } from './colour-vision'

const themes: readonly FigureTheme[] = ['light', 'dark', 'print']
const visions: readonly ColourVision[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia']
const roles = [
  'main',
  'muted',
  'reference',
  'limit',
  'signal',
  'gap',
  'not-comparable',
  'non-response',
  'good',
  'accent',
] as const
const tones: readonly Tone[] = [
  ...roles.map((role): Tone => ({ role })),
  ...Array.from({ length: 8 }, (_, index): Tone => ({ role: 'series', index })),
  ...[2, 3, 4, 5, 6, 7].flatMap((of) => Array.from({ length: of }, (_, step): Tone => ({ role: 'likert', step, of }))),
]

describe.each(themes)('%s', (theme) => {
  const { background, ink, softInk, axis, outline } = surfaces[theme]

  test('words, lines and outlines stand out from the paper', () => {
    expect(contrast(ink, background)).toBeGreaterThan(10)
    expect(contrast(softInk, background)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(axis, background)).toBeGreaterThanOrEqual(3)
    expect(contrast(outline, background)).toBeGreaterThanOrEqual(3)
  })

  test.each(tones.map((tone) => [JSON.stringify(tone), tone] as const))(
    '%s can be seen as line, as word and as area',
    (_, tone) => {
      const paint = paintOf(tone, theme)
      expect(contrast(paint.stroke, background)).toBeGreaterThanOrEqual(3)
      expect(contrast(paint.text, background)).toBeGreaterThanOrEqual(4.5)
      if (contrast(paint.fill, background) < 3) expect(paint.outline, 'a pale fill is outlined').not.toBeNull()
    },
  )

  test.each([2, 3, 4, 5, 6, 7, 9, 11])('an agreement scale of %i steps keeps its steps apart for every eye', (of) => {
    const colours = Array.from({ length: of }, (_, step) => likertColour(step, of, theme))
    for (const vision of visions) {
      for (const [index, colour] of colours.entries()) {
        for (const other of colours.slice(index + 1)) {
          expect(
            distance(seenWith(vision, colour), seenWith(vision, other)),
            `${vision}: ${colour} and ${other}`,
          ).toBeGreaterThan(of <= 7 ? 10 : 4)
        }
      }
    }
  })

  test.each([2, 3, 4, 5, 6, 7])('an agreement scale of %i steps survives a copier', (of) => {
    const lightness = Array.from(
      { length: of },
      (_, step) => labOf(seenWith('greyscale', likertColour(step, of, theme)))[0],
    )
    const sorted = lightness.toSorted((a, b) => a - b)
    for (const [index, value] of sorted.entries())
      if (index > 0) expect(value - (sorted[index - 1] ?? 0)).toBeGreaterThan(4)
    // Each side moves one way, from the middle to its end.
    const awayFromPaper = theme === 'dark' ? 1 : -1
    const middle = (of - 1) / 2
    for (let step = 0; step < Math.floor(middle); step += 1)
      expect(((lightness[step] ?? 0) - (lightness[step + 1] ?? 0)) * awayFromPaper).toBeGreaterThan(0)
    for (let step = of - 1; step > Math.ceil(middle); step -= 1)
      expect(((lightness[step] ?? 0) - (lightness[step - 1] ?? 0)) * awayFromPaper).toBeGreaterThan(0)
  })

  test('the middle of an agreement scale is grey, its ends orange and blue', () => {
    for (const of of [3, 5, 7]) {
      const [, a, b] = labOf(likertColour((of - 1) / 2, of, theme))
      expect(Math.hypot(a, b)).toBeLessThan(5)
      expect(labOf(likertColour(0, of, theme))[2], 'yellow side').toBeGreaterThan(20)
      expect(labOf(likertColour(of - 1, of, theme))[2], 'blue side').toBeLessThan(-20)
    }
  })

  test('equal steps on the ramp look equal, and keep their order for every eye', () => {
    const colours = Array.from({ length: 9 }, (_, step) => rampColour(step / 8, theme))
    const steps = colours.slice(1).map((colour, index) => distance(colour, colours[index] ?? colour))
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.4)
    for (const vision of [...visions, 'greyscale'] as const) {
      const lightness = colours.map((colour) => labOf(seenWith(vision, colour))[0])
      for (const [index, value] of lightness.entries()) {
        if (index > 0) expect((value - (lightness[index - 1] ?? 0)) * (theme === 'dark' ? 1 : -1)).toBeGreaterThan(3)
      }
    }
  })

  test('words on any shade can be read', () => {
    for (let share = 0; share <= 1; share += 0.05) {
      for (const fill of [rampColour(share, theme), divergingColour(share, theme)])
        expect(contrast(inkOn(fill), fill)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('the ramp with a sign is grey in the middle, and both sides move away from the paper and from each other', () => {
    const [, a, b] = labOf(divergingColour(0.5, theme))
    expect(Math.hypot(a, b)).toBeLessThan(4)
    const awayFromPaper = theme === 'dark' ? 1 : -1
    for (const vision of [...visions, 'greyscale'] as const) {
      const side = (sign: number): readonly number[] =>
        [0, 0.125, 0.25, 0.375, 0.5].map(
          (part) => labOf(seenWith(vision, divergingColour(0.5 + sign * part, theme)))[0],
        )
      for (const lightness of [side(-1), side(1)])
        for (const [index, value] of lightness.entries())
          if (index > 0) expect((value - (lightness[index - 1] ?? 0)) * awayFromPaper, vision).toBeGreaterThan(3)
    }
    for (const vision of visions) {
      for (const part of [0.15, 0.3, 0.5])
        expect(
          distance(
            seenWith(vision, divergingColour(0.5 - part, theme)),
            seenWith(vision, divergingColour(0.5 + part, theme)),
          ),
          `${vision} ${part}`,
        ).toBeGreaterThan(12)
    }
    expect(
      Math.abs(labOf(divergingColour(0, theme))[0] - labOf(divergingColour(1, theme))[0]),
      'a copier keeps the ends apart',
    ).toBeGreaterThan(10)
  })

  test('the first four series are told apart by every eye, and each has its own shape and dash', () => {
    const paints = [0, 1, 2, 3].map((index) => paintOf({ role: 'series', index }, theme))
    for (const vision of visions) {
      for (const [index, paint] of paints.entries()) {
        for (const other of paints.slice(index + 1))
          expect(distance(seenWith(vision, paint.stroke), seenWith(vision, other.stroke)), vision).toBeGreaterThan(10)
      }
    }
    expect(new Set(paints.map(({ shape }) => shape)).size).toBe(4)
    expect(new Set(paints.map(({ dash }) => dash)).size).toBe(4)
  })
})
