/**
 * How alike two texts are, 0 … 1: the mean of two cosines, of their words and of the groups of three letters in them. Each word and each group counts by how few of the compared
 * texts have it (inverse document frequency), so that the stem of a matrix, which stands in all of its headers, says little. Words tell texts apart that share many letters;
 * groups of letters forgive typing errors and inflection. Numbering before a text, punctuation, case and the order of the words count for nothing or little.
 */
export type TextSimilarity = (one: string, other: string) => number

type Vector = ReadonlyMap<string, number>

interface Features {
  readonly words: Vector
  readonly letters: Vector
}

/** @param texts all that will be compared; a text that is not among them is compared as well, by what is known of these */
export function createTextSimilarity(texts: Iterable<string>): TextSimilarity {
  const distinct = [...new Set(Array.from(texts, plainText))].filter((text) => text !== '')
  const [wordTexts, letterTexts] = [new Map<string, number>(), new Map<string, number>()]
  for (const text of distinct) {
    const words = wordsOf(text)
    for (const word of new Set(words)) wordTexts.set(word, (wordTexts.get(word) ?? 0) + 1)
    for (const group of new Set(words.flatMap(letterGroups))) letterTexts.set(group, (letterTexts.get(group) ?? 0) + 1)
  }
  const known = new Map<string, Features>()
  const featuresOf = (text: string): Features => {
    const before = known.get(text)
    if (before !== undefined) return before
    const words = wordsOf(text)
    const features = {
      words: weighted(words, wordTexts, distinct.length),
      letters: weighted(words.flatMap(letterGroups), letterTexts, distinct.length),
    }
    known.set(text, features)
    return features
  }
  return (one, other) => {
    const [a, b] = [plainText(one), plainText(other)]
    if (a === '' || b === '') return 0
    if (a === b) return 1
    const [first, second] = [featuresOf(a), featuresOf(b)]
    return (cosine(first.words, second.words) + cosine(first.letters, second.letters)) / 2
  }
}

/** Case, punctuation, kinds of space and numbering before the text left out. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/<\/?[a-z][^<>]*>/giu, ' ')
    .toLowerCase()
    .replace(/^[\s(["'*]*(?:\p{L}{0,2}\d+(?:[._-]\d+)*\p{L}?|\p{L})(?:[).:]|\s[-\u2013\u2014])+\s+/u, '')
    .replace(/^\s*\d+\s+(?=\p{L})/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const wordsOf = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** The beginning and the end of a word count as letters. */
function letterGroups(word: string): readonly string[] {
  const marked = `^${word}$`
  return Array.from({ length: Math.max(1, marked.length - 2) }, (_, index) => marked.slice(index, index + 3))
}

/** @param texts how many of the texts have a feature */
function weighted(features: readonly string[], texts: ReadonlyMap<string, number>, count: number): Vector {
  const vector = new Map<string, number>()
  for (const feature of features) vector.set(feature, (vector.get(feature) ?? 0) + 1)
  let squares = 0
  for (const [feature, times] of vector) {
    const weight = (1 + doublings(times)) * doublings(1 + (count + 1) / ((texts.get(feature) ?? 0) + 0.5))
    vector.set(feature, weight)
    squares += weight * weight
  }
  const length = Math.sqrt(squares)
  for (const [feature, weight] of vector) vector.set(feature, weight / length)
  return vector
}

/** How often 1 doubles on its way to a number, straight between the doublings: the logarithm to the base 2 to a twelfth, and the same in every engine. */
function doublings(number: number): number {
  let [rest, times] = [number, 0]
  for (; rest >= 2; rest /= 2) times += 1
  return times + rest - 1
}

function cosine(one: Vector, other: Vector): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one]
  let sum = 0
  for (const [feature, weight] of small) sum += weight * (large.get(feature) ?? 0)
  return Math.min(1, sum)
}

const negations = new Set(
  (
    'ikke ikkje ingen inga ingenting intet aldri aldrig uten utan uden hverken verken inte ej icke inget inga varken ' +
    'not no never none nothing without neither nor cannot dont doesnt didnt isnt arent wont cant'
  ).split(' '),
)

/** Whether one of two texts denies and the other does not: they may be alike in every other word. */
export function isDeniedInOne(one: string, other: string): boolean {
  const denies = (text: string): boolean =>
    text
      .toLowerCase()
      .replace(/['\u2019]/gu, '')
      .split(/[^\p{L}]+/u)
      .some((word) => negations.has(word))
  return denies(one) !== denies(other)
}

/** Whether a text says enough in words to be compared with others: the name of a variable such as Q7_1 does not. */
export const isTellingText = (text: string): boolean =>
  (text.match(/\p{L}/gu)?.length ?? 0) >= 5 && !/^[\p{L}\p{N}_.-]*[\d_][\p{L}\p{N}_.-]*$/u.test(text.trim())
