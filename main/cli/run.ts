import { resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import type { Database } from '../../analyses/core/database'
import { HostError, InputError } from '../../analyses/core/errors'
import type { LevelNames } from '../../analyses/core/level-names'
import type { Speaker } from '../../analyses/core/speaker'
import { createSpeaker } from '../../analyses/core/speaker'
import type { DataFile } from '../../analyses/readers/data-file'
import { bundleFiles, type Bundle } from '../../analyses/publish/bundle'
import { correctedCells } from '../../analyses/sources/corrections'
import { namesOf } from '../../analyses/recipe/named-levels'
import { executeAnalyses, loadProject, sourceEntry } from '../../analyses/recipe/execute'
import { writeRecipe, type Recipe } from '../../analyses/recipe/recipe'
import { errorLine, releasedNote } from '../../analyses/recipe/results'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineName, startDatabase } from '../database'
import type { Command } from './arguments'
import { diskFile } from './data-file'
import { drawFigures } from './figures'
import { createProgress, type Progress } from './progress'
import { recipeProposals } from './proposal-lines'
import { fileMissing, readProject, type ReadProject } from './project'
import { FolderExists, pendingFolder, type PendingFolder } from './write-folder'

export interface RunEnvironment {
  readonly workbench: string
  /** Absolute path of the built program. */
  readonly outFolder: string
  /** Time that the run is dated with. */
  readonly now: Date
}

type RunCommand = Extract<Command, { command: 'run' }>

/**
 * Runs a recipe into a folder.
 * @returns the exit code: 0 all ran, 1 something was refused or failed, 2 nothing could be used and nothing is written
 */
export async function run(command: RunCommand, environment: RunEnvironment): Promise<0 | 1 | 2> {
  const recipePath = resolve(command.recipe)
  const read = readProject(recipePath)
  if (!read.ok) return refuse(read.problems, speakerOf(command.language ?? 'en', null))
  const { recipe: given, instrument, problems } = read.project
  const recipe: Recipe = command.language === null ? given : { ...given, language: command.language }
  const speaker = speakerOf(recipe.language, instrument)
  if (problems.length > 0) return refuse(problems, speaker)
  const folder = await openFolder(command, speaker)
  if (folder === null) return 2
  const progress = createProgress()
  const database = startDatabase()
  try {
    const bundle = await compute(database, recipePath, { ...read.project, recipe }, environment, speaker, progress)
    await write(bundle, command, environment, folder, progress)
    progress.end()
    for (const outcome of bundle.outcomes) progress.line(outcomeLine(outcome, bundle.speaker))
    return bundle.outcomes.every(({ status }) => status === 'ok') ? 0 : 1
  } catch (error) {
    folder.discard()
    progress.end()
    if (error instanceof InputError) return refuse([error], speaker)
    if (error instanceof HostError) {
      process.stderr.write(`${speaker.text(error.code, error.about)}\n`)
      return 2
    }
    throw error
  } finally {
    await database.close()
  }
}

const speakerOf = (language: Recipe['language'], instrument: ReadProject['instrument'], levels?: LevelNames): Speaker =>
  createSpeaker(language, messagesOf(language), instrument, levels)

/** @returns null when the folder is there already and may not be replaced, which is said */
async function openFolder({ out, force }: RunCommand, speaker: Speaker): Promise<PendingFolder | null> {
  try {
    return await pendingFolder(out, force)
  } catch (error) {
    if (!(error instanceof FolderExists)) throw error
    process.stderr.write(`${speaker.text('recipe:out-exists', { folder: out })}\n`)
    return null
  }
}

async function compute(
  database: Database,
  recipePath: string,
  { recipe, instrument }: ReadProject,
  { workbench, now }: RunEnvironment,
  speaker: Speaker,
  progress: Progress,
): Promise<Bundle> {
  const openFile = (name: string): DataFile => {
    try {
      return diskFile(recipePath, name)
    } catch (error) {
      throw fileMissing(name, error)
    }
  }
  const { datasets, reports } = await loadProject(database, recipe, instrument, openFile, {
    onSource: (source, share) => progress.step(source.file, share),
  })
  for (const report of reports)
    for (const note of report.notes)
      if (note.level === 'warning')
        progress.line(`${report.file}: ${speaker.note(releasedNote(note, recipe.protect.min_group))}`)
  for (const line of await recipeProposals(recipe, instrument, openFile, speaker)) progress.line(line)
  const outcomes = await executeAnalyses(database, recipe, datasets, {
    reports,
    onAnalysis: (name, share) => progress.step(name, share),
  })
  return {
    recipe,
    outcomes,
    speaker: speakerOf(recipe.language, instrument, namesOf(datasets, recipe)),
    provenance: {
      workbench,
      data: Object.fromEntries(reports.map(({ source, sha256 }) => [source, sha256])),
      corrected: correctedCells(recipe.sources),
      seed: recipe.seed,
      minGroup: recipe.protect.min_group,
      exclusions: recipe.exclusions,
      date: now.toISOString(),
    },
    engine: engineName,
    sources: reports.map(sourceEntry),
    figureFormats: recipe.output.figures,
    documents: [{ name: 'recipe.json', text: writeRecipe(recipe) }],
  }
}

async function write(
  bundle: Bundle,
  { tablesOnly }: RunCommand,
  { outFolder }: RunEnvironment,
  folder: PendingFolder,
  progress: Progress,
): Promise<void> {
  const figureFormats = await drawFigures(bundle, { folder, progress, tablesOnly, outFolder })
  for (const { name, bytes } of bundleFiles({ ...bundle, figureFormats })) await folder.write(name, bytes)
  await folder.finish()
}

/** Errors one line each on stderr: place, what is wrong, what to do. */
function refuse(problems: readonly InputError[], speaker: Speaker): 2 {
  for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
  return 2
}

function outcomeLine(outcome: AnalysisOutcome, speaker: Speaker): string {
  if (outcome.refusal !== null) return `${outcome.as}: ${speaker.text(outcome.refusal.code, outcome.refusal.about)}`
  return `${outcome.as}: ${speaker.sentences(outcome.prose.finding) || speaker.text(`${outcome.id}:title`)}`
}
