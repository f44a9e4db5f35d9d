import { InputError } from '../../core/errors'
import { lineLength } from './characters'

/** Reads what a portable file consists of: tags of one character, numbers to the base of 30, and texts with their length before them. */
export interface PortableCursor {
  position(): number
  /** The next character, which stays the next. */
  peek(): string
  tag(): string
  /** NaN for the missing value of the system. */
  number(): number
  /** A whole number from 0 to `most`. */
  count(most: number): number
  /** A view of the characters, not a copy. */
  text(): Uint8Array
}

/** Code of the error of every method when the characters end before what it reads. */
export const cutCode = 'ingest:portable-cut'

const longestText = 32_767
/** So many digits of an exponent are more than a number can have. */
const largestExponent = 1000
/** A power of 30 that is a number, and so is what it is divided into. */
const largestPower = 200

const digits = '0123456789ABCDEFGHIJKLMNOPQRST'
const digitOf = Int8Array.from({ length: 256 }, (_, byte) => digits.indexOf(String.fromCharCode(byte)))
const blank = 32
const asterisk = 42
const plus = 43
const minus = 45
const point = 46
const slash = 47

/** @param characters translated; @param file for the messages */
export function createPortableCursor(characters: Uint8Array, file: string, from = 0): PortableCursor {
  let position = from

  const lineNow = (): number => Math.floor(position / lineLength) + 1

  function next(): number {
    if (position >= characters.length) throw new InputError(cutCode, { line: lineNow() }, { file, line: lineNow() })
    return characters[position] as number
  }

  function damaged(): InputError {
    return new InputError('ingest:portable-damaged', { line: lineNow() }, { file, line: lineNow() })
  }

  function exponentAfter(sign: number): number {
    let exponent = 0
    position += 1
    for (let digit = digitOf[next()] as number; digit >= 0; digit = digitOf[next()] as number) {
      exponent = Math.min(largestExponent, exponent * 30 + digit)
      position += 1
    }
    return sign === minus ? -exponent : exponent
  }

  function number(): number {
    while (next() === blank) position += 1
    if (next() === asterisk) {
      position += 1
      next()
      position += 1
      return Number.NaN
    }
    const isNegative = next() === minus
    if (isNegative) position += 1
    let value = 0
    let exponent = 0
    let isFraction = false
    let count = 0
    for (;;) {
      const character = next()
      const digit = digitOf[character] as number
      if (digit >= 0) {
        // Beyond 1e290 further digits change nothing.
        if (value > 1e290) exponent += 1
        else value = value * 30 + digit
        if (isFraction) exponent -= 1
        count += 1
      } else if (character === point && !isFraction) isFraction = true
      else break
      position += 1
    }
    const sign = next()
    if (sign === plus || sign === minus) exponent += exponentAfter(sign)
    if (count === 0 || next() !== slash) throw damaged()
    position += 1
    const size = scaled(value, exponent)
    // The largest number there is stands for HIGHEST, and its digits to the base of 30 may be rounded up.
    if (size === Number.POSITIVE_INFINITY && scaled(value * (1 - 1e-9), exponent) === size) throw damaged()
    return isNegative ? -Math.min(size, Number.MAX_VALUE) : Math.min(size, Number.MAX_VALUE)
  }

  function count(most: number): number {
    const value = number()
    if (!Number.isInteger(value) || value < 0 || value > most) throw damaged()
    return value
  }

  return {
    position: () => position,
    peek: () => String.fromCharCode(next()),
    tag() {
      const tag = String.fromCharCode(next())
      position += 1
      return tag
    },
    number,
    count,
    text() {
      const length = count(longestText)
      const start = position
      position += length
      if (position > characters.length) throw new InputError(cutCode, { line: lineNow() }, { file, line: lineNow() })
      return characters.subarray(start, position)
    },
  }
}

/** A number times a power of 30. Dividing by a power is nearer than multiplying by its inverse. */
function scaled(value: number, exponent: number): number {
  if (value === 0) return 0
  let size = value
  let left = exponent
  while (left < 0) {
    const step = Math.min(largestPower, -left)
    size /= 30 ** step
    left += step
  }
  while (left > 0 && Number.isFinite(size)) {
    const step = Math.min(largestPower, left)
    size *= 30 ** step
    left -= step
  }
  return size
}
