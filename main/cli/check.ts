import { resolve } from 'node:path'
import { analyses, messagesOf } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker } from '../../analyses/core/speaker'
import { leftOutNote } from '../../analyses/quality/left-out-note'
import { analysisProblems, loadProject } from '../../analyses/recipe/execute'
import { orderProblems } from '../../analyses/recipe/order-problems'
import { errorLine } from '../../analyses/recipe/results'
import { startDatabase } from '../database'
import type { Command } from './arguments'
import { valuesAdvice } from './values-advice'
import { diskFile } from './data-file'
import { createProgress } from './progress'
import { recipeProposals } from './proposal-lines'
import { fileMissing, readProject } from './project'

/**
 * Validates a recipe, its instrument, its files and columns, and every analysis's options and filter against the data, without computing anything.
 * Prints every problem.
 * @returns 0 when it can be run, else 2
 */
export async function check(command: Extract<Command, { command: 'check' }>): Promise<0 | 2> {
  const recipePath = resolve(command.recipe)
  const read = readProject(recipePath)
  const language = command.language ?? (read.ok ? read.project.recipe.language : 'en')
  const speaker = createSpeaker(language, messagesOf(language), read.ok ? read.project.instrument : null)
  const say = (problems: readonly InputError[]): 2 => {
    for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
    return 2
  }
  if (!read.ok) return say(read.problems)
  const { recipe, instrument } = read.project
  const inRecipe = (problem: InputError): InputError =>
    new InputError(problem.code, problem.about, { file: command.recipe, ...problem.place })
  const problems: InputError[] = [...read.project.problems]
  const advice: string[] = []
  const progress = createProgress()
  const database = startDatabase()
  try {
    // One bad file does not hide the next; with one missing, what the analyses would find in the data is not known.
    const found: InputError[] = []
    const { datasets, reports } = await loadProject(
      database,
      recipe,
      instrument,
      (name) => openOrRefuse(recipePath, name),
      { onSource: (source, share) => progress.step(source.file, share), onProblem: (problem) => found.push(problem) },
    )
    for (const problem of found) problems.push(problem)
    if (found.length === 0) {
      for (const line of valuesAdvice(recipe, reports, speaker)) advice.push(line)
      for (const { file, notes } of reports)
        for (const note of notes) if (note.level === 'warning') advice.push(`${file}: ${speaker.note(note)}`)
      for (const note of datasets.survey?.notes ?? []) advice.push(speaker.note(note))
      if (datasets.survey?.leftOut !== undefined)
        advice.push(
          speaker.note(leftOutNote(datasets.survey.leftOut, datasets.survey.instrument, recipe.protect.min_group)),
        )
      const orders = datasets.survey === null ? [] : orderProblems(recipe, datasets.survey)
      for (const problem of [...orders, ...analysisProblems(recipe, datasets)]) problems.push(inRecipe(problem))
    }
  } finally {
    await database.close()
  }
  progress.end()
  const proposals = await recipeProposals(recipe, instrument, (name) => openOrRefuse(recipePath, name), speaker).catch(
    // A file that cannot be opened is among the problems.
    () => [],
  )
  for (const line of proposals) process.stderr.write(`${line}\n`)
  if (problems.length > 0) return say(problems)
  for (const line of advice) process.stdout.write(`${line}\n`)
  process.stdout.write(
    `${speaker.text('recipe:check-good', { sources: recipe.sources.length, analyses: recipe.analyses.length, known: analyses.size })}\n`,
  )
  return 0
}

function openOrRefuse(recipePath: string, name: string): ReturnType<typeof diskFile> {
  try {
    return diskFile(recipePath, name)
  } catch (error) {
    throw fileMissing(name, error)
  }
}
