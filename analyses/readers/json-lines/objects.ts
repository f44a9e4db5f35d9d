import { InputError, stopIfAborted } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { ReadOptions } from '../reader'

/** The text of one object and the line on which it begins, from 1. */
export interface ObjectText {
  readonly text: string
  readonly line: number
}

/** How a file holds its objects: one a line, or all in one array. */
export type JsonForm = 'lines' | 'array'

/** An object may have as many bytes. */
const mostBytes = 1 << 24

const lineFeed = 0x0a
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === lineFeed || byte === 0x0d
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d

/** Bytes of an object that has begun, over the pieces of the file. */
interface Gathered {
  pieces: Uint8Array[]
  length: number
  line: number
}

/**
 * The texts of the objects of a file, as they come.
 * @returns the number of blank lines
 * @throws InputError for bytes that are not UTF-8, objects that are too long, an array that is not whole; Aborted
 */
export async function* objectTexts(
  file: DataFile,
  form: JsonForm,
  options: ReadOptions,
): AsyncGenerator<ObjectText, number> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const splitter = form === 'lines' ? createLineSplitter() : createArraySplitter(file.name)
  const gathered: Gathered = { pieces: [], length: 0, line: 1 }
  let passed = 0
  for await (const whole of file.chunks()) {
    stopIfAborted(options.abort)
    options.observer?.update(whole)
    const chunk = passed === 0 ? withoutMark(whole) : whole
    passed += whole.length
    options.onBytes?.(passed)
    for (let from = 0; from < chunk.length;) {
      const { start, end, resume, isWhole } = splitter.next(chunk, from, gathered)
      if (end > start) keep(gathered, chunk.slice(start, end), file.name)
      from = resume
      if (isWhole && gathered.length > 0) yield taken(gathered, decoder, file.name)
    }
  }
  if (passed !== file.size)
    throw new InputError('ingest:file-changed', { read: passed, size: file.size }, { file: file.name })
  splitter.finish(gathered)
  if (gathered.length > 0) yield taken(gathered, decoder, file.name)
  return splitter.blankLines()
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function keep(gathered: Gathered, piece: Uint8Array, file: string): void {
  gathered.pieces.push(piece)
  gathered.length += piece.length
  if (gathered.length > mostBytes) throw new InputError('ingest:record-too-long', {}, { file, line: gathered.line })
}

function taken(gathered: Gathered, decoder: TextDecoder, file: string): ObjectText {
  const { pieces, length, line } = gathered
  let bytes = pieces[0] as Uint8Array
  if (pieces.length > 1) {
    bytes = new Uint8Array(length)
    let filled = 0
    for (const piece of pieces) {
      bytes.set(piece, filled)
      filled += piece.length
    }
  }
  gathered.pieces = []
  gathered.length = 0
  try {
    return { text: decoder.decode(bytes), line }
  } catch {
    throw new InputError('ingest:json-lines-not-utf-8', {}, { file, line })
  }
}

/** A part of an object within a piece of the file. */
interface ObjectPart {
  readonly start: number
  readonly end: number
  /** Where to go on. */
  readonly resume: number
  /** The object ends with this part. */
  readonly isWhole: boolean
}

/** Finds where objects begin and end in pieces of a file. */
interface Splitter {
  /** The next bytes from `from` on that belong to one object. */
  next(chunk: Uint8Array, from: number, gathered: Gathered): ObjectPart
  /** @throws InputError where the file ends too early */
  finish(gathered: Gathered): void
  blankLines(): number
}

function createLineSplitter(): Splitter {
  let line = 1
  let blank = 0
  /** @returns whether the line has nothing but white space so far, which is then forgotten */
  const forgetBlank = (gathered: Gathered): boolean => {
    if (!gathered.pieces.every((piece) => piece.every(isSpace))) return false
    gathered.pieces = []
    gathered.length = 0
    blank += 1
    return true
  }
  return {
    next(chunk, from, gathered) {
      if (gathered.length === 0) gathered.line = line
      const found = chunk.indexOf(lineFeed, from)
      if (found < 0) return { start: from, end: chunk.length, resume: chunk.length, isWhole: false }
      line += 1
      const isBlank = chunk.subarray(from, found).every(isSpace) && forgetBlank(gathered)
      return { start: from, end: isBlank ? from : found, resume: found + 1, isWhole: true }
    },
    finish(gathered) {
      if (gathered.length === 0) return
      const before = blank
      forgetBlank(gathered)
      blank = before
    },
    blankLines: () => blank,
  }
}

function createArraySplitter(file: string): Splitter {
  /** What may come next between the objects. */
  let expected: 'bracket' | 'first' | 'object' | 'comma' | 'nothing' = 'bracket'
  let depth = 0
  let isInText = false
  let isEscaped = false
  let line = 1
  const misplaced = (): InputError => new InputError('ingest:json-lines-array', {}, { file, line })

  /** Takes a byte that belongs to no object. @returns whether an object begins with it */
  function between(byte: number): boolean {
    if (isSpace(byte)) return false
    if (expected === 'bracket' && byte === 0x5b) expected = 'first'
    else if ((expected === 'first' || expected === 'comma') && byte === 0x5d) expected = 'nothing'
    else if (expected === 'comma' && byte === comma) expected = 'object'
    else if ((expected === 'first' || expected === 'object') && byte === 0x7b) return true
    else throw misplaced()
    return false
  }

  /** Takes a byte of an object. @returns whether it is the last one */
  function within(byte: number): boolean {
    if (isInText) {
      if (isEscaped) isEscaped = false
      else if (byte === backslash) isEscaped = true
      else if (byte === quote) isInText = false
    } else if (byte === quote) isInText = true
    else if (opens(byte)) depth += 1
    else if (closes(byte)) depth -= 1
    return depth === 0
  }

  return {
    next(chunk, from, gathered) {
      let start = from
      if (depth === 0) {
        while (start < chunk.length && !between(chunk[start] as number)) {
          if (chunk[start] === lineFeed) line += 1
          start += 1
        }
        if (start === chunk.length) return { start, end: start, resume: start, isWhole: false }
        gathered.line = line
      }
      for (let at = start; at < chunk.length; at += 1) {
        if (chunk[at] === lineFeed) line += 1
        if (within(chunk[at] as number)) {
          expected = 'comma'
          return { start, end: at + 1, resume: at + 1, isWhole: true }
        }
      }
      return { start, end: chunk.length, resume: chunk.length, isWhole: false }
    },
    finish() {
      if (expected !== 'nothing') throw new InputError('ingest:json-lines-array-cut', {}, { file, line })
    },
    blankLines: () => 0,
  }
}
