import type messages from './messages.en.json'

/** A text in the languages an instrument has. At least one is present. */
export interface Text {
  readonly en?: string
  readonly nb?: string
  readonly sv?: string
  readonly da?: string
}

export type Language = 'nb' | 'sv' | 'en' | 'da'

/** Languages in which the workbench itself speaks; Danish is for labels of instruments and number rules only. */
export const interfaceLanguages = ['nb', 'sv', 'en'] as const
export type InterfaceLanguage = (typeof interfaceLanguages)[number]

/** The text in the language asked for, else in the first of nb, sv, da, en that exists. */
export function textIn(text: Text, language: Language): string {
  return text[language] ?? text.nb ?? text.sv ?? text.da ?? text.en ?? ''
}

/** `room:key`, the key of a message in `analyses/<room>/messages.<language>.json`. Stable once released. */
export type MessageCode = `${string}:${string}`

/** A number with the way it is to be written; plain numbers in Values are counts or plural selectors. */
export interface Quantity {
  readonly value: number | null
  readonly as:
    'mean' | 'estimate' | 'statistic' | 'df' | 'probability' | 'percent' | 'count' | 'correlation' | 'fit-index'
  readonly unit?: string
}

/**
 * A number of people in a note, a refusal or a sentence. Before anything is shown, the runner puts "fewer than" the smallest group in the place of a number between 0 and it,
 * where a bare number would be told as it is.
 */
interface PeopleCount {
  readonly people: number
}

/** A message to be said in the reader's language. */
export interface Phrase {
  readonly message: MessageCode
  readonly values?: Values
}

/**
 * Words for people, not yet in a language: data text verbatim (a string), a message, or the name of something the instrument or
 * the workbench knows.
 */
export type Label =
  | string
  | Phrase
  | { readonly dimension: string }
  /** An item by its wording. `short` names it by its id, where a figure has no room for words; `quoted` by so many characters of its wording, in quotation marks. */
  | { readonly item: string; readonly short?: boolean; readonly quoted?: number }
  | { readonly outcome: string }
  | { readonly attribute: string }
  | { readonly response: { readonly scale: string; readonly value: number } }
  | { readonly list: readonly Label[] }
  | Quantity
  | PeopleCount
  | { readonly fewerThan: number }
  | { readonly time: number; readonly timeZone: string; readonly precision: 'day' | 'minute' }

export type Value = number | boolean | null | Label
export type Values = Readonly<Record<string, Value>>

/**
 * Something the reader must know beside the numbers. `concerns` ties it to the cell, row or column it is about.
 * The code is a message id; `about` fills its places.
 */
export interface Note {
  readonly code: MessageCode
  readonly level: 'info' | 'warning'
  readonly about: Values
  readonly concerns?: { readonly table: string; readonly row?: number; readonly column?: string }
}

/** The ways in which a room speaks; `Key` are the keys of its `messages.en.json`, so that one that is missing does not compile. */
export interface RoomWords<Key extends string> {
  say(key: Key, values?: Values): Phrase
  /** The message's code, for a refusal: `throw new InputError(code('too-few'), { n })`. */
  code(key: Key): MessageCode
  /** A note that tells how the numbers were made. */
  info(key: Key, about?: Values, concerns?: Note['concerns']): Note
  /** A note that the reader must know before believing the numbers. */
  warning(key: Key, about?: Values, concerns?: Note['concerns']): Note
}

/**
 * A room's words. Each room has them once, in its `words.ts`:
 * `export const { say, code, info, warning } = wordsOf<keyof typeof messages>('reliability')`.
 * @param room the folder's name under `analyses/`
 */
export function wordsOf<Key extends string>(room: string): RoomWords<Key> {
  const code = (key: Key): MessageCode => `${room}:${key}`
  const note = (level: Note['level'], key: Key, about: Values, concerns: Note['concerns']): Note => ({
    code: code(key),
    level,
    about,
    ...(concerns === undefined ? {} : { concerns }),
  })
  return {
    say: (key, values) => ({ message: code(key), ...(values === undefined ? {} : { values }) }),
    code,
    info: (key, about = {}, concerns) => note('info', key, about, concerns),
    warning: (key, about = {}, concerns) => note('warning', key, about, concerns),
  }
}

/** The words that all rooms share. */
export const core = wordsOf<keyof typeof messages>('core')

/** A number and the way it is written. */
export function quantity(value: number | null, as: Quantity['as']): Quantity {
  return { value, as }
}

/** Percent with at most one decimal: 95, 99.9. @param share 0 … 1 */
export function percentOf(share: number): Quantity {
  return { value: Math.round(share * 1000) / 10, as: 'df' }
}

/** An item within a sentence: the beginning of its wording in quotation marks, so that nobody need look an id up. */
export const itemInWords = (item: string): Label => ({ item, quoted: 60 })

/** What a sentence names of many: the first few, and how many there are beside them. A table has them all. @param most how many are named */
export function fewInWords(names: readonly Label[], most = 5): Label {
  // «and one more» would take as much room as the one.
  if (names.length <= most + 1) return { list: names }
  return { list: [...names.slice(0, most), core.say('and-more', { count: names.length - most })] }
}

/** `p = 0.017`, or `p < 0.001`. */
export function probabilityPhrase(p: number | null): Phrase {
  return core.say(p !== null && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', { p: quantity(p, 'probability') })
}

/** `[0.21, 0.48]`, or that there is no interval. */
export function intervalPhrase(low: number | null, high: number | null, as: Quantity['as']): Phrase {
  return low === null || high === null
    ? core.say('no-interval')
    : core.say('interval', { low: quantity(low, as), high: quantity(high, as) })
}
