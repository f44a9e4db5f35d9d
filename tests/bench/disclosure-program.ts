/* What the benchmark of disclosure control uses of the program: the sample recipe, and twelve analyses of a made-up survey of which one changes. */
import type { Frame } from '../../analyses/core/datasets'
import { createMemory } from '../../analyses/core/memory'
import { computeAnalysis, computeAnalyses, loadProject, publicationOf } from '../../analyses/recipe/execute'
import { publishTogether } from '../../analyses/recipe/publishing'
import type { ComputedRun, RunRequest } from '../../analyses/recipe/run'
import { diskFile } from '../../main/cli/data-file'
import { readProject } from '../../main/cli/project'
import { openDatabase } from '../../main/database'
import { surveyOfShape } from '../survey-shapes'

/** Computes and publishes all analyses of a recipe. */
export async function openRecipe(
  path: string,
): Promise<{ readonly run: (minGroup: number) => Promise<number>; readonly close: () => Promise<void> }> {
  const read = readProject(path)
  if (!read.ok) throw new Error('the recipe cannot be read')
  const { recipe, instrument } = read.project
  const database = await openDatabase()
  const { datasets } = await loadProject(database, recipe, instrument, (name) => diskFile(path, name))
  return {
    close: () => database.close(),
    run: async (minGroup) => {
      const own = { ...recipe, protect: { ...recipe.protect, min_group: minGroup } }
      const remember = createMemory()
      const runs = await computeAnalyses(database, own, datasets, { remember })
      const outcomes = await publishTogether(database, datasets.survey, runs, publicationOf(own), { remember })
      return outcomes.filter(({ status }) => status === 'ok').length
    },
  }
}

const groupings = [[], ['organisation'], ['role'], ['organisation', 'role']] as const
const ids = ['dimension-scores', 'item-statistics', 'participation'] as const
const requests: readonly RunRequest[] = ids.flatMap((id) =>
  groupings.map((by) => ({ id, as: [id, ...by].join(' '), options: { by: [...by] }, where: [] })),
)

/** A survey of which all analyses have been published, as in a window. */
export async function openMadeUp(
  rows: number,
  organisations: number,
): Promise<{ readonly another: (levels: readonly string[]) => Promise<void>; readonly close: () => Promise<void> }> {
  const database = await openDatabase()
  const survey = await surveyOfShape(database, { rows, rounds: ['2021', '2022'], organisations })
  const publication = { minGroup: 5, language: 'en' } as const
  const frames = new Map<string, Frame>()
  const recomputed = new Map<string, ComputedRun>()
  const compute = (request: RunRequest): Promise<ComputedRun> =>
    computeAnalysis(database, { request, datasets: { survey, series: null }, seed: 1, publication }, {})
  const runs: ComputedRun[] = []
  for (const request of requests) runs.push(await compute(request))
  const publish = (): Promise<unknown> => publishTogether(database, survey, runs, publication, { frames, recomputed })
  await publish()
  return {
    close: () => database.close(),
    another: async (levels) => {
      const [first] = requests
      if (first === undefined) return
      runs[0] = await compute({ ...first, where: [{ column: 'organisation', in: levels }] })
      await publish()
    },
  }
}
