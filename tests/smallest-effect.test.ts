import { describe, expect, test } from 'vitest'
import type { Mark } from '../analyses/core/figure'
import { rowsOfTable } from '../analyses/core/result'
import type { AnalysisOutcome } from '../analyses/recipe/run'
import { runAnalysis } from './fixture-project'
import { firstSceneOfTests } from './scenes'

/** The smallest effect of interest is drawn as a band: around no difference, and around the mean that a later one is held against. */

const project = await firstSceneOfTests()

type Band = Extract<Mark, { readonly mark: 'band' }>

const bandsOf = ({ figures }: AnalysisOutcome): readonly Band[] =>
  figures.flatMap(({ panels }) =>
    panels.flatMap(({ marks }) => marks.filter((mark): mark is Band => mark.mark === 'band')),
  )

const widthOf = ({ from, to }: Band): number => to - from
const middleOf = ({ from, to }: Band): number => (from + to) / 2

describe.each(['group-comparison', 'round-change'])('%s', (id) => {
  const run = (effect: number): Promise<AnalysisOutcome> => runAnalysis(project, id, { smallest_effect: effect })

  test.each([0.17, 0.3, 0.61])('an effect of %s makes bands of twice its width', async (effect) => {
    const bands = bandsOf(await run(effect))
    expect(bands.length).toBeGreaterThan(0)
    for (const band of bands) expect(widthOf(band)).toBeCloseTo(2 * effect, 9)
  })

  test('no effect makes no band', async () => {
    expect(bandsOf(await run(0)).filter((band) => widthOf(band) === 0)).toEqual([])
  })
})

test('a band lies around no difference, or around the earlier mean', async () => {
  const outcome = await runAnalysis(project, 'round-change', { smallest_effect: 0.17 })
  const means = outcome.tables
    .filter(({ id }) => id === 'change')
    .flatMap((table) => rowsOfTable(table).map(({ cells }) => cells['mean_1']))
    .filter((mean) => typeof mean === 'number')
  expect(means.length).toBeGreaterThan(0)
  const middles = bandsOf(outcome).map(middleOf)
  const isNear = (one: number) => (other: number) => Math.abs(one - other) < 1e-9
  expect(middles.filter((middle) => !isNear(0)(middle) && !means.some(isNear(middle)))).toEqual([])
  expect(middles.some(isNear(0))).toBe(true)
  expect(middles.some((middle) => means.some(isNear(middle)))).toBe(true)
})
