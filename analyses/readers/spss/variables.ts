import { InputError } from '../../core/errors'
import type { ColumnLevel, HeaderColumn, MarkedMissing } from '../reader'
import { isTimeFormat } from '../spss-times'
import { codePageName, createTextReading, type TextReading } from '../text-reading'
import type { RawDictionary, RawMissing, RawVariable } from './dictionary'
import { readLongTextLabels, readLongTextMissing, readPairs, subtype } from './extensions'
import { createByteCursor } from './byte-cursor'

/** A variable as people know it. */
export interface Variable {
  readonly column: HeaderColumn
  readonly kind: 'number' | 'time' | 'text'
  /** Where its bytes stand in a case; one piece, and several of a text longer than 255 bytes. */
  readonly pieces: readonly Piece[]
  /** Texts that are marked as no answer. Numbers so marked stay in the cells, and the column says which they are. */
  readonly missingTexts: ReadonlySet<string>
  /** Numbers, and times in seconds, that are marked as no answer. */
  readonly marked: MarkedMissing
}

export interface Piece {
  /** In bytes from the beginning of a case. */
  readonly start: number
  readonly length: number
}

/** What a system file says of its cases. */
export interface SystemFile {
  readonly raw: RawDictionary
  readonly variables: readonly Variable[]
  readonly text: TextReading
  /** −1 where the file does not say. */
  readonly caseCount: number
  /** Name of the variable that weights the cases. */
  readonly weight: string | null
  /** Names of the sets of questions that may have several answers. */
  readonly multipleResponseSets: readonly string[]
}

/** Bytes of a text that each of its pieces but the last holds. */
const pieceBytes = 255
/** Bytes of a long text that a piece stands for. */
const pieceShare = 252
const widestText = 32_767

/**
 * @param cells bytes of some cells, for an encoding that is said nowhere
 * @throws InputError when the records contradict each other
 */
export function describeVariables(
  raw: RawDictionary,
  declaredEncoding: string | undefined,
  file: string,
  cells: readonly Uint8Array[] = [],
): SystemFile {
  const text = textReading(raw, cells, declaredEncoding)
  const nameOf = (variable: RawVariable): string => text.decode(variable.name)
  const widths = veryLongWidths(raw, text)
  const longNames = pairsOf(raw, subtype.longNames, text)
  const measures = measuresOf(raw)
  const labels = labelsByElement(raw)
  const longLabels = longTextLabels(raw, text, file)
  const longMissing = longTextMissing(raw, text, file)
  const variables: Variable[] = []
  let weight: string | null = null
  assertRoom(raw, nameOf, file)
  for (let index = 0; index < raw.variables.length;) {
    const first = raw.variables[index] as RawVariable
    const shortName = nameOf(first)
    const width = widths.get(shortName.toUpperCase()) ?? first.width
    const count = width > pieceBytes ? Math.ceil(width / pieceShare) : 1
    const segments = raw.variables.slice(index, index + count)
    if (width > widestText || segments.length < count || (count > 1 && segments.some((each) => each.width === 0)))
      throw new InputError('ingest:spss-damaged', { byte: 0 }, { file, column: shortName })
    const name = longNames.get(shortName.toUpperCase()) ?? shortName
    const label = first.label === null ? '' : text.decode(first.label)
    const kind = first.width > 0 ? 'text' : isTimeFormat(first.format) ? 'time' : 'number'
    const levels =
      kind === 'text'
        ? [...textLevels(labels.get(first.element), text), ...(longLabels.get(name) ?? longLabels.get(shortName) ?? [])]
        : numberLevels(labels.get(first.element), raw, text)
    const marked = kind === 'text' ? {} : missingNumbers(first.missing, raw)
    const measure = measures(index, variables.length)
    if (raw.weightElement - 1 === first.element) weight = name
    variables.push({
      kind,
      marked,
      pieces: piecesOf(segments, width),
      missingTexts: new Set([
        ...(kind === 'text' ? first.missing.discrete.map((value) => text.decode(value)) : []),
        ...(longMissing.get(name) ?? longMissing.get(shortName) ?? []),
      ]),
      column: {
        position: variables.length + 1,
        name,
        names: label === '' ? [name] : [name, label],
        isRowNumber: false,
        ...(label === '' ? {} : { label }),
        type: kind,
        ...(measure === undefined ? {} : { measure }),
        ...(levels.length === 0 ? {} : { levels }),
        ...(kind === 'number' ? marked : {}),
      },
    })
    index += count
  }
  return {
    raw,
    variables,
    text,
    caseCount: raw.caseCount >= 0 ? raw.caseCount : laterCaseCount(raw, file),
    weight,
    multipleResponseSets: multipleResponseSets(raw, text),
  }
}

/** A text of so many bytes fills an element for every eight, before the next variable begins. */
function assertRoom(
  { variables, elementCount }: RawDictionary,
  nameOf: (variable: RawVariable) => string,
  file: string,
): void {
  for (const [index, variable] of variables.entries()) {
    const room = (variables[index + 1]?.element ?? elementCount) - variable.element
    if (room * 8 < variable.width)
      throw new InputError('ingest:spss-damaged', { byte: 0 }, { file, column: nameOf(variable) })
  }
}

function piecesOf(segments: readonly RawVariable[], width: number): readonly Piece[] {
  let left = width
  return segments.map(({ element, width: own }, index) => {
    const length = Math.min(left, index < segments.length - 1 ? pieceBytes : own || 8)
    left -= length
    return { start: element * 8, length: own === 0 ? 8 : length }
  })
}

function textReading(
  { extensions, isLittleEndian, variables, valueLabels }: RawDictionary,
  cells: readonly Uint8Array[],
  declared?: string,
): TextReading {
  const named = extensions.get(subtype.encoding)
  const machine = extensions.get(subtype.machine)
  const samples = [
    ...variables.flatMap(({ name, label }) => (label === null ? [name] : [name, label])),
    ...valueLabels.flatMap(({ labels }) => labels.map(({ label }) => label)),
    ...[extensions.get(subtype.longNames)].flatMap((names) => (names === undefined ? [] : [names.data])),
    ...cells,
  ]
  const name =
    declared ??
    (named === undefined
      ? machine === undefined || machine.data.length < 32
        ? null
        : codePageName(new DataView(machine.data.buffer, machine.data.byteOffset).getInt32(28, isLittleEndian))
      : new TextDecoder().decode(named.data).trim())
  return createTextReading(name, samples)
}

function pairsOf({ extensions }: RawDictionary, kind: number, text: TextReading): ReadonlyMap<string, string> {
  const extension = extensions.get(kind)
  const pairs = extension === undefined ? new Map<string, string>() : readPairs(text.decode(extension.data))
  return new Map([...pairs].map(([name, value]) => [name.trim().toUpperCase(), value.trim()]))
}

function veryLongWidths(raw: RawDictionary, text: TextReading): ReadonlyMap<string, number> {
  const pairs = [...pairsOf(raw, subtype.veryLongTexts, text)]
  return new Map(pairs.map(([name, width]) => [name, Number.parseInt(width, 10) || 0]))
}

/** How each variable is to be taken: by its place among those that are written, or among those that people see; writers do either. */
function measuresOf({
  extensions,
  isLittleEndian,
  variables,
}: RawDictionary): (written: number, seen: number) => HeaderColumn['measure'] {
  const display = extensions.get(subtype.display)
  if (display === undefined) return () => undefined
  const { data, count } = display
  const perWritten = count / variables.length
  const isByWritten = perWritten === 2 || perWritten === 3
  const size = isByWritten ? perWritten : 3
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const measures = [undefined, 'nominal', 'ordinal', 'scale'] as const
  return (written, seen) => {
    const at = (isByWritten ? written : seen) * size * 4
    return at + 4 <= data.length ? measures[view.getInt32(at, isLittleEndian)] : undefined
  }
}

type Labels = RawDictionary['valueLabels'][number]['labels']

function labelsByElement({ valueLabels }: RawDictionary): ReadonlyMap<number, Labels> {
  return new Map(
    valueLabels.flatMap(({ labels, elements }) => elements.map((element): [number, Labels] => [element, labels])),
  )
}

function numberLevels(labels: Labels | undefined, { isLittleEndian }: RawDictionary, text: TextReading): ColumnLevel[] {
  return (labels ?? [])
    .map(({ value, label }) => ({ value: float64(value, isLittleEndian), label: text.decode(label) }))
    .sort((a, b) => a.value - b.value)
}

function textLevels(labels: Labels | undefined, text: TextReading): ColumnLevel[] {
  return (labels ?? []).map(({ value, label }) => ({ value: text.decode(value), label: text.decode(label) }))
}

function missingNumbers({ discrete, range }: RawMissing, { isLittleEndian }: RawDictionary): MarkedMissing {
  const open = (end: number): number =>
    end === lowest ? Number.NEGATIVE_INFINITY : end === Number.MAX_VALUE ? Number.POSITIVE_INFINITY : end
  return {
    ...(discrete.length === 0 ? {} : { missing: discrete.map((value) => float64(value, isLittleEndian)) }),
    ...(range === null ? {} : { missingRanges: [{ from: open(range[0]), to: open(range[1]) }] }),
  }
}

/** The second lowest number there is stands for LOWEST; the lowest of all is the missing value of the system. */
const lowest = new DataView(Uint8Array.of(0xff, 0xef, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe).buffer).getFloat64(0)

const float64 = (bytes: Uint8Array, isLittleEndian: boolean): number =>
  new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, isLittleEndian)

function longTextLabels(raw: RawDictionary, text: TextReading, file: string): ReadonlyMap<string, ColumnLevel[]> {
  const extension = raw.extensions.get(subtype.longTextValueLabels)
  const records = extension === undefined ? [] : readLongTextLabels(extension, raw.isLittleEndian, file)
  return new Map(
    records.map(({ name, values }) => [
      text.decode(name),
      values.map(({ value, label }) => ({ value: text.decode(value), label: text.decode(label) })),
    ]),
  )
}

function longTextMissing(raw: RawDictionary, text: TextReading, file: string): ReadonlyMap<string, readonly string[]> {
  const extension = raw.extensions.get(subtype.longTextMissing)
  const records = extension === undefined ? [] : readLongTextMissing(extension, raw.isLittleEndian, file)
  return new Map(records.map(({ name, values }) => [text.decode(name), values.map((value) => text.decode(value))]))
}

/** Files of more than 2³¹ cases, and those written by programs that know the number only at the end, say it apart. */
function laterCaseCount({ extensions, isLittleEndian }: RawDictionary, file: string): number {
  const extension = extensions.get(subtype.caseCount)
  if (extension === undefined || extension.data.length < 16) return -1
  const cursor = createByteCursor(extension.data, isLittleEndian, file)
  cursor.int64()
  return cursor.int64()
}

function multipleResponseSets({ extensions }: RawDictionary, text: TextReading): readonly string[] {
  const lines = [subtype.multipleResponseSets, subtype.moreMultipleResponseSets].flatMap((kind) => {
    const extension = extensions.get(kind)
    return extension === undefined ? [] : text.decode(extension.data).split('\n')
  })
  return [...new Set(lines.flatMap((line) => /^\$?([^=]+)=/.exec(line)?.[1] ?? []))]
}
