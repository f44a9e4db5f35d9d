/** How the values of a variable are stored. A text has as many bytes; a long text stands elsewhere in the file. */
export type StorageType = 'byte' | 'int' | 'long' | 'float' | 'double' | 'long-text' | { readonly textBytes: number }

/** Where a file keeps what, as its layout says; texts are bytes still. */
export interface Layout {
  readonly release: number
  readonly isLittleEndian: boolean
  readonly observationCount: number
  readonly types: readonly StorageType[]
  readonly names: readonly Uint8Array[]
  readonly formats: readonly Uint8Array[]
  readonly labelNames: readonly Uint8Array[]
  readonly labels: readonly Uint8Array[]
  /** Byte of the first observation. */
  readonly dataStart: number
  /** Byte of the first long text; null where a layout has none. */
  readonly longTextsStart: number | null
  /** The part of the file that holds names of codes. */
  readonly valueLabelsStart: number
  readonly valueLabelsEnd: number
  /** Bytes of the name of a set of names of codes, its final zero included. */
  readonly labelNameBytes: number
  /** Sets of names of codes stand between tags. */
  readonly isTagged: boolean
}

/** Bytes of a value in an observation. */
export function bytesOf(type: StorageType): number {
  if (typeof type === 'object') return type.textBytes
  return { byte: 1, int: 2, long: 4, float: 4, double: 8, 'long-text': 8 }[type]
}
