import { InputError } from '../../analyses/core/errors'
import type { Instrument } from '../../analyses/instrument/model'
import type { Ingest } from '../worker/ingest'
import { isReadByInstrument } from './data-kinds'
import { isKnownHash, type ProjectSource } from './project'
import { nameInFolder } from './project-file'
import type { SourceReading, SourceState } from './session'

/**
 * Looks at a file and, where it can be imported, reads it into the engine.
 * @param show is told what a source shows on the way
 * @returns a reading without a report when the file cannot be imported; its problems say why
 * @throws InputError when it cannot be read; Aborted when `signal` was aborted
 */
export async function readSource(
  ingest: Ingest,
  { entry, file }: { readonly entry: ProjectSource; readonly file: File },
  instrument: Instrument | null,
  signal: AbortSignal,
  show: (patch: Partial<SourceState>) => void,
): Promise<SourceReading> {
  const { source, identity } = entry
  const given = { file, name: nameInFolder(source.file) }
  const looked = await ingest.call({ call: 'inspect', given, source, instrument }, signal)
  show({ reading: looked })
  if (isReadByInstrument(source.kind) && instrument === null)
    throw new InputError('recipe:instrument-missing', {}, { file: source.file })
  if (looked.problems.length > 0) {
    await ingest.call({ call: 'remove', id: source.id })
    return { ...looked, report: null }
  }
  return ingest.call(
    { call: 'load', given, source, instrument, sha256: isKnownHash(identity.sha256) ? identity.sha256 : null },
    signal,
    ({ share }) => show({ progress: share }),
  )
}
