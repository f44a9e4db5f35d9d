import { InputError } from '../../analyses/core/errors'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { dataFile, type GivenFile } from './data-file'

/* Opens a packed file once, to no other end than that it can be opened. */

export interface ArchiveLookAnswer {
  /** What went wrong in the program itself; null where the file was opened, or refused in a sentence that the reading will say again. */
  readonly failure: string | null
}

const post = (answer: ArchiveLookAnswer): void => globalThis.postMessage(answer)

globalThis.onmessage = ({ data }: MessageEvent<GivenFile>) => {
  openTable(readers, dataFile(data)).then(
    () => post({ failure: null }),
    (error: unknown) => post({ failure: error instanceof InputError ? null : String(error) }),
  )
}
