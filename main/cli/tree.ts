import { InputError } from '../../analyses/core/errors'
import type { Speaker } from '../../analyses/core/speaker'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { withFile, type Declared } from '../../analyses/organisations/edits'
import { organisationNodes, type OrganisationNode } from '../../analyses/organisations/nodes'
import { proposeNames, readTreeTable, type TreeFile } from '../../analyses/organisations/tree-file'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { readers } from '../../analyses/readers/registry'
import type { Command } from './arguments'
import { openGiven } from './data-file'
import { printReport } from './recipe-report'

type TreeCommand = Extract<Command, { command: 'tree' }>

/**
 * Prints the organisation tree of a recipe with the people who answered and those invited, and what is wrong with it. With spreadsheets of names it prints the tree
 * as it would be with them, and names that may be spellings of one place; as JSON, what to write in the recipe.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export function tree(command: TreeCommand): Promise<0 | 2> {
  return printReport(command, async ({ datasets, recipe, speaker, reload }) => {
    let { survey } = datasets
    let declared: Declared = recipe
    const told: string[] = []
    for (const path of command.files) {
      const file = await readFile(path, survey)
      if (!file.ok) return { problems: file.problems }
      declared = withFile(declared, survey?.organisations?.levels ?? [], file.read)
      for (const line of adviceOn(file.read, survey, speaker)) told.push(line)
    }
    const { tree: placed, headcounts } = declared
    if (command.files.length > 0) {
      const given = headcounts === undefined ? undefined : [...headcounts]
      survey = (await reload({ ...recipe, tree: placed, headcounts: given })).datasets.survey
    }
    const lines = command.asJson
      ? [JSON.stringify({ tree: placed, headcounts }, null, 2)]
      : page(survey, { ...declared, minGroup: recipe.protect.min_group }, speaker)
    return { text: lines.map((line) => `${line}\n`).join(''), told }
  })
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
