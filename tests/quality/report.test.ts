import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messagesOf } from '../../analyses/index'
import { numericColumn, type LeftOut, type LeftOutLine, type SurveyDataset } from '../../analyses/core/datasets'
import { Aborted } from '../../analyses/core/errors'
import { createSpeaker } from '../../analyses/core/speaker'
import type { Exclusion } from '../../analyses/quality/exclusions'
import { leftOutNote } from '../../analyses/quality/left-out-note'
import { reportQuality, type QualityReport } from '../../analyses/quality/report'
import { compareExclusions } from '../../analyses/quality/sensitivity'
import { qualityText } from '../../analyses/quality/text'
import { preparationsOf } from '../../analyses/recipe/declared'
import { openSurvey } from '../../analyses/survey/open'
import { openDatabase } from '../../main/database'
import { openAnswers } from './answers'

const database = await openDatabase()
const { survey: everybody } = await openAnswers(database)

/** The same people with lines of exclusions. */
const openedWith = (exclusions: readonly Exclusion[]): Promise<SurveyDataset> =>
  openSurvey(
    database,
    {
      instrument: everybody.instrument,
      attributes: ['organisation'],
      itemsMissingByRound: {},
      weighted: false,
      headcountBy: null,
    },
    preparationsOf({ exclusions }),
  )

describe('the report', () => {
  let report: QualityReport
  beforeAll(async () => (report = await reportQuality(database, await openedWith([]))))

  test('counts and names the rows that are concerned, and every row that has a value is in its spread', () => {
    const straight = report.findings.find(({ id }) => id === 'straight-lining')
    expect(straight?.concerned).toBe(3)
    expect(straight?.rows.map(({ source, row }) => [source, row])).toEqual([
      ['hand', 3],
      ['hand', 17],
      ['hand', 42],
    ])
    for (const { id, judged, spread } of report.findings)
      expect([id, spread.counts.reduce((sum, count) => sum + count, 0) + spread.beyond]).toEqual([id, judged])
  })

  test('finds a duration below 0', () => {
    const impossible = report.findings.find(({ id }) => id === 'impossible-values')
    expect(impossible?.rows).toEqual([{ source: 'hand', row: 51, value: 1 }])
  })

  test('says what the data have nothing for', () => {
    expect(report.absent).toEqual(['repeated-id', 'even-odd', 'too-early', 'too-late'])
    expect(report.of).toBe(80)
  })

  test('pairs that are alike by chance are few, and those that were found are more', () => {
    const same = report.findings.find(({ id }) => id === 'same-answers')
    expect(same?.concerned).toBe(2)
    expect(same?.byChance).toBeGreaterThan(0)
    expect(same?.byChance).toBeLessThan(0.01)
  })

  test('a limit that is moved changes who is concerned and nothing else', async () => {
    const strict = await reportQuality(database, await openedWith([]), { 'long-string': 4 })
    const [before, after] = [report, strict].map(({ findings }) => findings.find(({ id }) => id === 'long-string'))
    expect(after?.limit).toBe(4)
    expect(after?.concerned).toBeGreaterThan(before?.concerned ?? Number.NaN)
    expect(after?.judged).toBe(before?.judged)
  })

  test('looks at everybody, whoever is left out', async () => {
    const again = await reportQuality(database, await openedWith([{ rule: 'straight-lining' }]))
    expect(again.findings.map(({ id, concerned }) => [id, concerned])).toEqual(
      report.findings.map(({ id, concerned }) => [id, concerned]),
    )
  })

  test('is called off', async () => {
    const abort = new AbortController()
    abort.abort()
    await expect(reportQuality(database, everybody, {}, { abort: abort.signal })).rejects.toBeInstanceOf(Aborted)
  })

  test.each(['nb', 'sv', 'en'] as const)('is spoken in %s without a gap', async (language) => {
    const survey = await openedWith([{ rule: 'straight-lining' }])
    const text = qualityText(
      await reportQuality(database, survey),
      await compareExclusions(database, survey, 1),
      createSpeaker(language, messagesOf(language), survey.instrument),
    )
    expect(text).not.toMatch(/quality:|undefined|NaN|\{|\}/)
    expect(text.split('\n').length).toBeGreaterThan(30)
  })
})

describe('scores with and without', () => {
  test('are the means of those who are left', async () => {
    const survey = await openedWith([{ rule: 'straight-lining' }, { rows: [1], source: 'hand' }])
    const variants = await compareExclusions(database, survey, 1)
    expect(variants.map(({ leaves, people }) => [leaves, people])).toEqual([
      ['nobody', 80],
      ['all', 76],
      [0, 77],
      [1, 79],
    ])
    const kept = await database.frame('SELECT avg("culture") AS mean, count("culture")::DOUBLE AS n FROM scores')
    const all = variants[1]?.means.find(({ dimension }) => dimension === 'culture')
    expect(all?.n).toBe(numericColumn(kept, 'n')[0])
    expect(all?.mean).toBeCloseTo(numericColumn(kept, 'mean')[0] ?? Number.NaN, 12)
  })

  test('are withheld where fewer people than may be shown make the difference', async () => {
    const survey = await openedWith([{ rule: 'straight-lining' }])
    const [nobody, all] = await compareExclusions(database, survey, 5)
    expect(nobody?.means.every(({ mean }) => mean !== null)).toBe(true)
    expect(all?.means.every(({ mean, n }) => mean === null && n === null)).toBe(true)
  })

  test('there is nothing to compare where nobody is left out', async () => {
    expect(await compareExclusions(database, await openedWith([]), 5)).toEqual([])
  })
})

describe('whom the exclusions leave out', () => {
  const { instrument } = everybody
  const leftOut = (line: Partial<LeftOutLine> & { readonly by: string }, people: number): LeftOut => ({
    everybody: 'responses',
    of: 300,
    people,
    lines: [{ limit: null, reason: '', people, concerned: people, bySource: {}, ...line }],
  })
  const said = (found: LeftOut, language: 'nb' | 'sv' | 'en' = 'en'): string =>
    createSpeaker(language, messagesOf(language), instrument).note(leftOutNote(found, instrument, 5))

  test('is told with counts, by rule, with the reason that a person gave', () => {
    expect(said(leftOut({ by: 'fast', limit: 2 }, 3))).toBe(
      '3 of 300 respondents are left out of every analysis: 3 by “Much faster than the others” (2 times or more).',
    )
    expect(said(leftOut({ by: 'rows', reason: 'tests of our own' }, 9))).toBe(
      '9 of 300 respondents are left out of every analysis: 9 by row number, given as reason: tests of our own.',
    )
    expect(said(leftOut({ by: 'repeated-id', limit: 1, keep: 'most-complete' }, 9))).toContain(
      '(the row of each id with the most answers is kept)',
    )
  })

  test('is told with the condition, in the words of the instrument', () => {
    const where = [
      { column: 'organisation', in: ['Namsos', 'Åre'] },
      { column: 'culture_1', below: 3 },
      { column: 'culture_2', in: ['4'] },
    ]
    expect(said(leftOut({ by: 'where', where }, 31))).toBe(
      '31 of 300 respondents are left out of every analysis: 31 by the condition “Organisation: Namsos and Åre, culture_1 below 3 and culture_2: 4”.',
    )
    for (const language of ['nb', 'sv'] as const)
      expect(said(leftOut({ by: 'where', where }, 31), language)).not.toMatch(/quality:|undefined|\{/)
  })

  test('is not counted where a condition picks fewer than may be shown', () => {
    const code = (people: number, minGroup: number): string =>
      leftOutNote(leftOut({ by: 'where' }, people), instrument, minGroup).code
    expect([code(3, 5), code(5, 5), code(3, 1), code(0, 5)]).toEqual([
      'quality:left-out-unsaid',
      'quality:left-out',
      'quality:left-out',
      'quality:left-out-nobody',
    ])
  })

  test('is nobody where it was decided to keep all rows of an id', () => {
    expect(said(leftOut({ by: 'repeated-id', keep: 'all' }, 0))).toContain('are all kept')
  })
})

afterAll(() => database.close())
