import { stopIfAborted } from '../core/errors'
import type { DataFile } from './data-file'
import { mostRecordsPerBlock, type ReadOptions } from './reader'

/** Whole rows of one length that stand one after the other. */
export interface FixedRows {
  readonly bytes: Uint8Array
  readonly rowCount: number
}

const mostBlockBytes = 1 << 22

/** Rows that a block of them has at most, so that the widest table takes no more memory than any other. */
export function rowsPerBlock(rowBytes: number, rowCount: number): number {
  return Math.max(1, Math.min(mostRecordsPerBlock, rowCount, Math.floor(mostBlockBytes / rowBytes)))
}

/**
 * Rows of one length in blocks. All bytes of the file pass the observer, those behind the rows too.
 * @param start byte of the first row
 * @returns the number of rows that there are, fewer than `rowCount` where the file ends before
 */
export async function* fixedRows(
  file: DataFile,
  { start, rowBytes, rowCount }: { readonly start: number; readonly rowBytes: number; readonly rowCount: number },
  { abort, observer, onBytes }: ReadOptions,
): AsyncGenerator<FixedRows, number> {
  const block = new Uint8Array(rowsPerBlock(rowBytes, rowCount) * rowBytes)
  const end = start + rowBytes * rowCount
  let passed = 0
  let filled = 0
  let rows = 0
  for await (const chunk of file.chunks()) {
    stopIfAborted(abort)
    observer?.update(chunk)
    const from = Math.min(chunk.length, Math.max(0, start - passed))
    const to = Math.max(from, Math.min(chunk.length, end - passed))
    passed += chunk.length
    onBytes?.(passed)
    for (let at = from; at < to;) {
      const length = Math.min(to - at, block.length - filled)
      block.set(chunk.subarray(at, at + length), filled)
      filled += length
      at += length
      if (filled < block.length) continue
      rows += filled / rowBytes
      yield { bytes: block, rowCount: filled / rowBytes }
      filled = 0
      stopIfAborted(abort)
    }
    if (passed >= end && filled > 0) {
      rows += filled / rowBytes
      yield { bytes: block.subarray(0, filled), rowCount: filled / rowBytes }
      filled = 0
    }
  }
  return rows
}
