import { describe, expect, test } from 'vitest'
import { emptyProject, addAnalysis, type Project } from '../../renderer/state/project'
import { readProject, writeProject } from '../../renderer/state/project-file'
import { withoutRelease, withRelease } from '../../renderer/state/releases'
import {
  computeJobOf,
  noRuns,
  planRuns,
  publishingBegun,
  publishingEnded,
  runComputed,
  runFailed,
} from '../../renderer/state/running-steps'
import { startSession, type Session } from '../../renderer/state/session'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { executeAnalyses } from '../../analyses/recipe/execute'
import { fixtureOfTests } from '../fixture-project'

const { database, datasets, recipe } = await fixtureOfTests('fixtures/golden/recipe.json')
const session: Session = {
  ...startSession(),
  survey: { status: 'ready', dataset: datasets.survey, hash: 'h', problem: null },
}
const request = { id: 'dimension-scores', as: 'scores', options: { by: ['organisation'] } }
const outcomes: readonly AnalysisOutcome[] = await executeAnalyses(
  database,
  { ...recipe, analyses: [request] },
  datasets,
)
const project: Project = addAnalysis(
  { ...emptyProject('en'), where: [{ column: 'round', in: ['2022'] }] },
  { ...request, version: 1, where: [] },
)
const release = { on: '2022-11-30', to: 'Namsos kommune' }
const released = withRelease(project, session, outcomes, release)
const earlier = 'scores (Namsos kommune 2022-11-30)'

describe('releases that a project remembers', () => {
  test('are written into the project, and read from it again', () => {
    expect(released.releases).toMatchObject([
      { ...release, protect: { min_group: 5 }, analyses: [{ id: 'dimension-scores', as: 'scores' }] },
    ])
    const read = readProject(writeProject(released), 'p.json', () => 1)
    expect(read.ok ? read.project.releases : null).toEqual(released.releases)
    expect(withoutRelease(released, 0)).toEqual(project)
    expect(withRelease(project, session, [], release)).toBe(project)
  })

  test('are computed first, by themselves, and nothing is shown before', () => {
    const first = planRuns(noRuns, released, session, 'scores', 1000)
    expect(first.run?.as).toBe(earlier)
    const job = first.run === null ? null : computeJobOf(released, session, first.run)
    // The outcome that left had no filter; the project's of now is none of its.
    expect(job?.request.where).toEqual([])
    const half = runComputed(noRuns, first.run?.key ?? '')
    const own = planRuns(half, released, session, null, 1000)
    expect(own.run?.as).toBe('scores')
    const without = planRuns(runComputed(noRuns, own.run?.key ?? ''), released, session, null, 1000)
    expect([without.publish, without.run?.as]).toEqual([null, earlier])
    const all = planRuns(runComputed(half, own.run?.key ?? ''), released, session, null, 1000)
    expect(all.publish?.job.runs.map(({ as, earlier: standing }) => [as, standing?.release])).toEqual([
      [earlier, 0],
      ['scores', undefined],
    ])
    expect(all.publish?.job.unchecked).toEqual([])
  })

  test('that cannot be computed are named, and the others are shown', () => {
    const first = planRuns(noRuns, released, session, null, 1000)
    const broken = runFailed(noRuns, first.run?.key ?? '', { kind: 'bug', detail: '' } as never)
    const own = planRuns(broken, released, session, null, 1000)
    expect(own.run?.as).toBe('scores')
    const { publish } = planRuns(runComputed(broken, own.run?.key ?? ''), released, session, null, 1000)
    expect(publish?.job.runs.map(({ as }) => as)).toEqual(['scores'])
    expect(publish?.job.unchecked).toEqual(['Namsos kommune 2022-11-30'])
    if (publish == null) throw new Error('nothing is published')
    const memory = publishingEnded(publishingBegun(runComputed(broken, own.run?.key ?? ''), 0), publish, true)
    expect(planRuns(memory, released, session, null, 1000).publish).toBeNull()
  })

  test('of people who are counted otherwise now are named and not computed', () => {
    const others: Project = { ...released, exclusions: [{ rows: [1], source: 's' }] }
    const plan = planRuns(noRuns, others, session, null, 1000)
    expect(plan.run?.as).toBe('scores')
    const { publish } = planRuns(runComputed(noRuns, plan.run?.key ?? ''), others, session, null, 1000)
    expect(publish?.job.unchecked).toEqual(['Namsos kommune 2022-11-30'])
  })

  test('are held against where the same people are left out for another reason', () => {
    const line = { rows: [1], source: 's' }
    const before = withRelease({ ...project, exclusions: [line] }, session, outcomes, release)
    const now = { ...before, exclusions: [{ ...line, reason: 'A test' }] }
    expect(planRuns(noRuns, now, session, null, 1000).run?.as).toBe(earlier)
  })
})
