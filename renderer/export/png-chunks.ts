import { joinedBytes } from '../../analyses/core/bytes'
/** Words that go into a PNG file, by the keywords of its specification. */
export interface PngTexts {
  readonly Title: string
  readonly Description: string
  readonly Software?: string
  readonly 'Creation Time'?: string
  /** The passport as JSON. */
  readonly Source?: string
}

/**
 * A PNG with its resolution and its texts. Chunks of the same kind that were there are replaced; the picture itself is not touched.
 * @param dpi dots per inch, written as whole dots per metre
 * @throws Error when the bytes are no PNG
 */
export function withPngChunks(png: Uint8Array, dpi: number, texts: PngTexts): Uint8Array {
  const chunks = pngChunks(png).filter(({ type }) => type !== 'pHYs' && type !== 'iTXt' && type !== 'tEXt')
  const density = new Uint8Array(9)
  const view = new DataView(density.buffer)
  const dotsPerMetre = Math.round(dpi / 0.0254)
  view.setUint32(0, dotsPerMetre)
  view.setUint32(4, dotsPerMetre)
  density[8] = 1
  const added = [
    chunk('pHYs', density),
    ...Object.entries(texts).flatMap(([keyword, text]) =>
      typeof text === 'string' && text !== '' ? [chunk('iTXt', internationalText(keyword, text))] : [],
    ),
  ]
  const parts: Uint8Array[] = [signature]
  for (const own of chunks) {
    parts.push(own.bytes)
    // Resolution must come before the first IDAT, so everything is put straight after the header.
    if (own.type === 'IHDR') for (const one of added) parts.push(one)
  }
  return joinedBytes(parts)
}

export interface PngChunk {
  readonly type: string
  readonly data: Uint8Array
  /** Length, type, data and checksum as they stand in the file. */
  readonly bytes: Uint8Array
}

const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])

/** @throws Error when the bytes are no PNG, or a checksum is wrong */
export function pngChunks(png: Uint8Array): readonly PngChunk[] {
  if (signature.some((byte, index) => png[index] !== byte)) throw new Error('not a PNG')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: PngChunk[] = []
  let position = signature.length
  while (position + 12 <= png.length) {
    const length = view.getUint32(position)
    const end = position + 12 + length
    if (end > png.length) throw new Error('a PNG that ends too early')
    const type = String.fromCharCode(...png.subarray(position + 4, position + 8))
    if (view.getUint32(end - 4) !== checksum(png.subarray(position + 4, end - 4)))
      throw new Error(`the PNG's ${type} is damaged`)
    chunks.push({ type, data: png.subarray(position + 8, end - 4), bytes: png.subarray(position, end) })
    position = end
  }
  if (chunks.at(-1)?.type !== 'IEND') throw new Error('a PNG that ends too early')
  return chunks
}

/** keyword, no compression, no language tag, no translated keyword, then UTF-8 (PNG, third edition, 11.3.3.4). */
function internationalText(keyword: string, text: string): Uint8Array {
  const encoder = new TextEncoder()
  return joinedBytes([encoder.encode(keyword), new Uint8Array([0, 0, 0, 0, 0]), encoder.encode(text)])
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, checksum(bytes.subarray(4, 8 + data.length)))
  return bytes
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit += 1)
    remainder = (remainder & 1) === 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1
  return remainder >>> 0
})

/** CRC-32 (ISO 3309), as PNG asks. */
function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = (remainders[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8)
  return (remainder ^ 0xffffffff) >>> 0
}
