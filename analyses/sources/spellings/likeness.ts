import { editDistance } from './edit-distance'
import { lostLetters, repaired } from './encoding-damage'
import { foldedLetters, namePartsOf, type NameParts, type Word } from './name-parts'
import { isPlaceWord } from './place-names'

/** Why two spellings are taken for one. */
export type LikenessReason = 'writing' | 'encoding' | 'kind' | 'letters' | 'shortened' | 'misspelt'

export interface Likeness {
  /** 0 … 1: how sure it is. */
  readonly score: number
  readonly reason: LikenessReason
}

/** A spelling as it is compared. */
export interface Spelt {
  readonly text: string
  readonly rows: number
  readonly parts: NameParts
  /** Its letters were encoded twice. */
  readonly isDamaged: boolean
  /** Of a text with letters that were lost. */
  readonly lost: RegExp | null
  /** Its words, and its words without the ending of the genitive where it may have one. */
  readonly forms: readonly string[]
  /** The forms with the letters that a keyboard may lack, in each way in which these are written. */
  readonly folded: readonly (readonly string[])[]
  readonly joined: string
}

export function speltOf(text: string, rows: number): Spelt {
  const whole = repaired(text)
  const parts = namePartsOf(whole)
  const words = parts.words.map((word) => word.text).join(' ')
  const forms = parts.mayHaveGenitive && words.endsWith('s') ? [words, words.slice(0, -1)] : [words]
  return {
    text,
    rows,
    parts,
    isDamaged: whole !== text,
    lost: lostLetters(text),
    forms,
    folded: forms.map(foldedLetters),
    joined: words.replaceAll(' ', ''),
  }
}

const scores: Readonly<Record<LikenessReason, number>> = {
  writing: 0.99,
  encoding: 0.97,
  kind: 0.94,
  letters: 0.92,
  shortened: 0.85,
  misspelt: 0.8,
}

/**
 * How alike a spelling is to another that it may be merged into. Numbers, letters that stand alone, and words of few letters must be the same, and two names of
 * municipalities are never one.
 * @param kindsAgree whether what kind of organisation each of them says it is lets them be one
 * @returns null when they are taken for two
 */
export function likenessOf(from: Spelt, into: Spelt, kindsAgree: boolean): Likeness | null {
  const found = (reason: LikenessReason, less = 0): Likeness => ({ score: scores[reason] - less, reason })
  if (from.parts.whole === into.parts.whole) return found(from.isDamaged || into.isDamaged ? 'encoding' : 'writing')
  if (from.lost?.test(into.parts.whole) === true) return found('encoding')
  if (!kindsAgree) return null
  const less = from.parts.kind === into.parts.kind ? 0 : 0.04
  if (from.forms.some((form) => into.forms.includes(form)))
    return found(lettersOf(from.parts.whole) === lettersOf(into.parts.whole) ? 'writing' : 'kind')
  if (haveSameLetters(from, into)) return found('letters', less)
  const [a, b] = [from.parts.words, into.parts.words]
  if (isShortenedOf(a, b) || isShortenedOf(b, a)) return found('shortened', less)
  return isMisspelt(from, into) ? found('misspelt', less + (from.rows * 10 <= into.rows ? 0 : 0.05)) : null
}

const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}\d]/gu, '')

/** Letters such as å written as a, and words that are joined or parted. */
function haveSameLetters(a: Spelt, b: Spelt): boolean {
  const length = Math.min(a.joined.length, b.joined.length)
  const areAlike = a.folded.some((ways) => b.folded.some((others) => ways.some((text, way) => text === others[way])))
  if (length >= 3 && areAlike) return !areTwoPlaces(a.parts, b.parts)
  return length >= 6 && a.joined === b.joined && !/\d/u.test(a.joined)
}

const areTwoPlaces = (a: NameParts, b: NameParts): boolean =>
  a.words.length === b.words.length &&
  a.words.every(({ text }, place) => {
    const other = b.words[place]?.text ?? ''
    return text === other || (isPlace(text, a) && isPlace(other, b))
  })

/** Whether a word is the name of a municipality, in the genitive too where it may be one. */
const isPlace = (word: string, { mayHaveGenitive }: NameParts): boolean =>
  isPlaceWord(word) || (mayHaveGenitive && word.endsWith('s') && isPlaceWord(word.slice(0, -1)))

/** Whether a word of a name is that of a municipality. */
export const namesPlace = ({ parts }: Spelt): boolean => parts.words.some(({ text }) => isPlace(text, parts))

/** Whether one name is the other with words that are cut short and end with a point. */
function isShortenedOf(short: readonly Word[], long: readonly Word[]): boolean {
  if (short.length !== long.length || !short.some(({ isShortened }) => isShortened)) return false
  return short.every(({ text, isShortened }, place) => {
    const other = long[place]?.text ?? ''
    return text === other || (isShortened && text.length >= 2 && other.length > text.length && other.startsWith(text))
  })
}

/** A name that is misspelt has the same words but one. */
function isMisspelt(from: Spelt, into: Spelt): boolean {
  const [a, b] = [from.parts.words, into.parts.words]
  if (a.length !== b.length || Math.abs(from.joined.length - into.joined.length) > 2) return false
  const place = a.findIndex(({ text }, index) => text !== b[index]?.text)
  if (place < 0 || a.some(({ text }, index) => index > place && text !== b[index]?.text)) return false
  const pair = [a[place]?.text ?? '', b[place]?.text ?? ''] as const
  return isMisspeltWord({
    from: pair[0],
    into: pair[1],
    isKnown: isPlace(pair[1], into.parts),
    isOther: isPlace(pair[0], from.parts),
    isRare: from.rows * rareness <= into.rows,
  })
}

/** A misspelling that no list of names confirms has at most one row for each three of the spelling that it is held to be. */
const rareness = 3
/** Letters that a word has at least. */
const shortestWord = 6
/** Letters of a word in which two edits are still a misspelling. */
const longWord = 10
/** Letters of a word in which another vowel is a misspelling, and not another name: Moland and Meland, Strinda and Stranda. */
const wordOfVowels = { known: 9, unknown: 12 }

interface MisspeltWord {
  readonly from: string
  readonly into: string
  /** The word that it is held to be is the name of a municipality. */
  readonly isKnown: boolean
  /** It is the name of another one. */
  readonly isOther: boolean
  readonly isRare: boolean
}

function isMisspeltWord({ from, into, isKnown, isOther, isRare }: MisspeltWord): boolean {
  const length = Math.min(from.length, into.length)
  if (length < shortestWord || /\d/u.test(from + into) || from[0] !== into[0]) return false
  if (isOther || (!isKnown && !isRare)) return false
  const distance = editDistance(from, into)
  if (distance > (length >= longWord ? 2 : 1)) return false
  if (length < wordOfVowels[isKnown ? 'known' : 'unknown'] && haveOtherVowel(from, into)) return false
  // At its end a word has its number and its definite form: Haugen and Hauge, voksen and voksne.
  const isInflected = from.startsWith(into) || into.startsWith(from)
  const isEnding = from.slice(0, length - 2) === into.slice(0, length - 2)
  return !isInflected && (isKnown || !isEnding)
}

const vowels = /[aeiouyåäæøöéü]/gu

/** Whether two words differ in a vowel that stands for another. */
function haveOtherVowel(a: string, b: string): boolean {
  return (
    a.length === b.length && a !== b && a.replaceAll(vowels, '.') === b.replaceAll(vowels, '.') && !isExchanged(a, b)
  )
}

const isExchanged = (a: string, b: string): boolean => [...a].sort().join('') === [...b].sort().join('')
