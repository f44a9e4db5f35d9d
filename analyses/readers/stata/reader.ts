import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { createValueTable } from '../value-table'
import { readDescription, stataVersion } from './description'
import { readObservations } from './observations'
import { stataSettings, type StataOverride } from './settings'

/**
 * Stata data files, `.dta`, of the releases 113 to 115 (Stata 8 to 12) and 117 to 119 (Stata 13 and later), in either byte order.
 *
 * Source of the format: Stata’s manual, `help dta`. Numbers of type float are given as exactly as they are stored, as haven does.
 */
const stata: Reader = {
  id: 'stata',
  settings: stataSettings,
  recognise: (head) => (stataVersion(head) === null ? 'no' : 'certain'),
  open: (file, declared) => openStata(file, declared as StataOverride),
  found: ({ encoding }) => ({ encoding }),
}

export default stata

async function openStata(file: DataFile, { encoding }: StataOverride): Promise<OpenTable> {
  const description = await readDescription(file, encoding)
  const { variables, release, observationCount } = description
  if (variables.length === 0) throw new InputError('ingest:stata-no-variables', {}, { file: file.name })
  return createValueTable({
    file,
    format: 'stata',
    dialect: { release, encoding: description.encoding, observations: observationCount },
    columns: variables.map(({ column }) => column),
    confidence: description.isEncodingKnown ? 1 : 0.8,
    reasons: description.isEncodingKnown
      ? []
      : [{ message: 'ingest:stata-encoding', values: { release, encoding: description.encoding } }],
    blocks: (options) => readObservations(file, description, options),
  })
}
