import { IntlMessageFormat } from 'intl-messageformat'
import type { Language, MessageCode } from './words'

/** All messages of one language, by `room:key`. */
export type Catalog = Readonly<Record<string, string>>

/** What fills a place: its words, and the bare number or truth value that plurals and selections choose by. */
export interface Filling {
  readonly words: string
  readonly raw: string | number | boolean
}

/** The messages of one language as patterns in ICU's syntax, each parsed once. */
export interface MessageFormat {
  /** The pattern of a key; one that the room lacks is looked up in core. */
  pattern(code: MessageCode): string | undefined
  /** A message with its places filled; without a pattern, the code itself. */
  fill(code: MessageCode, fillings: Readonly<Record<string, Filling>>): string
  /** A message before its values are known: every place is an ellipsis; without a pattern, the code itself. */
  outline(code: MessageCode): string
}

export function createMessageFormat(language: Language, catalog: Catalog): MessageFormat {
  const compiled = new Map<string, IntlMessageFormat>()

  function pattern(code: string): string | undefined {
    if (Object.hasOwn(catalog, code)) return catalog[code]
    const shared = `core:${code.slice(code.indexOf(':') + 1)}`
    return Object.hasOwn(catalog, shared) ? catalog[shared] : undefined
  }

  const parse = (message: string): readonly MessageElement[] =>
    new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst() as readonly MessageElement[]

  return {
    pattern,
    fill: (code, fillings) => {
      const message = pattern(code)
      if (message === undefined) return code
      let format = compiled.get(code)
      if (format === undefined) {
        format = new IntlMessageFormat(withTextPlaces(parse(message)) as never, language)
        compiled.set(code, format)
      }
      return String(
        format.format(
          Object.fromEntries(
            Object.entries(fillings).flatMap(([place, { words, raw }]) => [
              [place + textSuffix, words],
              [place, raw],
            ]),
          ),
        ),
      )
    },
    outline: (code) => {
      const message = pattern(code)
      return message === undefined ? code : outlineOf(parse(message))
    },
  }
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
