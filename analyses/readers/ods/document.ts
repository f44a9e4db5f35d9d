import { InputError, stopIfAborted, type AbortState } from '../../core/errors'
import { readHead, type DataFile } from '../data-file'
import { tagsOf } from '../markup'
import type { ReadOptions } from '../reader'
import { openZip } from '../zip-archive'
import { createContentSink, type SheetSink } from './content'
import { createTagScanner } from './tags'

/** A spreadsheet: a zip archive, or one flat document. */
export interface SpreadsheetDocument {
  readonly file: DataFile
  /** The part that holds the sheets, as it is called in messages. */
  readonly part: string
  /** The bytes of the part. @param onBytes called with the bytes of the file that this took */
  pieces(abort?: AbortState, onBytes?: (bytes: number) => void): AsyncGenerator<Uint8Array, void>
}

const largestManifest = 1 << 24

/** @throws InputError for what is damaged, or protected by a password */
export async function openDocument(file: DataFile): Promise<SpreadsheetDocument> {
  const [first] = await readHead(file, 1)
  if (first !== 0x50) return { file, part: file.name, pieces: (abort, onBytes) => flatPieces(file, abort, onBytes) }
  const archive = await openZip(file)
  const manifest = archive.has('META-INF/manifest.xml')
    ? await archive.text('META-INF/manifest.xml', largestManifest)
    : ''
  if (tagsOf(manifest, 'encryption-data').length > 0)
    throw new InputError('ingest:ods-encrypted', {}, { file: file.name })
  const part = 'content.xml'
  return { file, part, pieces: (abort, onBytes) => archive.pieces(part, abort, onBytes) }
}

async function* flatPieces(
  file: DataFile,
  abort?: AbortState,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of file.chunks()) {
    stopIfAborted(abort)
    bytes += chunk.length
    onBytes?.(bytes)
    yield chunk
  }
}

/** Markup that is looked through at once. */
const partLength = 1 << 19

export const damagedPart = ({ file, part }: SpreadsheetDocument): InputError =>
  new InputError('ingest:ods-damaged', { part }, { file: file.name })

/**
 * Passes the markup of a document to a sink, and stops between parts of it while the sink has rows.
 * @param isEnough whether what follows need not be understood; its bytes are read all the same, since the sum that tells whether they are right stands at their end
 * @throws InputError when the document is damaged; Aborted
 */
export async function* passMarkup(
  document: SpreadsheetDocument,
  sink: Omit<SheetSink, 'damaged'>,
  isEnough: () => boolean,
  options: Pick<ReadOptions, 'abort' | 'onBytes'>,
): AsyncGenerator<void, void> {
  let isDamaged = false
  const scanner = createTagScanner(createContentSink({ ...sink, damaged: () => void (isDamaged = true) }))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let markup = ''
  const share = (bytes: number): void => options.onBytes?.(Math.min(document.file.size, bytes))
  for await (const piece of document.pieces(options.abort, share))
    // A little that was packed comes as much at once.
    for (let from = 0; from < piece.length && !isEnough(); from += partLength) {
      markup += decoded(document, decoder, piece.subarray(from, from + partLength))
      if (markup.length < partLength) continue
      stopIfAborted(options.abort)
      if (!scanner.take(markup) || isDamaged) throw damagedPart(document)
      markup = ''
      yield
    }
  if (isEnough()) return
  if (!scanner.take(markup + decoded(document, decoder)) || isDamaged || !scanner.finish()) throw damagedPart(document)
  yield
}

function decoded(document: SpreadsheetDocument, decoder: InstanceType<typeof TextDecoder>, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    throw damagedPart(document)
  }
}
