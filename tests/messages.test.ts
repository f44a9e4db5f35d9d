import { describe, expect, test } from 'vitest'
import { derivedMessageKeys } from '../analyses/core/contract'
import { interfaceLanguages } from '../analyses/core/words'
import { analyses, messagesOf } from '../analyses/index'
import { filesBelow, readProjectFile } from './source-files'
import { saysKey } from './spoken-keys'

/**
 * An analysis has the messages that its declaration calls for and its sources say: no more, and no fewer. A key that is said but missing does not compile
 * (`wordsOf` takes the keys of the English catalogue), so what is left to find is what the declaration calls for and what nobody says.
 */

const english = messagesOf('en')
const keysOf = (room: string, language: (typeof interfaceLanguages)[number]): readonly string[] =>
  Object.keys(messagesOf(language))
    .filter((code) => code.startsWith(`${room}:`))
    .map((code) => code.slice(room.length + 1))

test('no catalogue has a key twice: the later one would win without a word', () => {
  const catalogues = [...filesBelow('analyses', ['.json']), ...filesBelow('renderer/i18n', ['.json'])].filter((path) =>
    /\/(messages\.)?(nb|sv|en)\.json$/.test(path),
  )
  expect(catalogues.length).toBeGreaterThan(60)
  const twice = catalogues.flatMap((path) => {
    const keys = [...readProjectFile(path).matchAll(/^ {2}"([^"]+)":/gm)].map((match) => match[1] ?? '')
    return keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `${path}: ${key}`)
  })
  expect(twice).toEqual([])
})

describe.each([...analyses])('messages of %s', (id, analysis) => {
  const derived = derivedMessageKeys(analysis)
  const sources = filesBelow(`analyses/${id}`, ['.ts'])

  test('whatever the declaration calls for has words, its own or the common ones', () => {
    const missing = [...derived].filter(
      (key) => english[`${id}:${key}`] === undefined && english[`core:${key}`] === undefined,
    )
    expect(missing, `add these keys to analyses/${id}/messages.*.json`).toEqual([])
  })

  test('every message is called for by the declaration or said in the sources', () => {
    const unused = keysOf(id, 'en').filter((key) => !derived.has(key) && !saysKey(sources, id, key))
    expect(unused, `remove these keys from analyses/${id}/messages.*.json`).toEqual([])
  })

  test.each(interfaceLanguages)('%s has the keys that English has', (language) => {
    expect([...keysOf(id, language)].sort()).toEqual([...keysOf(id, 'en')].sort())
  })

  test('its words are those of its own room', () => {
    const rooms = sources.flatMap((source) =>
      [...readProjectFile(source).matchAll(/\bwordsOf<[^>]*>\('([^']*)'\)/g)].map(([, room]) => room),
    )
    expect(rooms.filter((room) => room !== id)).toEqual([])
  })
})
