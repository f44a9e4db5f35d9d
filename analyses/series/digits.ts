/** Digits and blanks among the bytes of a cell. */

/** Up to fourteen digits from a position: their value times 16 plus how many there are. */
export function digitsAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let length = 0
  for (let position = start; position < end && length < 14; position += 1, length += 1) {
    const byte = bytes[position] as number
    if (!isDigit(byte)) break
    value = value * 10 + (byte - 48)
  }
  return value * 16 + length
}

export function lengthOf(digits: number): number {
  return digits % 16
}

export function valueOf(digits: number): number {
  return Math.floor(digits / 16)
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

/** Blanks, and the bytes of the no-break spaces that stand before AM and PM in some locales. */
export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 0xa0 || byte === 0xc2 || byte === 0xe2 || byte === 0x80 || byte === 0xaf
}

/** The first position from `start` that is no blank; `end` where there is none. */
export function afterSpaces(bytes: Uint8Array, start: number, end: number): number {
  let position = start
  while (position < end && isSpace(bytes[position] as number)) position += 1
  return position
}
