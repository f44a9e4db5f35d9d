import { resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import type { Database } from '../../analyses/core/database'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { loadProject, type LoadedProject } from '../../analyses/recipe/execute'
import { namesOf } from '../../analyses/recipe/named-levels'
import type { Recipe } from '../../analyses/recipe/recipe'
import { errorLine } from '../../analyses/recipe/results'
import { startDatabase } from '../database'
import type { CommandLanguage } from './arguments'
import { diskFile } from './data-file'
import { createProgress, type Progress } from './progress'
import { fileMissing, readProject } from './project'

/** A recipe whose data stand in the engine. */
export interface OpenedRecipe extends LoadedProject {
  readonly database: Database
  readonly recipe: Recipe
  /** Says levels of attributes by their names. */
  readonly speaker: Speaker
  readonly progress: Progress
  /** Loads the data anew as they would be with another declaration. @throws InputError, QueryError */
  readonly reload: (declared: Recipe) => Promise<LoadedProject>
}

/** What is printed: the text, and lines beside it that are no part of it; or what is wrong with an input. */
export type Report =
  { readonly text: string; readonly told: readonly string[] } | { readonly problems: readonly InputError[] }

/**
 * Loads the data of a recipe and prints what is said of them.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export async function printReport(
  command: { readonly recipe: string; readonly language: CommandLanguage | null },
  report: (opened: OpenedRecipe) => Promise<string | Report>,
): Promise<0 | 2> {
  const recipePath = resolve(command.recipe)
  const read = readProject(recipePath)
  const language = command.language ?? (read.ok ? read.project.recipe.language : 'en')
  const speaker = createSpeaker(language, messagesOf(language), read.ok ? read.project.instrument : null)
  if (!read.ok) return refuse(read.problems, speaker)
  if (read.project.problems.length > 0) return refuse(read.project.problems, speaker)
  const { instrument } = read.project
  const recipe = { ...read.project.recipe, language }
  const progress = createProgress()
  const database = startDatabase()
  const reload = (declared: Recipe): Promise<LoadedProject> =>
    loadProject(
      database,
      declared,
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
  try {
    const loaded = await reload(recipe)
    const named = createSpeaker(language, messagesOf(language), instrument, namesOf(loaded.datasets, recipe))
    const given = await report({ ...loaded, database, recipe, speaker: named, progress, reload })
    progress.end()
    if (typeof given !== 'string' && 'problems' in given) return refuse(given.problems, speaker)
    const { text, told } = typeof given === 'string' ? { text: given, told: [] } : given
    process.stdout.write(text)
    for (const line of told) process.stderr.write(`${line}\n`)
    return 0
  } catch (error) {
    progress.end()
    if (error instanceof InputError) return refuse([error], speaker)
    throw error
  } finally {
    await database.close()
  }
}

/** Errors one line each on stderr: place, what is wrong, what to do. */
function refuse(problems: readonly InputError[], speaker: Speaker): 2 {
  for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
  return 2
}
