import { describe, expect, test } from 'vitest'
import { parseInstrument } from '../../analyses/instrument/format'
import { JsonSyntaxError, parsePlacedJson } from '../../analyses/core/json-place'
import { parseRecipe, writeRecipe } from '../../analyses/recipe/recipe'

const recipe = {
  recipe: 1,
  instrument: 'instrument.json',
  sources: [{ id: 'r2021', kind: 'survey', file: '2021.csv', round: '2021' }],
  analyses: [{ id: 'participation' }],
}
const instrument = {
  instrument: 1,
  id: 'small',
  version: '1',
  label: { nb: 'Liten' },
  scales: [
    {
      id: 'five',
      min: 1,
      max: 5,
      labels: { '1': { nb: 'Helt uenig' } },
      non_responses: [{ code: 9, kind: 'dont_know', label: { nb: 'Vet ikke' } }],
    },
  ],
  dimensions: [{ id: 'culture', label: { nb: 'Kultur' } }],
  items: [
    { id: 'culture_1', dimension: 'culture', scale: 'five', text: { nb: 'Én' } },
    { id: 'culture_2', dimension: 'culture', scale: 'five', text: { nb: 'To' }, reversed: true, aliases: ['Q2'] },
  ],
}

/** Code, path and the text of the line named, for everything that is wrong with a document. */
function complaints(
  parse: (text: string, file: string) => { readonly ok: boolean },
  document: unknown,
): readonly string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2)
  const parsed = parse(text, 'f.json') as ReturnType<typeof parseRecipe>
  return parsed.ok
    ? []
    : parsed.problems.map(
        ({ code, place }) =>
          `${code} ${place.path ?? ''} → ${text.split('\n')[(place.line ?? 0) - 1]?.trim() ?? 'no such line'}`,
      )
}

describe('ids', () => {
  const refusal = (attribute: string) => {
    const document = { ...recipe, sources: [{ ...recipe.sources[0], attributes: [attribute] }] }
    const parsed = parseRecipe(JSON.stringify(document), 'f.json')
    return parsed.ok ? undefined : parsed.problems.map(({ code, about }) => [code, about['suggestion']])
  }

  test.each([
    ['- Kommune', 'kommune'],
    ['.skjult', 'skjult'],
    ['Rolle (valgfri)', 'rolle_valgfri'],
    ['e\u0301tat', '\u00e9tat'],
  ])('a header that is no id is refused with an id to use: %s', (header, suggestion) => {
    expect(refusal(header)).toEqual([['recipe:not-an-id', suggestion]])
    expect(refusal(suggestion)).toBeUndefined()
  })

  test('an id of an instrument that begins with _ is refused as one', () => {
    const dimensions = [{ ...instrument.dimensions[0], id: '_culture' }]
    expect(complaints(parseInstrument, { ...instrument, dimensions })).toContain(
      'recipe:not-an-id dimensions[0].id → "id": "_culture",',
    )
  })
})

describe('JSON with places', () => {
  test('reads what JSON.parse reads', () => {
    const text = '\uFEFF{"a": [1, -2.5e3, "\\u00e5\\n", {"__proto__": null}], "b": {}, "c": [], "d": true}'
    const { value } = parsePlacedJson(text)
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text.slice(1))))
    expect(Object.keys((value as { a: object[] }).a[3] ?? {})).toEqual(['__proto__'])
  })

  test('knows the line of every value and the nearest one of those that are absent', () => {
    const { placeOf } = parsePlacedJson('{\n  "a": [\n    1,\n    {"b": 2}\n  ]\n}')
    expect(placeOf(['a', 1, 'b'])).toEqual({ line: 4, column: 11 })
    expect(placeOf(['a', 1, 'missing', 'deeper'])).toEqual({ line: 4, column: 5 })
  })

  test.each([
    ['{"a": 1,}', 1, 9],
    ['{\n "a": nope}', 2, 7],
    ['{"a": 1', 1, 8],
    ['"a\nb"', 1, 3],
    ['[1] [2]', 1, 5],
    ['{"a": 01}', 1, 8],
    ['', 1, 1],
  ])('%j fails at %i:%i', (text, line, column) => {
    try {
      parsePlacedJson(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(JsonSyntaxError)
      expect(error).toMatchObject({ line, column })
    }
  })
})

describe('a recipe', () => {
  test('fills in its defaults and survives writing', () => {
    const parsed = parseRecipe(JSON.stringify(recipe), 'f.json')
    if (!parsed.ok) throw new Error('not ok')
    expect(parsed.value).toMatchObject({
      language: 'nb',
      seed: 1,
      protect: { min_group: 5 },
      output: { tables: ['csv'], profile: 'report-a4' },
    })
    expect(parseRecipe(writeRecipe(parsed.value), 'f.json')).toMatchObject({ ok: true, value: parsed.value })
  })

  test('says every problem with its line, not the first alone', () => {
    expect(
      complaints(parseRecipe, {
        ...recipe,
        language: 'fi',
        colour: 'red',
        protect: { min_group: 0 },
        analyses: [{ id: 'participation', option: {} }],
      }),
    ).toEqual(
      expect.arrayContaining([
        'recipe:not-one-of language → "language": "fi",',
        'recipe:unknown-key colour → "colour": "red",',
        'recipe:too-small protect.min_group → "min_group": 0',
        'recipe:unknown-key analyses[0].option → "option": {}',
      ]),
    )
  })

  test.each([
    ['a newer format', { ...recipe, recipe: 2 }, 'recipe:not-one-of recipe → "recipe": 2,'],
    ['no sources', { ...recipe, sources: [] }, 'recipe:too-small sources → "sources": [],'],
    [
      'a source of an unknown kind',
      { ...recipe, sources: [{ id: 'x', kind: 'sms', file: 'a' }] },
      'recipe:not-one-of sources[0].kind → "kind": "sms",',
    ],
    [
      'a survey without its file',
      { ...recipe, sources: [{ id: 'x', kind: 'survey', round: '1' }] },
      'recipe:key-missing sources[0].file → {',
    ],
    [
      'a source twice',
      { ...recipe, sources: [...recipe.sources, ...recipe.sources] },
      'recipe:source-twice sources[1].id → "id": "r2021",',
    ],
    ['a name twice', { ...recipe, analyses: [{ id: 'a' }, { id: 'b', as: 'a' }] }, 'recipe:name-twice analyses[1] → {'],
    ['a survey without instrument', { ...recipe, instrument: undefined }, 'recipe:instrument-missing sources[0] → {'],
    ['no JSON', '{"recipe": 1,', 'recipe:not-json  → {"recipe": 1,'],
    ['a key twice', '{"recipe": 1, "recipe": 1}', 'recipe:key-twice recipe → {"recipe": 1, "recipe": 1}'],
  ])('with %s is refused with its place', (_, document, complaint) => {
    expect(complaints(parseRecipe, document)).toContain(complaint)
  })
})

describe('an instrument', () => {
  test('is read into the words of the program', () => {
    const parsed = parseInstrument(JSON.stringify(instrument), 'f.json')
    if (!parsed.ok) throw new Error(parsed.problems.map(String).join())
    expect(parsed.value.items[1]).toMatchObject({ id: 'culture_2', reversed: true, aliases: ['Q2'], askedOf: [] })
    expect(parsed.value.dimensions[0]).toMatchObject({ score: 'mean', minAnswered: 'half' })
  })

  const [first, second] = instrument.items
  const [scale] = instrument.scales
  test.each([
    ['an item twice', { ...instrument, items: [first, first] }, 'recipe:item-twice items[1].id → "id": "culture_1",'],
    [
      'items that differ in case alone',
      { ...instrument, items: [first, { ...second, id: 'Culture_1' }] },
      'recipe:item-twice items[1].id → "id": "Culture_1",',
    ],
    [
      'an item called like a dimension',
      { ...instrument, items: [first, { ...second, id: 'culture' }] },
      'recipe:item-twice items[1].id → "id": "culture",',
    ],
    [
      'an item called like a column of every table of answers',
      { ...instrument, items: [first, { ...second, id: 'Round' }] },
      'recipe:id-reserved items[1].id → "id": "Round",',
    ],
    [
      'a dimension that is missing',
      { ...instrument, items: [first, { ...second, dimension: 'motivation' }] },
      'recipe:dimension-unknown items[1].dimension → "dimension": "motivation",',
    ],
    [
      'a dimension without items',
      { ...instrument, items: [{ ...first, dimension: null }] },
      'recipe:dimension-empty dimensions[0] → {',
    ],
    [
      'a scale that is missing',
      { ...instrument, items: [first, { ...second, scale: 'seven' }] },
      'recipe:scale-unknown items[1].scale → "scale": "seven",',
    ],
    [
      'a don’t know inside the scale',
      { ...instrument, scales: [{ ...scale, max: 9 }] },
      'recipe:non-response-inside-scale scales[0].non_responses[0] → {',
    ],
    [
      'a label outside the scale',
      { ...instrument, scales: [{ ...scale, labels: { '7': { nb: 'Sju' } } }] },
      'recipe:label-outside-scale scales[0].labels.7 → "7": {',
    ],
    [
      'a scale upside down',
      { ...instrument, scales: [{ ...scale, min: 5, max: 1 }] },
      'recipe:scale-empty scales[0] → {',
    ],
    [
      'a text in no language',
      { ...instrument, items: [first, { ...second, text: {} }] },
      'recipe:text-missing items[1].text → "text": {},',
    ],
    [
      'a reserved id',
      { ...instrument, dimensions: [{ id: 'round', label: { nb: 'R' } }], items: [{ ...first, dimension: 'round' }] },
      'recipe:id-reserved dimensions[0].id → "id": "round",',
    ],
    [
      'an alias of two items',
      { ...instrument, items: [{ ...first, aliases: ['Q2'] }, second] },
      'recipe:alias-twice items[1].aliases → "aliases": [',
    ],
  ])('with %s is refused with its place', (_, document, complaint) => {
    expect(complaints(parseInstrument, document)).toContain(complaint)
  })
})
