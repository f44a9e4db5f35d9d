import { createFormatter, type NumberFormatter } from './format'
import { instrumentNames } from './instrument-names'
import { noNames, type LevelNames } from './level-names'
import { noticeText } from './notice'
import { shortened } from './shortened'
import { createMessageFormat, type Catalog, type Filling, type MessageFormat } from './message-format'
import type { Label, Language, MessageCode, Note, Quantity, Value, Values } from './words'
import type { Instrument } from '../instrument/model'
import type { Cell, TableColumn } from './result'

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
  /** The name of a level of an attribute. */
  level(attribute: string, level: string): string
  note(note: Note): string
  /** A note or a refusal in at most 300 characters, with as much of its lists and names as fits. */
  notice(said: Pick<Note, 'code' | 'about'>): string
  /** Sentences joined to a paragraph. */
  sentences(labels: readonly Label[]): string
  /** A table cell for people: `:` for a withheld one, `..` for one that does not exist. */
  cell(column: TableColumn, cell: Cell, withheld: boolean, analysis: string): string
  columnTitle(column: TableColumn, analysis: string): string
  /** Compares names by the rules of the language's alphabet. */
  compare(a: string, b: string): number
}

/** The part of a speaker that says labels and messages: tables are read out with it. */
type Voice = Pick<Speaker, 'format' | 'text' | 'label'> & { readonly levels: LevelNames }

/**
 * @param language of the words and numbers; Danish borrows bokmål's messages, as the workbench speaks nb, sv and en
 * @param catalog messages of that language
 * @param instrument where dimensions, items and answers have their names; null when there is none
 * @param levels names of attributes and of their levels
 */
export function createSpeaker(
  language: Language,
  catalog: Catalog,
  instrument: Instrument | null,
  levels: LevelNames = noNames,
): Speaker {
  const messages = createMessageFormat(language, catalog)
  const voice = createVoice(language, messages, instrument, levels)
  const collator = new Intl.Collator(
    language === 'nb' ? 'nb-NO' : language === 'da' ? 'da-DK' : language === 'sv' ? 'sv-SE' : 'en',
    { numeric: true },
  )
  const { format, text, label } = voice
  return {
    language,
    format,
    text,
    label,
    level: levels.level,
    has: (code) => messages.pattern(code) !== undefined,
    outline: messages.outline,
    note: (note) => text(note.code, note.about),
    notice: ({ code, about }) => noticeText(code, about, voice),
    sentences: (labels) => labels.map(label).join(' '),
    cell: (column, cell, withheld, analysis) => (withheld ? ':' : cellText(voice, column, cell, analysis)),
    columnTitle: (column, analysis) => {
      const own: MessageCode = `${analysis}:column.${column.id}`
      return messages.pattern(own) === undefined ? label({ attribute: column.id }) : text(own)
    },
    compare: (a, b) => collator.compare(a, b),
  }
}

function createVoice(
  language: Language,
  messages: MessageFormat,
  instrument: Instrument | null,
  levels: LevelNames,
): Voice {
  const format = createFormatter(language)
  const names = instrumentNames(instrument, language)
  const [opening, closing] = language === 'en' ? ['“', '”'] : language === 'sv' ? ['”', '”'] : ['«', '»']
  const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { style: 'long', type: 'conjunction' })

  function text(code: MessageCode, values: Values = {}): string {
    const pattern = messages.pattern(code)
    if (pattern === undefined) return code
    const said = messages.fill(
      code,
      Object.fromEntries(
        Object.entries(values).map(([place, value]) => [place, fillingOf(quotedIn(pattern, place, value))]),
      ),
    )
    const first = values[/^\{(\w+)[},]/.exec(pattern)?.[1] ?? '']
    return typeof first === 'object' && first !== null && ('attribute' in first || 'fewerThan' in first)
      ? said.charAt(0).toLocaleUpperCase(language) + said.slice(1)
      : said
  }

  /** The name of a dimension that is a sentence of its own stands in quotation marks within another one: “How far do you agree?”: 3.2. */
  function quotedIn(pattern: string, place: string, value: Value): Value {
    if (pattern === `{${place}}` || new RegExp(`[«”“"]\\{${place}\\}`, 'u').test(pattern)) return value
    return quoted(value)
  }

  function quoted<V extends Value>(value: V): V | Label {
    if (typeof value !== 'object' || value === null) return value
    if ('list' in value) return { list: value.list.map(quoted) }
    if (!('dimension' in value || 'outcome' in value)) return value
    const name = label(value)
    return /[?!.:…]$/u.test(name) ? `${opening}${name}${closing}` : value
  }

  function fillingOf(value: Value): Filling {
    const words = valueText(value)
    if (typeof value === 'number' || typeof value === 'boolean') return { words, raw: value }
    if (typeof value === 'object' && value !== null) {
      if ('people' in value) return { words, raw: value.people }
      if ('fewerThan' in value) return { words, raw: value.fewerThan }
    }
    return { words, raw: isQuantity(value) && value.value !== null ? value.value : words }
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
      return withinWords(label(value))
    }
    return 'list' in value ? { list: value.list.map(withinSentence) } : value
  }

  /** A name in the middle of a sentence; an abbreviation keeps its capitals. */
  const withinWords = (name: string): string =>
    /^\p{Lu}[\p{Lu}\d]/u.test(name) ? name : name.charAt(0).toLocaleLowerCase(language) + name.slice(1)

  /** Also of a way down the organisation tree: `organisation/unit`, each step by its own name. */
  function attributeName(id: string): string {
    const known = (step: string): string | undefined =>
      levels.attribute(step) ?? messages.pattern(`core:attribute.${step}`)
    const [first = '', ...inner] = id.split('/')
    return (
      known(id) ??
      names.item(id) ??
      [
        known(first) ?? first,
        ...inner.map((step) => {
          const name = known(step)
          return name === undefined ? step : withinWords(name)
        }),
      ].join('/')
    )
  }

  function label(given: Label): string {
    if (typeof given === 'string') return levels.said(given) ?? given
    if ('message' in given) return text(given.message, given.values)
    if ('dimension' in given) return names.dimension(given.dimension) ?? given.dimension
    if ('item' in given) {
      if (given.short === true) return given.item
      const name = names.item(given.item) ?? levels.attribute(given.item) ?? given.item
      return given.quoted === undefined || name === given.item
        ? name
        : `${opening}${shortened(name, given.quoted)}${closing}`
    }
    if ('outcome' in given)
      return (
        names.dimension(given.outcome) ?? names.item(given.outcome) ?? levels.attribute(given.outcome) ?? given.outcome
      )
    if ('attribute' in given) return attributeName(given.attribute)
    if ('response' in given) {
      const { scale, value } = given.response
      return names.response(scale, value) ?? format.number(value, 0)
    }
    if ('people' in given) return format.count(given.people)
    if ('fewerThan' in given) return text('core:fewer-than', { n: given.fewerThan })
    if ('list' in given) return list.format(given.list.map((each, at) => label(at === 0 ? each : withinSentence(each))))
    if ('time' in given) return format.time(given.time, given.timeZone, given.precision)
    return format.quantity(given)
  }

  return { format, text, label, levels }
}

function cellText({ format, text, label, levels }: Voice, column: TableColumn, value: Cell, analysis: string): string {
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
    case 'level':
      return levels.level(column.id, value)
    case 'group':
      return levels.group(value, column.groupedBy ?? [])
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

function isQuantity(value: Value): value is Quantity {
  return typeof value === 'object' && value !== null && 'as' in value
}
