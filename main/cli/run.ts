import { resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import { HostError, InputError } from '../../analyses/core/errors'
import type { Passport } from '../../analyses/publish/passport'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { machineCsv } from '../../analyses/publish/csv/machine-csv'
import { executeAnalyses, loadProject, sourceRecord, unknownAnalyses } from '../../analyses/recipe/execute'
import { writeRecipe, type Recipe } from '../../analyses/recipe/recipe'
import { errorLine, fileNames, resultsDocument } from '../../analyses/recipe/results'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineName, openDatabase } from '../database'
import type { Command } from './arguments'
import { diskFile } from './data-file'
import { drawFigures } from './figures'
import { createProgress } from './progress'
import { fileMissing, readProject } from './project'
import { FolderExists, pendingFolder, type PendingFolder } from './write-folder'

export interface RunEnvironment {
  readonly workbench: string
  /** Absolute path of the built program. */
  readonly outFolder: string
  /** Time that the run is dated with. */
  readonly now: Date
}

/**
 * Runs a recipe into a folder.
 * @returns the exit code: 0 all ran, 1 something was refused or failed, 2 nothing could be used and nothing is written
 */
export async function run(
  command: Extract<Command, { command: 'run' }>,
  environment: RunEnvironment,
): Promise<0 | 1 | 2> {
  const progress = createProgress()
  const recipePath = resolve(command.recipe)
  const read = readProject(recipePath)
  if (!read.ok)
    return refuse(read.problems, createSpeaker(command.language ?? 'en', messagesOf(command.language ?? 'en'), null))
  const recipe: Recipe =
    command.language === null ? read.project.recipe : { ...read.project.recipe, language: command.language }
  const { instrument } = read.project
  const speaker = createSpeaker(recipe.language, messagesOf(recipe.language), instrument)
  const unknown = unknownAnalyses(recipe)
  if (unknown.length > 0)
    return refuse(
      unknown.map((problem) => new InputError(problem.code, problem.about, { ...problem.place, file: command.recipe })),
      speaker,
    )

  let folder: PendingFolder
  try {
    folder = await pendingFolder(command.out, command.force)
  } catch (error) {
    if (!(error instanceof FolderExists)) throw error
    process.stderr.write(`${speaker.text('recipe:out-exists', { folder: command.out })}\n`)
    return 2
  }
  const database = await openDatabase()
  try {
    const { datasets, reports } = await loadProject(
      database,
      recipe,
      instrument,
      (name) => {
        try {
          return diskFile(recipePath, name)
        } catch (error) {
          throw fileMissing(name, error)
        }
      },
      { onSource: (source, share) => progress.step(source.file, share) },
    )
    for (const report of reports)
      for (const note of report.notes)
        if (note.level === 'warning') progress.line(`${report.file}: ${speaker.note(note)}`)
    const outcomes = await executeAnalyses(database, recipe, datasets, {
      onAnalysis: (name, share) => progress.step(name, share),
    })
    for (const output of notAvailable(recipe)) progress.line(speaker.text('recipe:output-not-available', { output }))

    const passports = new Map(
      outcomes.map((outcome) => [
        outcome.as,
        passportOf(
          outcome,
          recipe,
          Object.fromEntries(reports.map(({ source, sha256 }) => [source, sha256])),
          environment,
        ),
      ]),
    )
    const formats = await drawFigures({
      recipe,
      outcomes,
      passports,
      speaker,
      folder,
      progress,
      tablesOnly: command.tablesOnly,
      outFolder: environment.outFolder,
    })
    for (const outcome of outcomes) {
      for (const table of outcome.tables)
        await folder.write(
          fileNames.table(outcome.as, table.id),
          machineCsv(table, (phrase) => speaker.label(phrase)),
        )
      for (const figure of outcome.figures)
        await folder.write(
          fileNames.figureData(outcome.as, figure.id),
          machineCsv(figure.data, (phrase) => speaker.label(phrase)),
        )
    }
    const document = resultsDocument({
      workbench: environment.workbench,
      engine: engineName,
      ranAt: environment.now.toISOString(),
      recipe,
      sources: reports.map(sourceRecord),
      outcomes,
      figureFormats: formats,
      speaker,
    })
    await folder.write('results.json', `${JSON.stringify(document, null, 1)}\n`)
    await folder.write('recipe.json', writeRecipe(recipe))
    await folder.finish()
    progress.end()
    for (const outcome of outcomes) progress.line(outcomeLine(outcome, speaker))
    return outcomes.every(({ status }) => status === 'ok') ? 0 : 1
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

/** Errors one line each on stderr: place, what is wrong, what to do. */
export function refuse(problems: readonly InputError[], speaker: Speaker): 2 {
  for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
  return 2
}

function outcomeLine(outcome: AnalysisOutcome, speaker: Speaker): string {
  if (outcome.refusal !== null) return `${outcome.as}: ${speaker.text(outcome.refusal.code, outcome.refusal.about)}`
  return `${outcome.as}: ${speaker.sentences(outcome.prose.finding) || speaker.text(`${outcome.id}:title`)}`
}

function notAvailable(recipe: Recipe): readonly string[] {
  return [...recipe.output.tables.filter((format) => format !== 'csv'), ...recipe.output.report]
}

function passportOf(
  outcome: AnalysisOutcome,
  recipe: Recipe,
  data: Readonly<Record<string, string>>,
  { workbench, now }: RunEnvironment,
): Passport {
  return {
    workbench,
    data,
    analysis: { id: outcome.id, version: outcome.version },
    options: outcome.options,
    seed: recipe.seed,
    filter: [...outcome.where],
    n: outcome.nUsed,
    rule: { min_group: recipe.protect.min_group },
    date: now.toISOString(),
  }
}
