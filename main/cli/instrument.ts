import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { messagesOf } from '../../analyses/index'
import { documentText } from '../../analyses/core/documents'
import { InputError } from '../../analyses/core/errors'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { scaleWarnings } from '../../analyses/drafting/label-strength'
import { parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { writeDelimited } from '../../analyses/instrument-sheets/delimited'
import type { GivenTable } from '../../analyses/instrument-sheets/given-table'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { readInstrumentSheets } from '../../analyses/instrument-sheets/read'
import { instrumentSheets } from '../../analyses/instrument-sheets/tables'
import { writeWorkbook } from '../../analyses/instrument-sheets/workbook'
import { readers } from '../../analyses/readers/registry'
import { errorLine } from '../../analyses/recipe/results'
import { replaceFile } from '../temporary-files'
import type { Command } from './arguments'
import { openGiven } from './data-file'
import { FolderExists, pendingFolder } from './write-folder'

type InstrumentCommand = Extract<Command, { command: 'instrument' }>

/**
 * Writes an instrument in another form: its document, a workbook, or a folder of delimited files. It is read from any of them, a codebook kept by hand included.
 * @returns 0, or 2 when it cannot be read or written; every problem is told with its place
 */
export async function instrument(command: InstrumentCommand): Promise<0 | 2> {
  const language = command.language ?? 'en'
  const speaker = createSpeaker(language, messagesOf(language), null)
  try {
    const read = await readGiven(command)
    if (!('instrument' in read)) return fail(read.problems.map((problem) => errorLine(problem, speaker)))
    await write(command, read.instrument)
    for (const header of read.unused) process.stderr.write(`${speaker.text('instrument-sheets:unused', { header })}\n`)
    for (const scale of read.instrument.scales)
      for (const note of scaleWarnings(scale)) process.stderr.write(`${speaker.note(note)}\n`)
    process.stdout.write(`${written(command, read.instrument, speaker)}\n`)
    return 0
  } catch (error) {
    if (error instanceof FolderExists) return fail([speaker.text('instrument-sheets:there', { path: command.out })])
    if (!(error instanceof InputError)) throw error
    return fail([errorLine(error, speaker)])
  }
}

function fail(lines: readonly string[]): 2 {
  process.stderr.write(`${lines.join('\n')}\n`)
  return 2
}

const written = ({ out }: InstrumentCommand, { items, dimensions }: Instrument, speaker: Speaker): string =>
  speaker.text('instrument-sheets:written', { path: out, items: items.length, dimensions: dimensions.length })

type Given =
  { readonly instrument: Instrument; readonly unused: readonly string[] } | { readonly problems: readonly InputError[] }

async function readGiven({ files, language }: InstrumentCommand): Promise<Given> {
  const [first = ''] = files
  if (files.length === 1 && first.toLowerCase().endsWith('.json')) {
    const parsed = parseInstrument(documentText(readBytes(first), basename(first)), basename(first))
    return parsed.ok ? { instrument: parsed.value, unused: [] } : { problems: parsed.problems }
  }
  const tables: GivenTable[] = []
  for (const file of files) for (const table of await openSheets(openGiven(file), readers)) tables.push(table)
  const read = readInstrumentSheets(tables, language ?? 'en', basename(first).replace(/\.[^.]*$/, ''))
  if (read.problems.length > 0) return { problems: read.problems }
  const parsed = parseInstrument(`${JSON.stringify(read.document, null, 2)}\n`, basename(first))
  return parsed.ok ? { instrument: parsed.value, unused: read.unused } : { problems: parsed.problems }
}

/** @throws InputError when there is no such file */
function readBytes(path: string): Uint8Array {
  openGiven(path)
  return readFileSync(path)
}

/** @throws FolderExists when something is there already and is not to be replaced */
async function write({ to, out, force }: InstrumentCommand, value: Instrument): Promise<void> {
  if (to === 'csv') {
    const folder = await pendingFolder(out, force)
    try {
      for (const sheet of instrumentSheets(value)) await folder.write(`${sheet.name}.csv`, writeDelimited(sheet))
      await folder.finish()
    } catch (error) {
      folder.discard()
      throw error
    }
    return
  }
  if (existsSync(out) && !force) throw new FolderExists(out)
  const target = resolve(out)
  await mkdir(dirname(target), { recursive: true })
  await replaceFile(target, to === 'json' ? writeInstrument(value) : writeWorkbook(instrumentSheets(value)))
}
