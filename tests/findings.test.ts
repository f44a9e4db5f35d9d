import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyses, messagesOf } from '../analyses/index'
import type { Database } from '../analyses/core/database'
import type { SurveyDataset } from '../analyses/core/datasets'
import { createSpeaker } from '../analyses/core/speaker'
import { interfaceLanguages } from '../analyses/core/words'
import type { Instrument } from '../analyses/instrument/model'
import { runStatements } from '../analyses/recipe/statements'
import { concludeRun, prepareRun, type AnalysisOutcome } from '../analyses/recipe/run'
import { openSurvey } from '../analyses/survey/open'
import { openDatabase } from '../main/database'
import { smallInstrument, surveyOfShape } from './survey-shapes'

/*
 * What every analysis of people finds, with thirty organisations: sentences that name things by their words and never by their ids, that name a few of many, and that together
 * are no longer than somebody reads.
 */
const instrument: Instrument = {
  ...smallInstrument,
  items: smallInstrument.items.map((item, index) => ({
    ...item,
    text: Object.fromEntries(
      ['en', 'nb', 'sv'].map((language) => [
        language,
        `${'ABCDEFG'.charAt(index)} — a statement that is as long as those of real questionnaires, with a clause after the comma (${language})`,
      ]),
    ),
  })),
}
const ids = new RegExp(`\\b(?:${instrument.items.map(({ id }) => id).join('|')})\\b`, 'u')

/** In characters: of one sentence, and of all that is found. */
const longest = { sentence: 640, finding: 2_000 }

let database: Database
let survey: SurveyDataset
beforeAll(async () => {
  database = await openDatabase()
  await surveyOfShape(database, { rows: 1_500, rounds: ['2021', '2022'], organisations: 30, coherentItems: true })
  survey = await openSurvey(database, {
    instrument,
    attributes: ['country', 'organisation', 'role'],
    itemsMissingByRound: {},
    weighted: false,
    headcountBy: null,
  })
})
afterAll(() => database.close())

const cases = [...analyses.values()].flatMap((analysis) => {
  if (analysis.needs.data !== 'survey') return []
  const grouping = Object.entries(analysis.options).find(
    ([, option]) =>
      (option.kind === 'columns' || option.kind === 'column') &&
      (option.of === 'group' || option.of === 'attribute' || option.of === 'nesting'),
  )
  const of = grouping?.[1].kind === 'column' ? 'organisation' : ['organisation']
  const by =
    analysis.id === 'factorial-variance' ? { factors: ['organisation', 'role'] } : { [grouping?.[0] ?? '']: of }
  const drawn = analysis.options['draws']
  const draws = drawn?.kind === 'number' ? { draws: Math.max(drawn.min, 200) } : {}
  return [
    [analysis.id, analysis, {}] as const,
    ...(grouping === undefined ? [] : [[`${analysis.id} by organisation`, analysis, { ...by, ...draws }] as const]),
  ]
})

describe.each(cases)('%s', (_, analysis, options) => {
  let outcome: AnalysisOutcome | null = null
  beforeAll(async () => {
    const datasets = { survey, series: null, indicators: null, inventory: null }
    const prepared = prepareRun(analysis, { id: analysis.id, as: analysis.id, options, where: [] }, datasets)
    const { frames, nUsed } = await runStatements(database, prepared)
    const asked = { frames, nUsed, seed: 1, minGroup: 5, language: 'nb' } as const
    outcome = await concludeRun(analysis, prepared, asked, { abort: { aborted: false } })
  })

  test.each(interfaceLanguages)('in %s', (language) => {
    const speaker = createSpeaker(language, messagesOf(language), instrument)
    const finding = (outcome?.prose.finding ?? []).map((sentence) => speaker.label(sentence))
    const notes = (outcome?.notes ?? []).map((note) => speaker.note(note))
    expect([...finding, ...notes].filter((sentence) => ids.test(sentence))).toEqual([])
    expect(finding.filter((sentence) => sentence.length > longest.sentence)).toEqual([])
    const all = finding.join(' ')
    expect(all.length, all).toBeLessThanOrEqual(longest.finding)
  })
})
