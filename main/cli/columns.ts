import { messagesOf } from '../../analyses/index'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { errorLine } from '../../analyses/recipe/results'
import { summariseFile, type ColumnSummary, type FileSummary } from '../../analyses/sources/file-summary'
import { recogniseTool, toolPhrases } from '../../analyses/survey-tools/registry'
import type { Command } from './arguments'
import { openGiven } from './data-file'
import { createProgress } from './progress'
import { largest } from '../../analyses/numeric/summary/extremes'
import { fileWithin, understoodPage, type FileWithin } from './column-values'
import { mergeLines } from './merge-lines'
import { proposalLines } from './proposal-lines'

/**
 * Prints how a data file is read, whatever its format: its rows and, column by column, what they hold. Nothing is written and nothing need be known of the file.
 * @returns 0, or 2 when the file cannot be read
 */
export async function columns(command: Extract<Command, { command: 'columns' }>): Promise<0 | 2> {
  const language = command.language ?? 'en'
  const progress = createProgress()
  let speaker = createSpeaker(language, messagesOf(language), null)
  try {
    const file = openGiven(command.file)
    const show = (share: number): void => progress.step(file.name, share)
    const within = command.by === null ? null : await fileWithin(file, command.by)
    speaker = createSpeaker(language, messagesOf(language), within?.instrument ?? null)
    if (command.column !== null) {
      const text = await understoodPage(file, within, { ...command, column: command.column }, speaker, show)
      progress.end()
      process.stdout.write(text)
      return 0
    }
    const { table, summary } = await readWhole(file, show)
    progress.end()
    process.stdout.write(command.asJson ? asJson(table, summary, speaker) : page(table, summary, speaker))
    if (command.asJson) return 0
    if (within !== null) process.stdout.write(proposalsPage(table, within, speaker))
    process.stdout.write(listed('merges', mergeLines(table.head, summary, within, speaker), speaker))
    return 0
  } catch (error) {
    progress.end()
    if (!(error instanceof InputError)) throw error
    process.stderr.write(`${errorLine(error, speaker)}\n`)
    return 2
  }
}

/** Columns that could be something by their wording; empty without any. */
function proposalsPage({ head }: OpenTable, { source, instrument, others }: FileWithin, speaker: Speaker): string {
  return listed('proposals', proposalLines(head, source, instrument, others, speaker), speaker)
}

/** Lines under a heading; empty without any. */
function listed(heading: 'proposals' | 'merges', lines: readonly string[], speaker: Speaker): string {
  if (lines.length === 0) return ''
  return `${['', speaker.text(`ingest:columns.${heading}`), ...lines.map((line) => `  ${line}`)].join('\n')}\n`
}

/** A file of which only the whole shows how it is written is read again as that, as it is when it is loaded. */
async function readWhole(
  file: DataFile,
  show: (share: number) => void,
): Promise<{ readonly table: OpenTable; readonly summary: FileSummary }> {
  const { table, reader } = await openTable(readers, file)
  const summarise = async (opened: OpenTable): Promise<FileSummary> => {
    const [problem] = opened.head.problems
    if (problem !== undefined) throw problem
    return summariseFile(opened, { onBytes: (bytes) => show(file.size === 0 ? 1 : bytes / file.size) })
  }
  try {
    return { table, summary: await summarise(table) }
  } catch (error) {
    const again = error instanceof InputError ? (reader.again?.(error) ?? null) : null
    if (again === null) throw error
    const reopened = await reader.open(file, again)
    return { table: reopened, summary: await summarise(reopened) }
  }
}

function asJson({ file, head }: OpenTable, summary: FileSummary, speaker: Speaker): string {
  const { format, dialect, confidence } = head
  const reasons = [...head.reasons, ...toolPhrases(head)].map((reason) => speaker.label(reason))
  const tool = recogniseTool(head)?.tool.id ?? null
  return `${JSON.stringify({ file: file.name, format, tool, dialect, confidence, reasons, ...summary }, null, 2)}\n`
}

function page({ file, head }: OpenTable, summary: FileSummary, speaker: Speaker): string {
  const words = (key: string, values = {}): string => speaker.text(`ingest:columns.${key}`, values)
  const { rows, columns: summaries } = summary
  const dialect = Object.entries(head.dialect).map(([part, value]) => `${part} ${JSON.stringify(value)}`)
  const titles = ['position', 'name', 'type', 'filled', 'blank', 'missing', 'mean', 'lowest', 'highest', 'distinct']
  const lines = aligned([titles.map((title) => words(title)), ...summaries.map((column) => cellsOf(column, speaker))])
  return `${[
    `${file.name}: ${words('size', { rows, columns: summaries.length })}`,
    `${words('format')}: ${[head.format, ...dialect].join(', ')}`,
    ...[...head.reasons, ...toolPhrases(head)].map((reason) => `  ${speaker.label(reason)}`),
    '',
    ...lines,
  ].join('\n')}\n`
}

/** Characters of a name that a table on a terminal has room for. */
const longestName = 40

function cellsOf(column: ColumnSummary, speaker: Speaker): readonly string[] {
  const mark = speaker.language === 'en' ? '.' : ','
  const number = (value: number | null): string =>
    value === null ? '' : String(Number(value.toPrecision(10))).replace('.', mark)
  const { name } = column
  return [
    String(column.position),
    name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name,
    column.type === null ? '' : speaker.text(`ingest:columns.type.${column.type}`),
    String(column.filled),
    String(column.blank),
    String(column.missing),
    number(column.mean),
    number(column.lowest),
    number(column.highest),
    column.distinct === null ? '>1000' : String(column.distinct),
  ]
}

/** Names to the left, everything else to the right. */
function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = (table[0] ?? []).map((_, column) => largest(table.map((cells) => cells[column]?.length ?? 0)))
  return table.map((cells) =>
    cells
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
