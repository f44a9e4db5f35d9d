import { readRange, type DataFile } from '../data-file'
import { bytesOf, type Layout, type StorageType } from './layout'
import { cut, damaged } from './faults'

const headerBytes = 109
const nameBytes = 33
const labelBytes = 81

/** The layout of releases 113 to 115: one part after the other, each as long as the number of variables says. */
export async function readOldLayout(file: DataFile): Promise<Layout> {
  const header = await readRange(file, 0, headerBytes)
  if (header.length < headerBytes) throw cut(file.name)
  const release = header[0] as number
  const isLittleEndian = header[1] === 2
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const variableCount = view.getUint16(4, isLittleEndian)
  const observationCount = view.getUint32(6, isLittleEndian)
  const formatBytes = release === 113 ? 12 : 49
  const length = variableCount * (1 + nameBytes + formatBytes + nameBytes + labelBytes) + 2 * (variableCount + 1)
  const bytes = await readRange(file, headerBytes, length)
  if (bytes.length < length) throw cut(file.name)
  let at = variableCount
  const texts = (size: number): readonly Uint8Array[] => {
    const from = at
    at += size * variableCount
    return Array.from({ length: variableCount }, (_, index) =>
      bytes.subarray(from + index * size, from + (index + 1) * size),
    )
  }
  const types = Array.from(bytes.subarray(0, variableCount), (code) => typeOf(code, file.name))
  const names = texts(nameBytes)
  at += 2 * (variableCount + 1)
  const formats = texts(formatBytes)
  const labelNames = texts(nameBytes)
  const labels = texts(labelBytes)
  const dataStart = await passCharacteristics(file, headerBytes + length, isLittleEndian)
  const valueLabelsStart = dataStart + observationCount * types.reduce((sum, type) => sum + bytesOf(type), 0)
  if (file.size < valueLabelsStart) throw cut(file.name)
  return {
    release,
    isLittleEndian,
    observationCount,
    types,
    names,
    formats,
    labelNames,
    labels,
    dataStart,
    longTextsStart: null,
    valueLabelsStart,
    valueLabelsEnd: file.size,
    labelNameBytes: nameBytes,
    isTagged: false,
  }
}

function typeOf(code: number, file: string): StorageType {
  if (code >= 1 && code <= 244) return { textBytes: code }
  const numbers = ['byte', 'int', 'long', 'float', 'double'] as const
  const type = numbers[code - 251]
  if (type === undefined) throw damaged(file, headerBytes)
  return type
}

/** @returns where the observations begin */
async function passCharacteristics(file: DataFile, from: number, isLittleEndian: boolean): Promise<number> {
  for (let at = from; ;) {
    const head = await readRange(file, at, 5)
    if (head.length < 5) throw cut(file.name)
    const length = new DataView(head.buffer, head.byteOffset, 5).getUint32(1, isLittleEndian)
    at += 5 + length
    if (head[0] === 0 && length === 0) return at
  }
}
