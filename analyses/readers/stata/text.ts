import { decodeSingleByte } from '../single-byte'
import type { StataEncoding } from './settings'

/** How the texts of a file are read. */
export interface StataText {
  readonly encoding: StataEncoding
  /** Whether the release or the user says it. */
  readonly isEncodingKnown: boolean
  /** @param bytes a text and what fills it up behind its final zero */
  decode(bytes: Uint8Array): string
}

/**
 * How the texts of a file are read. Stata writes UTF-8 from release 118 on and the code page of its machine before; other programs write UTF-8 into older releases too, so that
 * bytes that are UTF-8 decide there.
 * @param samples texts of the file, from which the encoding is found out
 */
export function createStataText(
  release: number,
  declared: StataEncoding | undefined,
  samples: readonly Uint8Array[],
): StataText {
  const isUtf8 = release >= 118 || samples.every(isValidUtf8)
  const encoding = declared ?? (isUtf8 ? 'utf-8' : 'windows-1252')
  const hasLetters = samples.some((bytes) => bytes.some((byte) => byte >= 0x80))
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  // Where no name or label has letters beyond ASCII, each text of the data is judged by itself.
  const isOpen = declared === undefined && release < 118 && !hasLetters
  return {
    encoding,
    isEncodingKnown: declared !== undefined || release >= 118 || !hasLetters,
    decode(bytes) {
      const zero = bytes.indexOf(0)
      const text = zero < 0 ? bytes : bytes.subarray(0, zero)
      if (encoding !== 'utf-8') return decodeSingleByte(encoding, text, 0, text.length)
      if (!isOpen) return utf8.decode(text)
      try {
        return strict.decode(text)
      } catch {
        return decodeSingleByte('windows-1252', text, 0, text.length)
      }
    },
  }
}

function isValidUtf8(bytes: Uint8Array): boolean {
  const zero = bytes.indexOf(0)
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(zero < 0 ? bytes : bytes.subarray(0, zero))
    return true
  } catch {
    return false
  }
}
