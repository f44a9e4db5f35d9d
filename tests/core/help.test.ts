import { describe, expect, test } from 'vitest'
import { helpPlace } from '../../analyses/core/help'
import { helpOf } from '../../analyses/index'

describe('the place of a help page', () => {
  const files = ['./a/README.md', './a/README.nb.md', './b/README.md']
  const place = (id: string, language: 'nb' | 'sv' | 'en' | 'da') =>
    helpPlace(id, language, (path) => files.includes(path))

  test('is that of its language, English where there is none', () => {
    expect(place('a', 'nb')).toEqual({ path: './a/README.nb.md', language: 'nb' })
    expect(place('a', 'sv')).toEqual({ path: './a/README.md', language: 'en' })
    expect(place('b', 'nb')).toEqual({ path: './b/README.md', language: 'en' })
    expect(place('a', 'en')).toEqual({ path: './a/README.md', language: 'en' })
  })

  test('is bokmål’s for Danish', () => {
    expect(place('a', 'da')?.language).toBe('nb')
    expect(place('b', 'da')?.language).toBe('en')
  })

  test('is nowhere for what has no page', async () => {
    expect(place('c', 'nb')).toBeNull()
    expect(await helpOf('nothing-such', 'nb')).toBeNull()
  })
})
