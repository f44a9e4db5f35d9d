/* What the benchmark of comparisons uses of the program, and the made-up people that it compares. */
import type { SurveyDataset } from '../../analyses/core/datasets'
import { createMemory } from '../../analyses/core/memory'
import { analyses } from '../../analyses/index'
import { runStatements } from '../../analyses/recipe/statements'
import { computeRun, prepareRun } from '../../analyses/recipe/run'
import { slopeByPersons, type Patterns } from '../../analyses/round-change/patterns'
import type { MoverData } from '../../analyses/round-change/mover-data'
import { topMovers } from '../../analyses/round-change/top-movers'
import { random } from '../../analyses/numeric/resampling/random'
import { openDatabase } from '../../main/database'
import { surveyOfShape } from '../survey-shapes'

/** Answers of people of both rounds to items of five steps, three in a hundred missing, in eight organisations. */
export const likeRounds = (people: number, items: number): MoverData => {
  const { uniform } = random(people, 'rounds')
  return {
    items: Array.from({ length: items }, () =>
      Int8Array.from({ length: people }, () => (uniform() < 0.03 ? -1 : Math.floor(5 * uniform()))),
    ),
    isLater: Uint8Array.from({ length: people }, () => (uniform() < 0.45 ? 1 : 0)),
    stratum: Int32Array.from({ length: people }, () => Math.floor(8 * uniform())),
    keepsSpreads: true,
  }
}

export const permute = (data: MoverData, permutations: number): ReturnType<typeof topMovers> =>
  topMovers(data, permutations, random(20221122), { aborted: false })

/** Scores in two rounds of people of whom half are in both. */
export const likePersons = (people: number): Patterns => {
  const { normal, uniform } = random(people, 'persons')
  const rows = Array.from({ length: people }, () => {
    const own = 3.4 + 0.6 * normal()
    const value = (shift: number): number => Math.round(Math.min(5, Math.max(1, own + shift + 0.5 * normal())) * 6) / 6
    const kind = uniform()
    return [kind < 0.75 ? value(0) : Number.NaN, kind < 0.5 || kind >= 0.75 ? value(0.1) : Number.NaN]
  })
  return { values: [0, 1].map((round) => rows.map((row) => row[round] ?? Number.NaN)), counts: rows.map(() => 1) }
}

export const change = (patterns: Patterns): ReturnType<typeof slopeByPersons> =>
  slopeByPersons(patterns, [0, 1], [0, 1])

/** Runs analyses on a made-up survey in the engine, remembering as the window does. */
export const openMadeUp = async (
  rows: number,
  organisations: number,
): Promise<{
  readonly run: (id: string, options: Readonly<Record<string, unknown>>) => Promise<string>
  readonly close: () => Promise<void>
}> => {
  const database = await openDatabase()
  const survey: SurveyDataset = await surveyOfShape(database, { rows, rounds: ['2021', '2022'], organisations })
  const remember = createMemory()
  return {
    close: () => database.close(),
    run: async (id, options) => {
      const analysis = analyses.get(id)
      if (analysis === undefined) throw new Error(`no analysis ${id}`)
      const prepared = prepareRun(analysis, { id, as: id, options, where: [] }, { survey, series: null } as Parameters<
        typeof prepareRun
      >[2])
      const { frames, nUsed } = await runStatements(database, prepared)
      const { status } = await computeRun(
        analysis,
        prepared,
        { frames, nUsed, seed: 1 },
        { minGroup: 5, language: 'nb' },
        { abort: { aborted: false }, remember },
      )
      return status
    },
  }
}
