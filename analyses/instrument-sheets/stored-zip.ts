/** A file of an archive. */
interface StoredFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The first of January 1980, midnight: the same content gives the same bytes on any day. */
const earliestDate = 0x21

/** Files in a ZIP archive (PKWARE APPNOTE 6.3), stored as they are. Names are in UTF-8. */
export function storedZip(files: readonly StoredFile[]): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name)
    const common = [20, 0x0800, 0, 0, earliestDate] as const
    const sizes = { checksum: checksumOf(bytes), size: bytes.length }
    const local = record([
      [4, 0x04034b50],
      ...halves(common),
      [4, sizes.checksum],
      [4, sizes.size],
      [4, sizes.size],
      [2, path.length],
      [2, 0],
    ])
    parts.push(local, path, bytes)
    directory.push(
      record([
        [4, 0x02014b50],
        [2, 20],
        ...halves(common),
        [4, sizes.checksum],
        [4, sizes.size],
        [4, sizes.size],
        [2, path.length],
        ...halves([0, 0, 0, 0]),
        [4, 0],
        [4, offset],
      ]),
      path,
    )
    offset += local.length + path.length + bytes.length
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0)
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, length],
    [4, offset],
    [2, 0],
  ])
  return joined([...parts, ...directory, end])
}

type Field = readonly [bytes: 2 | 4, value: number]

const halves = (values: readonly number[]): readonly Field[] => values.map((value) => [2, value] as const)

/** Numbers one after the other, the lowest byte first. */
function record(fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC-32 as ZIP has it (polynomial 0xEDB88320). */
function checksumOf(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
