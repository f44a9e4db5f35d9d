import { InputError } from '../../core/errors'
import { findTranslation, headerLength, lineLength, translate, type Translation } from './characters'
import { createPortableCursor, cutCode, type PortableCursor } from './cursor'

/** What a portable file says before its cases. Texts are bytes, since nothing says their encoding. */
export interface PortableDictionary {
  readonly translation: Translation
  readonly variables: readonly PortableVariable[]
  readonly weight: Uint8Array | null
  /** Characters before the cases. */
  readonly dataStart: number
}

export interface PortableVariable {
  readonly name: Uint8Array
  /** Characters of a text; 0 for a number. */
  readonly width: number
  /** Kind of the print format, as in a system file. */
  readonly format: number
  readonly label: Uint8Array | null
  readonly missing: readonly (number | Uint8Array)[]
  readonly missingRanges: readonly { readonly from: number; readonly to: number }[]
  readonly valueLabels: readonly { readonly value: number | Uint8Array; readonly label: Uint8Array }[]
}

type Growing = { -readonly [Key in keyof PortableVariable]: PortableVariable[Key] }

const mostVariables = 100_000
const mostLabels = 1_000_000
const widestText = 32_767

/**
 * SPSS numbers the formats of dates and times 82 higher in portable files than in system files: 102 … 121 are 20 … 39. PSPP numbers them as in system files.
 */
const shiftedFormats = { from: 102, to: 121, by: 82 }

/**
 * @param characters the beginning of a file, without line ends
 * @param file for the messages
 * @throws InputError for what is no portable file, and with code `ingest:portable-cut` when the dictionary goes on beyond the characters
 */
export function readPortableDictionary(characters: Uint8Array, file: string): PortableDictionary {
  const translation = findTranslation(characters)
  if (translation === undefined) throw atCharacter(characters.length < headerLength ? cutCode : damagedCode, 0, file)
  const cursor = createPortableCursor(translate(characters.slice(), translation), file, headerLength)
  const variables: Growing[] = []
  const byName = new Map<string, Growing>()
  let announced: number | null = null
  let weight: Uint8Array | null = null
  /** The format's version, then day and time of writing. */
  cursor.tag()
  cursor.text()
  cursor.text()
  for (;;) {
    const start = cursor.position()
    const tag = cursor.tag()
    const last = variables.at(-1)
    switch (tag) {
      case '1':
      case '2':
      case '3':
        cursor.text()
        break
      case '4':
        announced = cursor.count(mostVariables)
        break
      case '5':
        cursor.number()
        break
      case '6':
        weight = cursor.text()
        break
      case '7': {
        const variable = readVariable(cursor)
        variables.push(variable)
        byName.set(keyOf(variable.name), variable)
        if (variables.length > (announced ?? 0)) throw atCharacter(damagedCode, start, file)
        break
      }
      case 'D':
        readValueLabels(cursor, byName, () => atCharacter(damagedCode, start, file))
        break
      case 'E':
        for (let lines = cursor.count(mostLabels); lines > 0; lines -= 1) cursor.text()
        break
      case 'F':
        if (variables.length === 0) throw new InputError('ingest:spss-no-variables', {}, { file })
        if (variables.length !== announced) throw atCharacter(damagedCode, start, file)
        return { translation, variables, weight, dataStart: cursor.position() }
      default:
        if (last === undefined || !readProperty(cursor, tag, last)) throw atCharacter(damagedCode, start, file)
    }
  }
}

/** A name as the key of a map, whatever its encoding. */
const keyOf = (name: Uint8Array): string => name.join()

const damagedCode = 'ingest:portable-damaged'

function atCharacter(code: typeof damagedCode | typeof cutCode, place: number, file: string): InputError {
  const line = Math.floor(place / lineLength) + 1
  return new InputError(code, { line }, { file, line })
}

function readVariable(cursor: PortableCursor): Growing {
  const width = cursor.count(widestText)
  const name = cursor.text()
  const format = cursor.count(widestText)
  // Width and decimals of the format for printing, and the three numbers of that for writing.
  for (let skipped = 0; skipped < 5; skipped += 1) cursor.number()
  const isShifted = format >= shiftedFormats.from && format <= shiftedFormats.to
  return {
    name,
    width,
    format: isShifted ? format - shiftedFormats.by : format,
    label: null,
    missing: [],
    missingRanges: [],
    valueLabels: [],
  }
}

/** @returns false for a tag that no property has */
function readProperty(cursor: PortableCursor, tag: string, variable: Growing): boolean {
  const value = (): number | Uint8Array => (variable.width > 0 ? cursor.text() : cursor.number())
  const addRange = (from: number | Uint8Array, to: number | Uint8Array): void => {
    // Ranges of texts are none that SPSS has.
    if (typeof from === 'number' && typeof to === 'number')
      variable.missingRanges = [...variable.missingRanges, { from, to }]
  }
  switch (tag) {
    case '8':
      variable.missing = [...variable.missing, value()]
      return true
    case '9':
      addRange(Number.NEGATIVE_INFINITY, value())
      return true
    case 'A':
      addRange(value(), Number.POSITIVE_INFINITY)
      return true
    case 'B':
      addRange(value(), value())
      return true
    case 'C':
      variable.label = cursor.text()
      return true
    default:
      return false
  }
}

function readValueLabels(
  cursor: PortableCursor,
  byName: ReadonlyMap<string, Growing>,
  damaged: () => InputError,
): void {
  const variables: Growing[] = []
  for (let left = cursor.count(mostVariables); left > 0; left -= 1) {
    const variable = byName.get(keyOf(cursor.text()))
    if (variable === undefined) throw damaged()
    variables.push(variable)
  }
  const isText = variables.some(({ width }) => width > 0)
  const valueLabels: { readonly value: number | Uint8Array; readonly label: Uint8Array }[] = []
  for (let left = cursor.count(mostLabels); left > 0; left -= 1) {
    const value = isText ? cursor.text() : cursor.number()
    valueLabels.push({ value, label: cursor.text() })
  }
  for (const variable of variables) variable.valueLabels = valueLabels
}
