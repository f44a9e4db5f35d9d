import { InputError } from '../../core/errors'
import { carriageReturn, lineFeed } from './record-block'

/**
 * Files of which each line is one quoted cell that holds the whole record, its own quotes doubled: `"1;3;""Oslo; Norway"""`. Excel writes them where it opened a
 * file without cutting it in columns.
 */
interface LineUnquoter {
  /**
   * What stands inside the quotes of the next bytes of the file; line ends stay where they are.
   * @throws InputError at a line that is no such cell
   */
  push(bytes: Uint8Array): Uint8Array
  /** @throws InputError for a last line whose quote is not closed */
  end(): void
  /** The line that the next byte is on, from 1. */
  line(): number
}

const quote = 34
/** Spaces, and the end-of-file mark that old systems wrote, are a line too. */
const isBlank = (byte: number): boolean => byte === 32 || byte === 26
const isLineEnd = (byte: number): boolean => byte === lineFeed || byte === carriageReturn

export function createLineUnquoter(file: string): LineUnquoter {
  /** `closing`: after a quote that closes the cell, unless another follows. */
  let state: 'before' | 'inside' | 'closing' = 'before'
  let line = 1
  let firstLine = 1
  let isAfterReturn = false
  const refusal = (): InputError => new InputError('ingest:line-not-quoted', {}, { file, line: firstLine })
  const endLine = (byte: number): void => {
    if (byte === carriageReturn || !isAfterReturn) line += 1
  }
  return {
    push(bytes) {
      const inside = new Uint8Array(bytes.length)
      let length = 0
      for (const byte of bytes) {
        if (isLineEnd(byte)) endLine(byte)
        isAfterReturn = byte === carriageReturn
        if (state === 'inside' && byte === quote) {
          state = 'closing'
          continue
        }
        if (state === 'before' && byte === quote) {
          state = 'inside'
          firstLine = line
          continue
        }
        if (state === 'closing') {
          if (byte !== quote && !isLineEnd(byte)) throw refusal()
          state = byte === quote ? 'inside' : 'before'
        } else if (state === 'before' && !isLineEnd(byte) && !isBlank(byte)) {
          firstLine = line
          throw refusal()
        }
        inside[length] = byte
        length += 1
      }
      return inside.subarray(0, length)
    },
    end() {
      if (state === 'inside')
        throw new InputError(
          'ingest:unclosed-quote',
          { lines: line - firstLine + 1 },
          { file, line: firstLine, column: 1 },
        )
    },
    line: () => line,
  }
}

/**
 * The beginning of a file without the quotes around its lines.
 * @param complete whether it is the whole file
 * @returns null where a line is no quoted cell
 */
export function unquoteLines(text: Uint8Array, complete: boolean, file: string): Uint8Array | null {
  if (text[0] !== quote) return null
  const lines = createLineUnquoter(file)
  try {
    const inside = lines.push(text)
    if (complete) lines.end()
    return inside
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}
