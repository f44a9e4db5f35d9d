import { stopIfAborted } from '../core/errors'
import { recordsPerBlock } from './block-size'
import { observeAll, type DataFile } from './data-file'
import type { ColumnLevel, HeaderColumn, ReadOptions, ReadTotals, ValueBlock, ValueColumn } from './reader'
import { createTextColumn } from './text-column'

/** A column of a file whose columns lie whole, one after the other. */
export interface StoredColumn {
  readonly header: HeaderColumn
  /** Numbers, NaN for none; or what stands for each of them. */
  readonly values: Float64Array
  /** The text that a number stands for; null for none. Without it the numbers are the values. */
  readonly textOf?: (value: number) => string | null
}

/** What a project says of a column. */
interface ColumnFacts {
  readonly name: string
  /** Empty where it has none. */
  readonly label: string
  readonly measure: HeaderColumn['measure'] | null
  readonly isText: boolean
  /** Names of codes, or texts that there can be, in their order. */
  readonly levels: readonly ColumnLevel[]
}

/** The header of a column. Names of codes stand in it where they say more than the codes do: other words, or another order. */
export function storedHeader({ name, label, measure, isText, levels }: ColumnFacts, index: number): HeaderColumn {
  const saysMore = levels.some(
    ({ value, label: own }, place) =>
      own !== String(value) || value < (levels[place - 1]?.value ?? Number.NEGATIVE_INFINITY),
  )
  return {
    position: index + 1,
    name,
    names: label === '' || label === name ? [name] : [name, label],
    isRowNumber: false,
    type: isText ? 'text' : 'number',
    ...(label === '' ? {} : { label }),
    ...(measure ? { measure } : {}),
    ...((isText || saysMore) && levels.length > 0 ? { levels } : {}),
  }
}

/**
 * The rows of columns that are in memory, in blocks.
 * @param keeps whether a row is read, from 0
 * @throws Aborted
 */
export async function* readStored(
  file: DataFile,
  columns: readonly StoredColumn[],
  rowCount: number,
  keeps: (row: number) => boolean,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  await observeAll(file, options)
  const most = recordsPerBlock(columns.length)
  const texts = columns.map(({ textOf }) => (textOf === undefined ? null : createTextColumn(most)))
  const lines = new Int32Array(most)
  let records = 0
  for (let from = 0; from < rowCount;) {
    stopIfAborted(options.abort)
    let filled = 0
    for (; from < rowCount && filled < most; from += 1)
      if (keeps(from)) {
        lines[filled] = from + 1
        filled += 1
      }
    if (filled === 0) break
    records += filled
    const rows = lines.subarray(0, filled)
    yield {
      kind: 'values',
      rowCount: filled,
      firstRow: records - filled + 1,
      lines,
      columns: columns.map((column, index) => valuesOf(column, rows, texts[index] ?? null)),
    }
  }
  options.onBytes?.(file.size)
  return { records, blankLines: 0 }
}

function valuesOf(
  { values, textOf }: StoredColumn,
  lines: Int32Array,
  texts: ReturnType<typeof createTextColumn> | null,
): ValueColumn {
  if (texts === null || textOf === undefined)
    return { kind: 'numbers', values: Float64Array.from(lines, (line) => values[line - 1] as number) }
  for (const [row, line] of lines.entries()) texts.put(row, textOf(values[line - 1] as number))
  return texts.column()
}
