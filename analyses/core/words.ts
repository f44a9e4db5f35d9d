import type { MessageCode } from './errors'

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

/** A number with the way it is to be written; plain numbers in Values are counts or plural selectors. */
export interface Quantity {
  readonly value: number | null
  readonly as:
    'mean' | 'estimate' | 'statistic' | 'df' | 'probability' | 'percent' | 'count' | 'correlation' | 'fit-index'
  readonly unit?: string
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
  | { readonly item: string; readonly short?: boolean }
  | { readonly outcome: string }
  | { readonly attribute: string }
  | { readonly response: { readonly scale: string; readonly value: number } }
  | { readonly list: readonly Label[] }
  | Quantity
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
