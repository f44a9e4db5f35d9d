import type { DataFile } from '../data-file'
import { readGrowingHead } from '../growing-head'
import type { OpenTable, Reader } from '../reader'
import { encodingReasons, isFoundOut, spssSettings, textsOfFirstCases, type SpssOverride } from '../spss-encoding'
import { createValueTable } from '../value-table'
import { readPortableCases } from './cases'
import { findTranslation, joinLines } from './characters'
import { cutCode } from './cursor'
import { readPortableDictionary, type PortableDictionary } from './dictionary'
import { describePortable, type PortableFile } from './variables'

/** SPSS portable files, `.por`, as SPSS and PSPP write them: texts of lines of 80 characters, whose numbers are to the base of 30. */
const spssPortable: Reader = {
  id: 'spss-portable',
  settings: spssSettings,
  recognise: (head) => (findTranslation(joinLines(head)) === undefined ? 'no' : 'certain'),
  open: (file, declared) => openPortable(file, declared as SpssOverride),
  found: ({ encoding }) => ({ encoding }),
}

export default spssPortable

async function openPortable(file: DataFile, { encoding }: SpssOverride): Promise<OpenTable> {
  const dictionary = await readGrowingHead(file, cutCode, (bytes) =>
    readPortableDictionary(joinLines(bytes), file.name),
  )
  const portable = await describeFile(file, dictionary, encoding)
  return createValueTable({
    file,
    format: 'spss-portable',
    dialect: { encoding: portable.text.encoding, ...(portable.weight === null ? {} : { weight: portable.weight }) },
    columns: portable.variables.map(({ column }) => column),
    confidence: isFoundOut(portable.text) ? 0.5 : 1,
    reasons: [
      ...encodingReasons(portable.text),
      ...(portable.weight === null
        ? []
        : [{ message: 'ingest:spss-weight' as const, values: { column: portable.weight } }]),
    ],
    blocks: (options) => readPortableCases(file, portable, options),
  })
}

/** A portable file never says its encoding: texts of the first cases help to find it out. */
async function describeFile(
  file: DataFile,
  dictionary: PortableDictionary,
  encoding: string | undefined,
): Promise<PortableFile> {
  const portable = describePortable(dictionary, encoding)
  if (!isFoundOut(portable.text)) return portable
  const cells = await textsOfFirstCases((decode) =>
    readPortableCases(file, { ...portable, text: { ...portable.text, decode } }, {}),
  )
  return describePortable(dictionary, encoding, cells)
}
