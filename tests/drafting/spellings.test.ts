import { describe, expect, test } from 'vitest'
import { withChoice } from '../../analyses/drafting/choices'
import type { Draft, DraftChoices, DraftedColumn } from '../../analyses/drafting/draft'
import { withSpellings } from '../../analyses/drafting/spellings'

type Drafted = Pick<Draft, 'columns' | 'questions' | 'source'>

const column = (levels: Readonly<Record<string, number>>, role: DraftedColumn['role'] = 'attribute') =>
  ({
    header: 'Kommune',
    position: 2,
    role,
    id: 'organisation',
    levels: Object.entries(levels).map(([text, count]) => ({ text, count })),
  }) as unknown as DraftedColumn

const drafted = (
  levels: Readonly<Record<string, number>>,
  choices: DraftChoices = {},
  coded: readonly string[] = [],
): Drafted =>
  withSpellings({ columns: [column(levels)], questions: [], source: { attributes: [] } }, choices, new Set(coded))

/** What is asked: each level with the spellings that may be it. */
const asked = (levels: Readonly<Record<string, number>>): readonly unknown[] =>
  drafted(levels).questions.map(({ choices }) => choices[0]?.gives.spellings?.['Kommune'])

describe('levels that may be one', () => {
  test.each([
    ['case and spaces', { 'Åre kommun': 30, 'Åre Kommun': 2 }, { 'Åre Kommun': 'Åre kommun' }],
    [
      'letters without their marks',
      { 'Östersunds kommun': 58, 'Ostersunds kommun': 6 },
      { 'Ostersunds kommun': 'Östersunds kommun' },
    ],
    ['the word for a municipality', { 'Namsos kommune': 20, NAMSOS: 3 }, { NAMSOS: 'Namsos kommune' }],
    ['that word before the name', { 'Kommunen Krokom': 3, Krokom: 9 }, { 'Kommunen Krokom': 'Krokom' }],
    [
      'one letter too few',
      { 'Steinkjer kommune': 20, 'Steinker kommune': 1 },
      { 'Steinker kommune': 'Steinkjer kommune' },
    ],
    ['two letters that changed places', { Sykepleier: 20, Sykepelier: 1 }, { Sykepelier: 'Sykepleier' }],
    ['a hyphen', { 'Nord-Aurdal': 20, 'Nord Aurdal': 4 }, { 'Nord Aurdal': 'Nord-Aurdal' }],
    ['several of one', { Levanger: 20, levanger: 2, LEVANGER: 3 }, { levanger: 'Levanger', LEVANGER: 'Levanger' }],
  ])('%s', (_, levels, spellings) => {
    expect(asked(levels)).toEqual([spellings])
  })

  test.each([
    ['numbers', { 'Enhet 1': 90, 'Enhet 2': 3, 'Enhet 12': 1 }],
    ['ages', { '18-25': 90, '18-26': 2, '1 82': 3, '182': 1 }],
    ['short words', { Nord: 90, Norn: 2, Bø: 9, Bu: 1 }],
    ['names as frequent as each other', { Sandnes: 20, Sandness: 19 }],
    ['two words that differ', { 'Hemtjänst Norra': 40, 'Hemtjanst Södra': 2 }],
    ['groups by a letter', { 'Avdeling A': 90, 'Avdeling B': 2 }],
  ])('%s are not asked about', (_, levels) => {
    expect(asked(levels)).toEqual([])
  })

  test('codes of the file are spelt once', () => {
    expect(drafted({ Åre: 30, ÅRE: 2 }, {}, ['Kommune']).questions).toEqual([])
  })
})

describe('what was answered', () => {
  const levels = { 'Åre kommun': 30, 'Åre Kommun': 2, 'Östersunds kommun': 58, 'Ostersunds kommun': 6, Ragunda: 9 }
  const answer = (choices: DraftChoices, question: number, choice: 'same' | 'apart'): DraftChoices => {
    const { choices: offered } = drafted(levels, choices).questions[question] ?? { choices: [] }
    return withChoice(choices, offered.find(({ id }) => id === choice)?.gives ?? {})
  }

  test('nothing is merged before it was answered', () => {
    const { source, questions, columns } = drafted(levels)
    expect(source).toEqual({ attributes: [] })
    expect(columns[0]?.levels).toHaveLength(5)
    expect(questions.map(({ isAnswered, suggested, chosen }) => [isAnswered, suggested, chosen])).toEqual([
      [false, 'same', null],
      [false, 'same', null],
    ])
  })

  test('merged spellings are in the source and in the levels, with their rows together', () => {
    const both = answer(answer({}, 0, 'same'), 1, 'same')
    const { source, questions, columns } = drafted(levels, both)
    expect(source.values).toEqual({
      organisation: { 'Åre Kommun': 'Åre kommun', 'Ostersunds kommun': 'Östersunds kommun' },
    })
    expect(columns[0]?.levels).toEqual([
      { text: 'Östersunds kommun', count: 64 },
      { text: 'Åre kommun', count: 32 },
      { text: 'Ragunda', count: 9 },
    ])
    expect(questions.map(({ isAnswered, chosen }) => [isAnswered, chosen])).toEqual([
      [true, 'same'],
      [true, 'same'],
    ])
  })

  test('spellings that are kept apart stay levels of their own', () => {
    const { source, questions, columns } = drafted(levels, answer(answer({}, 0, 'same'), 1, 'apart'))
    const [first, second] = questions.map(
      ({ choices }) => Object.keys(choices[0]?.gives.spellings?.['Kommune'] ?? {})[0],
    )
    expect(columns[0]?.levels.map(({ text }) => text)).not.toContain(first)
    expect(columns[0]?.levels.map(({ text }) => text)).toContain(second)
    expect(Object.keys(source.values?.['organisation'] ?? {})).toContain(first)
    expect(questions.map(({ chosen }) => chosen)).toEqual(['same', 'apart'])
    // Another answer takes the place of the first.
    const again = answer(answer(answer({}, 0, 'same'), 1, 'apart'), 1, 'same')
    expect(drafted(levels, again).columns[0]?.levels).toHaveLength(3)
  })
})
