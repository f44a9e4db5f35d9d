const longestText = 70

/** Long questions cut at a word, for a sentence that names them. */
export function shortText(text: string): string {
  if (text.length <= longestText) return text
  const cut = text.slice(0, longestText)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestText / 2))}…`
}
