import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { buildBridge, type Bridge } from '../../analyses/instrument/bridge'
import { pairItems, type Judgement } from '../../analyses/instrument/bridge-pairs'
import { pairLabel, relabelledNotes } from '../../analyses/instrument/bridge-words'
import { parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import type { Instrument, Item, ResponseScale } from '../../analyses/instrument/model'
import { relateScales } from '../../analyses/instrument/scale-relation'
import { roundsTogether } from './two-rounds'

const words = ['Helt uenig', 'Delvis uenig', 'Verken eller', 'Delvis enig', 'Helt enig']
const scale = (
  id: string,
  min: number,
  labels: readonly string[],
  more: Partial<ResponseScale> = {},
): ResponseScale => ({
  id,
  kind: 'ordinal',
  min,
  max: min + labels.length - 1,
  labels: Object.fromEntries(labels.flatMap((nb, index) => (nb === '' ? [] : [[String(min + index), { nb }]]))),
  nonResponses: [],
  ...more,
})
const agree = scale('agree', 1, words)
const item = (id: string, nb: string, more: Partial<Item> = {}): Item => ({
  id,
  dimension: 'culture',
  scale: 'agree',
  text: { nb },
  reversed: false,
  aliases: [],
  askedOf: [],
  changed: [],
  ...more,
})
const instrumentOf = (
  version: string,
  items: readonly Item[],
  scales: readonly ResponseScale[] = [agree],
): Instrument => ({
  id: 'odm',
  version,
  illustrative: false,
  label: { nb: 'Digital modenhet' },
  scales,
  dimensions: [{ id: 'culture', label: { nb: 'Kultur' }, score: 'mean', minAnswered: 'half' }],
  items,
  measures: [],
  references: [],
})

const older = instrumentOf('2021', [
  item('c1', 'Min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger'),
  item('c2', 'Jeg arbeider for å øke bruken av digitale hjelpemidler på min arbeidsplass'),
  item('c3', 'Vi lærer av hverandre når noe nytt innføres'),
  item('c4', 'Jeg har kollegaer å spørre når jeg står fast'),
])
const newer = instrumentOf('2022', [
  item('k1', 'Min arbeidsplass har en kultur som oppmuntrer til å benytte digitale løsninger'),
  item('k2', 'Jeg jobber for å øke bruken av digitale hjelpemidler på arbeidsplassen min'),
  item('k3', 'Vi lærer ikke av hverandre når noe nytt innføres'),
  item('k5', 'Ledelsen følger opp hvordan løsningene brukes'),
])

function bridged(
  [one, other]: readonly [Instrument, Instrument] = [older, newer],
  given: Readonly<Record<string, Judgement>> = {},
  mapsCodes = false,
): Bridge {
  const pairs = pairItems(one, other)
  return buildBridge(one, other, pairs, { round: '2022', judgements: new Map(Object.entries(given)), mapsCodes })
}

describe('items of two versions are paired', () => {
  test('by the same words, by likeness with a score, and what is left is dropped and new', () => {
    const pairs = pairItems(older, newer)
    expect(pairs.map((pair) => [pair.older?.id, pair.newer?.id, pair.basis, pair.suggestion])).toEqual([
      ['c1', 'k1', 'text', 'same'],
      ['c2', 'k2', 'similarity', 'wording'],
      ['c3', 'k3', 'similarity', 'meaning'],
      [undefined, 'k5', null, null],
      ['c4', undefined, null, null],
    ])
    expect(pairs[1]?.score).toBeGreaterThan(0.6)
  })

  test('ids that have moved on by one do not pair items with others: the words go first', () => {
    const moved = instrumentOf('2022', [
      item('c2', older.items[0]?.text.nb ?? ''),
      item('c3', older.items[1]?.text.nb ?? ''),
    ])
    expect(pairItems(older, moved).map((pair) => [pair.older?.id, pair.newer?.id, pair.basis])).toEqual([
      ['c1', 'c2', 'text'],
      ['c2', 'c3', 'text'],
      ['c3', undefined, null],
      ['c4', undefined, null],
    ])
  })

  test('an alias pairs what words do not, and one id for unlike words is a change of meaning', () => {
    const other = instrumentOf('2022', [
      item('x', 'Noe helt annet enn før', { aliases: ['c3'] }),
      item('c4', 'Løsningene sparer meg for tid'),
    ])
    const pairs = pairItems(older, other)
    expect(pairs.slice(0, 2).map((pair) => [pair.older?.id, pair.basis, pair.suggestion])).toEqual([
      ['c3', 'alias', 'meaning'],
      ['c4', 'id', 'meaning'],
    ])
  })

  test('a version and itself are the same in everything', () => {
    const pairs = pairItems(older, older)
    expect(
      pairs.every(({ suggestion, score, basis }) => suggestion === 'same' && score === 1 && basis === 'text'),
    ).toBe(true)
    const { instrument, codes, notes, problems } = bridged([older, older])
    expect({ codes, notes, problems }).toEqual({ codes: {}, notes: [], problems: [] })
    expect(instrument).toEqual(older)
  })
})

describe('one instrument of two versions', () => {
  test('keeps the older ids, takes the newer words, and notes the round in which they changed', () => {
    const { instrument, problems, codes, notes } = bridged()
    expect({ problems, codes, notes }).toEqual({ problems: [], codes: {}, notes: [] })
    expect(instrument.version).toBe('2021 + 2022')
    expect(instrument.items.map(({ id, changed }) => [id, changed])).toEqual([
      ['c1', []],
      ['c2', [{ round: '2022', kind: 'wording' }]],
      ['c3', [{ round: '2022', kind: 'meaning' }]],
      ['k5', []],
      ['c4', []],
    ])
    expect(instrument.items[1]).toMatchObject({
      text: { nb: 'Jeg jobber for å øke bruken av digitale hjelpemidler på arbeidsplassen min' },
      aliases: ['Jeg arbeider for å øke bruken av digitale hjelpemidler på min arbeidsplass', 'k2'],
    })
  })

  test('what a person judges goes before what was suggested', () => {
    const { instrument } = bridged([older, newer], { c2: 'same', c3: 'apart' })
    expect(instrument.items.map(({ id }) => id)).toEqual(['c1', 'c2', 'k3', 'k5', 'c3', 'c4'])
    expect(instrument.items[1]?.changed).toEqual([])
  })

  test('a judgement of what is in one version only, or in none, is refused', () => {
    const { problems } = bridged([older, newer], { c4: 'same', zz: 'same' })
    expect(problems.map(({ code, about }) => [code, about['id']])).toEqual([
      ['recipe:bridge-alone', 'c4'],
      ['recipe:bridge-unknown', 'zz'],
    ])
  })

  test('two items with one id that are judged apart are told apart, and headers by id are said to be ambiguous', () => {
    const other = instrumentOf('2022', [
      item('c1', older.items[0]?.text.nb ?? ''),
      item('c4', 'Løsningene sparer meg for tid'),
    ])
    const { instrument, notes } = bridged([older, other], { c4: 'apart' })
    expect(instrument.items.map(({ id }) => id)).toEqual(['c1', 'c4-2', 'c2', 'c3', 'c4'])
    expect(notes).toEqual([
      { code: 'recipe:bridge-ids-shifted', level: 'warning', about: { count: 1, ids: { list: ['c4'] } } },
    ])
  })

  test('it is written and read again as it is', () => {
    const { instrument } = bridged()
    const read = parseInstrument(writeInstrument(instrument), 'bridge.json')
    expect(read).toEqual({ ok: true, value: instrument })
  })

  test('any judgements give an instrument that can be read, or say what is wrong', () => {
    const kinds = fc.constantFrom<Judgement>('same', 'wording', 'meaning', 'apart')
    const texts = fc.subarray(
      older.items.map(({ text }) => text.nb ?? ''),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('c1', 'c2', 'c3'), kinds),
        texts,
        fc.boolean(),
        (given, kept, turns) => {
          const scales = turns ? [scale('agree', 1, words.toReversed())] : [agree]
          const other = instrumentOf(
            '2022',
            kept.map((nb, index) => item(`c${index + 1}`, nb)),
            scales,
          )
          const { instrument, problems } = bridged([older, other], given, true)
          if (problems.length === 0) expect(parseInstrument(writeInstrument(instrument), 'b.json').ok).toBe(true)
          else expect(problems.every(({ code }) => code === 'recipe:bridge-alone')).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('scales that differ', () => {
  test.each([
    ['the same', agree, scale('a', 1, words), { is: 'same', isRelabelled: false }],
    ['turned', agree, scale('a', 1, words.toReversed()), { is: 'recoded', codes: { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 } }],
    ['from 0', agree, scale('a', 0, words), { is: 'recoded', codes: { 1: 0, 2: 1, 3: 2, 4: 3, 5: 4 } }],
    ['from 0 without labels', agree, scale('a', 0, ['', '', '', '', '']), { is: 'apart', why: 'range' }],
    ['of seven steps', agree, scale('a', 1, [...words, 'x', 'y']), { is: 'apart', why: 'range' }],
    ['continuous', agree, scale('a', 1, words, { kind: 'continuous' }), { is: 'apart', why: 'kind' }],
    ['worded anew', agree, scale('a', 1, ['a', 'b', 'c', 'd', 'e']), { is: 'same', isRelabelled: true }],
  ] as const)('%s', (_, one, other, expected) => {
    expect(relateScales(one, other)).toEqual(expected)
  })

  test('a typed non-answer of another code is mapped', () => {
    const answer = (code: number) => ({
      nonResponses: [{ code, kind: 'dont_know' as const, label: { nb: 'Vet ikke' } }],
    })
    expect(relateScales({ ...agree, ...answer(9) }, { ...agree, ...answer(8) })).toEqual({
      is: 'recoded',
      codes: { 9: 8 },
    })
  })

  test('1–5 against 1–7 is suggested apart, and refused as one item', () => {
    const other = instrumentOf(
      '2022',
      [item('c1', older.items[0]?.text.nb ?? '')],
      [scale('agree', 1, [...words, 'x', 'y'])],
    )
    expect(pairItems(older, other)[0]?.suggestion).toBe('apart')
    const { problems } = bridged([older, other], { c1: 'same' })
    expect(problems.map(({ code, about }) => [code, about['older'], about['newer']])).toEqual([
      ['recipe:bridge-scales-apart', '1–5', '1–7'],
    ])
    const { instrument } = bridged([older, other])
    expect(instrument.dimensions.map(({ id, label }) => [id, label.nb])).toEqual([
      ['culture', 'Kultur'],
      ['culture-2', 'Kultur (2021)'],
    ])
    expect(parseInstrument(writeInstrument(instrument), 'b.json').ok).toBe(true)
  })

  test('codes that run the other way need a map, which is refused until it is allowed', () => {
    const other = instrumentOf('2022', older.items, [scale('agree', 1, words.toReversed())])
    expect(bridged([older, other]).problems.map(({ code }) => code)).toEqual(Array(4).fill('recipe:bridge-codes'))
    expect(bridged([older, other], {}, true)).toMatchObject({
      problems: [],
      codes: { agree: { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 } },
    })
  })

  test('an item that one version reverses and the other does not is no one item', () => {
    const other = instrumentOf('2022', [item('c1', older.items[0]?.text.nb ?? '', { reversed: true })])
    expect(pairItems(older, other)[0]?.suggestion).toBe('apart')
    expect(bridged([older, other], { c1: 'same' }).problems.map(({ code }) => code)).toEqual(['recipe:bridge-reversed'])
  })
})

test('rounds of both versions share a project: what changed in meaning is no part of the scores, what was reworded is told', async () => {
  const { instrument } = bridged()
  const first = ['c1;c2;c3;c4', '1;2;1;5', '3;4;1;5', '5;3;1;5'].join('\n')
  const second = [newer.items.map(({ text }) => text.nb).join(';'), '2;2;5;1', '4;4;5;1', '5;5;5;1'].join('\n')
  const { scored, missing, notes } = await roundsTogether(instrument, { '2021': first, '2022': second })
  expect(missing).toEqual({ '2021': ['k5'], '2022': ['c4'] })
  expect(scored).toEqual(['c1', 'c2'])
  expect(notes).toContain('survey:items-reworded')
})

test.each(['en', 'nb', 'sv'] as const)('every pair and every problem is said in words: %s', (language) => {
  const speaker = createSpeaker(language, messagesOf(language), null)
  const pairs = pairItems(older, newer)
  const lines = pairs.map((pair) => speaker.label(pairLabel(pair, pair.suggestion)))
  expect(new Set(lines).size).toBe(5)
  const other = instrumentOf('2022', older.items, [scale('agree', 1, ['a', 'b', 'c', 'd', 'e'])])
  const notes = relabelledNotes(pairItems(older, other)).map(speaker.note)
  expect(notes).toHaveLength(1)
  expect([...lines, ...notes].filter((line) => /bridge|undefined|\{/u.test(line))).toEqual([])
})
