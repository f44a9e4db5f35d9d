import type { ColumnLevel, HeaderColumn, MarkedMissing } from '../reader'
import { isTimeFormat } from '../spss-times'
import { createTextReading, type TextReading } from '../text-reading'
import type { PortableDictionary, PortableVariable } from './dictionary'

/** A portable file as people know it. */
export interface PortableFile {
  readonly dictionary: PortableDictionary
  readonly text: TextReading
  readonly variables: readonly Variable[]
  /** Name of the variable that weights the cases. */
  readonly weight: string | null
}

export interface Variable {
  readonly column: HeaderColumn
  readonly kind: 'number' | 'time' | 'text'
  /** Texts that are marked as no answer. */
  readonly missingTexts: ReadonlySet<string>
  /** Numbers, and times in seconds, that are marked as no answer. */
  readonly marked: MarkedMissing
}

/** @param cells bytes of some cells, since a portable file never says its encoding */
export function describePortable(
  dictionary: PortableDictionary,
  declaredEncoding: string | undefined,
  cells: readonly Uint8Array[] = [],
): PortableFile {
  const samples = dictionary.variables.flatMap(({ name, label, valueLabels }) => [
    name,
    ...(label === null ? [] : [label]),
    ...valueLabels.map((each) => each.label),
  ])
  const text = createTextReading(declaredEncoding ?? null, [...samples, ...cells])
  return {
    dictionary,
    text,
    variables: dictionary.variables.map((variable, index) => describeVariable(variable, index + 1, text)),
    weight: dictionary.weight === null ? null : text.decode(dictionary.weight),
  }
}

function describeVariable(variable: PortableVariable, position: number, text: TextReading): Variable {
  const name = text.decode(variable.name)
  const label = variable.label === null ? '' : text.decode(variable.label)
  const kind = variable.width > 0 ? 'text' : isTimeFormat(variable.format) ? 'time' : 'number'
  const valueOf = (value: number | Uint8Array): number | string =>
    typeof value === 'number' ? value : text.decode(value)
  const levels = variable.valueLabels
    .map((level): ColumnLevel => ({ value: valueOf(level.value), label: text.decode(level.label) }))
    .sort((a, b) => (typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : 0))
  const missing = variable.missing.map(valueOf)
  const numbers = missing.filter((value) => typeof value === 'number')
  const marked: MarkedMissing = {
    ...(numbers.length === 0 ? {} : { missing: numbers }),
    ...(variable.missingRanges.length === 0 ? {} : { missingRanges: variable.missingRanges }),
  }
  return {
    kind,
    marked,
    missingTexts: new Set(missing.filter((value) => typeof value === 'string')),
    column: {
      position,
      name,
      names: label === '' ? [name] : [name, label],
      isRowNumber: false,
      ...(label === '' ? {} : { label }),
      type: kind,
      ...(levels.length === 0 ? {} : { levels }),
      ...(kind === 'number' ? marked : {}),
    },
  }
}
