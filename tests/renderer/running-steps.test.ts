import { describe, expect, test } from 'vitest'
import { addAnalysis, changeOption, emptyProject, removeAnalysis, type Project } from '../../renderer/state/project'
import {
  computeJobOf,
  isAnythingPending,
  noRuns,
  planRuns,
  publishingBegun,
  publishingEnded,
  resultKey,
  runBegun,
  runComputed,
  runFailed,
  withOutcomes,
  withoutResults,
  withResult,
  workerReplaced,
  type RunMemory,
} from '../../renderer/state/running-steps'
import { emptyResult, runStateOf, startSession, type Session } from '../../renderer/state/session'
import { keptResults } from '../../renderer/worker/compute-protocol'

const analysis = (as: string) => ({ as, id: 'dimension-scores', version: 1, where: [], options: {} })
const project: Project = ['a', 'b', 'c'].reduce((present, as) => addAnalysis(present, analysis(as)), emptyProject('nb'))
const start = startSession()
const dataset = { kind: 'survey' } as never
const session: Session = { ...start, survey: { status: 'ready', dataset, hash: 'h', problem: null } }
const keyOf = (as: string, wanted: Project = project): string => {
  const found = wanted.analyses.find((entry) => entry.as === as)
  return found === undefined ? '' : (resultKey(wanted, found, session) ?? '')
}
const holding = (...names: readonly string[]): RunMemory =>
  names.reduce((memory, as) => runComputed(memory, keyOf(as)), noRuns)
/** The session when these results are on the screen. */
const showing = (...names: readonly string[]): Session => ({
  ...session,
  results: Object.fromEntries(names.map((as) => [as, { ...emptyResult, key: keyOf(as) }])),
})
/** Options tell the three analyses apart, since the name is no part of a result's key. */
const distinct = project.analyses.reduce(
  (present, { as }, index) => changeOption(present, as, 'confidence', 0.9 + index / 100),
  project,
)

describe('what runs', () => {
  const keys = distinct.analyses.map(({ as }) => keyOf(as, distinct))
  const holdingOf = (...held: readonly number[]): RunMemory =>
    held.reduce((memory, index) => runComputed(memory, keys[index] ?? ''), noRuns)
  const runOf = (memory: RunMemory, shown: string | null = null): string | undefined =>
    planRuns(memory, distinct, session, shown, 0).run?.as

  test('nothing while there are no data', () => {
    expect(planRuns(noRuns, distinct, start, 'a', 0)).toMatchObject({ run: null, isCallOff: false, forget: [] })
  })

  test('what the person stopped is called off and left alone until it is asked for', () => {
    const stopping = (stopped: string | null): Session => ({
      ...session,
      results: { a: { ...emptyResult, running: { key: keys[0] ?? '', share: 0.2 }, stopped } },
    })
    const running = runBegun(noRuns, { as: 'a', key: keys[0] ?? '' })
    expect(planRuns(running, distinct, stopping(null), 'a', 0).isCallOff).toBe(false)
    expect(planRuns(running, distinct, stopping(keys[0] ?? ''), 'a', 0).isCallOff).toBe(true)
    const stopped = { ...session, results: { a: { ...emptyResult, stopped: keys[0] ?? '' } } }
    const after = runFailed(running, keys[0] ?? '', null)
    expect(planRuns(after, distinct, stopped, 'a', 0).run?.as).toBe('b')
    expect(isAnythingPending({ ...distinct, analyses: distinct.analyses.slice(0, 1) }, stopped)).toBe(false)
    expect(runStateOf(stopped.results.a, keys[0] ?? '')).toBe('stopped')
    // Other options are another question, and the same ones are tried again once that is wanted.
    expect(runStateOf(stopped.results.a, 'another')).toBe('waiting')
    expect(planRuns(after, distinct, session, 'a', 0).run?.as).toBe('a')
  })

  test('what is shown first, the rest in the order of the project, one at a time', () => {
    expect(runOf(noRuns, 'b')).toBe('b')
    expect(runOf(holdingOf(1), 'b')).toBe('a')
    expect(runOf(holdingOf(0, 1), 'b')).toBe('c')
    expect(runOf(holdingOf(0, 1, 2), 'b')).toBeUndefined()
    expect(runOf(runBegun(noRuns, { as: 'a', key: keys[0] ?? '' }))).toBeUndefined()
  })

  test('a run that ended in a bug is not tried again, one that was called off is', () => {
    const key = keys[0] ?? ''
    expect(runOf(runFailed(noRuns, key, { kind: 'bug', detail: 'x' }), 'a')).toBe('b')
    expect(runOf(runFailed(noRuns, key, null), 'a')).toBe('a')
  })

  test('a needless run is called off, and so is one that the reader waits behind', () => {
    const callsOff = (as: string, key: string, shown: string | null): boolean =>
      planRuns(runBegun(noRuns, { as, key }), distinct, session, shown, 0).isCallOff
    expect(callsOff('a', 'other options', null)).toBe(true)
    expect(callsOff('gone', keys[0] ?? '', null)).toBe(true)
    expect(callsOff('a', keys[0] ?? '', 'a')).toBe(false)
    expect(callsOff('a', keys[0] ?? '', null)).toBe(false)
    expect(callsOff('a', keys[0] ?? '', 'b')).toBe(true)
  })

  test('the worker is handed the data of every kind and what the analysis was asked', () => {
    const { run } = planRuns(noRuns, distinct, session, 'b', 0)
    if (run === null) throw new Error('nothing runs')
    const filtered = { ...distinct, where: [{ column: 'role', in: ['leader'] }] }
    expect(computeJobOf(filtered, session, run)).toEqual({
      key: keys[1],
      request: {
        id: 'dimension-scores',
        as: 'b',
        options: { confidence: 0.91 },
        where: [{ column: 'role', in: ['leader'] }],
        version: 1,
      },
      datasets: { survey: dataset, series: null, indicators: null, inventory: null },
      seed: distinct.seed,
      publication: { minGroup: 5, language: 'nb' },
    })
  })

  test('the worker keeps so many results, and what was asked for last goes last', () => {
    let memory = noRuns
    for (let number = 0; number <= keptResults; number += 1) memory = runComputed(memory, `k${number}`)
    expect(memory.computed).toHaveLength(keptResults)
    expect(memory.computed[0]).toBe('k1')
    expect(runComputed(memory, 'k1').computed.at(-1)).toBe('k1')
    expect(runComputed(memory, 'k1').computed).toHaveLength(keptResults)
  })
})

describe('what is published', () => {
  const publish = (memory: RunMemory, present = session, shown: string | null = 'a', now = 1000) =>
    planRuns(memory, project, present, shown, now).publish
  const published = (memory: RunMemory, isDone = true): RunMemory => {
    const publishing = publish(memory)
    if (publishing === null) throw new Error('nothing is published')
    return publishingEnded(publishingBegun(memory, 0), publishing, isDone)
  }

  test('all results that are there together, as soon as the shown one is', () => {
    expect(publish(noRuns)).toBeNull()
    expect(publish(holding('a'))?.job).toEqual({
      runs: ['a', 'b', 'c'].map((as) => ({ as, key: keyOf(as) })),
      unchecked: [],
      publication: { minGroup: 5, language: 'nb' },
      survey: { dataset: session.survey.dataset, hash: session.survey.hash },
    })
  })

  test('once, and not while another publication is under way', () => {
    expect(publish(publishingBegun(holding('a'), 0))).toBeNull()
    expect(publish(published(holding('a')), showing('a'))).toBeNull()
  })

  test('again when it was called off, and when the worker was replaced', () => {
    expect(publish(published(holding('a'), false))).not.toBeNull()
    const once = published(holding('a'))
    const replaced = workerReplaced(once)
    expect(publish(replaced)).toBeNull()
    expect(publish(runComputed(replaced, keyOf('a')))).not.toBeNull()
  })

  test('in the background with rests between', () => {
    const [first = '', second = ''] = distinct.analyses.map(({ as }) => keyOf(as, distinct))
    const memory = publishingBegun({ ...runComputed(runComputed(noRuns, first), second), isPublishing: false }, 1000)
    const at = (now: number, present: Session) =>
      planRuns({ ...memory, isPublishing: false }, distinct, present, 'a', now).publish
    const onScreen = { ...session, results: { a: { ...emptyResult, key: first } } }
    expect(at(1100, onScreen)).toBeNull()
    expect(at(1401, onScreen)).not.toBeNull()
    expect(at(1100, session), 'what the reader waits for does not rest').not.toBeNull()
  })
})

describe('what the results become', () => {
  test('those of analyses that are gone are forgotten', () => {
    const plan = planRuns(noRuns, removeAnalysis(project, 'b'), showing('a', 'b'), null, 0)
    expect(plan.forget).toEqual(['b'])
    expect(Object.keys(withoutResults(showing('a', 'b').results, plan.forget))).toEqual(['a'])
  })

  test('an outcome takes the place of the old one and of a problem, with the time it took', () => {
    const asked = planRuns(noRuns, project, session, 'a', 100).memory.askedAt
    expect([...asked.values()]).toEqual([100])
    const outcome = { as: 'c' } as never
    const before = withResult({}, 'c', { problem: { kind: 'bug', detail: 'x' }, running: null })
    const after = withOutcomes(before, [{ as: 'c', key: keyOf('c'), outcome }], asked, 350)
    expect(after['c']).toEqual({ key: keyOf('c'), outcome, took: 250, running: null, problem: null })
    const untimed = withOutcomes(after, [{ as: 'c', key: 'other', outcome }], asked, 900)
    expect(untimed['c']).toMatchObject({ key: 'other', took: 250 })
  })
})
