import { InputError } from '../core/errors'
import type { DataFile } from '../readers/data-file'
import { createCellDecoder, readRecords } from '../readers/delimited/records'
import { readTableHead, tidy, type TableHead, type DialectOverride } from '../readers/delimited/dialect'
import { startDigest, throwProblems, type LoadOptions } from './report'

/** A whole file of modest size as text. */
export interface SmallTable {
  readonly head: TableHead
  /** Cells by column, tidied; `line` as an editor counts. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  readonly blankLines: number
  readonly sha256: string
}

/** Tables about organisations and projects have a row each; more rows than this are another kind of file. */
export const mostRows = 200_000

/**
 * Reads a file row by row into memory, for tables that people write by hand.
 * @param look is given the head before the rows are read, to refuse what the header already shows
 * @throws InputError for files that are no tables, that have no row, or that have too many; Aborted
 */
export async function readSmallTable(
  file: DataFile,
  source: { readonly dialect?: DialectOverride | undefined },
  options: LoadOptions,
  look: (head: TableHead) => void,
): Promise<SmallTable> {
  const head = await readTableHead(file, source.dialect)
  throwProblems(head.problems)
  look(head)
  const digest = await startDigest(file, options.hash)
  const { dialect, layout } = head
  const decode = createCellDecoder(dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8')
  const rows: { readonly line: number; readonly cells: readonly string[] }[] = []
  const blocks = readRecords(file, layout, {
    encoding: dialect.encoding,
    markLength: head.markLength,
    headerRecords: head.headerRecords,
    abort: options.abort,
    observer: digest.observer,
    onBytes: (bytesRead) =>
      options.onProgress?.({ phase: 'reading', bytesRead, bytesTotal: file.size, rowsRead: rows.length }),
  })
  for (;;) {
    const next = await blocks.next()
    if (next.done === true) {
      if (rows.length === 0) throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
      return { head, rows, blankLines: next.value.blankLines, sha256: await digest.finish() }
    }
    const { rowCount, width, bytes, starts, ends, lines } = next.value
    if (rows.length + rowCount > mostRows)
      throw new InputError('ingest:table-too-long', { most: mostRows }, { file: file.name })
    for (let row = 0; row < rowCount; row += 1) {
      const cells = head.columns.map((_, index) =>
        tidy(
          decode(
            bytes,
            starts[row * width + index] as number,
            ends[row * width + index] as number,
            layout.quote,
          ).normalize('NFC'),
        ),
      )
      rows.push({ line: lines[row] as number, cells })
    }
  }
}
