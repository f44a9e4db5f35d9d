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
