import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopIfAborted } from '../../analyses/core/errors'
import { computeAnalysis } from '../../analyses/recipe/execute'
import { addAnalysis, changeOption, emptyProject, removeAnalysis } from '../../renderer/state/project'
import { keepResults } from '../../renderer/state/running'
import { resultKey } from '../../renderer/state/running-steps'
import { emptyResult, runStateOf } from '../../renderer/state/session'
import type { Workbench } from '../../renderer/state/workbench'
import type { Compute } from '../../renderer/worker/compute'
import { createComputedRuns } from '../../renderer/worker/computed-runs'
import { openFixture, type FixtureProject } from '../fixture-project'
import { startWorkbench } from './start-workbench'

/** The worker's part of the contract, in this thread: the same computations on the same engine. */
function computeHere(project: FixtureProject) {
  const held = createComputedRuns()
  const asked: string[] = []
  const finished: string[] = []
  let hold: Promise<void> = Promise.resolve()
  const compute: Omit<Compute, 'attack'> = {
    async compute({ key, request, datasets, seed, publication }, signal) {
      asked.push(request.as)
      await hold
      stopIfAborted(signal)
      held.keep(
        key,
        await computeAnalysis(project.database, { request, datasets, seed, publication }, { abort: signal }),
      )
      finished.push(request.as)
    },
    publish: (job) => held.publish(project.database, job),
    onReplaced: () => undefined,
  }
  return {
    compute,
    asked,
    finished,
    /** Makes the next computations wait until the function given back is called. */
    holdBack(): () => void {
      let release: () => void = () => undefined
      hold = new Promise((resolve) => (release = resolve))
      return release
    },
  }
}

describe('results follow the project', () => {
  let fixture: FixtureProject
  let workbench: Workbench
  let here: ReturnType<typeof computeHere>
  let stop: () => void

  beforeAll(async () => {
    fixture = await openFixture('fixtures/sample/recipe.json')
    workbench = startWorkbench()
    here = computeHere(fixture)
    workbench.change(() => ({
      ...emptyProject('nb'),
      analyses: [
        { as: 'scores', id: 'dimension-scores', version: 1, where: [], options: {} },
        { as: 'welch', id: 'group-comparison', version: 1, where: [], options: { outcomes: ['culture'] } },
      ],
    }))
    workbench.patchWindow({ screen: 'analyses', analysis: 'welch' })
    stop = keepResults(workbench, here.compute)
  })
  afterAll(async () => {
    stop()
    await fixture.database.close()
  })

  const resultOf = (as: string) => workbench.store.getState().session.results[as] ?? emptyResult
  const wanted = (as: string) => {
    const analysis = workbench.project().analyses.find((entry) => entry.as === as)
    return analysis === undefined ? null : resultKey(workbench.project(), analysis, workbench.store.getState().session)
  }
  const stateOf = (as: string) => runStateOf(resultOf(as), wanted(as))
  /** Waits for what is told by the store; how long that takes is for the test's own limit to say. */
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (condition()) return resolve()
      const stopListening = workbench.store.subscribe(() => {
        if (!condition()) return
        stopListening()
        resolve()
      })
    })

  test('nothing runs without data', () => {
    expect(here.asked).toEqual([])
    expect(stateOf('welch')).toBe('waiting')
  })

  test('what is shown runs first, then the rest', async () => {
    workbench.patchSession(() => ({
      survey: { status: 'ready', dataset: fixture.datasets.survey, hash: 'a', problem: null },
      series: { status: 'ready', dataset: fixture.datasets.series, hash: 'b', problem: null },
    }))
    await until(() => stateOf('welch') === 'fresh' && stateOf('scores') === 'fresh')
    expect(here.asked).toEqual(['welch', 'scores'])
    expect(resultOf('welch').outcome?.status).toBe('ok')
  })

  test('a change calls off the run it makes needless, and the old result stays until the new one comes', async () => {
    const before = resultOf('welch').outcome
    const release = here.holdBack()
    workbench.change((project) => changeOption(project, 'welch', 'confidence', 0.9))
    await until(() => stateOf('welch') === 'running')
    expect(resultOf('welch').outcome).toBe(before)
    workbench.change((project) => changeOption(project, 'welch', 'confidence', 0.8))
    release()
    await until(() => stateOf('welch') === 'fresh')
    expect(resultOf('welch').outcome?.options['confidence']).toBe(0.8)
    expect(here.asked.slice(2)).toEqual(['welch', 'welch'])
  })

  test('undo brings back a result that is known, without computing', async () => {
    const count = here.finished.length
    workbench.undo()
    workbench.undo()
    await until(() => stateOf('welch') === 'fresh')
    expect(resultOf('welch').outcome?.options['confidence']).toBe(0.95)
    expect(here.finished.length).toBe(count)
  })

  test('a refusal is a result, with its reason', async () => {
    workbench.change((project) => changeOption(project, 'welch', 'confidence', 7))
    await until(() => resultOf('welch').key === wanted('welch') || resultOf('welch').problem !== null)
    const { outcome, problem } = resultOf('welch')
    expect([problem, outcome?.status]).toEqual([null, 'refused'])
    workbench.undo()
    await until(() => stateOf('welch') === 'fresh')
  })

  test('the filter above reaches surveys, and data that go away leave the old result marked', async () => {
    workbench.change((project) => ({ ...project, where: [{ column: 'role', in: ['leader'] }] }))
    await until(() => stateOf('welch') === 'fresh' && stateOf('scores') === 'fresh')
    expect(resultOf('scores').outcome?.nUsed).toBe(250)
    workbench.patchSession(({ survey }) => ({ survey: { ...survey, status: 'loading' } }))
    expect(stateOf('scores')).toBe('stale')
    workbench.patchSession(({ survey }) => ({ survey: { ...survey, status: 'ready' } }))
    await until(() => stateOf('scores') === 'fresh')
  })

  test('results of what is removed are forgotten; what is added runs', async () => {
    workbench.change((project) => removeAnalysis(project, 'scores'))
    await until(() => !('scores' in workbench.store.getState().session.results))
    workbench.change((project) =>
      addAnalysis(project, { as: 'log', id: 'series-overview', version: 1, where: [], options: {} }),
    )
    await until(() => stateOf('log') === 'fresh')
    expect(resultOf('log').outcome?.tables[0]?.rows.length).toBeGreaterThan(0)
  })

  test('what is shown always exists', () => {
    workbench.patchWindow({ analysis: 'log' })
    workbench.change((project) => removeAnalysis(project, 'log'))
    expect(workbench.store.getState().window.analysis).toBe('welch')
  })
})
