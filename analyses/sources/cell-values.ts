import { blankByte, nonAnswerCode } from '../core/datasets'
import type { NonResponseKind, ResponseScale } from '../instrument/model'
import { absent, createByteDictionary } from '../readers/byte-dictionary'
import { comparable } from './comparable'
import { ownCodes, type AnswerCodes } from './answer-codes'
import { labelledAnswers } from './labelled-answers'
import {
  cellText,
  isMarkedMissing,
  tidy,
  type CellBlock,
  type CellDecoder,
  type HeaderColumn,
  type NumberStyle,
} from '../readers/reader'

/**
 * A number as people and programs write it: comma or point, U+2212 as minus, groups of three with (narrow no-break) spaces, apostrophes or the other mark.
 * Unless the style is strict the other mark is accepted too, except where `1.234` could be a thousand and more; it is
 * that where the style says which mark sets thousands apart.
 * @returns NaN when it is no number or could be two
 */
export function readNumber(text: string, style: NumberStyle): number {
  const plain = tidy(text)
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/(?<=\d)['\u2019](?=\d{3}(?!\d))/gu, ' ')
  const other = style.mark === ',' ? '.' : ','
  const grouped = new RegExp(`^[-+]?\\d{1,3}(?: \\d{3})+(?:[${style.isStrict ? style.mark : '.,'}]\\d+)?$`)
  const groupedByMark = new RegExp(
    `^[-+]?\\d{1,3}(?:(?:\\${other}\\d{3})+\\${style.mark}\\d+|(?:\\${other}\\d{3}){2,})$`,
  )
  let digits = plain
  if (grouped.test(plain)) digits = plain.replaceAll(' ', '').replace(',', '.')
  else if (groupedByMark.test(plain)) digits = plain.replaceAll(other, '').replace(',', '.')
  else if (plain.includes(style.mark)) digits = plain.includes(other) ? 'x' : plain.replace(style.mark, '.')
  else if (plain.includes(other)) {
    const isThousandsLike = new RegExp(`^[-+]?[1-9]\\d{0,2}\\${other}\\d{3}$`).test(plain)
    if (isThousandsLike && style.thousands === other) digits = plain.replace(other, '')
    else digits = style.isStrict || isThousandsLike ? 'x' : plain.replace(other, '.')
  }
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/.test(digits) ? Number(digits) : Number.NaN
}

const powersOfTen = Float64Array.from({ length: 16 }, (_, power) => 10 ** power)

/** Plain digits with the column's own mark, straight from the bytes; NaN for anything that needs `readNumber`. Exact: at most 15 digits over a power of ten. */
export function readPlainNumber(bytes: Uint8Array, start: number, end: number, mark: number): number {
  let position = start
  const isNegative = bytes[position] === 45
  if (isNegative) position += 1
  if (start < 0 || end - position > 16 || position >= end) return Number.NaN
  let whole = 0
  let digits = 0
  let decimals = -1
  for (; position < end; position += 1) {
    const byte = bytes[position] as number
    if (byte >= 48 && byte <= 57) {
      whole = whole * 10 + (byte - 48)
      digits += 1
      if (decimals >= 0) decimals += 1
    } else if (byte === mark && decimals < 0 && digits > 0) decimals = 0
    else return Number.NaN
  }
  if (digits === 0 || digits > 15 || decimals === 0) return Number.NaN
  const value = decimals > 0 ? whole / (powersOfTen[decimals] as number) : whole
  return isNegative ? -value : value
}

/** What statistics programs and people write where there is nothing. */
const blankWords = new Set(['na', 'n/a', '#n/a', '#null!', 'nan', 'null', '-', '--', '\u2013', '.'])

export function isBlankWord(text: string): boolean {
  return blankWords.has(tidy(text).toLowerCase())
}

/** Results of reading a cell that is neither an answer nor blank. They lie beyond every value of an Int8. */
export const outOfRange = 1000
export const unreadable = 1001
/** A word such as NA that stands for nothing. */
export const blankWord = 1002
/** A spelling that has not occurred before. */
export const notYetRead = 1003

/** Spellings of an answer that are remembered. */
const mostTexts = 1 << 16

/** Understands cells of an ordinal scale, each spelling once. */
export interface OrdinalReader {
  /** Values of the scale, codes of `nonAnswerCode`, `blankByte`, or one of `outOfRange`, `unreadable`, `blankWord`. */
  read(bytes: Uint8Array, start: number, end: number): number
  /** As `read`, of a cell of one ASCII character. */
  readByte(byte: number): number
  /** As `read`, of a cell that is a text. */
  readText(text: string): number
  /** As `read`, of a cell that is a number; NaN is a blank. */
  readNumber(value: number): number
  /** By the byte of a cell of one byte; `notYetRead` until the first such cell. */
  readonly single: Int16Array
  /** The first and the last of consecutive digits that are answers as they stand, as bytes; null where there is none, as in a file whose codes are turned. */
  readonly digits: { readonly first: number; readonly last: number } | null
}

/**
 * @param turnBack the export holds reversed codes: `min + max − code` is what was answered. Labels say what was answered as they are.
 * @param missingWords words in lower case that a survey tool writes in place of an answer; null for those that say no more than a blank
 * @param codes what codes mean. Where the file has a name for a code that the scale knows, it says what was answered, whichever code it has.
 */
export function createOrdinalReader(
  scale: ResponseScale,
  style: NumberStyle,
  turnBack: boolean,
  decode: CellDecoder,
  codes: AnswerCodes = ownCodes,
  missingWords: ReadonlyMap<string, NonResponseKind | null> = new Map(),
): OrdinalReader {
  const answers = labelledAnswers(scale, turnBack, codes)
  const byCode = turnBack ? new Map<number | string, number>() : codes.byName
  const single = new Int16Array(256).fill(notYetRead)
  const spellings = createByteDictionary()

  function understand(text: string): number {
    const plain = tidy(text)
    if (plain === '') return blankByte
    const number = /^[-+\u2212]?\d+(?:[.,]0*)?$/u.test(plain) ? readNumber(plain, style) : Number.NaN
    const meant = Number.isInteger(number) ? codes.codeOf(number) : codes.codeOfText(plain)
    if (meant !== undefined) {
      if (meant >= scale.min && meant <= scale.max) return turnBack ? scale.min + scale.max - meant : meant
      const nonResponse = scale.nonResponses.find(({ code }) => code === meant)
      if (nonResponse !== undefined) return nonAnswerCode[nonResponse.kind]
    }
    const byLabel = answers.meaningOf(plain)
    if (byLabel !== undefined) return byLabel
    if (Number.isInteger(number)) return outOfRange
    const byBoth = answers.meaningOfBoth(plain)
    if (byBoth !== undefined) return byBoth
    const missing = missingWords.get(plain.toLowerCase())
    if (missing !== undefined) return missing === null ? blankByte : nonAnswerCode[missing]
    return isBlankWord(plain) ? blankWord : unreadable
  }

  const texts = new Map<string, number>()
  const readText = (text: string): number => {
    let value = texts.get(text)
    if (value === undefined) {
      value = byCode.get(text) ?? understand(text)
      if (texts.size < mostTexts) texts.set(text, value)
    }
    return value
  }
  const understandNumber = (value: number): number => byCode.get(value) ?? readText(String(value))
  const small = new Int16Array(256).fill(notYetRead)
  const readByte = (byte: number): number => {
    if (single[byte] === notYetRead) single[byte] = understand(String.fromCharCode(byte))
    return single[byte] as number
  }
  return {
    single,
    digits: digitsThatAnswer(readByte),
    readByte,
    readText,
    readNumber(value) {
      if (Number.isNaN(value)) return blankByte
      // Codes are small whole numbers.
      if (value >= 0 && value < 256 && Number.isInteger(value)) {
        if (small[value] === notYetRead) small[value] = understandNumber(value)
        return small[value] as number
      }
      return understandNumber(value)
    },
    read(bytes, start, end) {
      if (start >= 0 && end - start === 1) {
        const byte = bytes[start] as number
        // A single byte of another kind is none of UTF-8, and a letter in windows-1252.
        if (byte >= 0x80 && single[byte] === notYetRead) single[byte] = understand(decode(bytes, start, end))
        return readByte(byte)
      }
      if (start === end) return blankByte
      const from = start < 0 ? ~start : start
      let value = spellings.find(bytes, from, end)
      if (value === absent) {
        value = understand(decode(bytes, start, end))
        spellings.store(bytes, from, end, value)
      }
      return value
    },
  }
}

const zero = 48
const nine = 57

function digitsThatAnswer(readByte: OrdinalReader['readByte']): OrdinalReader['digits'] {
  let first = zero
  while (first <= nine && readByte(first) !== first - zero) first += 1
  let last = first
  while (last <= nine && readByte(last) === last - zero) last += 1
  return last === first ? null : { first, last: last - 1 }
}

/** The result of reading a cell of a continuous scale. */
export interface ContinuousReading {
  readonly value: number
  readonly kind: 'value' | 'blank' | 'out-of-range' | 'unreadable' | 'blank-word' | NonResponseKind
}

const blankReading: ContinuousReading = { value: Number.NaN, kind: 'blank' }

/**
 * Understands cells of a continuous scale that `readPlainNumber` does not, or whose number is outside the range.
 * @param number in the cell; NaN when it is none
 */
export function readContinuous(
  text: string,
  number: number,
  scale: ResponseScale,
  turnBack: boolean,
): ContinuousReading {
  const plain = tidy(text)
  if (plain === '') return blankReading
  if (!Number.isNaN(number)) {
    if (number >= scale.min && number <= scale.max)
      return { value: turnBack ? scale.min + scale.max - number : number, kind: 'value' }
    const nonResponse = scale.nonResponses.find(({ code }) => code === number)
    return { value: Number.NaN, kind: nonResponse?.kind ?? 'out-of-range' }
  }
  const words = comparable(plain)
  const nonResponse = scale.nonResponses.find(({ label }) =>
    Object.values(label).some((label_) => typeof label_ === 'string' && comparable(label_) === words),
  )
  if (nonResponse !== undefined) return { value: Number.NaN, kind: nonResponse.kind }
  return { value: Number.NaN, kind: isBlankWord(plain) ? 'blank-word' : 'unreadable' }
}

/** Gives texts consecutive codes in the order in which they first appear. */
export interface LevelReader {
  /** The code of a cell; −1 for a blank. */
  read(block: CellBlock, row: number, column: number): number
  /** A copy of the texts so far, by code. */
  levels(): readonly string[]
  readonly count: () => number
}

/**
 * Attributes, subjects, kinds of event: white space tidied, otherwise verbatim.
 * @param header of the column, where the format names its codes: a code is then known by its name, and one that is marked as no answer is a blank
 */
export function createLevelReader(decode: CellDecoder, header?: HeaderColumn): LevelReader {
  const spellings = createByteDictionary()
  const codes = new Map<string, number>()
  const names = new Map((header?.levels ?? []).map(({ value, label }) => [value, label]))
  const byNumber = new Map<number, number>()
  const codeOf = (written: string): number => {
    const text = tidy(written.normalize('NFC'))
    if (text === '' || text === 'NA' || text === '#NULL!' || text === '#N/A') return -1
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    return code
  }
  const codeOfNumber = (value: number): number => {
    let code = byNumber.get(value)
    if (code === undefined) {
      const isBlank = header !== undefined && isMarkedMissing(header, value)
      code = isBlank ? -1 : codeOf(names.get(value) ?? String(value))
      byNumber.set(value, code)
    }
    return code
  }
  return {
    read(block, row, column) {
      if (block.kind === 'values') {
        const cells = block.columns[column]
        if (cells?.kind === 'numbers') {
          const value = cells.values[row] ?? Number.NaN
          return Number.isNaN(value) ? -1 : codeOfNumber(value)
        }
        const text = cellText(block, row, column, decode)
        return codeOf(names.get(text) ?? text)
      }
      const cell = row * block.width + column
      const start = block.starts[cell] as number
      const end = block.ends[cell] as number
      if (start === end) return -1
      const from = start < 0 ? ~start : start
      let code = spellings.find(block.bytes, from, end)
      if (code === absent) {
        code = codeOf(decode(block.bytes, start, end))
        spellings.store(block.bytes, from, end, code)
      }
      return code
    },
    levels: () => [...codes.keys()],
    count: () => codes.size,
  }
}
