import { documentText } from '../core/documents'
import type { AbortState } from '../core/errors'
import { InputError } from '../core/errors'
import type { Phrase } from '../core/words'
import { parseInstrument } from '../instrument/format'
import { readHead, readRange, type DataFile } from '../readers/data-file'
import { openTable, type Declared, type OpenTable, type Reader } from '../readers/reader'
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

/** A sheet that may hold part of a codebook is looked at when a workbook has no more than these. */
const mostSheets = 20

/** A file, or a sheet of a workbook, that is part of a survey tool's codebook. */
export interface FoundPart {
  readonly file: DataFile
  /** Of a workbook whose other sheet holds the answers. */
  readonly sheet?: string
  readonly tool: string
  readonly part: string
}

/** Files that were given together: those with answers, and those that say what the answers mean. */
export interface SortedFiles {
  readonly data: readonly DataFile[]
  readonly codebook: readonly FoundPart[]
}

/** Tells parts of codebooks from data files, by what stands in them and never by their names. A workbook that has both is a data file whose other sheets are parts. */
export async function sortFiles(files: readonly DataFile[], readers: Iterable<Reader>): Promise<SortedFiles> {
  const every = [...readers]
  const data: DataFile[] = []
  const codebook: FoundPart[] = []
  for (const file of files) {
    const table = file.size > mostCodebookBytes ? null : await openOrNull(file, every)
    const found = file.size > mostCodebookBytes ? null : await partOf(file, table)
    if (found !== null) codebook.push(found)
    else {
      data.push(file)
      for (const part of await partsBeside(file, table, every)) codebook.push(part)
    }
  }
  return { data, codebook }
}

/** Sheets of a workbook beside the one with the answers. */
async function partsBeside(
  file: DataFile,
  table: OpenTable | null,
  readers: readonly Reader[],
): Promise<readonly FoundPart[]> {
  const sheets = table?.head.otherSheets ?? []
  if (sheets.length > mostSheets) return []
  const found: FoundPart[] = []
  for (const sheet of sheets) {
    const part = await partOf(file, await openOrNull(file, readers, { sheet }))
    if (part !== null) found.push({ ...part, sheet })
  }
  return found
}

async function partOf(file: DataFile, table: OpenTable | null): Promise<FoundPart | null> {
  const beginning = new TextDecoder().decode(await readHead(file, shownBytes)).replace(/^\ufeff/u, '')
  for (const { id, codebook } of surveyTools.values()) {
    const part = codebook?.recognise({ name: file.name, beginning, head: table?.head ?? null }) ?? null
    if (part !== null) return { file, tool: id, part }
  }
  return null
}

/** What cannot be opened is no table; whoever reads it as data says why. */
async function openOrNull(file: DataFile, readers: readonly Reader[], declared?: Declared): Promise<OpenTable | null> {
  try {
    return (await openTable(readers, file, declared)).table
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

/**
 * What the parts of a codebook say, of the first tool that has parts here: a project has one instrument.
 * @returns null where there are none
 * @throws InputError when a part cannot be read; Aborted
 */
export async function readCodebook(
  found: readonly FoundPart[],
  readers: readonly Reader[],
  abort: AbortState | undefined,
): Promise<Codebook | null> {
  const tool = surveyTools.get(found[0]?.tool ?? '')
  if (tool?.codebook === undefined) return null
  const parts: Record<string, CodebookPart> = {}
  for (const each of found)
    if (each.tool === tool.id && parts[each.part] === undefined)
      parts[each.part] = await contentOf(each, tool.codebook, readers, abort)
  return tool.codebook.read(parts)
}

async function contentOf(
  { file, part, sheet }: FoundPart,
  codebook: CodebookReader,
  readers: readonly Reader[],
  abort: AbortState | undefined,
): Promise<CodebookPart> {
  if (codebook.parts[part] === 'text')
    return { file: file.name, rows: [], text: documentText(await readRange(file, 0, file.size), file.name) }
  const { table } = await openTable(readers, file, sheet === undefined ? undefined : { sheet })
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
