import { decodeSingleByte, type SingleByteEncoding } from './single-byte'

/** Encodings among which the letters of a text decide, the likelier first where they do not. */
const candidates: readonly SingleByteEncoding[] = ['windows-1252', 'macintosh', 'ibm850', 'ibm865', 'iso-8859-15']

/** Which encoding a text of single bytes is in, as far as its letters tell. */
export interface LetterFit {
  readonly encoding: SingleByteEncoding
  /** How well the characters beyond ASCII suit where they stand, on average: about 1 for words of the Nordic languages, below 0 for what is no text. */
  readonly fit: number
  /** Another encoding that suits nearly as well and gives another text. */
  readonly rival: SingleByteEncoding | null
}

/** Characters beyond ASCII that are looked at. */
const mostLooked = 20_000
/** Points by which an encoding has to lead, in a short text and for each character. */
const leastLead = 0.5
const leadOfEach = 0.02

/**
 * Finds the encoding under which characters stand where they belong: letters of the Nordic languages within words, small ones not before capitals, dashes between blanks or
 * digits, quotation marks around words, currency beside numbers. In another encoding the same bytes are capitals within words, accents and signs.
 * @param bytes of a text that is not UTF-8
 */
export function encodingByLetters(bytes: Uint8Array): LetterFit {
  const places = placesBeyondAscii(bytes)
  const scores = candidates.map((encoding) => ({ encoding, score: scoreOf(encoding, bytes, places) }))
  const [first, ...others] = scores.toSorted((a, b) => b.score - a.score)
  const best = first ?? { encoding: 'windows-1252' as const, score: 0 }
  const textOf = (encoding: SingleByteEncoding): string =>
    places.map((place) => decodeSingleByte(encoding, bytes, place, place + 1)).join('')
  const own = textOf(best.encoding)
  const near = others.filter(({ score }) => best.score - score < leastLead + leadOfEach * places.length)
  return {
    encoding: best.encoding,
    fit: places.length === 0 ? 0 : best.score / places.length,
    rival: near.find(({ encoding }) => textOf(encoding) !== own)?.encoding ?? null,
  }
}

function placesBeyondAscii(bytes: Uint8Array): readonly number[] {
  const places: number[] = []
  for (let place = 0; place < bytes.length && places.length < mostLooked; place += 1)
    if ((bytes[place] as number) >= 0x80) places.push(place)
  return places
}

function scoreOf(encoding: SingleByteEncoding, bytes: Uint8Array, places: readonly number[]): number {
  const at = (place: number): string =>
    place < 0 || place >= bytes.length ? '' : decodeSingleByte(encoding, bytes, place, place + 1)
  let score = 0
  for (const place of places) score += pointsOf(at(place), at(place - 1), at(place + 1))
  return score
}

const isLetter = (character: string): boolean => /\p{L}/u.test(character)
const isUpper = (character: string): boolean => /\p{Lu}/u.test(character)
const isLower = (character: string): boolean => /\p{Ll}/u.test(character)
const isEdge = (character: string): boolean => character === '' || /[\s\u00a0;,.:!?|~"'()[\]/-]/u.test(character)

const nordic = /[æøåäöÆØÅÄÖ]/u
const usual = /[éüÉÜ]/u
const foreign = /[èêëáàâíìîïóòôõúùûñçßãÈÊËÁÀÂÍÌÎÏÓÒÔÕÚÙÛÑÇÃðþýÐÞÝ]/u

/** How well a character suits its neighbours: 1 where it belongs, below 0 where nobody writes it. */
function pointsOf(character: string, before: string, behind: string): number {
  if (isLetter(character) && character !== '\u00aa' && character !== '\u00ba')
    return letterPoints(character, before, behind)
  const isWithinWord = isLetter(before) && isLetter(behind)
  switch (character) {
    case '\u2019':
      return isLetter(before) ? 1 : isEdge(before) && isEdge(behind) ? 0.2 : -1
    case '\u201c':
    case '\u2018':
    case '\u00ab':
    case '\u201e':
      return isEdge(before) && !isEdge(behind) ? 1 : isWithinWord ? -1.5 : 0
    case '\u201d':
    case '\u00bb':
      return !isEdge(before) && isEdge(behind) ? 1 : isWithinWord ? -1.5 : isEdge(before) && !isEdge(behind) ? 0.5 : 0
    case '\u2013':
    case '\u2014':
      return isWithinWord ? 0 : 1
    case '\u2026':
      return isEdge(behind) ? 1 : 0
    case '\u20ac':
    case '\u00a3':
    case '\u00a7':
    case '\u00b0':
    case '\u00b1':
    case '\u00bd':
    case '\u00bc':
    case '\u00be':
    case '\u00b2':
    case '\u00b3':
    case '\u00b5':
      return isWithinWord ? -1.5 : /[\d\s\u00a0]/u.test(before + behind) ? 1 : 0.3
    case '\u00a0':
      return 0.5
    case '\u00b7':
    case '\u2022':
    case '\u00b4':
    case '\u00a9':
    case '\u00ae':
    case '\u2122':
    case '\u00d7':
      return isWithinWord ? -1 : 0.3
    default:
      // Controls, box drawing, mathematics: hardly ever in a table of people.
      return /[\u0080-\u009f]/u.test(character) ? -3 : isWithinWord ? -2 : -0.7
  }
}

function letterPoints(character: string, before: string, behind: string): number {
  if (isUpper(character) && isLower(before)) return -2
  if (isLower(character) && isUpper(behind)) return -2
  const isAlone = !isLetter(before) && !isLetter(behind)
  if (/\d/u.test(before) && !isLetter(behind)) return -0.5
  const points = nordic.test(character) ? 1 : usual.test(character) ? 0.6 : foreign.test(character) ? 0.2 : -0.3
  return isAlone && points > 0 ? points * 0.3 : points
}
