import { InputError } from '../../core/errors'
import type { Note, Phrase } from '../../core/words'
import { encodingByLetters } from '../letter-fit'
import { encodingName, type Encoding } from './settings'
import { countFurtherEncodings, countTwiceEncoded, mostUndone } from './twice-encoded'

/** What the first bytes say about how a file is written. */
export interface EncodingFinding {
  readonly encoding: Encoding
  /** Length of the byte order mark, 0 without one. */
  readonly markLength: number
  readonly confidence: number
  readonly reason: Phrase
  /** What is to be said where the letters may come out wrong. */
  readonly doubt: Note | null
}

/** File kinds that are often renamed or taken for a text export, by their first bytes. */
const signatures: readonly { readonly kind: string; readonly bytes: readonly number[] }[] = [
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { kind: 'xls', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'sqlite', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65] },
  { kind: 'image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'rtf', bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
]

/**
 * Refuses what is no text export, saying what it is.
 * @throws InputError for a PDF, office file, archive, image, web page or JSON
 */
export function refuseOtherKinds(head: Uint8Array, file: string): void {
  for (const { kind, bytes } of signatures) {
    if (!bytes.every((byte, index) => head[index] === byte)) continue
    throw new InputError(`ingest:is-${kind}`, {}, { file })
  }
  const start = latinText(head.subarray(0, 200))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html'))
    throw new InputError('ingest:is-html', {}, { file })
  if (start.startsWith('<?xml')) throw new InputError('ingest:is-xml', {}, { file })
  if (/^\{\s*"/.test(start) || /^\[\s*[{[]/.test(start)) throw new InputError('ingest:is-json', {}, { file })
}

const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

const findingOf = (
  message: Phrase['message'],
  encoding: Encoding,
  markLength: number,
  confidence: number,
): EncodingFinding => ({
  encoding,
  markLength,
  confidence,
  reason: { message, values: { encoding: encodingName(encoding) } },
  doubt: null,
})

/**
 * Byte order mark, else strict UTF-8, else UTF-16 by where its zero bytes are, else the encoding of single bytes that the letters fit.
 * @param complete whether `head` is the whole file; otherwise a character cut at its end is no error
 * @throws InputError for bytes that are no text
 */
export function detectEncoding(head: Uint8Array, complete: boolean, file: string): EncodingFinding {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))
  if (mark !== undefined) return findingOf('ingest:reason-mark', mark.encoding, mark.bytes.length, 1)

  const zeros = [0, 0]
  for (let index = 0; index < head.length; index += 1)
    if (head[index] === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const units = head.length / 2
  if (odd > 0.4 * units && even < 0.02 * units) return findingOf('ingest:reason-zero-bytes', 'utf-16le', 0, 0.9)
  if (even > 0.4 * units && odd < 0.02 * units) return findingOf('ingest:reason-zero-bytes', 'utf-16be', 0, 0.9)
  const zeroAt = head.indexOf(0)
  if (zeroAt >= 0) throw binaryError(file, zeroAt, 1 + countLineEnds(head, 0, zeroAt))

  const validator = createUtf8Validator()
  const invalidAt = validator.push(head, 0, head.length)
  if (invalidAt < 0 && (!complete || validator.atBoundary())) return utf8Finding(head)
  const mixedAt = invalidAt >= 0 ? mixtureLine(head, invalidAt) : null
  if (mixedAt !== null) throw new InputError('ingest:mixed-encoding', {}, { file, line: mixedAt })
  return singleByteFinding(head)
}

/** Text in which most letters were encoded as UTF-8 twice or more. */
function furtherEncodedFinding(text: string): EncodingFinding {
  const times = countFurtherEncodings(text)
  const found = findingOf('ingest:reason-twice', 'utf-8-twice', 0, 0.9)
  if (times === 1) return found
  const undone = Math.min(times, mostUndone)
  const again = { ...found, reason: { message: 'ingest:reason-encoded-again', values: { times: undone } } } as const
  if (times <= mostUndone) return again
  const about = { encoding: encodingName('utf-8-twice') }
  return { ...again, confidence: 0.4, doubt: { code: 'ingest:encoding-poor', level: 'warning', about } }
}

/** Text that is valid UTF-8 may have been encoded twice. */
function utf8Finding(head: Uint8Array): EncodingFinding {
  if (head.every((byte) => byte < 0x80))
    return { ...findingOf('ingest:reason-ascii', 'utf-8', 0, 0.9), reason: { message: 'ingest:reason-ascii' } }
  const text = new TextDecoder('utf-8').decode(head)
  const { twice, others } = countTwiceEncoded(text)
  if (twice > 0 && twice >= others) return furtherEncodedFinding(text)
  const found = {
    ...findingOf('ingest:reason-utf-8', 'utf-8', 0, 0.99),
    reason: { message: 'ingest:reason-utf-8' },
  } as const
  return twice === 0
    ? found
    : { ...found, doubt: { code: 'ingest:partly-twice', level: 'warning', about: { count: twice } } }
}

/** Letters that suit no encoding so well come out wrong under each of them. */
const poorFit = 0.2

/** Which encoding the letters of a text of single bytes fit. */
function singleByteFinding(bytes: Uint8Array): EncodingFinding {
  const { encoding, fit, rival } = encodingByLetters(bytes)
  const message = encoding === 'windows-1252' ? 'ingest:reason-windows-1252' : 'ingest:reason-letters'
  const found = findingOf(message, encoding, 0, rival === null ? 0.5 + 0.45 * Math.min(1, Math.max(0, fit)) : 0.4)
  const about = { encoding: encodingName(encoding) }
  if (rival !== null)
    return {
      ...found,
      doubt: { code: 'ingest:encoding-between', level: 'warning', about: { ...about, rival: encodingName(rival) } },
    }
  return fit >= poorFit ? found : { ...found, doubt: { code: 'ingest:encoding-poor', level: 'warning', about } }
}

/** Characters of UTF-8 after which other bytes are another encoding, and not the first that show that it was none. */
export const fewestOfMixture = 3

/**
 * A file in windows-1252 hardly ever holds a valid sequence of UTF-8 by chance; one that begins with several and then breaks was put together from two.
 * @returns the line where it breaks, or null
 */
function mixtureLine(head: Uint8Array, invalidAt: number): number | null {
  let characters = 0
  for (let index = 0; index < invalidAt; index += 1) if ((head[index] ?? 0) >= 0xc2) characters += 1
  return characters >= fewestOfMixture ? 1 + countLineEnds(head, 0, invalidAt) : null
}

/** Length of the byte order mark of an encoding that was declared rather than detected. */
export function markLengthOf(encoding: Encoding, head: Uint8Array): number {
  const marks: Readonly<Partial<Record<Encoding, readonly number[]>>> = {
    'utf-8': [0xef, 0xbb, 0xbf],
    'utf-16le': [0xff, 0xfe],
    'utf-16be': [0xfe, 0xff],
  }
  // A mark of UTF-8 is left out of a text in single bytes too, where somebody declares these.
  const mark = marks[encoding] ?? [0xef, 0xbb, 0xbf]
  return mark.every((byte, index) => head[index] === byte) ? mark.length : 0
}

export function binaryError(file: string, byte: number, line: number): InputError {
  return new InputError('ingest:binary', { byte }, { file, line })
}

/** Checks bytes that arrive in pieces against UTF-8 (Unicode 15, table 3-7). */
export interface Utf8Validator {
  /** Index of the first byte of the first character that is none, or −1. */
  push(bytes: Uint8Array, start: number, end: number): number
  /** Characters beyond ASCII so far. */
  characters(): number
  /** False when a character has begun and not ended. */
  atBoundary(): boolean
}

export function createUtf8Validator(): Utf8Validator {
  let expected = 0
  let characters = 0
  let seen = 0
  let lower = 0x80
  let upper = 0xbf
  return {
    push(bytes, start, end) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const lastSixteen = end - 16
      let position = start
      while (position < end) {
        const byte = bytes[position] as number
        if (expected === 0) {
          if (byte < 0x80) {
            position += 1
            // Nearly all bytes are ASCII: sixteen at a time.
            while (position <= lastSixteen && isAscii(view, position)) position += 16
            continue
          }
          lower = 0x80
          upper = 0xbf
          if (byte >= 0xc2 && byte <= 0xdf) expected = 1
          else if (byte >= 0xe0 && byte <= 0xef) {
            expected = 2
            if (byte === 0xe0) lower = 0xa0
            if (byte === 0xed) upper = 0x9f
          } else if (byte >= 0xf0 && byte <= 0xf4) {
            expected = 3
            if (byte === 0xf0) lower = 0x90
            if (byte === 0xf4) upper = 0x8f
          } else return position
          seen = 1
        } else {
          if (byte < lower || byte > upper) return position - seen
          seen += 1
          lower = 0x80
          upper = 0xbf
          expected -= 1
          if (expected === 0) characters += 1
        }
        position += 1
      }
      return -1
    },
    characters: () => characters,
    atBoundary: () => expected === 0,
  }
}

/** Whether none of sixteen bytes has its highest bit. */
const isAscii = (view: DataView, at: number): boolean =>
  ((view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12)) & highestBits) === 0

const highestBits = 0x80808080 | 0

/** Line ends between two offsets: LF, CR and CRLF each count once. */
export function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index]
    if (byte === 10 || (byte === 13 && bytes[index + 1] !== 10)) count += 1
  }
  return count
}

/** Each byte as the character of that number. */
function latinText(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return text
}
