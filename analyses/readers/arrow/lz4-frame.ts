const frameMark = 0x184d2204
const endMark = 0
/** Bytes that a block has at most when it is unpacked. */
const largestBlock = 1 << 22
/** The highest bit of a block’s length: the block is not packed. */
const plainBlock = 0x80000000

/**
 * Unpacks one LZ4 frame into as many bytes as it is said to have. A block may repeat bytes of the block before it, which is what Arrow’s writers make.
 *
 * Source: LZ4 Frame Format Description 1.6.4 and LZ4 Block Format Description. Checksums are passed over.
 * @param need bytes from the beginning that are enough
 * @returns null for bytes that are no such frame, or end too early
 */
export function unpackLz4Frame(packed: Uint8Array, length: number, need = length): Uint8Array | null {
  if (packed.length < 7) return null
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const flags = packed[4] as number
  if (view.getUint32(0, true) !== frameMark || flags >> 6 !== 1) return null
  const hasBlockChecksum = (flags & 0x10) !== 0
  const hasContentSize = (flags & 0x08) !== 0
  const hasDictionary = (flags & 0x01) !== 0
  if (hasDictionary) return null
  const output = new Uint8Array(Math.min(length, need + largestBlock))
  let at = 7 + (hasContentSize ? 8 : 0)
  let filled = 0
  for (;;) {
    if (filled >= need && need < length) return output.subarray(0, filled)
    if (at + 4 > packed.length) return null
    const size = view.getUint32(at, true)
    at += 4
    if (size === endMark) return filled === length ? output : null
    const blockLength = size & ~plainBlock
    const block = packed.subarray(at, at + blockLength)
    if (block.length < blockLength) return null
    if (size >= plainBlock) {
      if (filled + blockLength > output.length) return null
      output.set(block, filled)
      filled += blockLength
    } else filled = unpackBlock(block, output, filled)
    if (filled < 0) return null
    at += blockLength + (hasBlockChecksum ? 4 : 0)
  }
}

/** Runs of more bytes than this are faster copied at once. */
const longRun = 48

/** @returns where the bytes of the block end in `output`; −1 for a block that cannot be */
function unpackBlock(block: Uint8Array, output: Uint8Array, from: number): number {
  let at = 0
  let filled = from
  while (at < block.length) {
    const token = block[at++] as number
    let literals = token >> 4
    if (literals === 15)
      for (let more = 255; more === 255; literals += more) {
        if (at >= block.length) return -1
        more = block[at++] as number
      }
    if (at + literals > block.length || filled + literals > output.length) return -1
    for (const end = at + literals; at < end; at += 1, filled += 1) output[filled] = block[at] as number
    // The last sequence is literals alone.
    if (at === block.length) return filled
    if (at + 2 > block.length) return -1
    const distance = (block[at] as number) | ((block[at + 1] as number) << 8)
    at += 2
    let repeated = token & 15
    if (repeated === 15)
      for (let more = 255; more === 255; repeated += more) {
        if (at >= block.length) return -1
        more = block[at++] as number
      }
    repeated += 4
    if (distance === 0 || distance > filled || filled + repeated > output.length) return -1
    if (distance >= repeated && repeated > longRun)
      output.copyWithin(filled, filled - distance, filled - distance + repeated)
    else for (let end = filled + repeated, to = filled; to < end; to += 1) output[to] = output[to - distance] as number
    filled += repeated
  }
  return filled
}
