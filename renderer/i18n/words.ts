import { IntlMessageFormat } from 'intl-messageformat'
import { createFormatter, type NumberFormatter } from '../../analyses/core/format'
import type { InterfaceLanguage } from '../../analyses/core/words'
import en from './en.json'
import nb from './nb.json'
import sv from './sv.json'

/** Keys of the window's own texts; a key that does not exist does not compile. */
export type WordKey = keyof typeof en
export type WordValues = Readonly<Record<string, string | number>>

/** The window's texts in one language. */
export interface Words {
  readonly language: InterfaceLanguage
  readonly format: NumberFormatter
  (key: WordKey, values?: WordValues): string
}

const catalogs: Readonly<Record<InterfaceLanguage, Readonly<Record<WordKey, string>>>> = { nb, sv, en }

/** Names of languages in themselves. */
export const languageNames: Readonly<Record<InterfaceLanguage | 'da', string>> = {
  nb: 'Norsk bokmål',
  sv: 'Svenska',
  en: 'English',
  da: 'Dansk',
}

/** BCP 47 tag for the document and for screen readers. */
export const documentLanguage: Readonly<Record<InterfaceLanguage, string>> = { nb: 'nb-NO', sv: 'sv-SE', en: 'en-GB' }

/**
 * @returns a function from key and values to text. Whole numbers are written with the language's thousands mark in plain places,
 * and choose the form in plurals.
 */
export function createWords(language: InterfaceLanguage): Words {
  const catalog = catalogs[language]
  const compiled = new Map<WordKey, IntlMessageFormat>()
  const format = createFormatter(language)

  const say = (key: WordKey, values?: WordValues): string => {
    const text = catalog[key]
    if (values === undefined && !text.includes('{') && !text.includes("'")) return text
    let message = compiled.get(key)
    if (message === undefined) {
      message = new IntlMessageFormat(text, documentLanguage[language], undefined, { ignoreTag: true })
      compiled.set(key, message)
    }
    return String(message.format(values))
  }
  return Object.assign(say, { language, format })
}

/** The window's language when nobody has chosen: the system's, else English. Danish readers get Norwegian. */
export function languageOf(setting: string | null, locale: string): InterfaceLanguage {
  const tag = (setting ?? locale).toLowerCase().split(/[-_.]/)[0] ?? ''
  if (['nb', 'no', 'nn', 'da'].includes(tag)) return 'nb'
  return tag === 'sv' ? 'sv' : 'en'
}
