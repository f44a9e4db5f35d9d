import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instrumentChanges, nextVersion } from '../../analyses/instrument/changes'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument, Item } from '../../analyses/instrument/model'

const read = parseInstrument(readFileSync('fixtures/odm-valtel/instrument.json', 'utf8'), 'instrument.json')
if (!read.ok) throw new Error('the bundled instrument is right')
const before: Instrument = read.value
const [first, second] = before.items
if (first === undefined || second === undefined) throw new Error('the bundled instrument has items')

/** Keys of what is told, those that change the meaning with an exclamation mark. */
const told = (after: Instrument): readonly string[] =>
  instrumentChanges(before, after, 'nb').map(
    ({ said, isOfMeaning }) => `${said.message.replace('instrument:change.', '')}${isOfMeaning ? '!' : ''}`,
  )
const withItem = (change: Partial<Item>): Instrument => ({
  ...before,
  items: before.items.map((item) => (item === first ? { ...item, ...change } : item)),
})
const withScale = (change: Partial<Instrument['scales'][number]>): Instrument => ({
  ...before,
  scales: before.scales.map((scale, index) => (index === 0 ? { ...scale, ...change } : scale)),
})

describe('what an instrument has otherwise than before', () => {
  test('is nothing for the same', () => {
    expect(told(before)).toEqual([])
    expect(told(structuredClone(before))).toEqual([])
  })

  test.each<[string, Instrument, readonly string[]]>([
    ['other words', withItem({ text: { ...first.text, nb: `${first.text.nb ?? ''} nå` } }), ['item-wording']],
    [
      'another question',
      withItem({
        text: { nb: 'Hvor mange kopper kaffe drikker du om dagen?', sv: 'Hur mycket kaffe?', en: 'Coffee?' },
      }),
      ['item-meaning!'],
    ],
    ['one more language', withItem({ text: { ...first.text, da: 'Noget andet' } }), ['item-language']],
    ['a turned item', withItem({ reversed: !first.reversed }), [first.reversed ? 'item-not-turned!' : 'item-turned!']],
    ['another dimension', withItem({ dimension: 'technology' }), ['item-moved!']],
    ['another id', withItem({ id: 'other_id' }), ['item-id']],
    ['other roles', withItem({ askedOf: ['leader'] }), ['item-asked-of']],
    ['an item less', { ...before, items: before.items.slice(1) }, ['item-gone!']],
    ['another order', { ...before, items: [second, first, ...before.items.slice(2)] }, ['order']],
    ['another version', { ...before, version: '9' }, ['version']],
    ['no measures', { ...before, measures: [] }, ['measures']],
    [
      'other labels',
      withScale({ labels: { ...before.scales[0]?.labels, '1': { nb: 'Aldri', sv: 'Aldrig', en: 'Never' } } }),
      ['scale-labels!'],
    ],
    [
      'a sum for a mean',
      {
        ...before,
        dimensions: before.dimensions.map((each) =>
          each.id === 'culture' ? { ...each, score: 'sum' as const } : each,
        ),
      },
      ['dimension-score!'],
    ],
    [
      'another rule of missing items',
      {
        ...before,
        dimensions: before.dimensions.map((each) =>
          each.id === 'culture' ? { ...each, minAnswered: 'all' as const } : each,
        ),
      },
      ['dimension-needed!'],
    ],
  ])('%s', (_, after, expected) => {
    expect(told(after)).toEqual(expected)
  })

  test('puts what changes the meaning first, and names items in the language', () => {
    const after = { ...withItem({ reversed: true, askedOf: ['leader'] }), version: '2' }
    expect(told(after)).toEqual(['item-turned!', 'item-asked-of', 'version'])
    const [change] = instrumentChanges(before, after, 'sv')
    expect(change?.said.values?.['item']).toBe(first.text.sv)
    expect(change?.part).toEqual({ section: 'items', id: first.id })
  })
})

test.each([
  ['1.0', '1.1'],
  ['1', '2'],
  ['1.9', '1.10'],
  ['2021', '2021.1'],
  ['2021.1', '2021.2'],
  ['2021-05', '2021-06'],
  ['v2b', 'v3b'],
  ['2021 + 2022', '2021 + 2022.1'],
  ['draft', 'draft 2'],
])('after version %s comes %s', (version, next) => {
  expect(nextVersion(version)).toBe(next)
})
