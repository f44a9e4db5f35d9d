import { basename, resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import { documentText } from '../../analyses/core/documents'
import { InputError } from '../../analyses/core/errors'
import { sourceId } from '../../analyses/core/ids'
import type { Speaker } from '../../analyses/core/speaker'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { largest } from '../../analyses/numeric/summary/extremes'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { columnIndex, columnNotFound } from '../../analyses/sources/columns'
import { correctedTable } from '../../analyses/sources/corrections'
import { recogniseSource } from '../../analyses/sources/recognition'
import { sourceOf, sources } from '../../analyses/sources/registry'
import { throwProblems } from '../../analyses/sources/report'
import {
  rawLabel,
  understoodLabel,
  understoodSentences,
  type UnderstoodColumn,
} from '../../analyses/sources/understood'
import type { Command } from './arguments'
import { fileMissing, readProject } from './project'

type ColumnsCommand = Extract<Command, { command: 'columns' }>

/** A file with what says how it is read. */
export interface FileWithin {
  readonly source: RecipeSource
  readonly instrument: Instrument | null
  readonly others: readonly RecipeSource[]
}

/**
 * The source that a file is: as a recipe has it, or as an instrument recognises it.
 * @throws InputError when recipe or instrument cannot be read, or the recipe has no such file
 */
export async function fileWithin(file: DataFile, by: NonNullable<ColumnsCommand['by']>): Promise<FileWithin> {
  if (by.is === 'recipe') return withinRecipe(file, by.path)
  const instrument = instrumentAt(by.path)
  const { head } = (await openTable(readers, file)).table
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const found = recogniseSource(sources.values(), { head, instrument, others: [], timeZone }, sourceId(file.name))
  if (found === null) throw new Error('every file is recognised as something')
  return { source: found.source, instrument, others: [] }
}

function withinRecipe(file: DataFile, path: string): FileWithin {
  const read = readProject(resolve(path))
  if (!read.ok) throw read.problems[0] ?? new Error('a recipe that cannot be read has a problem')
  const { recipe, instrument } = read.project
  const source = recipe.sources.find((each) => basename(each.file) === file.name)
  if (source === undefined) {
    const files = { list: recipe.sources.map((each) => each.file) }
    throw new InputError('ingest:columns.not-in-recipe', { file: file.name, files }, { file: path })
  }
  return { source, instrument, others: recipe.sources.filter((other) => other !== source) }
}

/** @throws InputError when the file is not there or is no instrument */
export function instrumentAt(path: string): Instrument {
  let text: string
  try {
    text = documentText(readFileSync(path), path)
  } catch (error) {
    throw error instanceof InputError ? error : fileMissing(path, error)
  }
  const parsed = parseInstrument(text, path)
  if (!parsed.ok) throwProblems(parsed.problems)
  return (parsed as Extract<typeof parsed, { ok: true }>).value
}

/**
 * Each different value of one column, how many rows hold it, what it is read as and, where that is blank, why.
 * @throws InputError when there is no such column, or the file is of a kind whose values are not told
 */
export async function understoodPage(
  file: DataFile,
  within: FileWithin | null,
  { column, asJson }: { readonly column: string; readonly asJson: boolean },
  speaker: Speaker,
  show: (share: number) => void,
): Promise<string> {
  const { source, instrument } = within ?? { source: unreadSource(file), instrument: null }
  const opened = await openTable(readers, file, source.dialect)
  const table = correctedTable(opened.table, source.corrections)
  throwProblems(table.head.problems)
  const understood = await understand(table, source, instrument, column, show)
  return asJson ? `${JSON.stringify(understood, null, 2)}\n` : page(understood, speaker)
}

/** Without an instrument no column is anything yet, and its values are shown as they stand. */
const unreadSource = (file: DataFile): RecipeSource => ({ id: sourceId(file.name), kind: 'survey', file: file.name })

async function understand(
  table: OpenTable,
  source: RecipeSource,
  instrument: Instrument | null,
  column: string,
  show: (share: number) => void,
): Promise<UnderstoodColumn> {
  const { head, file } = table
  const position = /^#?(\d+)$/u.exec(column)?.[1]
  const named = columnIndex(head.columns, column)
  const index = named >= 0 || position === undefined ? named : Number(position) - 1
  if (head.columns[index] === undefined) throw columnNotFound(head, column)
  const definition = sourceOf(source.kind)
  if (definition.understand === undefined) {
    const kind = { message: `ingest:kind.${source.kind}` as const, values: {} }
    throw new InputError('ingest:columns.no-kind', { kind }, { file: file.name })
  }
  const onBytes = (bytes: number): void => show(file.size === 0 ? 1 : bytes / file.size)
  return definition.understand({ table, source: source as never, instrument, onBytes }, index)
}

function page(column: UnderstoodColumn, speaker: Speaker): string {
  const words = (key: string): string => speaker.text(`ingest:understood.${key}`)
  const lines = [
    [words('raw'), words('rows'), words('line'), words('as')],
    ...column.values.map((value) => [
      speaker.label(rawLabel(value)),
      String(value.count),
      String(value.line),
      speaker.label(understoodLabel(value.understood)),
    ]),
  ]
  const widths = [0, 1, 2].map((index) => largest(lines.map((cells) => cells[index]?.length ?? 0)))
  const table = lines.map(([raw = '', rows = '', line = '', as = '']) =>
    [raw.padEnd(widths[0] ?? 0), rows.padStart(widths[1] ?? 0), line.padStart(widths[2] ?? 0), as].join('  '),
  )
  return `${[speaker.sentences(understoodSentences(column)), '', ...table].join('\n')}\n`
}
