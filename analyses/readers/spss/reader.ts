import { InputError } from '../../core/errors'
import type { Phrase } from '../../core/words'
import type { DataFile } from '../data-file'
import { readGrowingHead } from '../growing-head'
import type { Dialect, OpenTable, Reader } from '../reader'
import { createValueTable } from '../value-table'
import { cutCode } from './byte-cursor'
import { readCases } from './cases'
import { readDictionary, type RawDictionary } from './dictionary'
import { encodingReasons, isFoundOut, spssSettings, textsOfFirstCases, type SpssOverride } from '../spss-encoding'
import { describeVariables, type SystemFile } from './variables'

/**
 * SPSS system files, `.sav` and `.zsav`, as SPSS, PSPP, haven and survey tools write them: plain, with codes for small numbers, and compressed.
 *
 * Our own rather than a package's: those that exist read a whole file into objects, and say nothing of codes that are marked as no answer, or are bindings of a C library.
 */
const spss: Reader = {
  id: 'spss',
  settings: spssSettings,
  recognise: (head) => (startsWith(head, '$FL2') || startsWith(head, '$FL3') || isEncrypted(head) ? 'certain' : 'no'),
  open: (file, declared) => openSystemFile(file, declared as SpssOverride),
  found: ({ encoding }) => ({ encoding }),
}

export default spss

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  text.split('').every((letter, index) => bytes[index] === letter.charCodeAt(0))

/** SPSS encrypts a whole file, and writes what it is before it. */
const isEncrypted = (head: Uint8Array): boolean =>
  ['SAV', 'SPS', 'SPV'].some((kind) => new TextDecoder().decode(head.subarray(8, 8 + 12)) === `ENCRYPTED${kind}`)

async function openSystemFile(file: DataFile, { encoding }: SpssOverride): Promise<OpenTable> {
  const raw = await findDictionary(file)
  const system = await describeFile(file, raw, encoding)
  const columns = system.variables.map(({ column }) => column)
  const dialect: Dialect = {
    encoding: system.text.encoding,
    compression: raw.compression,
    cases: system.caseCount,
    ...(system.weight === null ? {} : { weight: system.weight }),
  }
  return createValueTable({
    file,
    format: 'spss',
    dialect,
    columns,
    confidence: isFoundOut(system.text) ? 0.5 : 1,
    reasons: reasonsOf(system),
    blocks: (options) => readCases(file, system, options),
  })
}

/** Where nothing says the encoding, or what it is called is not known, texts of the first cases help to find it out. */
async function describeFile(file: DataFile, raw: RawDictionary, encoding: string | undefined): Promise<SystemFile> {
  const system = describeVariables(raw, encoding, file.name)
  if (!isFoundOut(system.text) || system.variables.every(({ kind }) => kind !== 'text')) return system
  const cells = await textsOfFirstCases((decode) =>
    readCases(file, { ...system, text: { ...system.text, decode } }, {}),
  )
  return describeVariables(raw, encoding, file.name, cells)
}

function findDictionary(file: DataFile): Promise<RawDictionary> {
  return readGrowingHead(file, cutCode, (bytes) => {
    if (isEncrypted(bytes)) throw new InputError('ingest:spss-encrypted', {}, { file: file.name })
    return readDictionary(bytes, file.name)
  })
}

function reasonsOf({ text, weight, multipleResponseSets }: SystemFile): readonly Phrase[] {
  return [
    ...encodingReasons(text),
    ...(weight === null ? [] : [{ message: 'ingest:spss-weight' as const, values: { column: weight } }]),
    ...(multipleResponseSets.length === 0
      ? []
      : [{ message: 'ingest:spss-sets' as const, values: { sets: { list: multipleResponseSets } } }]),
  ]
}
