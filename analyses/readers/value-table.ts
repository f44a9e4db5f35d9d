import { InputError } from '../core/errors'
import type { Phrase } from '../core/words'
import type { DataFile } from './data-file'
import {
  cellText,
  type Dialect,
  type HeaderColumn,
  type OpenTable,
  type ReadOptions,
  type ReadTotals,
  type SampleRecord,
  type ValueBlock,
} from './reader'

/** Records that a head shows at most. */
const mostSampleRecords = 500

/** A file of a format that gives values, opened. */
export interface ValueTable {
  readonly file: DataFile
  /** Id of the reader. */
  readonly format: string
  readonly dialect: Dialect
  readonly columns: readonly HeaderColumn[]
  /** How sure what was found out is, 0 … 1; 1 where the file says everything itself. */
  readonly confidence?: number
  readonly reasons?: readonly Phrase[]
  readonly otherSheets?: readonly string[]
  /** Line or row of the file in which the header stands, from 1; 0 where it has none. */
  readonly headerLine?: number
  /** What keeps the file from being imported. */
  readonly problems?: readonly InputError[]
  /**
   * All records from the first one on, in blocks of at most `mostRecordsPerBlock`; starts anew each time. It calls `options.onBytes`, shows every byte of the file to
   * `options.observer` and stops within a block of an abort.
   * @throws InputError at a record that cannot be read; Aborted
   */
  blocks(options: ReadOptions): AsyncGenerator<ValueBlock, ReadTotals>
}

/** A table of a format that gives values, as whoever reads it takes it. What is wrong with the first records is a problem of the head. */
export async function createValueTable(table: ValueTable): Promise<OpenTable> {
  const { file, format, dialect, columns } = table
  const { sample, error } = await sampleOf(table)
  return {
    file,
    head: {
      file: file.name,
      format,
      dialect,
      confidence: table.confidence ?? 1,
      reasons: table.reasons ?? [],
      columns,
      headerLine: table.headerLine ?? 0,
      sample,
      ...(table.otherSheets === undefined ? {} : { otherSheets: table.otherSheets }),
      // Numbers come as numbers; texts that look like some are read either way.
      numbers: { mark: '.', isStrict: false },
      problems: [...(table.problems ?? []), ...(error === null ? [] : [error])],
    },
    decode: () => '',
    blocks: (options) => table.blocks(options),
    rows: async (most, options) => {
      const rows: SampleRecord[] = []
      const blocks = table.blocks(options)
      let next = await blocks.next()
      for (; next.done !== true; next = await blocks.next()) {
        if (rows.length + next.value.rowCount > most)
          throw new InputError('ingest:table-too-long', { most }, { file: file.name })
        appendRecords(rows, next.value, columns.length, most)
      }
      return { rows, blankLines: next.value.blankLines }
    },
  }
}

async function sampleOf(
  table: ValueTable,
): Promise<{ readonly sample: readonly SampleRecord[]; readonly error: InputError | null }> {
  const sample: SampleRecord[] = []
  try {
    for await (const block of table.blocks({})) {
      appendRecords(sample, block, table.columns.length, mostSampleRecords)
      if (sample.length >= mostSampleRecords) break
    }
    return { sample, error: null }
  } catch (error) {
    if (error instanceof InputError) return { sample, error }
    throw error
  }
}

function appendRecords(records: SampleRecord[], block: ValueBlock, width: number, most: number): void {
  for (let row = 0; row < block.rowCount && records.length < most; row += 1)
    records.push({
      line: block.lines[row] as number,
      cells: Array.from({ length: width }, (_, column) => cellText(block, row, column, noText)),
    })
}

const noText = (): string => ''
