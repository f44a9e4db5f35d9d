/**
 * Characters of a portable file. The file is lines of 80 characters; line ends are no part of it, and a line that is shorter stands for one with blanks at its end.
 * After “Portable File Format” in the PSPP project's developers' manual.
 */

export const lineLength = 80

/** Bytes that are taken at once: line ends alone could become eighty times as many blanks. */
const bytesAtOnce = 1 << 14

/** Takes the line ends out of bytes that come in pieces. */
export function createLineJoiner(): (chunk: Uint8Array) => Generator<Uint8Array<ArrayBuffer>, void> {
  /** Characters of the line so far. */
  let column = 0

  function join(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    let lineEnds = 0
    for (const byte of bytes) if (byte === 10) lineEnds += 1
    const characters = new Uint8Array(bytes.length + lineEnds * lineLength)
    let filled = 0
    for (const byte of bytes) {
      if (byte === 13) continue
      if (byte !== 10) {
        characters[filled] = byte
        filled += 1
        column += 1
        continue
      }
      const blanks = Math.max(0, lineLength - column)
      characters.fill(32, filled, filled + blanks)
      filled += blanks
      column = 0
    }
    return characters.subarray(0, filled)
  }

  return function* (chunk) {
    for (let from = 0; from < chunk.length; from += bytesAtOnce) yield join(chunk.subarray(from, from + bytesAtOnce))
  }
}

/** All characters of bytes that are there at once. */
export function joinLines(bytes: Uint8Array): Uint8Array {
  const pieces = [...createLineJoiner()(bytes)]
  const characters = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const piece of pieces) {
    characters.set(piece, filled)
    filled += piece.length
  }
  return characters
}

/** What each byte of the file stands for, as ASCII; null where each stands for itself. */
export type Translation = Uint8Array | null

/** Places of the table of characters and of what comes after it. */
const tableStart = 200
const tableLength = 256
const signature = 'SPSSPORT'
export const headerLength = tableStart + tableLength + signature.length

/**
 * The characters whose bytes the table gives, from place 64 on; those before are control characters. A blank stands for a character that ASCII has not, such as a
 * superscript digit: its place says nothing.
 */
const firstPlace = 64
const placedCharacters =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@\'="      ~                     {}\\'
const blankPlace = 126

/**
 * How the bytes of a file are to be read.
 * @param characters from its beginning
 * @returns undefined for what is no portable file
 */
export function findTranslation(characters: Uint8Array): Translation | undefined {
  if (characters.length < headerLength) return undefined
  const table = characters.subarray(tableStart, tableStart + tableLength)
  const written = characters.subarray(tableStart + tableLength, headerLength)
  // Where the bytes are those of ASCII, every byte is what it is, and so are letters that the table does not know.
  if (isSignature(written)) return null
  const translation = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const isPlaced = new Uint8Array(256)
  for (let place = firstPlace; place < firstPlace + placedCharacters.length; place += 1) {
    const byte = table[place] as number
    const character = placedCharacters.charCodeAt(place - firstPlace)
    // Digits stand again as superscripts, and in every place that has no character: the first place of a byte counts.
    if ((character === 32 && place !== blankPlace) || isPlaced[byte] === 1) continue
    isPlaced[byte] = 1
    translation[byte] = character
  }
  return isSignature(translate(written.slice(), translation)) ? translation : undefined
}

const isSignature = (bytes: Uint8Array): boolean => bytes.every((byte, place) => byte === signature.charCodeAt(place))

/** Translates in place. */
export function translate(characters: Uint8Array, translation: Translation): Uint8Array {
  if (translation !== null)
    for (let place = 0; place < characters.length; place += 1)
      characters[place] = translation[characters[place] as number] as number
  return characters
}
