import { describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../analyses/core/contract'
import { Aborted } from '../analyses/core/errors'
import { fillOptions } from '../analyses/core/options'
import { analyses } from '../analyses/index'
import { runStatements } from '../analyses/recipe/statements'
import { computeRun, prepareRun } from '../analyses/recipe/run'
import { firstSceneOfTests } from './scenes'

/**
 * While an analysis computes it tells how far it has come, and looks whether it has been called off. Both happen at least once for each part of its work:
 * an outcome, a dimension, an area, a series.
 */

const project = await firstSceneOfTests()

interface Watched {
  readonly told: readonly number[]
  readonly looks: number
  /** How many parts of work the options name. */
  readonly parts: number
}

/** @param calledOffAt the look, from 1, from which on the run is called off */
async function watch(analysis: AnyAnalysis, calledOffAt = Infinity): Promise<Watched> {
  const prepared = prepareRun(analysis, { id: analysis.id, as: analysis.id, options: {}, where: [] }, project.datasets)
  const { frames, nUsed } = await runStatements(project.database, prepared)
  const told: number[] = []
  let looks = 0
  const abort = {
    get aborted() {
      looks += 1
      return looks >= calledOffAt
    },
  }
  await computeRun(
    analysis,
    prepared,
    { frames, nUsed, seed: 1 },
    { minGroup: 1, language: 'en' },
    { abort, progress: (share: number) => void told.push(share) },
  )
  const options = fillOptions(analysis.options, {}, prepared.dataset)
  const parts = Object.entries(analysis.options)
    .filter(([, option]) => option.kind === 'columns' && ['outcome', 'dimension', 'area', 'series'].includes(option.of))
    .map(([name]) => (options[name] as readonly string[]).length)
  return { told, looks, parts: Math.max(1, ...parts) }
}

/** Analyses that fit or resample for each of their parts, so that a person waits for them. */
const slow = [
  'aggregation',
  'drivers',
  'factorial-variance',
  'group-comparison',
  'inventory',
  'invariance',
  'measures',
  'ordinal-model',
  'reliability',
  'revalidation',
  'round-change',
  'series-overview',
  'structure',
  'variance-components',
]

describe.each([...analyses.values()].map((analysis) => [analysis.id, analysis] as const))('%s', (id, analysis) => {
  test('tells shares of its work that only grow', async () => {
    const { told } = await watch(analysis)
    expect(told.filter((share) => share < 0 || share > 1)).toEqual([])
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test.runIf(slow.includes(id))('tells and looks at least once for each part', async () => {
    const { told, looks, parts } = await watch(analysis)
    expect(new Set(told).size).toBeGreaterThanOrEqual(parts)
    expect(looks).toBeGreaterThanOrEqual(parts)
  })

  test('stops at whichever look it finds itself called off', async () => {
    const { looks } = await watch(analysis)
    expect(looks).toBeGreaterThan(0)
    for (const at of new Set([1, Math.ceil(looks / 2), looks]))
      await expect(watch(analysis, at), `look ${at} of ${looks}`).rejects.toBeInstanceOf(Aborted)
  })
})
