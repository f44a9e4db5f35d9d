import { joinedBytes } from '../core/bytes'

/*
 * The engine is linked so that extensions could be loaded into it, and exports each of its 75 000 functions and tables by name for them. The programs around it
 * put every one of these into tables of their own when it starts, which takes most of the start and leaves a heap that each garbage collection goes through
 * again. Extensions are never loaded (`lockdownStatements`), so that nobody asks for those names. The code stays as it is.
 */

const magicAndVersion = 8
const exportSection = 7

/** A place in a module from which numbers are read. */
interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/** The next number, which is unsigned and in LEB128. */
function takeNumber(cursor: Cursor): number {
  let value = 0
  for (let weight = 1; ; weight *= 128) {
    const byte = cursor.bytes[cursor.at] as number
    cursor.at += 1
    value += (byte & 0x7f) * weight
    if (byte < 0x80) return value
  }
}

/**
 * The engine's module without the exports that have names of C++; what its programs call have names of C.
 * @param module WebAssembly in its binary format, https://webassembly.github.io/spec/core/binary/modules.html
 */
export function trimExports(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const cursor = { bytes: module, at: magicAndVersion }
  while (cursor.at < module.length) {
    const start = cursor.at
    cursor.at += 1
    const end = takeNumber(cursor) + cursor.at
    if (module[start] === exportSection)
      return joinedBytes([module.subarray(0, start), ...trimmedSection(cursor), module.subarray(end)])
    cursor.at = end
  }
  return joinedBytes([module])
}

/** The section of exports anew: its number, its length, how many there are, and the entries that are kept as they stand. */
function trimmedSection(cursor: Cursor): readonly Uint8Array[] {
  const kept: Uint8Array[] = []
  for (let left = takeNumber(cursor); left > 0; left -= 1) {
    const start = cursor.at
    const length = takeNumber(cursor)
    const isDropped = isNameOfCpp(cursor)
    // The name, what kind of thing has it, and which one.
    cursor.at += length + 1
    takeNumber(cursor)
    if (!isDropped) kept.push(cursor.bytes.subarray(start, cursor.at))
  }
  const count = numberBytes(kept.length)
  const size = kept.reduce((sum, entry) => sum + entry.length, count.length)
  return [Uint8Array.of(exportSection), numberBytes(size), count, ...kept]
}

/** Names of C++ begin with `_Z` (https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling); the linker sets `orig$` before some of them. */
function isNameOfCpp({ bytes, at }: Cursor): boolean {
  const dollar = 36
  const start = bytes[at + 4] === dollar ? at + 5 : at
  return bytes[start] === 95 && bytes[start + 1] === 90
}

function numberBytes(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}
