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
import { draftFromFiles, sortFiles, type DraftedInstrument } from '../../analyses/sources/drafting'
import { recogniseSource } from '../../analyses/sources/recognition'
import { sources } from '../../analyses/sources/registry'
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
    const drafted = await draftFromFiles(sorted, readers, sourceId(first.name))
    if (drafted === null) throw new InputError('survey-tools:nothing-to-draft', {}, { file: first.name })
    const recipe = await recipeText(command, sorted.data, paths, instrumentOf(drafted))
    await write(command, { 'instrument.json': drafted.text, 'recipe.json': recipe })
    process.stdout.write(page(command, drafted, speaker))
    return 0
  } catch (error) {
    if (error instanceof FolderExists) return fail(speaker.text('survey-tools:draft.there', { folder: command.out }))
    if (!(error instanceof InputError)) throw error
    return fail(errorLine(error, speaker))
  }
}

function instrumentOf({ text }: DraftedInstrument): Instrument {
  const read = parseInstrument(text, 'instrument.json')
  if (!read.ok) throw new Error('a draft that was read back cannot be read')
  return read.value
}

/** The sources as the window would take them, and the statistics of every item. */
async function recipeText(
  { out, language }: DraftCommand,
  data: readonly DataFile[],
  paths: ReadonlyMap<DataFile, string>,
  instrument: Instrument,
): Promise<string> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const others: RecipeSource[] = []
  for (const file of data) {
    const { head } = (await openTable(readers, file)).table
    const taken = others.map(({ id }) => id)
    const id = freeId(sourceId(file.name), taken)
    const found = recogniseSource(sources.values(), { head, instrument, others, timeZone }, id)
    if (found === null) throw new Error('every file is recognised as something')
    const path = relative(resolve(out), resolve(paths.get(file) ?? '')).replaceAll('\\', '/')
    others.push({ ...found.source, file: path })
  }
  const text = writeRecipe(
    recipeSchema.parse({
      recipe: 1,
      title: sourceId(data[0]?.name ?? ''),
      ...(language === null ? {} : { language }),
      instrument: 'instrument.json',
      sources: others,
      analyses: [{ id: 'item-statistics' }],
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

function page({ out }: DraftCommand, { decisions }: DraftedInstrument, speaker: Speaker): string {
  const told = decisions.map((decision) => `  ${speaker.label(decision)}`)
  return `${[speaker.text('survey-tools:draft.written', { folder: out }), ...told].join('\n')}\n`
}
