import type { Language, Text } from '../core/words'

/** Short words and letters that one of the languages has and the others have not, or more seldom. */
const marks: Readonly<Record<Language, RegExp>> = {
  nb: /\b(og|ikke|jeg|av|hva|fra|noen|ut|etter|enig|uenig|mye|meg|være|blitt|hvilke)\b/gu,
  sv: /\b(och|inte|jag|av|vad|från|någon|att|är|efter|instämmer|mycket|mig|vara|på|för|vilka|ej)\b|[äö]/gu,
  da: /\b(og|ikke|jeg|af|hvad|fra|nogen|efter|enig|uenig|meget|mig|være|blevet|hvilke|ved)\b/gu,
  en: /\b(the|and|not|of|what|from|any|to|is|are|agree|disagree|much|me|be|which|you|your|do)\b/gu,
}

/**
 * The language that most of the texts seem to be in; a codebook often does not say it.
 * @returns English where nothing tells
 */
export function languageOf(texts: Iterable<string>): Language {
  const counts: Record<Language, number> = { nb: 0, sv: 0, da: 0, en: 0 }
  for (const text of texts) {
    const lower = text.toLowerCase()
    for (const language of Object.keys(marks) as Language[])
      counts[language] += lower.match(marks[language])?.length ?? 0
    // Both write ø and å; only one of the two has æ where the other has e.
    if (/[øæ]/u.test(lower)) counts.nb += 0.5
  }
  const [best] = (Object.keys(counts) as Language[]).toSorted((a, b) => counts[b] - counts[a])
  return best === undefined || counts[best] === 0 ? 'en' : best
}

/** A language by the code of a survey tool, such as `no`, `nb-NO` or `en-GB`; null for one that instruments do not have. */
export function languageOfCode(code: string): Language | null {
  const [main = ''] = code.toLowerCase().split(/[-_]/u)
  if (main === 'no' || main === 'nn') return 'nb'
  return main === 'nb' || main === 'sv' || main === 'da' || main === 'en' ? main : null
}

/** A text in one language. */
export const textOf = (language: Language, text: string): Text => ({ [language]: text })

/** What a question says: tags, entities and repeated white space left out. */
export function plainText(markup: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
  return markup
    .replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/giu, ' ')
    .replace(/<\/?[a-z][^<>]*>/giu, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/giu,
      (whole, decimal, hexadecimal, name: string | undefined) => {
        if (name !== undefined) return named[name.toLowerCase()] ?? whole
        const code = decimal === undefined ? Number.parseInt(String(hexadecimal), 16) : Number(decimal)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
      },
    )
    .replace(/[\s\u00a0]+/gu, ' ')
    .trim()
}
