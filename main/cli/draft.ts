import { relative, resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import { freeId, sourceId } from '../../analyses/core/ids'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { parseRecipe, recipeSchema, writeRecipe, type RecipeSource } from '../../analyses/recipe/recipe'
import { errorLine } from '../../analyses/recipe/results'
import { answeredDraft } from '../../analyses/drafting/answered-draft'
import { withCodebook } from '../../analyses/drafting/codebook-evidence'
import type { Draft, DraftQuestion } from '../../analyses/drafting/draft'
import { gatherEvidence } from '../../analyses/drafting/evidence'
import { withEarlierSettings } from '../../analyses/sources/earlier-settings'
import { readCodebook, sortFiles, type DraftedInstrument, type SortedFiles } from '../../analyses/sources/drafting'
import { recogniseSource } from '../../analyses/sources/recognition'
import { sourceOf, sources } from '../../analyses/sources/registry'
import type { Command } from './arguments'
import { openGiven } from './data-file'
import { FolderExists, pendingFolder } from './write-folder'

type DraftCommand = Extract<Command, { command: 'draft' }>

/**
 * Drafts an instrument and a recipe from the files of one export: the answers, and the codebook of the survey tool where it gives one. Both are read back before
 * they are written.
 * @returns 0, or 2 when nothing can be drafted or written
 */
export async function draft(command: DraftCommand): Promise<0 | 2> {
  const language = command.language ?? 'en'
  const speaker = createSpeaker(language, messagesOf(language), null)
  const fail = (line: string): 2 => {
    process.stderr.write(`${line}\n`)
    return 2
  }
  try {
    const paths = new Map(command.files.map((name) => [openGiven(name), name]))
    const sorted = await sortFiles([...paths.keys()], readers)
    const [first] = sorted.data
    if (first === undefined) throw new InputError('survey-tools:draft.no-answers', {}, { file: command.files[0] ?? '' })
    const drafted = await draftOf(command, sorted, first)
    const recipe = await recipeText(command, sorted.data, paths, drafted)
    await write(command, { 'instrument.json': drafted.text, 'recipe.json': recipe })
    process.stdout.write(page(command, drafted, speaker))
    return 0
  } catch (error) {
    if (error instanceof FolderExists) return fail(speaker.text('survey-tools:draft.there', { folder: command.out }))
    if (!(error instanceof InputError)) throw error
    return fail(errorLine(error, speaker))
  }
}

/** What is written and told. */
interface Drafted extends DraftedInstrument {
  /** How the file with the answers is to be read. */
  readonly source: Draft['source']
  readonly open: readonly DraftQuestion[]
}

/** By the answers themselves and, where there is one, by the codebook. */
async function draftOf({ answers }: DraftCommand, sorted: SortedFiles, first: DataFile): Promise<Drafted> {
  const gathered = await gatherEvidence((await openTable(readers, first)).table)
  const codebook = await readCodebook(sorted.codebook, readers, undefined)
  const evidence = codebook === null ? gathered : withCodebook(gathered, codebook)
  const draft = answeredDraft(evidence, answers, { name: sourceId(first.name) })
  if (draft.document === null) throw new InputError('survey-tools:nothing-to-draft', {}, { file: first.name })
  return {
    text: `${JSON.stringify(draft.document, null, 2)}\n`,
    decisions: draft.decisions,
    source: draft.source,
    open: draft.questions.filter(({ isAnswered }) => !isAnswered),
  }
}

function instrumentOf({ text }: DraftedInstrument): Instrument {
  const read = parseInstrument(text, 'instrument.json')
  if (!read.ok) throw new Error('a draft that was read back cannot be read')
  return read.value
}

/** The sources as the window would take them: later files are read as what was drafted of the first says, as far as they have its columns. And the statistics of every item. */
async function recipeText(
  { out, language }: DraftCommand,
  data: readonly DataFile[],
  paths: ReadonlyMap<DataFile, string>,
  drafted: Drafted,
): Promise<string> {
  const instrument = instrumentOf(drafted)
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const others: RecipeSource[] = []
  const headers: Record<string, readonly string[]> = {}
  for (const file of data) {
    const { head } = (await openTable(readers, file)).table
    const taken = others.map(({ id }) => id)
    const id = freeId(sourceId(file.name), taken)
    const found = recogniseSource(sources.values(), { head, instrument, others, timeZone }, id)
    if (found === null) throw new Error('every file is recognised as something')
    const path = relative(resolve(out), resolve(paths.get(file) ?? '')).replaceAll('\\', '/')
    // The file that was drafted from is recognised by the items of its draft.
    const isFirst = others.length === 0
    const source = isFirst
      ? { ...found.source, ...drafted.source }
      : withEarlierSettings(sourceOf(found.source.kind), head, instrument, found.source, others, headers).source
    headers[id] = head.columns.map(({ name }) => name)
    others.push({ ...source, file: path } as RecipeSource)
  }
  const text = writeRecipe(
    recipeSchema.parse({
      recipe: 1,
      title: sourceId(data[0]?.name ?? ''),
      ...(language === null ? {} : { language }),
      instrument: 'instrument.json',
      sources: others,
      analyses: [
        { id: 'item-statistics' },
        ...(instrument.dimensions.length === 0 ? [] : [{ id: 'dimension-scores' }]),
      ],
    }),
  )
  const read = parseRecipe(text, 'recipe.json')
  if (!read.ok) throw new Error(`a drafted recipe cannot be read: ${read.problems.map(String).join('; ')}`)
  return text
}

async function write({ out, force }: DraftCommand, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = await pendingFolder(out, force)
  try {
    for (const [name, content] of Object.entries(files)) await folder.write(name, content)
    await folder.finish()
  } catch (error) {
    folder.discard()
    throw error
  }
}

function page({ out }: DraftCommand, { decisions, open }: Drafted, speaker: Speaker): string {
  const told = decisions.map((decision) => `  ${speaker.label(decision)}`)
  const asked = open.flatMap(({ id, text, choices, chosen }) => [
    '',
    `  ${speaker.label(text)}`,
    ...choices.map(
      (choice) =>
        `    ${choice.id === chosen ? '*' : ' '} --answer "${id}=${choice.id}"  ${speaker.label(choice.label)}`,
    ),
  ])
  return `${[speaker.text('survey-tools:draft.written', { folder: out }), ...told, ...asked].join('\n')}\n`
}
