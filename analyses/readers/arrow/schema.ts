import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { ColumnKind } from '../typed-column'
import type { FlatTable } from './flat-table'
import { damaged } from './messages'

/** How the values of a column lie in a body. */
export type Storage =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'flags' }
  | { readonly kind: 'whole'; readonly bits: number; readonly isSigned: boolean }
  | { readonly kind: 'floats'; readonly bits: number }
  | { readonly kind: 'decimals'; readonly bits: number; readonly scale: number }
  /** Units since 1970, `units` of which are `milliseconds`. */
  | {
      readonly kind: 'instants'
      readonly bits: number
      readonly units: number
      readonly milliseconds: number
      readonly isAbsolute: boolean
    }
  /** Units since midnight. */
  | { readonly kind: 'clocks'; readonly bits: number; readonly unitsPerSecond: number }
  /** Where each text ends, and the bytes of all of them. */
  | { readonly kind: 'texts'; readonly bits: number }
  /** Short texts where they stand, long ones by where they stand in other buffers. */
  | { readonly kind: 'views' }

/** The texts or numbers that a column names by their places. */
export interface DictionaryUse {
  readonly id: number
  readonly isOrdered: boolean
  readonly places: Extract<Storage, { kind: 'whole' }>
}

/** A column of a file. */
export interface ArrowColumn {
  readonly name: string
  /** Null where it is not read: lists, structures, bytes, spans of time. */
  readonly storage: Storage | null
  readonly dictionary: DictionaryUse | null
  /** How many nodes and buffers it and what is within it have in each batch. */
  readonly span: Span
}

export interface Span {
  readonly nodes: number
  /** Those that there are always. */
  readonly buffers: number
  /** Nodes of views, which have further buffers, as many as the batch says. */
  readonly views: number
}

/** Columns, those within columns counted, that a file may have. */
const mostFields = 100_000

/** Columns of the top level. @throws InputError for a schema that is damaged, or whose numbers begin with the highest byte */
export function columnsOf(file: DataFile, schema: FlatTable): readonly ArrowColumn[] {
  if (schema.short(0) !== 0) throw new InputError('ingest:arrow-big-endian', {}, { file: file.name })
  let left = mostFields
  const columnOf = (field: FlatTable, depth: number): ArrowColumn => {
    left -= 1
    if (left < 0 || depth > 64) throw damaged(file)
    const dictionary = dictionaryOf(field.table(4))
    const children = field.tables(5).map((child) => columnOf(child, depth + 1))
    const type = typeNames[field.byte(2)]
    // Where the columns after it stand in a body cannot be told.
    if (type === undefined) throw new InputError('ingest:arrow-type', {}, { file: file.name })
    const said = field.table(3)
    return {
      name: field.text(0) ?? '',
      storage: storageOf(type, said),
      dictionary,
      span: dictionary === null ? spanOf(type, said, children) : { nodes: 1, buffers: 2, views: 0 },
    }
  }
  return schema.tables(1).map((field) => columnOf(field, 0))
}

/** Places in a dictionary are whole numbers of 32 bits where nothing else is said. */
function dictionaryOf(encoding: FlatTable | null): DictionaryUse | null {
  if (encoding === null) return null
  const type = encoding.table(1)
  const places = { kind: 'whole', bits: type?.int(0) ?? 32, isSigned: type === null || type.byte(1) !== 0 } as const
  return { id: encoding.long(0), isOrdered: encoding.byte(2) !== 0, places }
}

/** Types by their numbers in the format’s definition (`Schema.fbs`). */
const typeNames = [
  'none',
  'null',
  'int',
  'floating-point',
  'binary',
  'utf8',
  'bool',
  'decimal',
  'date',
  'time',
  'timestamp',
  'interval',
  'list',
  'struct',
  'union',
  'fixed-size-binary',
  'fixed-size-list',
  'map',
  'duration',
  'large-binary',
  'large-utf8',
  'large-list',
  'run-end-encoded',
  'binary-view',
  'utf8-view',
  'list-view',
  'large-list-view',
] as const
type TypeName = (typeof typeNames)[number]

/** Seconds, milliseconds, microseconds, nanoseconds: the order of the format. */
const unitsPerSecond = [1, 1e3, 1e6, 1e9]
const instantUnits = [
  { units: 1, milliseconds: 1000 },
  { units: 1, milliseconds: 1 },
  { units: 1e3, milliseconds: 1 },
  { units: 1e6, milliseconds: 1 },
]

function storageOf(type: TypeName, said: FlatTable | null): Storage | null {
  switch (type) {
    case 'null':
      return { kind: 'nothing' }
    case 'bool':
      return { kind: 'flags' }
    case 'utf8':
      return { kind: 'texts', bits: 32 }
    case 'large-utf8':
      return { kind: 'texts', bits: 64 }
    case 'utf8-view':
      return { kind: 'views' }
    case 'int':
      return among([8, 16, 32, 64], { kind: 'whole', bits: said?.int(0) ?? 0, isSigned: said?.byte(1) === 1 })
    case 'floating-point':
      return { kind: 'floats', bits: [16, 32, 64][said?.short(0) ?? 0] ?? 64 }
    case 'decimal':
      return among([32, 64, 128, 256], { kind: 'decimals', bits: said?.int(2, 128) ?? 128, scale: said?.int(1) ?? 0 })
    case 'date':
      return said?.short(0, 1) === 0
        ? { kind: 'instants', bits: 32, units: 1, milliseconds: 86_400_000, isAbsolute: false }
        : { kind: 'instants', bits: 64, units: 1, milliseconds: 1, isAbsolute: false }
    case 'timestamp':
      return {
        kind: 'instants',
        bits: 64,
        ...(instantUnits[said?.short(0) ?? 0] ?? { units: 1, milliseconds: 1 }),
        isAbsolute: (said?.text(1) ?? '') !== '',
      }
    case 'time':
      return among([32, 64], {
        kind: 'clocks',
        bits: said?.int(1, 32) ?? 32,
        unitsPerSecond: unitsPerSecond[said?.short(0, 1) ?? 1] ?? 1,
      })
    default:
      return null
  }
}

const among = (sizes: readonly number[], storage: Storage & { readonly bits: number }): Storage | null =>
  sizes.includes(storage.bits) ? storage : null

/** Buffers of a type itself, where they are not two. */
const ownBuffers: Partial<Record<TypeName, number>> = {
  none: 0,
  null: 0,
  utf8: 3,
  'large-utf8': 3,
  binary: 3,
  'large-binary': 3,
  'list-view': 3,
  'large-list-view': 3,
  struct: 1,
  'fixed-size-list': 1,
  'run-end-encoded': 0,
}

function spanOf(type: TypeName, said: FlatTable | null, children: readonly ArrowColumn[]): Span {
  const total = (part: keyof Span): number => children.reduce((sum, { span }) => sum + span[part], 0)
  // Which kind each value of a union is, and in a dense one its place.
  const own = type === 'union' ? 1 + (said?.short(0) ?? 0) : (ownBuffers[type] ?? 2)
  return {
    nodes: 1 + total('nodes'),
    buffers: own + total('buffers'),
    views: (type === 'utf8-view' || type === 'binary-view' ? 1 : 0) + total('views'),
  }
}

/** Numbers of 64 bits, of which some may be beyond 2⁵³. */
export const isOf64Bits = ({ storage }: ArrowColumn): boolean => storage?.kind === 'whole' && storage.bits === 64

/** What becomes of a column here. */
export function kindOf(storage: Storage, isLong: boolean): ColumnKind {
  switch (storage.kind) {
    case 'flags':
      return { kind: 'flags' }
    case 'instants':
      return { kind: 'times', isAbsolute: storage.isAbsolute }
    case 'whole':
      return { kind: isLong ? 'texts' : 'numbers' }
    case 'floats':
    case 'decimals':
      return { kind: 'numbers' }
    default:
      return { kind: 'texts' }
  }
}
