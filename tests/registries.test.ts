import { describe, expect, test } from 'vitest'
import { analyses, formats, helpOf, messagesOf } from '../analyses/index'

describe('what the registries find', () => {
  test('analyses stand in the order of the menu: quality first, organisations last, and by their own order within a group', () => {
    const groups = ['quality', 'scores', 'comparison', 'structure', 'series', 'organisations']
    const places = [...analyses.values()].map(({ id, menu }) => [groups.indexOf(menu.group), menu.order, id] as const)
    expect(places.every(([group]) => group >= 0)).toBe(true)
    // Those with one order in a group go by their ids.
    expect(places).toEqual(
      places.toSorted(([a, first, id], [b, second, other]) => a - b || first - second || (id < other ? -1 : 1)),
    )
    expect(new Set(places.map(([group]) => group)).size).toBe(groups.length)
  })

  test('each goes by its own id', () => {
    for (const [id, analysis] of analyses) expect(analysis.id).toBe(id)
    for (const [id, format] of formats) expect(format.id).toBe(id)
    expect([...formats.keys()]).toEqual([...formats.keys()].toSorted())
  })

  test('Danish is spoken to in bokmål, and every other language in its own', () => {
    expect(messagesOf('da')).toBe(messagesOf('nb'))
    const titles = (['nb', 'sv', 'en'] as const).map((language) => messagesOf(language)['participation:title'])
    expect(new Set(titles).size).toBe(3)
  })

  test('help is found by id and language, and nothing is made up', async () => {
    const pages = await Promise.all((['nb', 'sv', 'en'] as const).map((language) => helpOf('drivers', language)))
    expect(pages.map((page) => page?.language)).toEqual(['nb', 'sv', 'en'])
    expect(new Set(pages.map((page) => page?.markdown)).size).toBe(3)
    expect(await helpOf('no-such-analysis', 'en')).toBeNull()
  })
})
