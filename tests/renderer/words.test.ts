import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import en from '../../renderer/i18n/en.json'
import nb from '../../renderer/i18n/nb.json'
import sv from '../../renderer/i18n/sv.json'
import { createWords, languageOf, type WordKey } from '../../renderer/i18n/words'
import { filesBelow } from '../source-files'

const catalogs = { nb, sv, en } as const
const keys = Object.keys(en) as WordKey[]

describe('the window in three languages', () => {
  test('every language has the same keys, none of them empty', () => {
    expect(Object.keys(nb)).toEqual(keys)
    expect(Object.keys(sv)).toEqual(keys)
    for (const catalog of Object.values(catalogs))
      expect(Object.entries(catalog).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('every message parses and has the same places', () => {
    for (const key of keys) {
      const places = Object.entries(catalogs).map(([language, catalog]) =>
        [
          ...placesOf(
            new IntlMessageFormat(catalog[key], language, undefined, { ignoreTag: true }).getAst() as Element[],
          ),
        ].sort(),
      )
      expect(places[0], key).toEqual(places[2])
      expect(places[1], key).toEqual(places[2])
    }
  })

  test('every key is said somewhere', () => {
    const source = filesBelow('renderer', ['.ts', '.tsx'])
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const families = [...source.matchAll(/words\(`([\w.-]+)\$\{/g)].map((match) => match[1] ?? '')
    const unsaid = keys.filter(
      (key) => !source.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
    )
    expect(unsaid).toEqual([])
  })

  test('plurals follow the number, counts the language', () => {
    const words = createWords('nb')
    expect(words('data.rows', { count: 1, text: '1' })).toBe('1 rad')
    expect(words('data.rows', { count: 11_620, text: words.format.count(11_620) })).toBe('11\u00a0620 rader')
    expect(createWords('en')('data.rows', { count: 11_620, text: '11,620' })).toBe('11,620 rows')
  })

  test('what comes from data stays text', () => {
    const hostile = "<b>x</b> {y} 'z' <img onerror=1>"
    expect(createWords('sv')('start.forget', { name: hostile })).toBe(`Ta bort ${hostile} från listan`)
  })

  test('the system decides until somebody chooses', () => {
    // Norwegian in both written forms and by its common name, and Danish, which reads bokmål.
    for (const tag of ['nb', 'nb-NO', 'no', 'nn-NO']) expect(languageOf(null, tag), tag).toBe('nb')
    expect(languageOf(null, 'da')).toBe('nb')
    expect(languageOf(null, 'sv-FI')).toBe('sv')
    expect(languageOf(null, 'fr-FR')).toBe('en')
    expect(languageOf('sv', 'nb-NO')).toBe('sv')
  })
})

interface Element {
  readonly type: number
  readonly value?: unknown
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>
}

function placesOf(elements: readonly Element[]): Set<string> {
  const places = new Set<string>()
  for (const { type, value, options } of elements) {
    if (type >= 1 && type <= 6 && typeof value === 'string') places.add(value)
    for (const option of Object.values(options ?? {})) for (const place of placesOf(option.value)) places.add(place)
  }
  return places
}

test('no text of the window has a straight apostrophe, which would have to be doubled where a text has places', () => {
  for (const texts of Object.values(catalogs))
    expect(Object.values(texts).filter((text) => text.includes("'"))).toEqual([])
})
