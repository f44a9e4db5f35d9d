import { describe, expect, test } from 'vitest'
import { comparable } from '../../analyses/sources/comparable'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey } from './reading'
import { agreement, instrumentOf, item, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1', { text: { en: 'I don\'t use "digital" e-mail & tools' } })], [agreement])
const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1' }

const read = (text: string): ReturnType<typeof loadSurvey> =>
  loadSurvey(database, textFile('x.tsv', text), source, instrument)

test.each([
  ['I don\u2019t use \u201cdigital\u201d e\u2011mail &amp; tools', 'html and typographic marks'],
  ['<p>I don&#39;t use <b>\u00abdigital\u00bb</b> e\u2013mail &amp; tools</p>', 'tags and entities'],
  ['* I don\u02bct\u00a0use \u201edigital\u201c e-mail\u200b & tools:', 'invisible characters and blanks'],
  ['I DON\u00b4T  USE "DIGITAL" E\u00ad-MAIL & TOOLS?', 'case'],
])('a header is the question however it is written: %s', async (header) => {
  expect(
    (await read(`id\t${header.includes('"') ? `"${header.replaceAll('"', '""')}"` : header}\n1\t4\n`)).items,
  ).toEqual(['q1'])
})

test('forms of Unicode are one', () => {
  expect(comparable('A\u030are')).toBe(comparable('\u00c5re'))
  expect(comparable('Kj\u00f8kken &oslash;st')).toBe('kjøkken øst')
  expect(comparable('AT&T; R&D <3')).toBe('at&t; r&d <3')
})

test('blanks beside a dash or a slash do not count', () => {
  expect(comparable('Both \u2013 and')).toBe(comparable('both-and'))
  expect(comparable('Varken / eller')).toBe(comparable('Varken/eller'))
  expect(comparable('- 5')).not.toBe(comparable('5'))
})

test('an apostrophe of any kind', async () => {
  const report = await read(
    "id\tq1\n1\tDon\u2019t know\n2\tAgree\n3\tStrongly  agree\n4\tDon't know\n5\tDon\u2019t know\n6\tDisagree\n",
  )
  expect(report.nonAnswers).toEqual([{ item: 'q1', kind: 'dont_know', count: 3 }])
  expect(report.rowsUsed).toBe(6)
  expect(report.notes).toEqual([])
})

describe('labels beside their codes', () => {
  test.each([
    '5 Strongly agree',
    '5: Strongly agree',
    '5. Strongly agree',
    '5) Strongly agree',
    '5 - Strongly agree',
    '5 \u2013 Strongly agree',
    '5 = Strongly agree',
    '5=Strongly agree',
    '(5) Strongly agree',
    '[5] Strongly agree',
    '[5] - Strongly agree',
    '5 (Strongly agree)',
    'Strongly agree (5)',
    'Strongly agree [5]',
    'Strongly agree - 5',
    'Strongly agree: 5',
    'Strongly agree 5',
    '5/5',
    '5 of 5',
    '5 \u2605',
    '\u2b50\ufe0f 5',
    '\u2605\u2605\u2605\u2605\u2605',
    'Strongly agree / Helt enig',
    'Strongly agree (Helt enig)',
    '5 Strongly agree / Helt enig',
    'STRONGLY AGREE!',
    '<b>Strongly&nbsp;agree</b>',
  ])('%s', async (cell) => {
    await read(`id\tq1\n1\t${cell}\n2\t3\n`)
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([5, 3])
  })

  test.each([
    '4 Strongly agree',
    '(4) Strongly agree',
    'Strongly agree - 4',
    'Strongly agree / Helt uenig',
    '5/7',
    '3 \u2605\u2605',
    "5 Don't know",
  ])('a code and a label that disagree are told, not guessed: %s', async (cell) => {
    const report = await read(`id\tq1\n1\t${cell}\n2\t3\n`)
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([3])
    expect(report.notes.map(({ code }) => code)).toContain('ingest:unreadable')
  })

  test('a non-answer has its kind whatever its code', async () => {
    const report = await read("id\tq1\n1\t9 Don't know\n2\t(99) Not relevant\n3\t3\n")
    expect(report.nonAnswers.map(({ kind }) => kind).sort()).toEqual(['dont_know', 'not_relevant'])
  })
})
