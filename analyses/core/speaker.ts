import { IntlMessageFormat } from 'intl-messageformat'
import { createFormatter, type NumberFormatter } from './format'
import {
  textIn,
  type Language,
  type Label,
  type MessageCode,
  type Note,
  type Quantity,
  type Value,
  type Values,
} from './words'
import type { Instrument } from '../instrument/model'
import type { Cell, TableColumn } from './result'

/** All messages of one language, by `room:key`. */
export type Catalog = Readonly<Record<string, string>>

/** Turns everything that is not yet in a language into words. */
export interface Speaker {
  readonly language: Language
  readonly format: NumberFormatter
  /** A message with its places filled. A key that the room lacks is looked up in core; failing that, the code itself is returned. */
  text(code: MessageCode, values?: Values): string
  has(code: MessageCode): boolean
  /** A message before its values are known: every place is an ellipsis. For lists of what there could be. */
  outline(code: MessageCode): string
  label(label: Label): string
  note(note: Note): string
  /** Sentences joined to a paragraph. */
  sentences(labels: readonly Label[]): string
  /** A table cell for people: `:` for a withheld one, `..` for one that does not exist. */
  cell(column: TableColumn, cell: Cell, withheld: boolean, analysis: string): string
  columnTitle(column: TableColumn, analysis: string): string
  /** Compares names by the rules of the language's alphabet. */
  compare(a: string, b: string): number
}

/**
 * @param language of the words and numbers; Danish borrows bokmål's messages, as the workbench speaks nb, sv and en
 * @param catalog messages of that language
 * @param instrument where dimensions, items and answers have their names; null when there is none
 */
export function createSpeaker(language: Language, catalog: Catalog, instrument: Instrument | null): Speaker {
  const format = createFormatter(language)
  const collator = new Intl.Collator(
    language === 'nb' ? 'nb-NO' : language === 'da' ? 'da-DK' : language === 'sv' ? 'sv-SE' : 'en',
    { numeric: true },
  )
  const formats = new Map<string, IntlMessageFormat>()
  const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { style: 'long', type: 'conjunction' })

  function lookUp(code: string): string | undefined {
    if (Object.hasOwn(catalog, code)) return catalog[code]
    const shared = `core:${code.slice(code.indexOf(':') + 1)}`
    return Object.hasOwn(catalog, shared) ? catalog[shared] : undefined
  }

  function text(code: MessageCode, values: Values = {}): string {
    const message = lookUp(code)
    if (message === undefined) return code
    let compiled = formats.get(code)
    if (compiled === undefined) {
      const parsed = new IntlMessageFormat(message, language, undefined, {
        ignoreTag: true,
      }).getAst() as readonly MessageElement[]
      compiled = new IntlMessageFormat(withTextPlaces(parsed) as never, language)
      formats.set(code, compiled)
    }
    const filled: Record<string, string | number | boolean> = {}
    for (const [key, value] of Object.entries(values)) {
      const words = valueText(value)
      filled[key + textSuffix] = words
      filled[key] =
        typeof value === 'number' || typeof value === 'boolean'
          ? value
          : isQuantity(value) && value.value !== null
            ? value.value
            : words
    }
    const said = String(compiled.format(filled))
    const first = values[/^\{(\w+)\}/.exec(message)?.[1] ?? '']
    return typeof first === 'object' && first !== null && 'attribute' in first
      ? said.charAt(0).toLocaleUpperCase(language) + said.slice(1)
      : said
  }

  function valueText(value: Value): string {
    if (value === null) return '..'
    if (typeof value === 'boolean') return text(value ? 'core:yes' : 'core:no')
    if (typeof value === 'number') return Number.isInteger(value) ? format.count(value) : format.number(value, 2)
    return label(withinSentence(value))
  }

  /** Names of columns begin with a capital in headings, not within a sentence. */
  function withinSentence(value: Label): Label {
    if (typeof value === 'string') return value
    if ('attribute' in value) {
      const name = label(value)
      return name.charAt(0).toLocaleLowerCase(language) + name.slice(1)
    }
    return 'list' in value ? { list: value.list.map(withinSentence) } : value
  }

  /** Also of a way down the organisation tree: `organisation/unit`, each step by its own name. */
  function attributeName(id: string): string {
    const known = (step: string): string | undefined => lookUp(`core:attribute.${step}`)
    const [first = '', ...inner] = id.split('/')
    return (
      known(id) ??
      [known(first) ?? first, ...inner.map((step) => known(step)?.toLocaleLowerCase(language) ?? step)].join('/')
    )
  }

  function label(given: Label): string {
    if (typeof given === 'string') return given
    if ('message' in given) return text(given.message, given.values)
    if ('dimension' in given) return dimensionName(given.dimension) ?? given.dimension
    if ('item' in given) return given.short === true ? given.item : (itemText(given.item) ?? given.item)
    if ('outcome' in given) return dimensionName(given.outcome) ?? itemText(given.outcome) ?? given.outcome
    if ('attribute' in given) return attributeName(given.attribute)
    if ('response' in given) {
      const scale = instrument?.scales.find(({ id }) => id === given.response.scale)
      const labels = scale?.labels
      const own =
        labels !== undefined && Object.hasOwn(labels, String(given.response.value))
          ? labels[String(given.response.value)]
          : undefined
      return own === undefined ? format.number(given.response.value, 0) : textIn(own, language)
    }
    if ('list' in given) return list.format(given.list.map(label))
    if ('time' in given) return format.time(given.time, given.timeZone, given.precision)
    return format.quantity(given)
  }

  function dimensionName(id: string): string | undefined {
    const dimension = instrument?.dimensions.find((candidate) => candidate.id === id)
    return dimension === undefined ? undefined : textIn(dimension.label, language)
  }

  function itemText(id: string): string | undefined {
    const item = instrument?.items.find((candidate) => candidate.id === id)
    return item === undefined ? undefined : textIn(item.text, language) || id
  }

  function cell(column: TableColumn, value: Cell, withheld: boolean, analysis: string): string {
    if (withheld) return ':'
    if (value === null) return '..'
    if (typeof value === 'object') return text(value.message, value.values)
    if (typeof value === 'boolean') return text(value ? 'core:yes' : 'core:no')
    if (typeof value === 'number') {
      if (column.refersTo === 'time') return format.time(value, column.unit ?? 'UTC', 'minute')
      if (column.kind === 'count') return format.count(value)
      if (column.kind === 'probability') return format.probability(value)
      return format.quantity({ value, as: column.as ?? 'estimate' })
    }
    if (column.refersTo === 'time') return format.time(Date.parse(value), column.unit ?? 'UTC', 'minute')
    if (column.kind === 'verdict') return text(`${analysis}:verdict.${value}`)
    switch (column.refersTo) {
      case 'dimension':
        return label({ dimension: value })
      case 'item':
        return label({ item: value })
      case 'outcome':
        return label({ outcome: value })
      case 'attribute':
        return label({ attribute: value })
      case undefined:
        return value
      default:
        if (column.refersTo.startsWith('codes:')) {
          const group = column.refersTo.slice('codes:'.length)
          return value
            .split(' ')
            .map((code) => (code === '' ? '' : text(`${analysis}:${group}.${code}`)))
            .join(', ')
        }
        return text(`${analysis}:option.${column.refersTo.slice('choice:'.length)}.choice.${value}`)
    }
  }

  return {
    language,
    format,
    text,
    has: (code) => lookUp(code) !== undefined,
    outline: (code) => {
      const message = lookUp(code)
      return message === undefined
        ? code
        : outlineOf(
            new IntlMessageFormat(message, language, undefined, {
              ignoreTag: true,
            }).getAst() as readonly MessageElement[],
          )
    },
    label,
    note: (note) => text(note.code, note.about),
    sentences: (labels) => labels.map(label).join(' '),
    cell,
    columnTitle: (column, analysis) => {
      if (lookUp(`${analysis}:column.${column.id}`) !== undefined) return text(`${analysis}:column.${column.id}`)
      return label({ attribute: column.id })
    },
    compare: (a, b) => collator.compare(a, b),
  }
}

function isQuantity(value: Value): value is Quantity {
  return typeof value === 'object' && value !== null && 'as' in value
}

/** What intl-messageformat parses a message into, as far as it is touched here. 1 is a plain place, 5 a selection, 6 a plural. */
interface MessageElement {
  readonly type: number
  readonly value?: unknown
  readonly options?: Readonly<Record<string, { readonly value: readonly MessageElement[] }>>
}

/** Marks the place that takes a value's words, where the name alone takes its number for plurals. */
const textSuffix = '§'

function outlineOf(elements: readonly MessageElement[]): string {
  return elements
    .map((element) => {
      if (element.type === 0) return String(element.value)
      const other = element.options?.['other']
      return other === undefined ? '…' : outlineOf(other.value)
    })
    .join('')
}

/** Plain places take words already written by our own number rules; plurals and selections keep the raw value. */
function withTextPlaces(elements: readonly MessageElement[]): readonly MessageElement[] {
  return elements.map((element) => {
    if (element.type === 1) return { ...element, value: `${String(element.value)}${textSuffix}` }
    if (element.options === undefined) return element
    return {
      ...element,
      options: Object.fromEntries(
        Object.entries(element.options).map(([key, option]) => [
          key,
          { ...option, value: withTextPlaces(option.value) },
        ]),
      ),
    }
  })
}
