import { interAdvances } from './inter-advances'

/** Weight of the type: regular or semibold, the two that are bundled. */
export type TypeWeight = 400 | 600

/** Distance between the base lines of a label's lines, as a multiple of the type size; the drawing library's own. */
export const lineSpacing = 1.3

/**
 * Width of one line of text set in Inter, without kerning.
 * @param size type size in any unit; the answer is in the same unit
 */
export function textWidth(text: string, size: number, weight: TypeWeight = 400): number {
  return (thousandthsOf(text, weight) * size) / 1000
}

/** Lengths of texts measured before: a figure asks for the same words many times while it looks for room. */
const measured: Readonly<Record<TypeWeight, Map<string, number>>> = { 400: new Map(), 600: new Map() }
const mostRemembered = 20_000

function thousandthsOf(text: string, weight: TypeWeight): number {
  const known = measured[weight].get(text)
  if (known !== undefined) return known
  const advances = interAdvances[weight]
  let thousandths = 0
  for (const character of text)
    if (!takesNoRoom.test(character))
      thousandths += advances.get(character.codePointAt(0) ?? 32) ?? advanceOfStranger(character)
  if (measured[weight].size >= mostRemembered) measured[weight].clear()
  measured[weight].set(text, thousandths)
  return thousandths
}

/** Signs that are set over, under or between others: combining marks, joiners and variation selectors. */
const takesNoRoom = /^[\p{Mark}\p{Cf}]$/u

/** The width of a sign that Inter lacks. Other scripts and pictures are drawn by a font of the machine, at most about an em wide. */
function advanceOfStranger(character: string): number {
  if (/^[\p{Script=Arabic}\p{Script=Hebrew}]$/u.test(character)) return 720
  if (/^\p{Extended_Pictographic}$/u.test(character)) return 1370
  return 1020
}

/** The letters of a text that the bundled typeface does not have, each once: those of other scripts, and pictures. */
export function lettersOutsideInter(text: string): readonly string[] {
  return [...new Set(onOneLine(text))].filter(
    (character) => !takesNoRoom.test(character) && !interAdvances[400].has(character.codePointAt(0) ?? 32),
  )
}

/** Width of the widest of several lines. */
export function widestLine(lines: readonly string[], size: number, weight: TypeWeight = 400): number {
  return lines.reduce((widest, line) => Math.max(widest, textWidth(line, size, weight)), 0)
}

/** A label on one line: data may hold line breaks, tabs and runs of spaces. Hard spaces stay. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\t\n\r\f\v\u0085\u2028\u2029 ]+/g, ' ').trim()
}

/**
 * Breaks a label into lines no wider than `width`. Lines break at spaces; a word that is wider than the line by itself after its hyphens and slashes, and failing
 * that anywhere, without a hyphen, since one would be read as part of the name. Nothing is ever left out.
 * @returns at least one line
 */
export function wrapText(text: string, width: number, size: number, weight: TypeWeight = 400): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of breakable(onOneLine(text), width, size, weight)) {
    const longer = line + piece
    if (line === '' || textWidth(longer.trimEnd(), size, weight) <= width) {
      line = longer
    } else {
      lines.push(line.trimEnd())
      line = piece
    }
    while (textWidth(line.trimEnd(), size, weight) > width) {
      const fitting = charactersThatFit(line, width, size, weight)
      if (fitting >= line.length) break
      lines.push(line.slice(0, fitting))
      line = line.slice(fitting)
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd())
  return lines
}

/** The same number of lines, as equally long as they can be. */
export function wrapEvenly(text: string, width: number, size: number, weight: TypeWeight = 400): readonly string[] {
  const lines = wrapText(text, width, size, weight)
  if (lines.length < 2) return lines
  let narrow = textWidth(text, size, weight) / lines.length
  let wide = width
  for (let step = 0; step < 8; step += 1) {
    const middle = (narrow + wide) / 2
    if (
      wrapText(text, middle, size, weight).length > lines.length ||
      Math.min(width, widestWord(text, size, weight)) > middle
    )
      narrow = middle
    else wide = middle
  }
  return wrapText(text, wide, size, weight)
}

/** Width of the widest word. */
export function widestWord(text: string, size: number, weight: TypeWeight = 400): number {
  return breakable(onOneLine(text), Number.POSITIVE_INFINITY, size, weight).reduce(
    (widest, piece) => Math.max(widest, textWidth(piece.trimEnd(), size, weight)),
    0,
  )
}

/** Words with the space after them; words wider than the line in the parts that their hyphens and slashes make. */
function breakable(text: string, width: number, size: number, weight: TypeWeight): readonly string[] {
  const words = text.match(/[^ ]+ */g) ?? []
  return words.flatMap((word) =>
    textWidth(word.trimEnd(), size, weight) <= width
      ? [word]
      : (word.match(/[^\-\u2010\u2013/]*(?:[-\u2010\u2013/]+ *|$)/g) ?? [word]).filter((part) => part !== ''),
  )
}

function charactersThatFit(text: string, width: number, size: number, weight: TypeWeight): number {
  let used = 0
  let units = 0
  for (const character of text) {
    used += textWidth(character, size, weight)
    if (used > width && units > 0) return units
    units += character.length
  }
  return text.length
}
