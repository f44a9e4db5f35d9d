import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Database } from '../../analyses/core/database'
import type { Instrument, Item, ResponseScale } from '../../analyses/instrument/model'
import { InputError } from '../../analyses/core/errors'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import type { Encoding } from '../../analyses/readers/delimited/settings'

export const projectFolder = new URL('../../', import.meta.url).pathname

/** Real exports and logs that may be read in place and never copied; absent on other machines. */
export const referenceFolder = join(projectFolder, '..', 'shared', 'data', 'reference-only')
export const hasReferences = existsSync(referenceFolder)

/** A file handed out in pieces of an odd size, so that characters, line ends and quotes are cut anywhere. */
export function fileAt(path: string, chunkSize = 4093): DataFile {
  return memoryFile(basename(path), readFileSync(path), chunkSize)
}

export function textFile(
  name: string,
  text: string,
  encoding: Encoding | 'utf-8-mark' | 'utf-16le-mark' = 'utf-8',
  chunkSize = 7,
): DataFile {
  return memoryFile(name, encode(text, encoding), chunkSize)
}

/** Windows-1252 is given for characters up to U+00FF and the euro sign. */
export function encode(text: string, encoding: Encoding | 'utf-8-mark' | 'utf-16le-mark'): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  if (encoding === 'utf-8-mark') return new TextEncoder().encode(`\ufeff${text}`)
  if (encoding === 'windows-1252')
    return Uint8Array.from(text, (character) => (character === '\u20ac' ? 0x80 : character.charCodeAt(0)))
  const marked = encoding === 'utf-16le-mark' ? `\ufeff${text}` : text
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < marked.length; index += 1)
    view.setUint16(index * 2, marked.charCodeAt(index), encoding !== 'utf-16be')
  return bytes
}

export const agreement: ResponseScale = {
  id: 'agree5',
  kind: 'ordinal',
  min: 1,
  max: 5,
  labels: {
    '1': { en: 'Strongly disagree', nb: 'Helt uenig', sv: 'Instämmer inte alls' },
    '2': { en: 'Disagree', nb: 'Delvis uenig', sv: 'Instämmer i huvudsak inte' },
    '3': { en: 'Neither', nb: 'Verken enig eller uenig', sv: 'Varken eller' },
    '4': { en: 'Agree', nb: 'Delvis enig', sv: 'Instämmer i huvudsak' },
    '5': { en: 'Strongly agree', nb: 'Helt enig', sv: 'Instämmer helt' },
  },
  nonResponses: [
    { code: 9, kind: 'dont_know', label: { en: "Don't know", nb: 'Vet ikke', sv: 'Vet ej' } },
    { code: 8, kind: 'not_relevant', label: { en: 'Not relevant', nb: 'Ikke relevant', sv: 'Inte relevant' } },
  ],
}

export const years: ResponseScale = {
  id: 'years',
  kind: 'continuous',
  min: 0,
  max: 60,
  labels: {},
  nonResponses: [{ code: 999, kind: 'refused', label: { nb: 'Vil ikke svare' } }],
}

export function item(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    dimension: null,
    scale: 'agree5',
    text: {},
    reversed: false,
    aliases: [],
    askedOf: [],
    changed: [],
    ...more,
  }
}

export function instrumentOf(
  items: readonly Item[],
  scales: readonly ResponseScale[] = [agreement, years],
): Instrument {
  return {
    id: 'test',
    version: '1',
    illustrative: true,
    label: { en: 'Test' },
    scales,
    dimensions: [],
    items,
    measures: [],
    references: [],
  }
}

/** The refusal that a promise ends with. */
export async function refusal(work: Promise<unknown>): Promise<InputError> {
  try {
    await work
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** A column of a table as plain values: texts, numbers, null. */
export async function valuesOf(
  database: Database,
  table: string,
  column: string,
  order = '"_row"',
): Promise<readonly (string | number | null)[]> {
  const frame = await database.frame(`SELECT "${column}" AS "#found" FROM ${table} ORDER BY ${order}`)
  const found = frame.columns['#found']
  if (found === undefined) throw new Error(`no column ${column}`)
  return found.kind === 'factor'
    ? Array.from(found.codes, (code) => found.levels[code] ?? null)
    : Array.from(found.values, (value) => (Number.isNaN(value) ? null : value))
}
