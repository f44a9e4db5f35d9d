import type { Utf8Texts } from '../../core/database'

/** Ids of respondents as they gather, as UTF-8: of a million texts none is made only to be turned into bytes again. */
export interface IdTexts {
  /** Appends an id that is written the way most are, in plain ASCII without blanks. @returns false for one that is not, which is not appended */
  appendPlain(bytes: Uint8Array, start: number, end: number): boolean
  /** Appends an id; an empty text is none. */
  append(text: string): void
  /** Whether each id so far came after the one before in an order in which numbers that count up ascend: ids that do so all differ. */
  ascend(): boolean
  /** Takes the first `count` texts out; those after them are the first of what gathers next. */
  take(count: number): Utf8Texts
}

/** @param room texts for which there is room at first; it grows as they come */
export function createIdTexts(room: number): IdTexts {
  const encoder = new TextEncoder()
  let offsets = new Int32Array(room + 1)
  let bytes = new Uint8Array(room * 8)
  let length = 0
  let isAscending = true
  /** The last id, where it lies. */
  let last = { bytes, start: 0, end: 0 }

  /** Ends the text that stands behind the last one. */
  function close(end: number): void {
    const start = offsets[length] as number
    length += 1
    if (length === offsets.length) {
      const larger = new Int32Array(2 * offsets.length)
      larger.set(offsets)
      offsets = larger
    }
    offsets[length] = end
    if (end === start) return
    isAscending &&= comesAfter(bytes, start, end, last)
    last = { bytes, start, end }
  }

  function makeRoom(more: number): number {
    const start = offsets[length] as number
    if (start + more > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, start + more))
      larger.set(bytes.subarray(0, start))
      bytes = larger
    }
    return start
  }

  return {
    appendPlain(source, start, end) {
      let to = makeRoom(end - start)
      for (let at = start; at < end; at += 1) {
        const byte = source[at] as number
        if (byte <= 32 || byte >= 127) return false
        bytes[to] = byte
        to += 1
      }
      close(to)
      return true
    },
    append(text) {
      const encoded = encoder.encode(text)
      const start = makeRoom(encoded.length)
      bytes.set(encoded, start)
      close(start + encoded.length)
    },
    ascend: () => isAscending,
    take(count) {
      const end = offsets[count] as number
      const taken = { length: count, offsets: offsets.subarray(0, count + 1), bytes: bytes.subarray(0, end) }
      const nextOffsets = new Int32Array(offsets.length)
      for (let text = count; text <= length; text += 1) nextOffsets[text - count] = (offsets[text] as number) - end
      const nextBytes = new Uint8Array(bytes.length)
      nextBytes.set(bytes.subarray(end, offsets[length]))
      offsets = nextOffsets
      bytes = nextBytes
      length -= count
      return taken
    },
  }
}

/** The shorter first, those of one length by their bytes. */
function comesAfter(
  bytes: Uint8Array,
  start: number,
  end: number,
  before: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
): boolean {
  const length = end - start
  const lengthBefore = before.end - before.start
  if (length !== lengthBefore) return length > lengthBefore
  for (let at = 0; at < length; at += 1) {
    const difference = (bytes[start + at] as number) - (before.bytes[before.start + at] as number)
    if (difference !== 0) return difference > 0
  }
  return false
}
