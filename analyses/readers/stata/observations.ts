import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import { fixedRows, rowsPerBlock } from '../fixed-rows'
import type { ReadOptions, ReadTotals, ValueBlock, ValueColumn } from '../reader'
import { createTextColumn, type TextColumn } from '../text-column'
import type { Description, Variable } from './description'
import { bytesOf, type StorageType } from './layout'
import { createLongTexts, type LongTexts } from './long-texts'

/** The number of .a among the names of codes; .b to .z follow. */
const firstNamedMissing = 2_147_483_622

/** A variable while its observations are read. */
interface Filling {
  readonly variable: Variable
  /** Byte of the variable in an observation. */
  readonly offset: number
  readonly numbers: Float64Array
  readonly texts: TextColumn | null
}

/** @throws InputError when the file ends before as many observations as it says; Aborted */
export async function* readObservations(
  file: DataFile,
  description: Description,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  const { dataStart, rowBytes, observationCount, variables } = description
  const longTexts = createLongTexts(file, description, options.abort)
  const most = rowsPerBlock(rowBytes, observationCount)
  let offset = 0
  const fillings = variables.map((variable): Filling => {
    const start = offset
    offset += bytesOf(variable.type)
    const isText = variable.column.type === 'text'
    return {
      variable,
      offset: start,
      numbers: new Float64Array(isText ? 0 : most),
      texts: isText ? createTextColumn(most) : null,
    }
  })
  const lines = new Int32Array(most)
  const blocks = fixedRows(file, { start: dataStart, rowBytes, rowCount: observationCount }, options)
  let records = 0
  let next = await blocks.next()
  try {
    for (; next.done !== true; next = await blocks.next()) {
      const { bytes, rowCount } = next.value
      for (const filling of fillings) {
        if (filling.variable.type === 'long-text') await fillLongTexts(filling, bytes, rowCount, description, longTexts)
        else if (filling.texts !== null) fillTexts(filling, bytes, rowCount, description)
        else fillNumbers(filling, bytes, rowCount, description)
      }
      for (let row = 0; row < rowCount; row += 1) lines[row] = records + row + 1
      yield { kind: 'values', rowCount, firstRow: records + 1, lines, columns: fillings.map(columnOf) }
      records += rowCount
    }
  } finally {
    await blocks.return(0)
  }
  if (records < observationCount)
    throw new InputError('ingest:stata-fewer', { found: records, expected: observationCount }, { file: file.name })
  return { records, blankLines: 0 }
}

function columnOf({ variable, numbers, texts }: Filling): ValueColumn {
  if (texts !== null) return texts.column()
  return variable.calendar === null
    ? { kind: 'numbers', values: numbers }
    : { kind: 'times', values: numbers, isAbsolute: false }
}

function fillTexts(
  { variable, offset, texts }: Filling,
  bytes: Uint8Array,
  rowCount: number,
  { rowBytes, decode }: Description,
): void {
  const length = bytesOf(variable.type)
  for (let row = 0; row < rowCount; row += 1) {
    const start = row * rowBytes + offset
    texts?.put(row, bytes[start] === 0 ? null : decode(bytes.subarray(start, start + length)))
  }
}

/** A long text is named by a variable and an observation, which take eight bytes together and share them as the release says. */
async function fillLongTexts(
  { offset, texts }: Filling,
  bytes: Uint8Array,
  rowCount: number,
  { rowBytes, release, isLittleEndian, variables }: Description,
  longTexts: LongTexts,
): Promise<void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numberAt = (start: number, length: number): number => {
    let value = 0
    for (let index = 0; index < length; index += 1)
      value = value * 256 + view.getUint8(isLittleEndian ? start + length - 1 - index : start + index)
    return value
  }
  const variableBytes = { 117: 4, 118: 2 }[release] ?? 3
  const split = (start: number, bytesOfVariable: number): readonly [number, number] => [
    numberAt(start, bytesOfVariable),
    numberAt(start + bytesOfVariable, 8 - bytesOfVariable),
  ]
  for (let row = 0; row < rowCount; row += 1) {
    const start = row * rowBytes + offset
    let [variable, observation] = split(start, variableBytes)
    // haven shares the bytes in release 119 as in 118, against the format.
    if (release === 119 && variable > variables.length) [variable, observation] = split(start, 2)
    const isNone = variable === 0 && observation === 0
    texts?.put(row, isNone ? null : await longTexts.find(`${variable} ${observation}`))
  }
}

/** Missing values are the highest numbers of a type: “.” and then .a to .z. */
const highest = { byte: 100, int: 32_740, long: 2_147_483_620 } as const

/** The lowest missing value of each type with a fraction, and how far .a is from it. */
const missingFloat = 2 ** 127
const missingDouble = 2 ** 1023

function fillNumbers(
  { variable, offset, numbers }: Filling,
  bytes: Uint8Array,
  rowCount: number,
  { rowBytes, isLittleEndian }: Description,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { type, calendar, namedMissing } = variable
  const read = numberReader(type, view, isLittleEndian)
  const place = missingPlace(type)
  for (let row = 0; row < rowCount; row += 1) {
    const value = read(row * rowBytes + offset)
    const missing = place(value)
    if (missing < 0) numbers[row] = calendar === null ? value : calendar(value)
    else {
      const code = firstNamedMissing + missing - 1
      numbers[row] = calendar === null && namedMissing.has(code) ? code : Number.NaN
    }
  }
}

function numberReader(type: StorageType, view: DataView, isLittleEndian: boolean): (at: number) => number {
  switch (type) {
    case 'byte':
      return (at) => view.getInt8(at)
    case 'int':
      return (at) => view.getInt16(at, isLittleEndian)
    case 'long':
      return (at) => view.getInt32(at, isLittleEndian)
    case 'float':
      return (at) => view.getFloat32(at, isLittleEndian)
    default:
      return (at) => view.getFloat64(at, isLittleEndian)
  }
}

/** Tells which missing value a number is: −1 for none, 0 for “.”, 1 for .a and so on. */
function missingPlace(type: StorageType): (value: number) => number {
  if (type === 'byte' || type === 'int' || type === 'long') {
    const most = highest[type]
    return (value) => (value > most ? value - most - 1 : -1)
  }
  // A fraction of 1/4096 more for each letter, in either type; what cannot be a number of Stata is none.
  const lowest = type === 'float' ? missingFloat : missingDouble
  return (value) => (value < lowest ? -1 : Number.isFinite(value) ? Math.floor((value / lowest - 1) * 4096) : 0)
}
