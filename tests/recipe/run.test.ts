import { describe, expect, test } from 'vitest'
import type { AnyAnalysis, Needs } from '../../analyses/core/contract'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import { analyses } from '../../analyses/index'
import { prepareRun } from '../../analyses/recipe/run'
import { openDatabase } from '../../main/database'
import { runAnalysis } from '../fixture-project'
import { firstSceneOfTests } from '../scenes'
import { instrumentOf, openHandMade } from '../survey/hand-made-survey'
import { runOn } from '../survey/run-analysis'

/** What is asked of data before an analysis begins, and on how much of them it stands. */

const project = await firstSceneOfTests()
const survey = project.datasets.survey as SurveyDataset
const participation = analyses.get('participation') as AnyAnalysis

/** The code of the refusal that a call ends with. */
function refusalOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof InputError) return error.code
    throw error
  }
  return 'nothing was refused'
}

describe('what an analysis needs', () => {
  const prepare = (needs: Needs, data: Partial<SurveyDataset>): unknown =>
    prepareRun(
      { ...participation, needs },
      { id: 'participation', as: 'participation', options: {}, where: [] },
      { ...project.datasets, survey: { ...survey, ...data } },
    )
  const { rounds, attributes } = survey

  test.each<readonly [string, Partial<Needs>, Partial<SurveyDataset>, Partial<SurveyDataset>]>([
    ['core:needs-rounds', { rounds: 2 }, { rounds: rounds.slice(0, 2) }, { rounds: rounds.slice(0, 1) }],
    [
      'core:needs-attributes',
      { attributes: 2 },
      { attributes: attributes.slice(0, 2) },
      { attributes: attributes.slice(0, 1) },
    ],
    ['core:needs-linkage', { linkage: ['linked'] }, { linkage: 'linked' }, { linkage: 'unlinked' }],
  ])('%s', (code, needs, enough, tooLittle) => {
    const all = { data: 'survey', ...needs } as Needs
    expect(() => prepare(all, enough)).not.toThrow()
    expect(refusalOf(() => prepare(all, tooLittle))).toBe(code)
  })

  test.each(['survey', 'series', 'indicators', 'inventory'] as const)('%s', (data) => {
    const without = { ...project.datasets, [data]: null }
    const refusals = [...analyses.values()]
      .filter(({ needs }) => needs.data === data)
      .map((analysis) =>
        refusalOf(() => prepareRun(analysis, { id: analysis.id, as: analysis.id, options: {}, where: [] }, without)),
      )
    expect([...new Set(refusals)]).toEqual([`core:needs-${data}`])
  })
})

test('one person is somebody, and nobody is refused', async () => {
  const database = await openDatabase()
  const instrument = instrumentOf([{}], [{ id: 'a' }], [{ id: 'a_1' }])
  const people = ['A', 'B', 'B'].map((organisation) => ({ places: { organisation }, answers: { a_1: 3 } }))
  const alone = await openHandMade(database, { instrument, people, attributes: ['organisation'] })
  const run = async (organisation: string): Promise<readonly unknown[]> => {
    const where = [{ column: 'organisation', in: [organisation] }]
    const { status, refusal: refused, nUsed } = await runOn(database, alone, participation, {}, { where })
    return [status, refused?.code, nUsed]
  }
  expect(await run('A')).toEqual(['ok', undefined, 1])
  expect(await run('B')).toEqual(['ok', undefined, 2])
  await database.execute("DELETE FROM responses WHERE organisation = 'A'")
  expect(await run('A')).toEqual(['refused', 'core:nobody-left', 0])
  await database.close()
})

describe('how many an analysis stands on', () => {
  test('are organisations, however many areas each is rated in', async () => {
    const { nUsed } = await runAnalysis(project, 'inventory', {})
    expect(nUsed).toBe(24)
  })
})
