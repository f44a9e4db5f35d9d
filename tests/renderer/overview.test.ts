import { describe, expect, test } from 'vitest'
import { analyses } from '../../analyses/index'
import { overviewAnalyses, overviewSections, withAnalysis } from '../../renderer/state/overview'
import { emptyProject, addAnalysis } from '../../renderer/state/project'
import {
  noRuns,
  planRuns,
  resultKey,
  runBegun,
  runComputed,
  isAnythingPending,
} from '../../renderer/state/running-steps'
import { startSession, type Session } from '../../renderer/state/session'
import { startWorkbench } from './start-workbench'
import { followTo } from '../../renderer/commands/analysis-follow'
import { fixtureOfTests } from '../fixture-project'

const { datasets } = await fixtureOfTests('fixtures/golden/recipe.json')
const session: Session = {
  ...startSession(),
  survey: { status: 'ready', dataset: datasets.survey, hash: 'h', problem: null },
}
const version = analyses.get('participation')?.version ?? 0
const own = { as: 'own', id: 'participation', version, where: [], options: {} }
const project = addAnalysis(emptyProject('en'), own)

describe('what the overview asks', () => {
  const derived = overviewAnalyses(project, session)

  test('has names that no analysis of a project can have', () => {
    expect(derived.map(({ as }) => as)).toContain('overview:participation')
    expect(derived.every(({ as }) => as.startsWith('overview:'))).toBe(true)
  })

  test('runs before the analyses of the project, and stays out of it', () => {
    const plan = planRuns(noRuns, project, session, null, 0, derived)
    expect(plan.run?.as).toBe('overview:participation')
    expect(planRuns(noRuns, project, session, null, 0).run?.as).toBe('own')
    const running = runBegun(noRuns, { as: 'own', key: resultKey(project, own, session) ?? '' })
    expect(planRuns(running, project, session, null, 0, derived).isCallOff).toBe(true)
  })

  test('shares what was computed with an analysis that asks the same, and is published as derived', () => {
    const memory = runComputed(noRuns, resultKey(project, own, session) ?? '')
    const plan = planRuns(memory, project, session, null, 1000, derived)
    expect(plan.publish?.job.runs.map(({ as, isDerived = false }) => [as, isDerived])).toEqual([
      ['overview:participation', true],
      ['own', false],
    ])
    expect(plan.run?.as).toBe('overview:places')
  })

  test('is pending while it is looked at only', () => {
    const done: Session = {
      ...session,
      results: {
        own: { key: resultKey(project, own, session), outcome: null, took: null, running: null, problem: null },
      },
    }
    expect(isAnythingPending(project, done)).toBe(false)
    expect(isAnythingPending(project, done, derived)).toBe(true)
  })

  test('says nothing where there are no data, and what is pending where there are', () => {
    expect(overviewSections(project, startSession())).toEqual([])
    expect(overviewSections(project, session).every(({ isPending }) => isPending)).toBe(true)
  })
})

describe('the analysis behind a line', () => {
  const wanted = { id: 'participation', options: { by: [] }, where: [] }

  test('is the one the project has, where options left out come to the same', () => {
    expect(withAnalysis(project, wanted, datasets.survey)).toEqual({ project, as: 'own' })
  })

  test('is added where options, conditions or version differ', () => {
    const byPlace = withAnalysis(project, { ...wanted, options: { by: ['organisation'] } }, datasets.survey)
    expect(byPlace.as).toBe('participation')
    expect(byPlace.project.analyses).toHaveLength(2)
    const filtered = { ...wanted, where: [{ column: 'round', in: ['2022'] }] }
    expect(withAnalysis(project, filtered, datasets.survey).project.analyses).toHaveLength(2)
    const older = addAnalysis(emptyProject('en'), { ...own, version: version - 1 })
    expect(withAnalysis(older, wanted, datasets.survey).as).toBe('participation')
  })

  test('options that the data refuse are like no others', () => {
    const odd = { ...wanted, options: { by: ['nothing such'] } }
    expect(withAnalysis(project, odd, datasets.survey).project.analyses).toHaveLength(2)
  })

  test('is shown, and adding it is one step', () => {
    const workbench = startWorkbench()
    workbench.patchSession(() => session)
    followTo(workbench, wanted)
    expect(workbench.store.getState().window).toMatchObject({ screen: 'analyses', analysis: 'participation' })
    followTo(workbench, wanted)
    expect(workbench.project().analyses).toHaveLength(1)
    workbench.undo()
    expect(workbench.project().analyses).toEqual([])
  })
})
