import { InputError } from '../../core/errors'
import type { DataFile } from '../data-file'
import { mostRecordsPerBlock, type ReadOptions, type ReadTotals, type ValueBlock, type ValueColumn } from '../reader'
import { createTextColumn, type TextColumn } from '../text-column'
import { formOf, kindOf, twice, type KeyColumn, type KeyColumns } from './columns'
import { objectTexts, type JsonForm } from './objects'
import { parseObject, type JsonKind } from './parse'

export const lateKey = 'ingest:json-lines-late-key'
export const lateKind = 'ingest:json-lines-late-kind'

/** Rows of the first block: as many as show what a file is. */
const rowsOfFirstBlock = 512

/** Numbers of all columns of a block together. */
const mostCells = 1 << 22

interface Filling {
  readonly form: ReturnType<typeof formOf>
  readonly column: KeyColumn
  readonly numbers: Float64Array
  readonly texts: TextColumn | null
  lastObject: number
}

/**
 * All objects as rows; a key that an object does not have is none.
 * @throws InputError for an object that cannot be read, for a key that the beginning does not have, or a value unlike those of the beginning; Aborted
 */
export async function* readObjects(
  file: DataFile,
  form: JsonForm,
  columns: KeyColumns,
  options: ReadOptions,
): AsyncGenerator<ValueBlock, ReadTotals> {
  const most = Math.max(1, Math.min(mostRecordsPerBlock, Math.floor(mostCells / columns.size)))
  const fillings = new Map([...columns].map(([key, column]) => [key, newFilling(column, most)]))
  const all = [...fillings.values()]
  const lines = new Int32Array(most)
  const objects = objectTexts(file, form, options)
  let records = 0
  let rows = 0
  const block = (): ValueBlock => ({
    kind: 'values',
    rowCount: rows,
    firstRow: records - rows + 1,
    lines,
    columns: all.map(columnOf),
  })
  try {
    let next = await objects.next()
    for (; next.done !== true; next = await objects.next()) {
      const { line } = next.value
      for (const filling of all) clear(filling, rows)
      records += 1
      parseObject(next.value, file.name, (key, kind, text) => {
        const filling = fillings.get(key)
        if (filling === undefined) throw new InputError(lateKey, { key }, { file: file.name, line, column: key })
        if (filling.lastObject === records) throw twice(key, file.name, line)
        filling.lastObject = records
        if (!put(filling, rows, kindOf(kind, text), text))
          throw new InputError(lateKind, { key, found: text.slice(0, 40) }, { file: file.name, line, column: key })
      })
      lines[rows] = line
      rows += 1
      if (rows < (records === rows ? Math.min(most, rowsOfFirstBlock) : most)) continue
      yield block()
      rows = 0
    }
    if (rows > 0) yield block()
    return { records, blankLines: next.value }
  } finally {
    await objects.return(0)
  }
}

function newFilling(column: KeyColumn, most: number): Filling {
  const form = formOf(column)
  return {
    form,
    column,
    numbers: new Float64Array(form === 'texts' ? 0 : most),
    texts: form === 'texts' ? createTextColumn(most) : null,
    lastObject: 0,
  }
}

function clear({ numbers, texts }: Filling, row: number): void {
  if (texts === null) numbers[row] = Number.NaN
  else texts.put(row, null)
}

/** @returns false where the beginning of the file had made the column something else */
function put({ form, column, numbers, texts }: Filling, row: number, kind: JsonKind | null, text: string): boolean {
  if (kind === null) return true
  if (texts !== null) {
    texts.put(row, text)
    return column.kinds.size > 0
  }
  numbers[row] = form === 'flags' ? (text === 'true' ? 1 : 0) : Number(text)
  return kind === (form === 'flags' ? 'flag' : 'number')
}

const columnOf = ({ numbers, texts }: Filling): ValueColumn => texts?.column() ?? { kind: 'numbers', values: numbers }
