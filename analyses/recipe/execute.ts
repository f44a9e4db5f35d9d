import { analyses } from '../index'
import { readers } from '../readers/registry'
import { sourceOf } from '../sources/registry'
import type { AbortSource, Database } from '../core/database'
import { InputError, stopIfAborted, type Place } from '../core/errors'
import { createMemory, type Remember } from '../core/memory'
import type { Instrument } from '../instrument/model'
import type { DataFile } from '../readers/data-file'
import { loadSource } from '../sources/loading'
import type { ImportReport, LoadOptions } from '../sources/report'
import { openDatasets } from './open'
import { declaredIn } from './declared'
import {
  datasetsThen,
  earlierAnalyses,
  releaseName,
  standingRun,
  uncheckedReleases,
  type ReleasedData,
} from './earlier-releases'
import { nameOf, type Recipe, type RecipeAnalysis, type RecipeSource } from './recipe'
import type { SourceEntry } from './results'
import { publishTogether } from './publishing'
import { runStatements } from './statements'
import type { Publication } from './report-context'
import {
  computeRun,
  failedRun,
  prepareRun,
  unprepared,
  type AnalysisOutcome,
  type ComputedRun,
  type Datasets,
  type PreparedRun,
  type RunRequest,
} from './run'

export interface ExecutionHooks {
  readonly abort?: AbortSource
  onSource?(source: RecipeSource, share: number): void
  /** Takes everything that is wrong with a source that cannot be used, so that the next are tried too; without it the first such source ends the loading. */
  onProblem?(problem: InputError): void
  onAnalysis?(name: string, share: number): void
  /** What was read: by it the data of earlier releases are known again. Without it none of them is. */
  readonly reports?: readonly Pick<ImportReport, 'source' | 'sha256'>[]
  /** Keeps what analyses make at length, for when one of them is computed anew. */
  readonly remember?: Remember
}

/** The result of loading: the data in the engine, and one report for each source. */
export interface LoadedProject {
  readonly datasets: Datasets
  readonly reports: readonly ImportReport[]
}

/**
 * Loads every source of a recipe into an empty engine.
 * @param openFile gives the bytes of a source by the name the recipe has for it
 * @throws InputError naming the file and the place; nothing is half-loaded
 */
export async function loadProject(
  database: Database,
  recipe: Recipe,
  instrument: Instrument | null,
  openFile: (name: string) => DataFile | Promise<DataFile>,
  hooks: ExecutionHooks = {},
): Promise<LoadedProject> {
  const reports: ImportReport[] = []
  for (const source of recipe.sources) {
    stopIfAborted(hooks.abort)
    const options: LoadOptions = {
      onProgress: ({ bytesRead, bytesTotal }) => hooks.onSource?.(source, bytesTotal > 0 ? bytesRead / bytesTotal : 1),
      abort: hooks.abort,
    }
    try {
      const file = await openFile(source.file)
      reports.push(await loadSource(sourceOf(source.kind), readers, { database, file, source, instrument, options }))
    } catch (error) {
      if (!(error instanceof InputError) || hooks.onProblem === undefined) throw error
      for (const problem of [error, ...error.others]) hooks.onProblem(problem)
    }
  }
  return { datasets: await openDatasets(database, instrument, reports, declaredIn(recipe)), reports }
}

/** A source's report in the words of results.json. */
export function sourceEntry(report: ImportReport): SourceEntry {
  return {
    id: report.source,
    file: report.file,
    sha256: report.sha256,
    rows_read: report.rowsRead,
    rows_used: report.rowsUsed,
    dialect: report.dialect,
    ...(report.corrected === undefined ? {} : { corrected: report.corrected }),
    notes: report.notes,
  }
}

/**
 * Every analysis of a recipe that could not even be prepared, with where in the recipe: for `check`, which runs nothing. Analyses that do not exist
 * are named by `unknownAnalyses`.
 */
export function analysisProblems(recipe: Recipe, datasets: Datasets): readonly InputError[] {
  return recipe.analyses.flatMap((entry, index) => {
    const analysis = analyses.get(entry.id)
    if (analysis === undefined) return []
    try {
      prepareRun(analysis, requestOf(entry), datasets, placeOf(index), recipe.language)
      return []
    } catch (error) {
      if (error instanceof InputError)
        return [
          error.place.path === undefined
            ? new InputError(error.code, error.about, { ...error.place, ...placeOf(index) })
            : error,
        ]
      throw error
    }
  })
}

/**
 * Analyses of a recipe that there are none of.
 * @param place where a path of the recipe stands
 */
export function unknownAnalyses(
  recipe: Recipe,
  place: (path: readonly (string | number)[]) => Place,
): readonly InputError[] {
  return recipe.analyses.flatMap((entry, index) =>
    analyses.has(entry.id) ? [] : [unknownAnalysis(entry.id, place(['analyses', index, 'id']))],
  )
}

function unknownAnalysis(id: string, place: Place): InputError {
  return new InputError('recipe:analysis-unknown', { id, known: [...analyses.keys()].join(', ') }, place)
}

const placeOf = (index: number): Place => ({ path: `analyses[${index}]` })

/** An entry of a recipe as the runner takes it. */
function requestOf(entry: RecipeAnalysis): RunRequest {
  return {
    id: entry.id,
    as: nameOf(entry),
    options: entry.options ?? {},
    where: entry.where ?? [],
    ...(entry.order === undefined ? {} : { order: entry.order }),
    ...(entry.version === undefined ? {} : { version: entry.version }),
  }
}

/**
 * Runs the analyses of a recipe one after another and publishes them together. A refusal or a bug in one is its outcome; the others still run.
 * @throws Aborted, and InputError for an analysis that does not exist
 */
export async function executeAnalyses(
  database: Database,
  recipe: Recipe,
  datasets: Datasets,
  hooks: ExecutionHooks = {},
): Promise<readonly AnalysisOutcome[]> {
  const remember = hooks.remember ?? createMemory()
  const runs = await computeAnalyses(database, recipe, datasets, { ...hooks, remember })
  return publishTogether(database, datasets.survey, runs, publicationOf(recipe), {
    abort: hooks.abort,
    remember,
    unchecked: [
      ...uncheckedReleases(recipe.releases ?? [], releasedData(recipe, datasets, hooks.reports ?? [])),
      ...releasesOfUnknown(recipe),
    ],
  })
}

/**
 * What the analyses of a recipe and of its earlier releases compute, before disclosure control.
 * @throws Aborted, and InputError for an analysis that does not exist
 */
export async function computeAnalyses(
  database: Database,
  recipe: Recipe,
  datasets: Datasets,
  hooks: ExecutionHooks = {},
): Promise<readonly ComputedRun[]> {
  const runs: ComputedRun[] = [...(await computeEarlier(database, recipe, datasets, hooks))]
  for (const [index, entry] of recipe.analyses.entries()) {
    stopIfAborted(hooks.abort)
    const name = nameOf(entry)
    hooks.onAnalysis?.(name, 0)
    const computation = { request: requestOf(entry), datasets, seed: recipe.seed, publication: publicationOf(recipe) }
    const run = await computeAnalysis(
      database,
      computation,
      {
        abort: hooks.abort,
        progress: (share) => hooks.onAnalysis?.(name, share),
        ...(hooks.remember === undefined ? {} : { remember: hooks.remember }),
      },
      { path: `analyses[${index}].id` },
    )
    runs.push(run)
    hooks.onAnalysis?.(name, 1)
  }
  return runs
}

/** What is known of the data of a recipe, by which those of its earlier releases are known again. */
export const releasedData = (
  recipe: Recipe,
  { survey }: Datasets,
  reports: NonNullable<ExecutionHooks['reports']>,
): ReleasedData => ({ ...recipe, instrument: survey?.instrument ?? null, survey, reports })

/** Names of releases of which an analysis is not known to this version. */
const releasesOfUnknown = ({ releases = [] }: Recipe): readonly string[] =>
  releases.flatMap((release, index) =>
    release.analyses.every(({ id }) => analyses.has(id)) ? [] : [releaseName(releases, index)],
  )

/** What earlier releases showed, as far as their data are still there. */
async function computeEarlier(
  database: Database,
  recipe: Recipe,
  datasets: Datasets,
  { abort, onAnalysis, reports = [] }: ExecutionHooks,
): Promise<readonly ComputedRun[]> {
  const { releases = [], seed } = recipe
  const runs: ComputedRun[] = []
  for (const { as, analysis, standing } of earlierAnalyses(releases, releasedData(recipe, datasets, reports))) {
    stopIfAborted(abort)
    onAnalysis?.(as, 0)
    const release = releases[standing.release]
    if (release === undefined || !analyses.has(analysis.id)) continue
    const computation = {
      request: { ...requestOf(analysis), as },
      datasets: datasetsThen(datasets, release, standing),
      seed,
      publication: { ...publicationOf(recipe), minGroup: standing.minGroup },
    }
    runs.push(standingRun(await computeAnalysis(database, computation, { abort }), { as, standing }))
    onAnalysis?.(as, 1)
  }
  return runs
}

/** How a recipe's results are shown. */
export const publicationOf = (recipe: Recipe): Publication => ({
  minGroup: recipe.protect.min_group,
  language: recipe.language,
  ...(recipe.labels === undefined ? {} : { labels: recipe.labels }),
})

/** One analysis to be computed, with all that its numbers depend on. */
export interface Computation {
  readonly request: RunRequest
  readonly datasets: Datasets
  readonly seed: number
  readonly publication: Publication
}

/** What a computation tells while it runs, what calls it off, and what it may keep for the next. */
export type ComputeHooks = Omit<Parameters<typeof computeRun>[4], 'abort'> & {
  readonly abort?: AbortSource | undefined
}

/**
 * Runs one analysis up to its tables, which are protected when they are published beside those of the others. A refusal or a bug is what it comes to.
 * @throws Aborted, and InputError for an analysis that does not exist
 */
export async function computeAnalysis(
  database: Database,
  { request, datasets, seed, publication }: Computation,
  { abort, ...hooks }: ComputeHooks,
  place: Place = {},
): Promise<ComputedRun> {
  const analysis = analyses.get(request.id)
  if (analysis === undefined) throw unknownAnalysis(request.id, place)
  let prepared: PreparedRun
  try {
    prepared = prepareRun(analysis, request, datasets, {}, publication.language)
  } catch (error) {
    return failedRun(unprepared(request, datasets), 0, [], error)
  }
  try {
    const { frames, nUsed } = await runStatements(database, prepared, abort)
    return await computeRun(analysis, prepared, { frames, nUsed, seed }, publication, {
      ...hooks,
      abort: abort ?? { aborted: false },
    })
  } catch (error) {
    return failedRun(prepared, 0, prepared.notes, error)
  }
}
