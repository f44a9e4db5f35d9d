import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { parsePlacedJson } from '../../analyses/core/json-place'
import { rewriteJson, type JsonObject } from '../../analyses/core/json-rewrite'
import type { Language } from '../../analyses/core/words'
import {
  addDimension,
  mergeDimensions,
  moveDimension,
  removeDimension,
  renameDimension,
  setMinAnswered,
  setScore,
  splitDimension,
  stepDimension,
} from '../../analyses/instrument/edits/dimensions'
import type { Edit } from '../../analyses/instrument/edits/edit'
import {
  newInstrument,
  ownCopy,
  removeAt,
  setInstrumentId,
  setReferences,
  setVersion,
} from '../../analyses/instrument/edits/instrument'
import {
  addItem,
  moveItems,
  removeItems,
  renameItem,
  setAliases,
  setAskedOf,
  setReversed,
  setScaleOfItems,
  stepItems,
} from '../../analyses/instrument/edits/items'
import { addMeasure, removeMeasure, setBelow, setTargets } from '../../analyses/instrument/edits/measures'
import {
  addNonResponse,
  addScale,
  editNonResponse,
  removeNonResponse,
  removeScale,
  renameScale,
  setRange,
  setScaleKind,
  setStepLabel,
  setUnit,
  turnLabels,
} from '../../analyses/instrument/edits/scales'
import { editInstrumentLabel, editText } from '../../analyses/instrument/edits/texts'
import { instrumentDocument, parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import { entriesOf, instrumentParts } from '../../analyses/instrument/parts'
import { filesBelow, readProjectFile } from '../source-files'
import { anyInstrument } from './any-instrument'

const document = (): JsonObject =>
  JSON.parse(
    JSON.stringify({
      instrument: 1,
      id: 'x',
      version: '1',
      label: { nb: 'X' },
      scales: [
        { id: 's', min: 1, max: 5, labels: { 1: { nb: 'Uenig' }, 5: { nb: 'Enig' } } },
        { id: 't', min: 1, max: 5 },
      ],
      dimensions: [
        { id: 'A', label: { nb: 'A' }, score: 'sum' },
        { id: 'B', label: { nb: 'B' } },
        { id: 'C', label: { nb: 'C' } },
      ],
      items: [
        ...['a1', 'a2', 'a3'].map((id) => ({ id, dimension: 'A', scale: 's', text: { nb: id } })),
        ...['b1', 'b2'].map((id) => ({ id, dimension: 'B', scale: 's', text: { nb: id } })),
        { id: 'c1', dimension: 'C', scale: 's', text: { nb: 'c1' } },
        { id: 'x1', scale: 's', text: { nb: 'x1' } },
      ],
      measures: [{ id: 'm', label: { nb: 'M' }, for: ['A', 'b1'] }],
    }),
  ) as JsonObject

function after(...edits: readonly Edit[]): JsonObject {
  return edits.reduce((present, edit) => {
    const result = edit(present)
    if (!result.ok) throw new Error(result.problems.map(String).join('\n'))
    return result.document
  }, document())
}
/** Where the items are: `A: a1 a2 a3 | B: b1 b2 | C: c1 | x1`. */
function shape(present: JsonObject): string {
  const { dimensions, items } = instrumentParts(present)
  const of = (id: string | null): string =>
    items
      .filter(({ dimension }) => dimension === id)
      .map((item) => item.id)
      .join(' ')
  return [...dimensions.map(({ id }) => `${id}: ${of(id)}`), of(null)].join(' | ')
}
const refusalOf = (edit: Edit): string => {
  const result = edit(document())
  return result.ok ? '' : result.problems.map(({ code }) => code).join()
}

describe('items', () => {
  test('move into another dimension, before an item or to the end, in their own order', () => {
    expect(shape(after(moveItems(['a3', 'a1'], { dimension: 'B', before: 'b2' })))).toBe(
      'A: a2 | B: b1 a1 a3 b2 | C: c1 | x1',
    )
    expect(shape(after(moveItems(['a1', 'c1'], { dimension: 'B', before: null })))).toBe(
      'A: a2 a3 | B: b1 b2 a1 c1 | C:  | x1',
    )
    expect(shape(after(moveItems(['a1'], { dimension: null, before: 'x1' })))).toBe(
      'A: a2 a3 | B: b1 b2 | C: c1 | a1 x1',
    )
    expect(shape(after(moveItems(['a1', 'a2'], { dimension: 'A', before: 'a2' })))).toBe(
      'A: a1 a2 a3 | B: b1 b2 | C: c1 | x1',
    )
    expect(refusalOf(moveItems(['a1'], { dimension: 'Z', before: null }))).toBe('instrument:edit.part-missing')
    expect(refusalOf(moveItems(['zz'], { dimension: 'A', before: null }))).toBe('instrument:edit.part-missing')
  })

  test('go up and down, at the edge into the neighbouring dimension', () => {
    expect(shape(after(stepItems(['a2', 'a3'], -1)))).toBe('A: a2 a3 a1 | B: b1 b2 | C: c1 | x1')
    expect(shape(after(stepItems(['a3'], 1)))).toBe('A: a1 a2 | B: a3 b1 b2 | C: c1 | x1')
    expect(shape(after(stepItems(['b1'], -1)))).toBe('A: a1 a2 a3 b1 | B: b2 | C: c1 | x1')
    expect(shape(after(stepItems(['c1'], 1)))).toBe('A: a1 a2 a3 | B: b1 b2 | C:  | c1 x1')
    expect(shape(after(stepItems(['a1'], -1)))).toBe(shape(document()))
    expect(shape(after(stepItems(['x1'], 1)))).toBe(shape(document()))
    expect(shape(after(stepItems(['a1'], 1)))).toBe('A: a2 a1 a3 | B: b1 b2 | C: c1 | x1')
  })

  test('that are added have an id of their own, and the scale of their neighbours', () => {
    const next = after(addItem('B'), addItem(null))
    expect(shape(next)).toBe('A: a1 a2 a3 | B: b1 b2 B_3 | C: c1 | x1 item_2')
    expect(instrumentParts(next).items.find(({ id }) => id === 'B_3')?.scale).toBe('s')
    expect(refusalOf(addItem('B', 'A1'))).toBe('instrument:edit.id-taken')
    expect(refusalOf(addItem('B', 'round'))).toBe('instrument:edit.not-an-id')
  })

  test('that are removed are no longer what a measure is for', () => {
    const next = after(removeItems(['b1', 'x1']))
    expect(shape(next)).toBe('A: a1 a2 a3 | B: b2 | C: c1 | ')
    expect(instrumentParts(next).measures[0]?.for).toEqual(['A'])
  })

  test('keep their old id as a header, and measures follow the new one', () => {
    const next = instrumentParts(after(renameItem('b1', 'q7')))
    expect(next.items.find(({ id }) => id === 'q7')?.aliases).toEqual(['b1'])
    expect(next.measures[0]?.for).toEqual(['A', 'q7'])
    expect(refusalOf(renameItem('b1', 'a'))).toBe('instrument:edit.id-taken')
    expect(refusalOf(renameItem('b1', '-'))).toBe('instrument:edit.not-an-id')
    expect(instrumentParts(after(renameItem('b1', 'q7'), renameItem('q7', 'b1'))).items[3]?.aliases).toEqual(['q7'])
  })

  test('are turned, put to some roles, and given another scale together', () => {
    const next = instrumentParts(
      after(
        setReversed(['a1', 'b2'], true),
        setAskedOf(['a1'], ['leader']),
        setScaleOfItems(['x1'], 't'),
        setAliases('a2', ['Q1']),
      ),
    )
    expect(next.items.filter(({ reversed }) => reversed).map(({ id }) => id)).toEqual(['a1', 'b2'])
    expect(next.items[0]?.askedOf).toEqual(['leader'])
    expect(next.items[6]?.scale).toBe('t')
    expect(next.items[1]?.aliases).toEqual(['Q1'])
  })
})

describe('dimensions', () => {
  test('are added with items, moved, split and merged', () => {
    expect(shape(after(addDimension({ nb: 'Ny' }, ['a1', 'b1'])))).toBe(
      'A: a2 a3 | B: b2 | C: c1 | dimension_4: a1 b1 | x1',
    )
    expect(shape(after(moveDimension('C', 'A')))).toBe('C: c1 | A: a1 a2 a3 | B: b1 b2 | x1')
    expect(shape(after(moveDimension('A', null)))).toBe('B: b1 b2 | C: c1 | A: a1 a2 a3 | x1')
    expect(shape(after(stepDimension('A', 1)))).toBe('B: b1 b2 | A: a1 a2 a3 | C: c1 | x1')
    expect(shape(after(stepDimension('C', -1)))).toBe('A: a1 a2 a3 | C: c1 | B: b1 b2 | x1')
    expect(shape(after(stepDimension('A', -1)))).toBe(shape(document()))
    const split = after(splitDimension('A', ['a2', 'a3'], { nb: 'Ny' }))
    expect(shape(split)).toBe('A: a1 | A_2: a2 a3 | B: b1 b2 | C: c1 | x1')
    expect(instrumentParts(split).dimensions[1]?.score).toBe('sum')
    const merged = after(mergeDimensions(['C', 'B']))
    expect(shape(merged)).toBe('A: a1 a2 a3 | B: b1 b2 c1 | x1')
    expect(refusalOf(splitDimension('A', ['a1', 'a2', 'a3'], {}))).toBe('instrument:edit.nothing-to-split')
    expect(refusalOf(mergeDimensions(['A']))).toBe('instrument:edit.one-to-merge')
  })

  test('carry a new id to items and measures, and leave items behind when removed', () => {
    const renamed = after(renameDimension('A', 'kultur'))
    expect(shape(renamed)).toBe('kultur: a1 a2 a3 | B: b1 b2 | C: c1 | x1')
    expect(instrumentParts(renamed).measures[0]?.for).toEqual(['kultur', 'b1'])
    const removed = after(removeDimension('A'))
    expect(shape(removed)).toBe('B: b1 b2 | C: c1 | a1 a2 a3 x1')
    expect(instrumentParts(removed).measures[0]?.for).toEqual(['b1'])
    expect(instrumentParts(after(mergeDimensions(['A', 'B']))).measures[0]?.for).toEqual(['A', 'b1'])
    const scored = instrumentParts(after(setScore(['B'], 'sum'), setMinAnswered(['B'], 2))).dimensions[1]
    expect([scored?.score, scored?.minAnswered]).toEqual(['sum', 2])
  })
})

describe('scales', () => {
  const scale = (present: JsonObject, place = 0) => instrumentParts(present).scales[place]

  test('lose the labels of steps that are gone, and turn round', () => {
    expect(scale(after(setRange('s', 1, 4)))?.labels).toEqual({ '1': { nb: 'Uenig' } })
    expect(scale(after(turnLabels('s')))?.labels).toEqual({ '1': { nb: 'Enig' }, '5': { nb: 'Uenig' } })
    expect(after(turnLabels('s'), turnLabels('s'))).toEqual(document())
    expect(scale(after(setStepLabel('s', 3, 'sv', 'Varken eller')))?.labels['3']).toEqual({ sv: 'Varken eller' })
    expect(scale(after(setStepLabel('s', 1, 'nb', '')))?.labels).toEqual({ '5': { nb: 'Enig' } })
    const continuous = scale(after(setScaleKind('t', 'continuous'), setUnit('t', 'år')), 1)
    expect([continuous?.kind, continuous?.unit]).toEqual(['continuous', 'år'])
  })

  test('have non-answers with codes outside', () => {
    const next = after(
      addNonResponse('s'),
      addNonResponse('s'),
      editNonResponse('s', 1, { kind: 'refused' }),
      editNonResponse('s', 0, { language: 'nb', words: 'Vet ikke' }),
    )
    expect(scale(next)?.nonResponses).toEqual([
      { code: 9, kind: 'dont_know', label: { nb: 'Vet ikke' } },
      { code: 8, kind: 'refused', label: {} },
    ])
    expect(scale(after(addNonResponse('s'), removeNonResponse('s', 0)))?.nonResponses).toEqual([])
    expect(
      scale(after(setRange('s', 0, 100), addNonResponse('s'), editNonResponse('s', 0, { code: 999 })))?.nonResponses[0]
        ?.code,
    ).toBe(999)
  })

  test('carry a new id to their items, and stay while an item needs them', () => {
    expect(instrumentParts(after(renameScale('s', 'enig5'))).items.every((item) => item.scale === 'enig5')).toBe(true)
    expect(refusalOf(removeScale('s'))).toBe('instrument:edit.scale-used')
    expect(instrumentParts(after(removeScale('t'))).scales).toHaveLength(1)
    expect(scale(after(addScale('s')), 2)).toMatchObject({ id: 'scale_3', labels: { '5': { nb: 'Enig' } } })
  })
})

test('a measure is added, changed and removed', () => {
  const next = instrumentParts(
    after(
      addMeasure(['A']),
      setBelow('measure_2', 3.5),
      setTargets('measure_2', ['B']),
      editText('measures', 'measure_2', 'label', 'nb', 'Kurs'),
    ),
  )
  expect(next.measures[1]).toMatchObject({ id: 'measure_2', label: { nb: 'Kurs' }, for: ['B'], below: 3.5 })
  expect(instrumentParts(after(removeMeasure('m'))).measures).toEqual([])
})

test('typing of one text is one step, of two texts two', () => {
  const touched = (edit: Edit): string | null => {
    const result = edit(document())
    return result.ok ? result.touched : null
  }
  const type = (key: string, language: Language, words: string) =>
    touched(editText('items', key, 'text', language, words))
  expect(type('a1', 'nb', 'J')).not.toBeNull()
  expect(type('a1', 'nb', 'J')).toBe(type('a1', 'nb', 'Je'))
  expect(type('a1', 'nb', 'J')).not.toBe(type('a1', 'sv', 'J'))
  expect(type('a1', 'nb', 'J')).not.toBe(type('a2', 'nb', 'J'))
  expect(touched(removeItems(['a1']))).toBeNull()
})

test('an illustrative instrument becomes one of its own; another stays as it is', () => {
  const bundled = JSON.parse(readProjectFile('fixtures/odm-valtel/instrument.json')) as JsonObject
  expect(ownCopy(bundled)).toMatchObject({ id: 'odm-valtel-own', version: '1' })
  expect(Object.keys(ownCopy(bundled))).not.toContain('illustrative')
  const own = document()
  expect(ownCopy(own)).toBe(own)
})

test('a new instrument says what is still to be written, and nothing else', () => {
  const read = parseInstrument(writeInstrument(newInstrument('mitt', 'Mitt', 'nb')), 'x')
  expect(read.ok ? [] : read.problems.map(({ place }) => place.path)).toEqual(['dimensions[0].label', 'items[0].text'])
})

/** Every edit, with arguments of which some name nothing that is there. */
const anyEdit = (present: JsonObject): fc.Arbitrary<Edit> => {
  const keys = (section: 'items' | 'dimensions' | 'scales' | 'measures') =>
    fc.constantFrom(...entriesOf(present, section).map(({ key }) => key), 'nothing')
  const items = fc.uniqueArray(keys('items'), { minLength: 1, maxLength: 3 })
  const dimension = fc.constantFrom(...entriesOf(present, 'dimensions').map(({ entry }) => String(entry['id'])), null)
  const language = fc.constantFrom<Language>('nb', 'sv', 'en', 'da')
  const words = fc.constantFrom('', 'x', 'Ø "y"\n')
  const id = fc.constantFrom('new', 'a b', 'i0', 'D0', '_no', 'round', '')
  const kind = fc.constantFrom('dont_know' as const, 'not_relevant' as const, 'refused' as const)
  const n = fc.integer({ min: -2, max: 12 })
  return fc.oneof(
    fc.tuple(dimension, fc.option(id, { nil: undefined })).map(([to, name]) => addItem(to, name)),
    items.map(removeItems),
    fc
      .tuple(items, dimension, fc.option(keys('items')))
      .map(([some, to, before]) => moveItems(some, { dimension: to, before })),
    fc.tuple(items, fc.constantFrom(-1 as const, 1 as const)).map(([some, by]) => stepItems(some, by)),
    fc.tuple(keys('items'), id).map(([key, name]) => renameItem(key, name)),
    fc.tuple(items, fc.boolean()).map(([some, is]) => setReversed(some, is)),
    fc.tuple(items, keys('scales')).map(([some, scale]) => setScaleOfItems(some, scale)),
    fc.tuple(items, fc.array(words)).map(([some, roles]) => setAskedOf(some, roles)),
    fc.tuple(keys('items'), fc.array(words)).map(([key, aliases]) => setAliases(key, aliases)),
    fc.option(items, { nil: undefined }).map((some) => addDimension({ nb: 'Ny' }, some)),
    keys('dimensions').map(removeDimension),
    fc.tuple(keys('dimensions'), fc.option(keys('dimensions'))).map(([key, before]) => moveDimension(key, before)),
    fc.tuple(keys('dimensions'), fc.constantFrom(-1 as const, 1 as const)).map(([key, by]) => stepDimension(key, by)),
    fc.tuple(keys('dimensions'), id).map(([key, name]) => renameDimension(key, name)),
    keys('dimensions').map((key) => setScore([key], 'sum')),
    fc.tuple(keys('dimensions'), n).map(([key, rule]) => setMinAnswered([key], rule)),
    fc.tuple(keys('dimensions'), items).map(([key, some]) => splitDimension(key, some, { nb: 'Del' })),
    fc.array(keys('dimensions'), { maxLength: 3 }).map(mergeDimensions),
    fc.option(keys('scales')).map(addScale),
    keys('scales').map(removeScale),
    fc.tuple(keys('scales'), id).map(([key, name]) => renameScale(key, name)),
    fc
      .tuple(keys('scales'), fc.constantFrom('ordinal' as const, 'continuous' as const))
      .map(([key, to]) => setScaleKind(key, to)),
    fc.tuple(keys('scales'), words).map(([key, unit]) => setUnit(key, unit)),
    fc.tuple(keys('scales'), n, n).map(([key, min, max]) => setRange(key, min, max)),
    fc.tuple(keys('scales'), n, language, words).map(([key, code, to, label]) => setStepLabel(key, code, to, label)),
    keys('scales').map(turnLabels),
    keys('scales').map(addNonResponse),
    fc.tuple(keys('scales'), fc.nat(3)).map(([key, place]) => removeNonResponse(key, place)),
    fc
      .tuple(
        keys('scales'),
        fc.nat(3),
        fc.oneof(fc.record({ code: n }), fc.record({ kind }), fc.record({ language, words })),
      )
      .map(([key, place, change]) => editNonResponse(key, place, change)),
    items.map(addMeasure),
    keys('measures').map(removeMeasure),
    fc.tuple(keys('measures'), items).map(([key, some]) => setTargets(key, some)),
    fc.tuple(keys('measures'), fc.option(n)).map(([key, below]) => setBelow(key, below)),
    fc.tuple(keys('items'), language, words).map(([key, to, text]) => editText('items', key, 'text', to, text)),
    fc
      .tuple(keys('dimensions'), language, words)
      .map(([key, to, text]) => editText('dimensions', key, 'description', to, text)),
    fc.tuple(language, words).map(([to, text]) => editInstrumentLabel(to, text)),
    id.map(setInstrumentId),
    words.map(setVersion),
    fc.array(words).map(setReferences),
  )
}

/** A run of edits, each drawn for the document as it is by then. */
function run(text: string, seed: number, count: number): readonly string[] {
  const texts = [text]
  for (let turn = 0; turn < count; turn += 1) {
    const placed = parsePlacedJson(texts.at(-1) ?? '')
    const present = placed.value as JsonObject
    const [edit] = fc.sample(anyEdit(present), { seed: seed + turn, numRuns: 1 })
    const before = JSON.stringify(present)
    const result = edit?.(present)
    expect(JSON.stringify(present)).toBe(before)
    if (result === undefined) continue
    if (!result.ok) {
      expect(result.problems.length).toBeGreaterThan(0)
      for (const { code, place } of result.problems) {
        expect(code).toMatch(/^instrument:edit\./)
        expect(place.path).toBeDefined()
      }
      continue
    }
    const next = rewriteJson(placed, result.document)
    expect(JSON.parse(next)).toEqual(result.document)
    expect(
      result.chosen.filter(
        (key) =>
          !['items', 'dimensions', 'scales', 'measures'].some((section) =>
            entriesOf(result.document, section as 'items').some((each) => each.key === key),
          ),
      ),
    ).toEqual([])
    texts.push(next)
  }
  return texts
}

describe('any run of edits', () => {
  const many = Number(process.env['MANY_CASES'] ?? 1)

  test.prop([anyInstrument, fc.nat()], { numRuns: 25 * many })(
    'gives a document that is read, or says exactly where it is wrong',
    (instrument, seed) => {
      for (const text of run(writeInstrument(instrument), seed, 12)) {
        const read = parseInstrument(text, 'x')
        if (read.ok) expect(JSON.parse(writeInstrument(read.value))).toEqual(instrumentDocument(read.value))
        else
          for (const { place } of read.problems) {
            const path = (place.path ?? '').split(/[.[\]]+/).filter((part) => part !== '')
            const lines = text.split('\n').length
            expect(path.length).toBeGreaterThan(0)
            expect(place.line).toBeGreaterThan(0)
            expect(place.line).toBeLessThanOrEqual(lines)
          }
      }
    },
  )

  const broken = filesBelow('fixtures/bad', ['.json']).filter(
    (path) => /instrument/.test(path) && !/not-json|empty\.json/.test(path),
  )
  test.prop([fc.constantFrom(...broken), fc.nat()], { numRuns: 20 * many })(
    'works on documents with faults',
    (path, seed) => {
      const text = readProjectFile(path)
      expect(() => JSON.parse(run(text, seed, 8).at(-1) ?? '') as unknown).not.toThrow()
    },
  )
})

test('what nobody knows is taken out of a document with faults', () => {
  const result = removeAt(['items', 0, 'odd'])({ ...document(), items: [{ id: 'a', odd: 1 }] })
  expect(result.ok && result.document['items']).toEqual([{ id: 'a' }])
})

test('of two parts with one id each can be chosen and mended', () => {
  const twice = { ...document(), items: [{ id: 'a' }, { id: 'a' }, {}] }
  expect(entriesOf(twice, 'items').map(({ key }) => key)).toEqual(['a', 'a#1', '#2'])
  const result = renameItem('a#1', 'q')(twice)
  expect(result.ok && instrumentParts(result.document).items.map(({ id }) => id)).toEqual(['a', 'q', ''])
})
