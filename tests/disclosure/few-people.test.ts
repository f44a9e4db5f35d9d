import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages, type Note } from '../../analyses/core/words'
import { noteWithoutFew, tellable, withoutFew } from '../../analyses/disclosure/few-people'
import { messagesOf } from '../../analyses/index'
import { releasedNote } from '../../analyses/recipe/results'
import { createCellTroubles, withoutCells, withPeopleCounted } from '../../analyses/sources/report'
import surveyMessages from '../../analyses/sources/survey/messages.en.json'

const minGroup = 5

describe('numbers of people in messages', () => {
  test.each([
    [0, 0],
    [1, { fewerThan: 5 }],
    [4, { fewerThan: 5 }],
    [5, 5],
    [531, 531],
  ])('%i is told as %j', (people, told) => {
    expect(withoutFew({ n: { people } }, minGroup)).toEqual({ n: told })
  })

  test('every number is told where nothing is protected', () => {
    expect(withoutFew({ n: { people: 1 } }, 1)).toEqual({ n: 1 })
  })

  test('other numbers stay, and lists and phrases are gone through', () => {
    const number = (people: number): object => ({ message: 'survey:dimension-with', values: { number: { people } } })
    expect(withoutFew({ items: 3, dimensions: { list: [number(2), number(7)] } as never }, minGroup)).toEqual({
      items: 3,
      dimensions: {
        list: [
          { message: 'survey:dimension-with', values: { number: { fewerThan: 5 } } },
          { message: 'survey:dimension-with', values: { number: 7 } },
        ],
      },
    })
  })

  test('a sentence that begins with few begins with a capital', () => {
    const note = noteWithoutFew(
      { code: 'survey:without-group', level: 'warning', about: { n: { people: 3 }, columns: 'role' } },
      minGroup,
    )
    expect(
      interfaceLanguages.map((language) => createSpeaker(language, messagesOf(language), null).note(note)),
    ).toEqual([
      'Færre enn 5 respondenter er utelatt fordi role mangler.',
      'Färre än 5 svarande ingår inte eftersom role saknas.',
      'Fewer than 5 respondents are left out because of a missing value of role.',
    ])
  })
})

test('the people behind a result are told from the smallest group on, and so is nobody', () => {
  expect([0, 1, 4, 5, 100].map((people) => tellable(people, minGroup))).toEqual([0, null, null, 5, 100])
})

test('what leaves the workbench names no cell of a file, and the import does', () => {
  const speaker = createSpeaker('en', messagesOf('en'), null)
  const troubles = createCellTroubles<'unreadable'>()
  troubles.add('unreadable', 0, 1, 3, 'My boss shouts')
  const [{ count, examples } = { count: 0, examples: '' }] = troubles.entries()
  const note: Note = { code: 'ingest:unreadable', level: 'warning', about: { column: 'culture_2', count, examples } }
  expect(speaker.note(note)).toContain('line 3: “My boss shouts”')
  expect(speaker.note(withoutCells(note))).toBe(
    'One answer in “culture_2” is neither a code nor a label of the scale and is treated as blank: which ones is told by the import and by the command check only.',
  )
  expect(JSON.stringify(withoutCells(note))).not.toMatch(/shouts|line/)
})

test('an import says of few only that they are few, in what leaves the workbench', () => {
  const note: Note = {
    code: 'ingest:unreadable',
    level: 'warning',
    about: { column: 'culture_2', count: 1, examples: { list: ['line 3'] } },
  }
  const told = (count: number): string =>
    createSpeaker('en', messagesOf('en'), null).note(
      releasedNote({ ...note, about: { ...note.about, count } }, minGroup),
    )
  expect(told(1)).toMatch(/^Fewer than 5 answers in “culture_2” are neither/)
  expect(told(5)).toMatch(/^5 answers in “culture_2” are neither/)
  expect(JSON.stringify(releasedNote(note, minGroup))).toContain('"count":{"fewerThan":5}')
  expect(releasedNote(note, 1).about['count']).toBe(1)
  expect(releasedNote({ ...note, code: 'ingest:turned-back' }, minGroup).about['count']).toBe(1)
})

test('every number of a survey’s import is known to be of people, or not to be', () => {
  /** Items, rounds and spellings; and files in which there is nothing else, which are refused. */
  const ofOthers = ['all-unfinished', 'facts.of', 'items-missing', 'no-answers', 'turned-back']
  const counting = Object.entries(surveyMessages).filter(([, text]) => /\{(count|rows)[,}]/.test(text))
  const ofPeople = counting
    .map(([key]) => key)
    .filter((key) => {
      const about = { count: 1, rows: 1 }
      return withPeopleCounted({ code: `ingest:${key}`, level: 'info', about }).about !== about
    })
  expect(counting.length).toBeGreaterThan(15)
  expect(
    counting
      .map(([key]) => key)
      .filter((key) => !ofPeople.includes(key))
      .toSorted(),
  ).toEqual(ofOthers)
})
