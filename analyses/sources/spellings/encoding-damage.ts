/** How Windows shows the bytes 0x80 … 0x9f that letters of our languages have in UTF-8. */
const windowsCharacters: Readonly<Record<number, string>> = {
  0x84: '\u201e',
  0x85: '\u2026',
  0x86: '\u2020',
  0x89: '\u2030',
  0x96: '\u2013',
  0x98: '\u02dc',
  0x9c: '\u0153',
}

/** A letter as it looks when its two bytes of UTF-8 are read one by one. */
const damaged: readonly (readonly [seen: string, letter: string])[] = [...'æøåäöéüÆØÅÄÖÉÜ'].flatMap((letter) => {
  const code = letter.charCodeAt(0)
  const second = 0x80 | (code & 0x3f)
  const first = String.fromCharCode(0xc0 | (code >> 6))
  const windows = windowsCharacters[second]
  const plain = first + String.fromCharCode(second)
  return windows === undefined ? [[plain, letter]] : [[plain, letter] as const, [first + windows, letter] as const]
})

/** A text whose letters were encoded twice, as it was meant; the same text where none was. */
export function repaired(text: string): string {
  if (!text.includes('\u00c3')) return text
  let next = text
  for (const [seen, letter] of damaged) next = next.replaceAll(seen, letter)
  return next
}

/** A sign that stands for a letter that was lost: between letters, or at the beginning or the end of a word. */
const lost = /\ufffd+|(?<=\p{L})\?+(?=\p{L}|$)|(?<=^|\s)\?+(?=\p{L})/gu

/** A pattern for what a text with lost letters was, in lower case; null where none is lost. */
export function lostLetters(text: string): RegExp | null {
  const parts = text.split(lost)
  if (parts.length === 1) return null
  if (parts.join('').replace(/[^\p{L}]/gu, '').length < 2) return null
  const escaped = parts.map((part) => part.toLowerCase().replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`))
  return new RegExp(`^${escaped.join(String.raw`[^\x00-\x7f]{1,2}`)}$`, 'u')
}
