import { documentText } from '../core/documents'
import type { AbortState } from '../core/errors'
import { InputError } from '../core/errors'
import type { Phrase } from '../core/words'
import { parseInstrument } from '../instrument/format'
import { readHead, readRange, type DataFile } from '../readers/data-file'
import { openTable, type OpenTable, type Reader } from '../readers/reader'
import type { Codebook, CodebookPart, CodebookReader } from '../survey-tools/codebook'
import { draftInstrument, type InstrumentDraft } from '../survey-tools/drafting'
import { codebookOfHead } from '../survey-tools/labelled-columns'
import { isToolColumn, surveyTools } from '../survey-tools/registry'
import { comparable } from './comparable'
import { usualAttribute } from './columns'

/** Bytes at the beginning of a file that show whether it is part of a codebook. */
const shownBytes = 4096
/** A codebook with more rows, or more bytes, is none. */
const mostCodebookRows = 200_000
const mostCodebookBytes = 64 * 1024 * 1024

/** A file that is part of a survey tool's codebook. */
export interface FoundPart {
  readonly file: DataFile
  readonly tool: string
  readonly part: string
}

/** Files that were given together: those with answers, and those that say what the answers mean. */
export interface SortedFiles {
  readonly data: readonly DataFile[]
  readonly codebook: readonly FoundPart[]
}

/** Tells parts of codebooks from data files, by what stands in them and never by their names. */
export async function sortFiles(files: readonly DataFile[], readers: Iterable<Reader>): Promise<SortedFiles> {
  const every = [...readers]
  const data: DataFile[] = []
  const codebook: FoundPart[] = []
  for (const file of files) {
    const found = await partOf(file, every)
    if (found === null) data.push(file)
    else codebook.push(found)
  }
  return { data, codebook }
}

async function partOf(file: DataFile, readers: readonly Reader[]): Promise<FoundPart | null> {
  if (file.size > mostCodebookBytes) return null
  const table = await openOrNull(file, readers)
  const beginning = new TextDecoder().decode(await readHead(file, shownBytes)).replace(/^\ufeff/u, '')
  for (const { id, codebook } of surveyTools.values()) {
    const part = codebook?.recognise({ name: file.name, beginning, head: table?.head ?? null }) ?? null
    if (part !== null) return { file, tool: id, part }
  }
  return null
}

/** What cannot be opened is no table; whoever reads it as data says why. */
async function openOrNull(file: DataFile, readers: readonly Reader[]): Promise<OpenTable | null> {
  try {
    return (await openTable(readers, file)).table
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/** An instrument drafted from files: the text of its document, which has been read back, and what was decided. */
export interface DraftedInstrument {
  readonly text: string
  readonly decisions: readonly Phrase[]
}

/**
 * Drafts an instrument from the codebook among the files, else from the names that a data file has for its codes.
 * @param name of the instrument
 * @returns null where neither says what the answers mean
 * @throws InputError when a codebook cannot be read; Aborted
 */
export async function draftFromFiles(
  { data, codebook }: SortedFiles,
  readers: Iterable<Reader>,
  name: string,
  abort?: AbortState,
): Promise<DraftedInstrument | null> {
  const every = [...readers]
  const tables = (await Promise.all(data.map((file) => openOrNull(file, every)))).filter((table) => table !== null)
  const read = await readCodebook(codebook, every, abort)
  const [labelled] = read === null ? tables.flatMap(({ head }) => codebookOfHead(head, isToolColumn) ?? []) : []
  const known = read ?? labelled
  if (known === undefined) return null
  const draft = draftInstrument(ofColumns(known, tables), {
    name,
    isAttribute: (column) => attributeOf(column) !== null,
    isRole: (column) => attributeOf(column) === 'role',
  })
  return draft === null ? null : writtenDraft(draft)
}

const attributeOf = (name: string): string | null =>
  usualAttribute({ position: 1, name, names: [name], isRowNumber: false })

/** The document is given out only if it reads back as an instrument. */
function writtenDraft({ document, decisions }: InstrumentDraft): DraftedInstrument {
  const text = `${JSON.stringify(document, null, 2)}\n`
  const read = parseInstrument(text, 'instrument.json')
  if (!read.ok) throw new Error(`a drafted instrument cannot be read: ${read.problems.map(String).join('; ')}`)
  return { text, decisions }
}

/** Of the first tool that has parts here: a project has one instrument. */
async function readCodebook(
  found: readonly FoundPart[],
  readers: readonly Reader[],
  abort: AbortState | undefined,
): Promise<Codebook | null> {
  const tool = surveyTools.get(found[0]?.tool ?? '')
  if (tool?.codebook === undefined) return null
  const parts: Record<string, CodebookPart> = {}
  for (const { file, tool: id, part } of found)
    if (id === tool.id && parts[part] === undefined)
      parts[part] = await contentOf(file, part, tool.codebook, readers, abort)
  return tool.codebook.read(parts)
}

async function contentOf(
  file: DataFile,
  part: string,
  codebook: CodebookReader,
  readers: readonly Reader[],
  abort: AbortState | undefined,
): Promise<CodebookPart> {
  if (codebook.parts[part] === 'text')
    return { file: file.name, rows: [], text: documentText(await readRange(file, 0, file.size), file.name) }
  const { table } = await openTable(readers, file)
  const { rows } = await table.rows(mostCodebookRows, { abort })
  return {
    file: file.name,
    rows: [table.head.columns.map((column) => column.name), ...rows.map(({ cells }) => cells)],
    text: '',
  }
}

/** The variables that the data have; all of them where there are no data, or none of them is there. */
function ofColumns(codebook: Codebook, tables: readonly OpenTable[]): Codebook {
  const headers = new Set(tables.flatMap(({ head }) => head.columns.flatMap(({ names }) => names.flatMap(headerForms))))
  const there = codebook.variables.filter(({ column }) => headers.has(comparable(column)))
  return there.length === 0 ? codebook : { ...codebook, variables: there }
}

/** A header, and the code with which it begins: `q1[SQ001]. What is …`. */
const headerForms = (name: string): readonly string[] => [
  comparable(name),
  comparable(/^(\S+?)[.:] /u.exec(name)?.[1] ?? name),
]
