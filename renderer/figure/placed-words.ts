import type { Tone } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import type { Box } from './projection'
import { lineSpacing, widestLine } from './text-metrics'

/** Words are in ink unless their colour says something. */
export function wordsIn(tone: Tone, style: FigureStyle): string {
  if (tone.role === 'main' || tone.role === 'not-comparable' || tone.role === 'reference') return style.surface.ink
  return tone.role === 'muted' ? style.surface.softInk : style.paint(tone).text
}

/** The box of words as they will be set. */
export function boxOf(words: Words): Box {
  const width = widestLine(words.lines, words.size, words.weight)
  const height = ((words.lines.length - 1) * lineSpacing + 1) * words.size
  const [across, down] = words.isUpright === true ? [height, width] : [width, height]
  const left =
    words.isUpright === true
      ? words.x - across / 2
      : words.anchor === 'start'
        ? words.x
        : words.anchor === 'end'
          ? words.x - across
          : words.x - across / 2
  const top =
    words.isUpright === true
      ? words.anchor === 'end'
        ? words.y
        : words.y - down
      : words.baseline === 'top'
        ? words.y
        : words.baseline === 'bottom'
          ? words.y - down
          : words.y - down / 2
  return { left, right: left + across, top, bottom: top + down }
}

export function touches(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
}
