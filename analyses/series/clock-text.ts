import { afterSpaces, digitsAt, isDigit, lengthOf, valueOf } from './digits'

export const minute = 60_000
export const hour = 3_600_000
export const day = 86_400_000

/** What was read of a clock. */
export interface ClockReading {
  /** Since midnight, offset taken off; up to 24 hours before that. */
  milliseconds: number
  /** An offset was given. */
  isAbsolute: boolean
  /** First byte after it. */
  end: number
}

/**
 * Reads a time of day: `7:39`, `07.39`, `07:39:05,25`, `0739` where `isPacked`, `07`, `7 PM`, `kl. 7.39 em`, and after it an offset (`Z`, `+02:00`, `+0200`, `GMT+2`, `CEST`).
 * @param isPacked hours and minutes may stand without a mark between them
 * @param allowsMore something may follow; what is no offset is then left
 * @returns whether a clock stands there; fractions are cut to milliseconds
 */
export function readClock(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: ClockReading,
  { isPacked, allowsMore }: { readonly isPacked: boolean; readonly allowsMore: boolean },
): boolean {
  into.milliseconds = 0
  into.isAbsolute = false
  let position = afterPreposition(bytes, start, end)
  const first = digitsAt(bytes, position, end)
  const firstLength = lengthOf(first)
  position += firstLength
  let hours = valueOf(first)
  let minutes = 0
  let seconds = 0
  let hasMinutes = true
  let hasSeconds = false
  const mark = bytes[position]
  if (firstLength === 4 || firstLength === 6) {
    if (!isPacked) return false
    hasSeconds = firstLength === 6
    if (hasSeconds) {
      seconds = hours % 100
      hours = Math.floor(hours / 100)
    }
    minutes = hours % 100
    hours = Math.floor(hours / 100)
  } else if (firstLength === 0 || firstLength > 2) return false
  else if (position < end && (mark === 58 || mark === 46)) {
    const read = digitsAt(bytes, position + 1, end)
    if (lengthOf(read) !== 2) return false
    minutes = valueOf(read)
    position += 3
    if (position < end && bytes[position] === mark) {
      const after = digitsAt(bytes, position + 1, end)
      if (lengthOf(after) !== 2) return false
      seconds = valueOf(after)
      position += 3
      hasSeconds = true
    }
  } else hasMinutes = false
  if (minutes > 59 || seconds > 59) return false
  let fraction = 0
  if (hasSeconds && position < end && (bytes[position] === 46 || bytes[position] === 44)) {
    const start = position + 1
    let scale = 100
    for (position = start; position < end && isDigit(bytes[position] as number); position += 1) {
      fraction += Math.trunc(scale) * ((bytes[position] as number) - 48)
      scale = scale >= 1 ? scale / 10 : 0
    }
    if (position === start) return false
  }
  const half = halfOfDay(bytes, afterSpaces(bytes, position, end), end)
  if (half !== null) {
    if (hours < 1 || hours > 12) return false
    hours = (hours % 12) + (half.isAfternoon ? 12 : 0)
    position = half.end
  } else if (!hasMinutes && (firstLength !== 2 || (position < end && !allowsMore))) return false
  if (hours > 23 && !(hours === 24 && minutes === 0 && seconds === 0 && fraction === 0)) return false
  into.milliseconds = hours * hour + minutes * minute + seconds * 1000 + fraction
  into.end = position
  const next = afterSpaces(bytes, position, end)
  if (next >= end) {
    into.end = end
    return true
  }
  const offset = readOffset(bytes, next, end)
  if (Number.isNaN(offset)) return allowsMore
  into.milliseconds -= offset * minute
  into.isAbsolute = true
  into.end = end
  return true
}

/** `kl.` and `at` before a clock, and the blanks around them. */
function afterPreposition(bytes: Uint8Array, start: number, end: number): number {
  const position = afterSpaces(bytes, start, end)
  const letters = ((bytes[position] ?? 0) | 32) * 256 + ((bytes[position + 1] ?? 0) | 32)
  if (letters !== 0x6b6c && letters !== 0x6174) return position
  return afterSpaces(bytes, position + (bytes[position + 2] === 46 ? 3 : 2), end)
}

/** AM, PM, a.m., p.m., and the Swedish fm, em. */
function halfOfDay(
  bytes: Uint8Array,
  position: number,
  end: number,
): { readonly isAfternoon: boolean; readonly end: number } | null {
  const letter = (bytes[position] ?? 0) | 32
  if (letter !== 97 && letter !== 112 && letter !== 101 && letter !== 102) return null
  let at = position + 1
  if (bytes[at] === 46) at = afterSpaces(bytes, at + 1, end)
  if (at >= end || ((bytes[at] as number) | 32) !== 109) return null
  at += 1
  if (bytes[at] === 46 && at < end) at += 1
  return { isAfternoon: letter === 112 || letter === 101, end: at }
}

/** Names of zones that mean one offset wherever they are written, in minutes; those of other continents have several meanings. */
const zoneNames: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
}

/** Minutes east of Greenwich of a text such as `+02:00` or `CEST`, NaN when it is no offset. */
export function offsetOf(text: string): number {
  const bytes = new TextEncoder().encode(text.trim())
  return bytes.length === 0 ? Number.NaN : readOffset(bytes, 0, bytes.length)
}

/** Minutes east of Greenwich of an offset that fills the bytes, NaN when it is none. What stands in brackets after it only names its place. */
function readOffset(bytes: Uint8Array, start: number, end: number): number {
  let last = end
  const closing = bytes[end - 1]
  if (closing === 93 || closing === 41) {
    const opening = bytes.lastIndexOf(closing === 93 ? 91 : 40, end - 1)
    if (opening <= start) return Number.NaN
    last = opening
    while (last > start && bytes[last - 1] === 32) last -= 1
  }
  let position = start
  let letters = ''
  for (; position < last && ((bytes[position] as number) | 32) >= 97 && ((bytes[position] as number) | 32) <= 122;)
    letters += String.fromCharCode(bytes[position++] as number)
  letters = letters.toUpperCase()
  if (letters !== '') {
    const named = zoneNames[letters]
    if (named === undefined) return Number.NaN
    if (position === last) return named
    if (letters !== 'GMT' && letters !== 'UTC') return Number.NaN
  }
  const sign = bytes[position]
  if (sign !== 43 && sign !== 45) return Number.NaN
  position += 1
  const hours = digitsAt(bytes, position, last)
  position += lengthOf(hours)
  let minutes = 0
  let wholeHours = valueOf(hours)
  if (lengthOf(hours) === 4) {
    minutes = wholeHours % 100
    wholeHours = Math.floor(wholeHours / 100)
  } else if (lengthOf(hours) === 0 || lengthOf(hours) > 2) return Number.NaN
  else if (position < last && bytes[position] === 58) {
    const read = digitsAt(bytes, position + 1, last)
    if (lengthOf(read) !== 2) return Number.NaN
    minutes = valueOf(read)
    position += 3
  }
  if (position !== last || wholeHours > 15 || minutes > 59) return Number.NaN
  return (sign === 45 ? -1 : 1) * (wholeHours * 60 + minutes)
}
