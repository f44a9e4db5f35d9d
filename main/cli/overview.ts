import { resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { executeOverview } from '../../analyses/overview/execute'
import { overviewText } from '../../analyses/overview/text'
import { namesOf } from '../../analyses/recipe/named-levels'
import { loadProject } from '../../analyses/recipe/execute'
import { errorLine } from '../../analyses/recipe/results'
import { startDatabase } from '../database'
import type { Command } from './arguments'
import { diskFile } from './data-file'
import { createProgress } from './progress'
import { fileMissing, readProject } from './project'

/**
 * Prints the overview of a recipe: the sentences that the window shows first.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export async function overview(command: Extract<Command, { command: 'overview' }>): Promise<0 | 2> {
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
  try {
    const { datasets } = await loadProject(
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
    const sections = await executeOverview(database, recipe, datasets, {
      onAnalysis: (name, share) => progress.step(name, share),
    })
    progress.end()
    const named = createSpeaker(language, messagesOf(language), instrument, namesOf(datasets, recipe))
    process.stdout.write(overviewText(recipe.title, sections, named))
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
