import { decodeSingleByte, isSingleByte, type SingleByteEncoding } from './single-byte'

/** Decodes the texts of a file and says whether it did so as the file says. */
export interface TextReading {
  /** As the web platform names it. */
  readonly encoding: string
  /** The name that the file gives its encoding, where nothing here knows it. */
  readonly unknown: string | null
  /** Neither the file nor anybody says the encoding: it was found out. */
  readonly isAssumed: boolean
  /** Without the blanks that fill a text up. */
  decode(bytes: Uint8Array, start?: number, end?: number): string
}

/** Names of code pages as the machine record numbers them. */
const codePages: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  850: 'ibm850',
  865: 'ibm865',
  10000: 'macintosh',
  65001: 'utf-8',
}

/** The name of a code page; null for 7-bit and 8-bit “ASCII”, which say nothing, and for those that nobody knows. */
export function codePageName(code: number): string | null {
  if (code >= 1250 && code <= 1258) return `windows-${code}`
  if (code >= 28591 && code <= 28605) return `iso-8859-${code - 28590}`
  return codePages[code] ?? null
}

/**
 * @param declared the name of the encoding, null where the file gives none
 * @param samples bytes of the file's texts, from which the encoding is found out where it is not declared
 */
export function createTextReading(declared: string | null, samples: readonly Uint8Array[]): TextReading {
  const known = declared === null ? null : readingOf(declared)
  if (known !== null) return { ...known, unknown: null, isAssumed: false }
  const beyondAscii = samples.filter((bytes) => bytes.some((byte) => byte > 127))
  // A text that was cut to its width may end within a letter, so that one that is not valid decides nothing.
  const valid = beyondAscii.filter(isValidUtf8).length
  const found =
    beyondAscii.length === 0 ? textByText() : readingOf(valid * 2 > beyondAscii.length ? 'utf-8' : 'windows-1252')
  return { ...(found as Known), unknown: declared, isAssumed: declared === null }
}

/** Where nothing has been seen that tells: each text is UTF-8 if it can be, and windows-1252 if not. */
function textByText(): Known {
  const strict = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes: Uint8Array, start: number, end: number): string => {
    try {
      return strict.decode(bytes.subarray(start, end))
    } catch {
      return decodeSingleByte('windows-1252', bytes, start, end)
    }
  }
  return { encoding: 'utf-8', decode: trimmed(decode) }
}

type Known = Pick<TextReading, 'encoding' | 'decode'>

/** Other names of encodings whose tables stand in this program. */
const aliases: Readonly<Record<string, SingleByteEncoding>> = {
  // Programs that write this mean the larger set, and where they do not, no character of the difference is in a text.
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  cp1252: 'windows-1252',
  cp850: 'ibm850',
  cp865: 'ibm865',
  'mac-roman': 'macintosh',
  'x-mac-roman': 'macintosh',
  'latin-9': 'iso-8859-15',
}

/** @returns null for a name that nothing here knows */
function readingOf(named: string): Known | null {
  const lower = named.toLowerCase()
  const name = aliases[lower] ?? lower
  // What ASCII is called in these files holds letters beyond it all the same.
  if (/^(?:us-)?ascii$|^ansi_x3/.test(name)) return null
  if (isSingleByte(name))
    return { encoding: name, decode: trimmed((bytes, start, end) => decodeSingleByte(name, bytes, start, end)) }
  try {
    const decoder = new TextDecoder(name.replace(/^cp(?=125\d$)/, 'windows-'))
    // Decoders know more names of an encoding than stand here, and not all decode what they know rightly.
    if (isSingleByte(decoder.encoding) && decoder.encoding !== name) return readingOf(decoder.encoding)
    return {
      encoding: decoder.encoding,
      decode: trimmed((bytes, start, end) => decoder.decode(bytes.subarray(start, end))),
    }
  } catch {
    return null
  }
}

function trimmed(decode: (bytes: Uint8Array, start: number, end: number) => string): TextReading['decode'] {
  return (bytes, start = 0, end = bytes.length) => {
    let last = end
    while (last > start && (bytes[last - 1] === 32 || bytes[last - 1] === 0)) last -= 1
    return start === last ? '' : decode(bytes, start, last)
  }
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
