const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The characters of a text as a reader counts them: a letter with its accents, a sign with its modifiers. */
export function charactersOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/**
 * The text itself, or as much of its beginning as fits before an ellipsis.
 *
 * @param longest the most characters that are given back, the ellipsis among them
 */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text
  const characters = charactersOf(text)
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
