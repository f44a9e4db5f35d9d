import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of how a delimited file is written. */
export const delimitedSettings = {
  encoding: {
    kind: 'choice',
    choices: [
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1252',
      'iso-8859-15',
      'macintosh',
      'ibm850',
      'ibm865',
      'utf-8-twice',
    ],
    names: {
      'utf-8': 'UTF-8',
      'utf-16le': 'UTF-16 LE',
      'utf-16be': 'UTF-16 BE',
      'windows-1252': 'Windows-1252',
      'iso-8859-15': 'ISO 8859-15',
      macintosh: 'Mac Roman',
      ibm850: 'IBM 850',
      ibm865: 'IBM 865',
      'utf-8-twice': 'UTF-8 × 2',
    },
  },
  delimiter: {
    kind: 'choice',
    choices: [';', ',', '\t', '|', '~', ':'],
    messages: { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar', '~': 'tilde', ':': 'colon' },
  },
  decimal: { kind: 'choice', choices: [',', '.'], messages: { ',': 'comma', '.': 'point' } },
  quote: {
    kind: 'choice',
    choices: ['"', "'", ''],
    messages: { '"': 'double', "'": 'single', '': 'none' },
    meaning: 'Empty when cells are never quoted.',
  },
  header_line: {
    kind: 'whole',
    min: 1,
    max: 1000,
    meaning: 'The line on which the header begins; what stands above it is not read.',
  },
  header_rows: { kind: 'whole', min: 1, max: 3 },
} as const satisfies Fields

/** Parts of the dialect that are declared and therefore not detected. */
export type DialectOverride = FieldValues<typeof delimitedSettings>

export type Encoding = (typeof delimitedSettings.encoding.choices)[number]
/** Encodings of cells while they are read, in which delimiters are single bytes: texts in UTF-16 are UTF-8 by then. */
export type CellEncoding = Exclude<Encoding, 'utf-16le' | 'utf-16be'>

export const cellEncodingOf = (encoding: Encoding): CellEncoding =>
  encoding === 'utf-16le' || encoding === 'utf-16be' ? 'utf-8' : encoding

/** Whether the bytes have to be valid UTF-8. */
export const isUtf8 = (encoding: Encoding): boolean => encoding === 'utf-8' || encoding === 'utf-8-twice'

/** The name that people know an encoding by. */
export const encodingName = (encoding: Encoding): string => delimitedSettings.encoding.names[encoding]

export type Delimiter = (typeof delimitedSettings.delimiter.choices)[number]
/** The empty text means that cells are never quoted. */
export type Quote = (typeof delimitedSettings.quote.choices)[number]
