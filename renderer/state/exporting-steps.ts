import type { FigureSpec } from '../../analyses/core/figure'
import type { ResultTable } from '../../analyses/core/result'
import { charactersOf } from '../../analyses/core/shortened'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { analyses, formats, messagesOf } from '../../analyses/index'
import type { Bundle } from '../../analyses/publish/bundle'
import type { OutputFile } from '../../analyses/publish/format'
import type { Provenance } from '../../analyses/publish/passport'
import { correctedCells } from '../../analyses/sources/corrections'
import { sourceEntry } from '../../analyses/recipe/execute'
import { namesOf } from '../../analyses/recipe/named-levels'
import { parseRecipe } from '../../analyses/recipe/recipe'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { ClipboardContent } from '../../preload/contract'
import { engineName } from '../database/open'
import type { Project } from './project'
import { instrumentFileName, recipeOf } from './project-file'
import type { Session } from './session'
import { projectOf, type WorkbenchState } from './workbench'

/** Says results in the language of the project. */
export function projectSpeaker(state: WorkbenchState): Speaker {
  const project = projectOf(state)
  const { survey, inventory, instrument } = state.session
  const names = namesOf({ survey: survey.dataset, inventory: inventory.dataset }, project)
  return createSpeaker(project.language, messagesOf(project.language), instrument.instrument, names)
}

/** Where the results on the screen come from. */
export function provenanceOf(state: WorkbenchState, now: Date): Provenance {
  const project = projectOf(state)
  return {
    workbench: state.host.workbenchVersion,
    data: Object.fromEntries(reportsOf(state).map(({ source, sha256 }) => [source, sha256])),
    corrected: correctedCells(project.sources.map(({ source }) => source)),
    seed: project.seed,
    minGroup: project.minGroup,
    ...(project.exclusions === undefined ? {} : { exclusions: project.exclusions }),
    date: now.toISOString(),
  }
}

const reportsOf = (state: WorkbenchState) =>
  projectOf(state).sources.flatMap(({ source }) => state.session.sources[source.id]?.reading?.report ?? [])

/**
 * Everything that goes into the folder of an output: the same as the command line writes for the same recipe.
 * @throws InputError when the project is no recipe that could be read again
 */
export function bundleOf(state: WorkbenchState, now: Date): Bundle {
  const project = projectOf(state)
  const recipe = parseRecipe(recipeText(project), 'recipe.json')
  if (!recipe.ok) throw recipe.problems[0] ?? new Error('the recipe cannot be read')
  return {
    recipe: recipe.value,
    outcomes: project.analyses.flatMap(({ as }) => state.session.results[as]?.outcome ?? []),
    speaker: projectSpeaker(state),
    provenance: provenanceOf(state, now),
    engine: engineName,
    sources: reportsOf(state).map(sourceEntry),
    figureFormats: project.output.figures,
    documents: recipeDocuments(project),
  }
}

/**
 * The recipe and its instrument, as they lie beside each other.
 * @throws InputError when the recipe could not be read again
 */
export function recipeDocuments(project: Project): Bundle['documents'] {
  return [
    { name: 'recipe.json', text: recipeText(project) },
    ...(project.instrument === null ? [] : [{ name: instrumentFileName, text: project.instrument.text }]),
  ]
}

const recipeText = (project: Project): string =>
  recipeOf(project, (id) => (analyses.get(id)?.needs.data ?? 'survey') === 'survey')

export const filesOf = (documents: Bundle['documents']): readonly OutputFile[] =>
  documents.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }))

/** A part of an outcome and the outcome it is of. */
interface Found<Part> {
  readonly outcome: AnalysisOutcome
  readonly part: Part
}

export function tableIn({ results }: Pick<Session, 'results'>, as: string, id: string): Found<ResultTable> | null {
  const outcome = results[as]?.outcome
  const part = outcome?.tables.find((table) => table.id === id)
  return outcome == null || part === undefined ? null : { outcome, part }
}

export function figureIn({ results }: Pick<Session, 'results'>, as: string, id: string): Found<FigureSpec> | null {
  const outcome = results[as]?.outcome
  const part = outcome?.figures.find((figure) => figure.id === id)
  return outcome == null || part === undefined ? null : { outcome, part }
}

type CopiedTable = Extract<ClipboardContent, { readonly text: string }>

/** A table as every format that knows the clipboard writes it; the program that pastes takes what it understands. */
export function clipboardOf({ outcome, part }: Found<ResultTable>, speaker: Speaker): CopiedTable {
  const content = new Map(
    [...formats.values()].flatMap(({ clipboard }) =>
      clipboard === undefined ? [] : [[clipboard.type, clipboard.write(part, outcome.id, speaker)] as const],
    ),
  )
  return { text: content.get('text/plain') ?? '', html: content.get('text/html') }
}

/** A project's title as the name of a file or folder. */
export function folderName(title: string, otherwise: string): string {
  const legible = title
    .replace(/[^\p{L}\p{N} _.-]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const plain = charactersOf(legible).slice(0, 80).join('').trim()
  return plain === '' ? otherwise : plain
}
