import { resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { withFile, type Declared } from '../../analyses/organisations/edits'
import { organisationNodes, type OrganisationNode } from '../../analyses/organisations/nodes'
import { proposeNames, readTreeTable, type TreeFile } from '../../analyses/organisations/tree-file'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { readers } from '../../analyses/readers/registry'
import { loadProject } from '../../analyses/recipe/execute'
import type { Recipe } from '../../analyses/recipe/recipe'
import { errorLine } from '../../analyses/recipe/results'
import { startDatabase } from '../database'
import type { Command } from './arguments'
import { diskFile, openGiven } from './data-file'
import { createProgress } from './progress'
import { fileMissing, readProject } from './project'

type TreeCommand = Extract<Command, { command: 'tree' }>

/**
 * Prints the organisation tree of a recipe with the people who answered and those invited, and what is wrong with it. With spreadsheets of names it prints the tree
 * as it would be with them, and names that may be spellings of one place; as JSON, what to write in the recipe.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export async function tree(command: TreeCommand): Promise<0 | 2> {
  const recipePath = resolve(command.recipe)
  const read = readProject(recipePath)
  const language = command.language ?? (read.ok ? read.project.recipe.language : 'en')
  const speaker = createSpeaker(language, messagesOf(language), read.ok ? read.project.instrument : null)
  if (!read.ok) return refuse(read.problems, speaker)
  if (read.project.problems.length > 0) return refuse(read.project.problems, speaker)
  const { instrument, recipe } = read.project
  const progress = createProgress()
  const database = startDatabase()
  const load = async (declared: Recipe): Promise<SurveyDataset | null> => {
    const { datasets } = await loadProject(
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
    return datasets.survey
  }
  try {
    let survey = await load(recipe)
    let declared: Declared = recipe
    const told: string[] = []
    for (const path of command.files) {
      const file = await readFile(path, survey)
      if (!file.ok) return refuse(file.problems, speaker)
      declared = withFile(declared, survey?.organisations?.levels ?? [], file.read)
      for (const line of adviceOn(file.read, survey, speaker)) told.push(line)
    }
    const { tree: placed, headcounts } = declared
    if (command.files.length > 0)
      survey = await load({
        ...recipe,
        tree: placed,
        headcounts: headcounts === undefined ? undefined : [...headcounts],
      })
    progress.end()
    if (command.asJson) process.stdout.write(`${JSON.stringify({ tree: placed, headcounts }, null, 2)}\n`)
    else
      for (const line of page(survey, { ...declared, minGroup: recipe.protect.min_group }, speaker))
        process.stdout.write(`${line}\n`)
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

async function readFile(path: string, survey: SurveyDataset | null): Promise<ReturnType<typeof readTreeTable>> {
  const [table] = await openSheets(openGiven(path), readers)
  if (table === undefined) throw new InputError('organisations:file-empty', {}, { file: path })
  return readTreeTable(table, survey?.organisations?.levels ?? [], survey?.rounds.map(({ id }) => id) ?? [])
}

function adviceOn(
  { tree: placed, unused }: TreeFile,
  survey: SurveyDataset | null,
  speaker: Speaker,
): readonly string[] {
  const known = Object.fromEntries((survey?.attributes ?? []).map(({ id, levels }) => [id, levels]))
  return [
    ...proposeNames(placed, known).map(({ from, into, score }) =>
      speaker.text('organisations:proposal', { from, into, percent: Math.round(score * 100) }),
    ),
    ...unused.map((header) => speaker.text('organisations:tree-unused', { header })),
  ]
}

function page(
  survey: SurveyDataset | null,
  given: Declared & { readonly minGroup: number },
  speaker: Speaker,
): readonly string[] {
  const counts = survey?.organisations
  if (survey === null || counts === undefined) return [speaker.text('organisations:tree-none')]
  const rounds = survey.rounds.map(({ id }) => id)
  const nodes = organisationNodes({
    counts,
    rounds,
    tree: given.tree,
    headcounts: given.headcounts ?? [],
    minGroup: given.minGroup,
    compare: speaker.compare,
  })
  const levels = counts.levels.map((level) => speaker.label({ attribute: level })).join(' → ')
  const notes = survey.notes ?? []
  return [
    speaker.text('organisations:tree-title', { levels, nodes: nodes.length }),
    ...nodes.map((node) => lineOf(node, rounds, speaker)),
    '',
    ...(notes.length === 0 ? [speaker.text('organisations:tree-good')] : notes.map((note) => speaker.note(note))),
  ]
}

function lineOf(
  { name, nesting, rounds: cells }: OrganisationNode,
  rounds: readonly string[],
  speaker: Speaker,
): string {
  const told = cells.flatMap(({ respondents, headcount }, index) => {
    if (respondents === 0 && headcount === null) return []
    const n = respondents ?? speaker.text('organisations:tree-withheld')
    const round = rounds[index] ?? ''
    return headcount === null
      ? [speaker.text('organisations:tree-respondents-only', { round, n })]
      : [speaker.text('organisations:tree-respondents', { round, n, headcount })]
  })
  return `${'  '.repeat(nesting)}${name}${told.length === 0 ? '' : `  ${told.join('; ')}`}`
}

/** Errors one line each on stderr: place, what is wrong, what to do. */
function refuse(problems: readonly InputError[], speaker: Speaker): 2 {
  for (const problem of problems) process.stderr.write(`${errorLine(problem, speaker)}\n`)
  return 2
}
