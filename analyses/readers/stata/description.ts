import { InputError } from '../../core/errors'
import { readHead, type DataFile } from '../data-file'
import type { HeaderColumn } from '../reader'
import { bytesOf, type Layout, type StorageType } from './layout'
import { readOldLayout } from './old-layout'
import { readTaggedLayout } from './tagged-layout'
import type { StataEncoding } from './settings'
import { createStataText, type StataText } from './text'
import { calendarOf, type Calendar } from './times'
import { readValueLabels, type ValueLabels } from './value-labels'

export interface Variable {
  readonly type: StorageType
  /** Null for numbers and texts. */
  readonly calendar: Calendar | null
  /** The values .a to .z that have a name, each as the number by which the names list it. */
  readonly namedMissing: ReadonlySet<number>
  readonly column: HeaderColumn
}

export interface Description
  extends StataText, Pick<Layout, 'release' | 'isLittleEndian' | 'observationCount' | 'dataStart' | 'longTextsStart'> {
  readonly variables: readonly Variable[]
  readonly rowBytes: number
}

const taggedStart = '<stata_dta>'

/** The release of a file of Stata by its first bytes; null for other files. Files before release 105 cannot be told from others. */
export function stataVersion(head: Uint8Array): number | null {
  const start = String.fromCharCode(...head.subarray(0, 80))
  if (start.startsWith(taggedStart)) return Number(/<release>(\d{1,4})<\/release>/.exec(start)?.[1] ?? 0)
  const [release = 0, order = 0, kind = 0] = head
  return release >= 105 && release <= 115 && (order === 1 || order === 2) && kind === 1 ? release : null
}

/** @throws InputError for releases that are not read, and for files that are cut or damaged */
export async function readDescription(file: DataFile, declared: StataEncoding | undefined): Promise<Description> {
  const release = stataVersion(await readHead(file, 80)) ?? 0
  if (release < 113 || release === 116 || release > 119)
    throw new InputError('ingest:stata-release', { release }, { file: file.name })
  const layout = await (release < 117 ? readOldLayout(file) : readTaggedLayout(file, release))
  const valueLabels = await readValueLabels(file, layout)
  const texts = [
    ...layout.names,
    ...layout.labels,
    ...[...valueLabels.values()].flatMap((set) => set.map(({ label }) => label)),
  ]
  const text = createStataText(release, declared, texts)
  const byName = new Map([...valueLabels].map(([name, set]) => [text.decode(latin(name)), set]))
  const variables = layout.types.map((type, index) => describeVariable(layout, index, type, text.decode, byName))
  return {
    release,
    isLittleEndian: layout.isLittleEndian,
    observationCount: layout.observationCount,
    dataStart: layout.dataStart,
    longTextsStart: layout.longTextsStart,
    variables,
    rowBytes: variables.reduce((sum, variable) => sum + bytesOf(variable.type), 0),
    ...text,
  }
}

/** Names of sets of names of codes are kept as characters of their bytes, since the encoding is found out later. */
const latin = (name: string): Uint8Array => Uint8Array.from(name, (letter) => letter.charCodeAt(0))

/** The lowest number by which names of codes list a missing value: that of “.”; .a to .z follow. */
const plainMissing = 2_147_483_621

function describeVariable(
  layout: Layout,
  index: number,
  type: StorageType,
  decode: (bytes: Uint8Array) => string,
  valueLabels: ReadonlyMap<string, ValueLabels>,
): Variable {
  const textOf = (texts: readonly Uint8Array[]): string => decode(texts[index] ?? new Uint8Array(0))
  const name = textOf(layout.names)
  const label = textOf(layout.labels).trim()
  const isText = typeof type === 'object' || type === 'long-text'
  const calendar = isText ? null : calendarOf(textOf(layout.formats))
  const levels = isText
    ? []
    : (valueLabels.get(textOf(layout.labelNames)) ?? [])
        .filter(({ value }) => value !== plainMissing)
        .map(({ value, label: bytes }) => ({ value, label: decode(bytes) }))
        .sort((a, b) => a.value - b.value)
  const missing = levels.map(({ value }) => value).filter((value) => value > plainMissing)
  return {
    type,
    calendar,
    namedMissing: new Set(missing),
    column: {
      position: index + 1,
      name,
      names: label === '' || label === name ? [name] : [name, label],
      isRowNumber: false,
      ...(label === '' ? {} : { label }),
      type: isText ? 'text' : calendar === null ? 'number' : 'time',
      ...(levels.length === 0 ? {} : { levels }),
      ...(missing.length === 0 ? {} : { missing }),
    },
  }
}
