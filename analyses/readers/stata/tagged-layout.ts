import { readRange, type DataFile } from '../data-file'
import type { Layout, StorageType } from './layout'
import { cut, damaged, readingWithin } from './faults'

/** Bytes of the parts whose size differs between releases 117, 118 and 119. */
interface Sizes {
  readonly variableCount: 2 | 4
  readonly observationCount: 4 | 8
  readonly label: 1 | 2
  readonly name: number
  readonly format: number
  readonly variableLabel: number
}

const sizesOf = (release: number): Sizes => ({
  variableCount: release === 119 ? 4 : 2,
  observationCount: release === 117 ? 4 : 8,
  label: release === 117 ? 1 : 2,
  name: release === 117 ? 33 : 129,
  format: release === 117 ? 49 : 57,
  variableLabel: release === 117 ? 81 : 321,
})

/** More than Stata can have. */
const mostVariables = 130_000

/** The header and the map end within these bytes: the longest label of a data set takes 320. */
const headBytes = 2048

/** The layout of releases 117 to 119, in which each part stands between tags and a map says where. */
export async function readTaggedLayout(file: DataFile, release: number): Promise<Layout> {
  const head = await readRange(file, 0, headBytes)
  const sizes = sizesOf(release)
  const start = readingWithin(file.name, () => readHeader(head, sizes, file.name))
  const { map, variableCount, observationCount, isLittleEndian } = start
  const [, , typesAt, namesAt, , formatsAt, labelNamesAt, labelsAt, characteristicsAt, dataAt, textsAt, valuesAt, end] =
    map as readonly number[] as readonly [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
  if (map.some((place, index) => index > 0 && place < (map[index - 1] ?? 0))) throw damaged(file.name, 0)
  if (file.size < (map[13] ?? 0)) throw cut(file.name)
  const perVariable = 2 + 2 * sizes.name + sizes.format + sizes.variableLabel
  if (characteristicsAt - typesAt < variableCount * perVariable) throw damaged(file.name, typesAt)
  const bytes = await readRange(file, typesAt, characteristicsAt - typesAt)
  const part = (tag: string, at: number): number => {
    const from = at - typesAt
    if (!startsWith(bytes, `<${tag}>`, from)) throw damaged(file.name, at)
    return from + tag.length + 2
  }
  const texts = (tag: string, at: number, size: number): readonly Uint8Array[] => {
    const from = part(tag, at)
    return Array.from({ length: variableCount }, (_, index) =>
      bytes.subarray(from + index * size, from + (index + 1) * size),
    )
  }
  const typesFrom = part('variable_types', typesAt)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const types = readingWithin(file.name, () =>
    Array.from({ length: variableCount }, (_, index) =>
      typeOf(view.getUint16(typesFrom + 2 * index, isLittleEndian), file.name, typesAt),
    ),
  )
  const dataStart = dataAt + '<data>'.length
  await requireTag(file, '<data>', dataAt)
  await requireTag(file, '<value_labels>', valuesAt)
  const layout: Layout = {
    release,
    isLittleEndian,
    observationCount,
    types,
    names: texts('varnames', namesAt, sizes.name),
    formats: texts('formats', formatsAt, sizes.format),
    labelNames: texts('value_label_names', labelNamesAt, sizes.name),
    labels: texts('variable_labels', labelsAt, sizes.variableLabel),
    dataStart,
    longTextsStart: textsAt + '<strls>'.length,
    valueLabelsStart: valuesAt + '<value_labels>'.length,
    valueLabelsEnd: end - '</value_labels>'.length,
    labelNameBytes: sizes.name,
    isTagged: true,
  }
  return layout
}

interface Start {
  readonly isLittleEndian: boolean
  readonly variableCount: number
  readonly observationCount: number
  readonly map: readonly number[]
}

function readHeader(head: Uint8Array, sizes: Sizes, file: string): Start {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let at = '<stata_dta><header><release>117</release>'.length
  const pass = (tag: string): void => {
    if (!startsWith(head, tag, at)) throw damaged(file, at)
    at += tag.length
  }
  pass('<byteorder>')
  const order = String.fromCharCode(...head.subarray(at, at + 3))
  if (order !== 'LSF' && order !== 'MSF') throw damaged(file, at)
  const isLittleEndian = order === 'LSF'
  const number = (size: number): number => {
    const start = at
    at += size
    if (size === 1) return view.getUint8(start)
    if (size === 2) return view.getUint16(start, isLittleEndian)
    if (size === 4) return view.getUint32(start, isLittleEndian)
    return Number(view.getBigUint64(start, isLittleEndian))
  }
  at += 3
  pass('</byteorder><K>')
  const variableCount = number(sizes.variableCount)
  pass('</K><N>')
  const observationCount = number(sizes.observationCount)
  pass('</N><label>')
  const labelLength = number(sizes.label)
  at += labelLength
  pass('</label><timestamp>')
  const timestampLength = number(1)
  at += timestampLength
  pass('</timestamp></header><map>')
  if (variableCount > mostVariables) throw damaged(file, at)
  return { isLittleEndian, variableCount, observationCount, map: Array.from({ length: 14 }, () => number(8)) }
}

function typeOf(code: number, file: string, byte: number): StorageType {
  if (code >= 1 && code <= 2045) return { textBytes: code }
  const named = {
    32768: 'long-text',
    65526: 'double',
    65527: 'float',
    65528: 'long',
    65529: 'int',
    65530: 'byte',
  } as const
  if (!(code in named)) throw damaged(file, byte)
  return named[code as keyof typeof named]
}

const startsWith = (bytes: Uint8Array, text: string, at: number): boolean =>
  text.split('').every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

async function requireTag(file: DataFile, tag: string, at: number): Promise<void> {
  if (!startsWith(await readRange(file, at, tag.length), tag, 0)) throw damaged(file.name, at)
}
