import { afterAll, describe, expect, test } from 'vitest'
import { createSpeaker } from '../analyses/core/speaker'
import { interfaceLanguages } from '../analyses/core/words'
import { analyses, messagesOf } from '../analyses/index'
import { executeAnalyses } from '../analyses/recipe/execute'
import { figureComplaints } from './figure-checks'
import { openFixture } from './fixture-project'
import { digestsOf, isKeepingAnew, keepAnew, keptResult, type KeptResult } from './kept-results'

/** Analyses whose figures were held against their tables. */
const checked = new Set<string>()

/**
 * The analyses of the sample recipes give what they gave before, to the last bit and word. After a change that is meant:
 * `KEEP_RESULTS=anew npx vitest run --config tests/vitest.config.ts --project unit tests/kept-results.test.ts tests/references.test.ts`.
 */
describe.each(['fixtures/sample/recipe.json', 'fixtures/sample-statistics/recipe.json'])('%s', async (path) => {
  const project = await openFixture(path)
  const outcomes = await executeAnalyses(project.database, project.recipe, project.datasets)
  const found: Record<string, KeptResult> = {}
  afterAll(async () => {
    if (isKeepingAnew) keepAnew(found)
    await project.database.close()
  })

  test.each(outcomes.map((outcome): [string, (typeof outcomes)[number]] => [outcome.as, outcome]))(
    '%s is as it was',
    (as, outcome) => {
      const name = `${path} ${as}`
      found[name] = digestsOf(outcome, project.instrument)
      expect(isKeepingAnew ? found[name] : keptResult(name)).toEqual(found[name])
    },
  )

  test.each(outcomes.map((outcome): [string, (typeof outcomes)[number]] => [outcome.as, outcome]))(
    '%s draws what its tables hold, on axes and in tones and words that can be read',
    (_, outcome) => {
      checked.add(outcome.id)
      const speakers = interfaceLanguages.map((language) =>
        createSpeaker(language, messagesOf(language), project.instrument),
      )
      expect(outcome.figures.length).toBeGreaterThan(0)
      expect(figureComplaints(outcome, speakers)).toEqual([])
    },
  )
})

test('every analysis has drawn something', () => {
  expect([...analyses.keys()].filter((id) => !checked.has(id))).toEqual([])
})
