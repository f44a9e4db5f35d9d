import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { analyses } from '../analyses/index'
import type { Database } from '../analyses/core/database'
import type { Condition } from '../analyses/core/datasets'
import type { Instrument } from '../analyses/instrument/model'
import type { DataFile } from '../analyses/readers/data-file'
import { loadProject } from '../analyses/recipe/execute'
import type { ImportReport } from '../analyses/sources/report'
import { runStatements } from '../analyses/recipe/statements'
import { parseInstrument } from '../analyses/instrument/format'
import { parseRecipe, type Recipe } from '../analyses/recipe/recipe'
import { concludeRun, prepareRun, type AnalysisOutcome, type Datasets } from '../analyses/recipe/run'
import { openDatabase } from '../main/database'
import { projectFolder } from './source-files'

/** A recipe of the fixtures with its data in a real engine. */
export interface FixtureProject {
  readonly recipe: Recipe
  readonly instrument: Instrument | null
  readonly database: Database
  readonly datasets: Datasets
  /** What was told while the files were read. */
  readonly reports: readonly ImportReport[]
}

/** A file on disk as a reader takes it, in chunks of a size that is no power of two, so that chunk borders fall anywhere. */
export function fileOf(path: string, chunkBytes = 65_521): DataFile {
  return {
    name: basename(path),
    size: statSync(path).size,
    chunks: (fromByte = 0) =>
      createReadStream(path, { start: fromByte, highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>,
  }
}

/**
 * @param recipePath from the project's folder
 * @param engine that is empty; a new one unless it is given
 */
export async function openFixture(recipePath: string, engine?: Database): Promise<FixtureProject> {
  const path = join(projectFolder, recipePath)
  const parsed = parseRecipe(readFileSync(path, 'utf8'), recipePath)
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  const recipe = parsed.value
  const instrument = recipe.instrument === undefined ? null : instrumentAt(resolve(dirname(path), recipe.instrument))
  const database = engine ?? (await openDatabase())
  const { datasets, reports } = await loadProject(database, recipe, instrument, (name) =>
    fileOf(resolve(dirname(path), name)),
  )
  return { recipe, instrument, database, datasets, reports }
}

/** The same for one file of tests, closed after the last of them. */
export async function fixtureOfTests(recipePath: string): Promise<FixtureProject> {
  const project = await openFixture(recipePath)
  afterAll(() => project.database.close())
  return project
}

export function instrumentAt(path: string): Instrument {
  const parsed = parseInstrument(readFileSync(path, 'utf8'), basename(path))
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  return parsed.value
}

/** Runs one analysis on a fixture through engine, compute and publication. */
export async function runAnalysis(
  project: Pick<FixtureProject, 'database' | 'datasets'>,
  id: string,
  options: Readonly<Record<string, unknown>>,
  settings: {
    readonly where?: readonly Condition[]
    readonly seed?: number
    readonly minGroup?: number
    readonly language?: 'nb' | 'sv' | 'en'
  } = {},
): Promise<AnalysisOutcome> {
  const analysis = analyses.get(id)
  if (analysis === undefined) throw new Error(`no analysis ${id}`)
  const prepared = prepareRun(analysis, { id, as: id, options, where: settings.where ?? [] }, project.datasets)
  const { frames, nUsed } = await runStatements(project.database, prepared)
  return concludeRun(
    analysis,
    prepared,
    { frames, nUsed, seed: settings.seed ?? 1, minGroup: settings.minGroup ?? 1, language: settings.language ?? 'en' },
    { abort: { aborted: false } },
  )
}
