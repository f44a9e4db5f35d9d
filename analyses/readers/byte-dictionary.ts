/**
 * Small whole numbers by the bytes they were written as: most cells of a survey repeat, so each distinct spelling is decoded and understood once.
 * Open addressing with linear probing. Bytes are hashed and compared four at a time, multiplied and shifted as in MurmurHash3 (Appleby), since each of a million
 * rows asks for the spelling of its place and of its role.
 */
export interface ByteDictionary {
  /** The value stored under these bytes, or `absent`. */
  find(bytes: Uint8Array, start: number, end: number): number
  /** Stores a value under bytes that are not there yet; once `capacity` entries are held, nothing more is stored. */
  store(bytes: Uint8Array, start: number, end: number, value: number): void
}

export const absent = -2147483648

/** @param capacity most entries held; memory stays within about 100 bytes each for ordinary cells */
export function createByteDictionary(capacity = 1 << 17): ByteDictionary {
  let slots = new Int32Array(256).fill(-1)
  let mask = slots.length - 1
  let arena = new Uint8Array(4096)
  let used = 0
  let count = 0
  let offsets = new Int32Array(128)
  let lengths = new Int32Array(128)
  let hashes = new Int32Array(128)
  let values = new Int32Array(128)
  let lastHash = 0
  let arenaView = viewOf(arena)
  /** Of the bytes asked for last: one array is mostly asked about many times. */
  let asked: Uint8Array = arena
  let askedView = arenaView

  function slotOf(bytes: Uint8Array, start: number, end: number): number {
    if (bytes !== asked) {
      asked = bytes
      askedView = viewOf(bytes)
    }
    const length = end - start
    const lastWord = end - 4
    let hash = length
    let position = start
    for (; position <= lastWord; position += 4) hash = mixed(hash, askedView.getInt32(position, true))
    for (; position < end; position += 1) hash = mixed(hash, bytes[position] as number)
    lastHash = hash
    let slot = hash & mask
    for (;;) {
      const entry = slots[slot] as number
      if (entry === -1) return slot
      if (hashes[entry] === hash && lengths[entry] === length) {
        const offset = offsets[entry] as number
        let same = 0
        while (same + 4 <= length && arenaView.getInt32(offset + same) === askedView.getInt32(start + same)) same += 4
        if (same + 4 <= length) same = -1
        else while (same < length && arena[offset + same] === bytes[start + same]) same += 1
        if (same === length) return slot
      }
      slot = (slot + 1) & mask
    }
  }

  function grow(): void {
    slots = new Int32Array(slots.length * 2).fill(-1)
    mask = slots.length - 1
    for (let entry = 0; entry < count; entry += 1) {
      let slot = (hashes[entry] as number) & mask
      while (slots[slot] !== -1) slot = (slot + 1) & mask
      slots[slot] = entry
    }
  }

  return {
    find(bytes, start, end) {
      const entry = slots[slotOf(bytes, start, end)] as number
      return entry === -1 ? absent : (values[entry] as number)
    },
    store(bytes, start, end, value) {
      const length = end - start
      if (count >= capacity || length > 1024) return
      if (count * 2 >= slots.length) grow()
      const slot = slotOf(bytes, start, end)
      if (slots[slot] !== -1) return
      if (count === offsets.length) {
        offsets = doubled(offsets)
        lengths = doubled(lengths)
        hashes = doubled(hashes)
        values = doubled(values)
      }
      while (used + length > arena.length) {
        const larger = new Uint8Array(arena.length * 2)
        larger.set(arena)
        arena = larger
        arenaView = viewOf(arena)
      }
      for (let position = 0; position < length; position += 1)
        arena[used + position] = bytes[start + position] as number
      offsets[count] = used
      lengths[count] = length
      hashes[count] = lastHash
      values[count] = value
      slots[slot] = count
      used += length
      count += 1
    },
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

function mixed(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0x85ebca6b)
  return next ^ (next >>> 13)
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}
