import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nonAnswerCode } from '../../analyses/core/datasets'
import { codeMapFaults, mappedCode } from '../../analyses/instrument/code-map'
import { parseInstrument } from '../../analyses/instrument/format'
import type { ResponseScale } from '../../analyses/instrument/model'
import type { ColumnLevel } from '../../analyses/readers/reader'
import { parseRecipe, writeRecipe } from '../../analyses/recipe/recipe'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import type { ImportReport } from '../../analyses/sources/report'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { codesOf, codesText } from '../../renderer/state/source-change'
import { emptiedEngine } from '../database/engine-of-tests'
import { valueFile, valueReader } from '../readers/value-table'
import { loadSurvey, problemsOf } from './reading'
import { agreement, instrumentOf, item, textFile, valuesOf, years } from './sample-data'

const database = await emptiedEngine()
const like7: ResponseScale = {
  id: 'like7',
  kind: 'ordinal',
  min: 1,
  max: 7,
  labels: { '1': { en: 'Dislike' }, '7': { en: 'Like' } },
  nonResponses: [{ code: 99, kind: 'dont_know', label: { en: "Don't know" } }],
}
const scales = [like7, agreement, years]
const instrument = instrumentOf([item('q1', { scale: 'like7' }), item('q2', { scale: 'like7' })], scales)
const choiceIds = { '9': 1, '2': 2, '4': 3, '5': 4, '6': 5, '7': 6, '8': 7 }
const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1' }
const answers = (id = 'q1'): ReturnType<typeof valuesOf> => valuesOf(database, 'responses', id)
const read = (text: string, more: Partial<SurveySource> = {}, known = instrument): ReturnType<typeof loadSurvey> =>
  loadSurvey(database, textFile('x.csv', text), { ...source, ...more }, known)

/** One item from a file that names its codes. */
const named = (values: readonly (number | null)[], levels: readonly ColumnLevel[]): Promise<ImportReport> =>
  loadSource(sourceOf('survey'), [valueReader([{ name: 'q1', kind: 'numbers', values, levels }])], {
    database,
    file: valueFile('n'),
    source,
    instrument: instrumentOf([item('q1', { scale: 'like7' })], scales),
  })

describe('a declared map', () => {
  const ids = 'id,q1\n0,9\n1,9\n2,2\n3,4\n4,5\n5,6\n6,7\n7,8\n8,8\n9,8\n'

  test('is applied before anything is out of the scale, and told', async () => {
    const report = await read(ids, { codes: { like7: choiceIds } })
    expect(await answers()).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 7, 7])
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:items-missing', 'ingest:codes-declared'])
  })

  test('names ways of writing an answer with its code, any number of them, and the code keeps its meaning', async () => {
    const codes = { '7 - Liike': 7, '7 - Likee': 7, '1 Dislkie': 1 }
    expect(codeMapFaults(codes, like7)).toEqual([])
    await read('id,q1\n0,7 - Liike\n1,7 - Likee\n2,7 - Like\n3,7\n4,1 Dislkie\n5,1 - Dislike\n', {
      codes: { like7: codes },
    })
    expect(await answers()).toEqual([7, 7, 7, 7, 1, 1])
    expect(codeMapFaults({ '6a': 7, '7a': 7 }, like7)).toMatchObject([{ fault: 'twice' }])
  })

  test('of the instrument does the same, and the source goes before it, the item before the scale', async () => {
    const known = instrumentOf(
      [item('q1', { scale: 'like7' }), item('q2', { scale: 'like7' })],
      [{ ...like7, codes: choiceIds }],
    )
    await read('q1,q2\n9,9\n8,8\n', {}, known)
    expect([await answers('q1'), await answers('q2')]).toEqual([
      [1, 7],
      [1, 7],
    ])
    await read('q1,q2\n9,9\n8,8\n', { codes: { like7: { '8': 1, '9': 2 }, q2: { '8': 3, '9': 4 } } }, known)
    expect([await answers('q1'), await answers('q2')]).toEqual([
      [2, 1],
      [4, 3],
    ])
  })

  test('takes the meaning of a code away from the code that had it; others keep theirs', async () => {
    const report = await read('q1\n8\n7\n1\n2\n99\n9\n', { codes: { q1: { '8': 7 } } })
    expect(await answers()).toEqual([7, 1, 2, nonAnswerCode.dont_know])
    expect(report.notes.find(({ code }) => code === 'ingest:code-not-known')?.about).toMatchObject({ count: 2 })
    expect(report.leftOut).toEqual({ blank: 2 })
  })

  test('holds of codes beside labels, of texts, of non-answers, and of codes written in other ways', async () => {
    const codes = { q1: { ...choiceIds, A2: 2, '-9': 99 } }
    expect(
      (await problemsOf(textFile('x.csv', 'q1\n9\n'), { ...source, codes }, instrument)).map(({ code }) => code),
    ).toEqual(['recipe:codes-twice'])
    const { '2': _two, ...others } = choiceIds
    await read('q1\n9 - Dislike\n8 Like\na2\n-9\n9.0\n09\n8 Dislike\nLike\n', {
      codes: { q1: { ...others, A2: 2, '-9': 99 } },
    })
    expect(await answers()).toEqual([1, 7, 2, nonAnswerCode.dont_know, 1, 1, 7])
  })

  test('has any number of ways to spell an answer, but two codes never mean the same', async () => {
    const codes = { q1: { Lik: 7, Likee: 7, 'Lik e': 7, Dislikee: 1 } }
    await read('q1\nLik\nLikee\nLik e\nDislikee\nLike\n', { codes })
    expect(await answers()).toEqual([7, 7, 7, 1, 7])
    const ids = { q1: { A2: 2, B2: 2 } }
    expect(
      (await problemsOf(textFile('x.csv', 'q1\n9\n'), { ...source, codes: ids }, instrument)).map(({ code }) => code),
    ).toEqual(['recipe:codes-twice'])
  })

  test('is applied before reversed items are turned back', async () => {
    const known = instrumentOf([item('q1', { scale: 'like7', reversed: true })], scales)
    await read('q1\n9\n8\nLike\n', { codes: { like7: choiceIds }, reverse_already: true }, known)
    expect(await answers()).toEqual([7, 1, 7])
  })

  test.each([
    [{ like7: { '9': 1, '8': 1 } }, 'recipe:codes-twice', 'codes.like7.9'],
    [{ like7: { '9': 1, '09': 2 } }, 'recipe:codes-twice', 'codes.like7.09'],
    [{ q1: { '9': 12 } }, 'recipe:codes-unknown', 'codes.q1.9'],
    [{ like5: { '9': 1 } }, 'ingest:codes-for-unknown', 'codes.like5'],
    [{ years: { '9': 1 } }, 'recipe:codes-not-ordinal', 'codes.years'],
  ])('%j is refused with its place', async (codes, code, path) => {
    const problems = await problemsOf(textFile('x.csv', 'q1\n9\n'), { ...source, codes }, instrument)
    expect(problems.map((problem) => [problem.code, problem.place.file, problem.place.path])).toEqual([
      [code, 'x.csv', path],
    ])
  })

  test('of an instrument is refused with its line', () => {
    const text = JSON.stringify(
      {
        instrument: 1,
        id: 'i',
        version: '1',
        label: { en: 'I' },
        scales: [
          { id: 's', min: 1, max: 3, codes: { '5': 1, '6': 1, '7': 4 } },
          { id: 'c', kind: 'continuous', min: 1, max: 3, codes: { '5': 1 } },
        ],
        dimensions: [],
        items: [{ id: 'q', scale: 's', text: { en: 'Q' } }],
      },
      null,
      1,
    )
    const parsed = parseInstrument(text, 'i.json')
    expect(parsed.ok ? [] : parsed.problems.map(({ code, place }) => `${code} ${place.line} ${place.path}`)).toEqual([
      'recipe:codes-twice 15 scales[0].codes.6',
      'recipe:codes-unknown 16 scales[0].codes.7',
      'recipe:codes-not-ordinal 24 scales[1].codes',
    ])
  })

  test('comes back as it was from a saved recipe', () => {
    const recipe = { recipe: 1, instrument: 'i.json', sources: [{ ...source, codes: { like7: choiceIds } }] }
    const parsed = parseRecipe(JSON.stringify(recipe), 'recipe.json')
    if (!parsed.ok) throw new Error(String(parsed.problems[0]))
    const again = parseRecipe(writeRecipe(parsed.value), 'recipe.json')
    expect(again.ok && again.value).toEqual(parsed.value)
    expect(parsed.value.sources[0]?.['codes']).toEqual({ like7: choiceIds })
  })
})

describe('names that the file gives its codes', () => {
  const middle = [2, 4, 5, 6, 7].map((value, index) => ({ value, label: `Step ${index + 2}` }))
  const ends = [
    { value: 9, label: 'Dislike' },
    { value: 8, label: 'Like' },
  ]

  test('are the map, where the scale knows all of them', async () => {
    const labels = {
      '2': { en: 'Step 2' },
      '3': { en: 'Step 3' },
      '4': { en: 'Step 4' },
      '5': { en: 'Step 5' },
      '6': { en: 'Step 6' },
    }
    const full = { ...like7, labels: { ...like7.labels, ...labels } }
    const report = await loadSource(
      sourceOf('survey'),
      [
        valueReader([
          { name: 'q1', kind: 'numbers', values: [9, 9, 2, 4, 5, 6, 7, 8, 8, 8], levels: [...ends, ...middle] },
        ]),
      ],
      { database, file: valueFile('n'), source, instrument: instrumentOf([item('q1', { scale: 'like7' })], [full]) },
    )
    expect(await answers()).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 7, 7])
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:codes-by-names'])
  })

  test('that show other codes leave codes without a known name without a meaning', async () => {
    const report = await named([9, 2, 4, 7, 8, 99], ends)
    expect(await answers()).toEqual([1, 7, nonAnswerCode.dont_know])
    expect(report.notes.map(({ code }) => code)).toEqual([
      'ingest:codes-by-names',
      'ingest:code-not-known',
      'ingest:blank-respondents',
    ])
  })

  test.each([
    [
      'count from nought',
      [0, 3, 6],
      [
        { value: 0, label: 'Dislike' },
        { value: 6, label: 'Like' },
      ],
      [1, 4, 7],
    ],
    [
      'run the other way',
      [7, 5, 1],
      [
        { value: 7, label: 'Dislike' },
        { value: 1, label: 'Like' },
      ],
      [1, 3, 7],
    ],
    [
      'are those of the scale',
      [1, 5, 7],
      [
        { value: 1, label: 'Dislike' },
        { value: 7, label: 'Like' },
      ],
      [1, 5, 7],
    ],
  ])('at both ends tell what lies between when the codes %s', async (_name, values, levels, expected) => {
    await named(values, levels)
    expect(await answers()).toEqual(expected)
  })

  test('give way to a map that a person declares', async () => {
    await loadSource(
      sourceOf('survey'),
      [valueReader([{ name: 'q1', kind: 'numbers', values: [9, 2, 8], levels: ends }])],
      { database, file: valueFile('n'), source: { ...source, codes: { like7: choiceIds } }, instrument },
    )
    expect(await answers()).toEqual([1, 2, 7])
  })
})

describe('a map that the instrument has', () => {
  const known = instrumentOf([item('q1', { scale: 'like7' })], [{ ...like7, codes: choiceIds }])
  const codesRead = async (levels: readonly ColumnLevel[], values: readonly number[]) => {
    await loadSource(sourceOf('survey'), [valueReader([{ name: 'q1', kind: 'numbers', values, levels }])], {
      database,
      file: valueFile('n'),
      source,
      instrument: known,
    })
    return answers()
  }

  test('gives way to the names of an export with other codes, and holds beside names that say the same', async () => {
    const ends = (low: number, high: number): readonly ColumnLevel[] => [
      { value: low, label: 'Dislike' },
      { value: high, label: 'Like' },
    ]
    expect(await codesRead(ends(1, 7), [1, 4, 7])).toEqual([1, 4, 7])
    expect(await codesRead(ends(9, 8), [9, 4, 8])).toEqual([1, 3, 7])
    expect(await codesRead([], [9, 4, 8])).toEqual([1, 3, 7])
  })
})

describe('a map of any kind', () => {
  const maps = fc
    .uniqueArray(fc.integer({ min: -20, max: 120 }), { minLength: 1, maxLength: 7 })
    .chain((codes) =>
      fc
        .shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: codes.length, maxLength: codes.length })
        .map((meanings) => Object.fromEntries(codes.map((code, index) => [String(code), meanings[index] ?? 0]))),
    )

  test('gives no answer to two codes, and reads its codes as it says', () => {
    fc.assert(
      fc.property(maps, (map) => {
        expect(codeMapFaults(map, like7)).toEqual([])
        const meaningOf = mappedCode(map, like7)
        for (const [code, meaning] of Object.entries(map)) expect(meaningOf(code)).toBe(meaning)
        const answered = Array.from({ length: 141 }, (_, index) => meaningOf(String(index - 20))).filter(
          (meaning) => meaning !== undefined && meaning >= 1 && meaning <= 7,
        )
        expect(new Set(answered).size).toBe(answered.length)
      }),
    )
  })

  test('is read back from its line', () => {
    fc.assert(
      fc.property(maps, maps, (like, mood) => {
        expect(codesOf(codesText({ like, mood }))).toEqual({ like, mood })
      }),
    )
    expect(codesOf('agree5: 9 = 1, A 2=\u22122 ; q1:8=7')).toEqual({ agree5: { '9': 1, 'A 2': -2 }, q1: { '8': 7 } })
    expect(codesOf(' ')).toBeUndefined()
    for (const text of ['9 = 1', 'a:', 'a: 9', 'a: 9 = x', 'a: 9 = 1, 9 = 2', 'a: 9 = 1; a: 8 = 2', '__proto__: 9 = 1'])
      expect(codesOf(text), text).toBeNull()
  })
})
