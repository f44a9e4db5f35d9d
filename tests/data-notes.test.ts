import { describe, expect, test } from 'vitest'
import type { SurveyDataset } from '../analyses/core/datasets'
import { analyses, messagesOf } from '../analyses/index'
import { runAnalysis } from './fixture-project'
import { firstSceneOfTests } from './scenes'

/** What readers must know of the data is said by every analysis that it concerns, and not where the data are otherwise. */

const project = await firstSceneOfTests()
const survey = project.datasets.survey as SurveyDataset
const { instrument } = survey

/** The codes of the notes of an analysis on the scene with something about its survey changed. */
async function codesOf(id: string, changes: Partial<SurveyDataset>, options = {}): Promise<readonly string[]> {
  const datasets = { ...project.datasets, survey: { ...survey, ...changes } }
  const { notes, refusal } = await runAnalysis({ ...project, datasets }, id, options)
  expect(refusal).toBeNull()
  return notes.map(({ code }) => code)
}

/** Whose answers are compared or described; participation counts who answered, whatever the items are. */
const ofAnswers = [...analyses.values()]
  .filter(({ id, needs }) => needs.data === 'survey' && id !== 'participation')
  .map(({ id }) => id)

/** Every item had other words from the second round on. */
const reworded: SurveyDataset['instrument'] = {
  ...instrument,
  items: instrument.items.map((item) => ({ ...item, changed: [{ round: '2021', kind: 'wording' }] })),
}

describe('words that changed between rounds', () => {
  test.each(ofAnswers)('%s', { timeout: 120_000 }, async (id) => {
    expect(await codesOf(id, { instrument: reworded })).toContain('survey:items-reworded')
    expect(await codesOf(id, {})).not.toContain('survey:items-reworded')
  })
})

/** Analyses with a sentence for weights that they do not use. */
const withoutWeights = ofAnswers.filter((id) => Object.hasOwn(messagesOf('en'), `${id}:unweighted`))

describe('weights that are not used', () => {
  test('concern some analyses', () => {
    expect(withoutWeights).toEqual(expect.arrayContaining(['reliability', 'drivers', 'measures', 'factorial-variance']))
  })

  test.each(withoutWeights)('%s', { timeout: 120_000 }, async (id) => {
    expect(await codesOf(id, { weighted: true })).toContain(`${id}:unweighted`)
    expect(await codesOf(id, { weighted: false })).not.toContain(`${id}:unweighted`)
  })
})
