import type { Note } from '../../core/words'
import type { WrittenTable } from '../loading'
import { countedSpellings, plainSpelling, recodingNotes, recodingOf, type Spelling } from '../recoding'
import { recodedColumns, type InventoryColumns } from './columns'
import type { InventorySource } from './fields'

/** Rows in which organisations and attributes have the levels that their spellings are read as, and how the file writes them. */
export function recodedRows(
  written: WrittenTable,
  columns: InventoryColumns,
  { values }: Pick<InventorySource, 'values'>,
): {
  readonly written: WrittenTable
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
  readonly notes: readonly Note[]
} {
  const read = recodedColumns(columns).map(({ id, index }) => {
    const recoding = recodingOf(values, id)
    const texts = written.rows.map(({ cells }) => plainSpelling(cells[index] ?? ''))
    const spellings = countedSpellings(texts, recoding)
    return { id, index, texts, recoding, spellings, notes: recodingNotes(id, recoding, spellings) }
  })
  const changed = read.filter(({ recoding }) => recoding !== null)
  return {
    written:
      changed.length === 0
        ? written
        : {
            ...written,
            rows: written.rows.map((row, at) => {
              const cells = [...row.cells]
              for (const { index, texts, recoding } of changed) {
                const text = texts[at] ?? ''
                cells[index] = text === '' ? '' : (recoding?.levelOf(text) ?? '')
              }
              return { ...row, cells }
            }),
          },
    spellings: Object.fromEntries(read.map(({ id, spellings }) => [id, spellings])),
    notes: read.flatMap(({ notes }) => notes),
  }
}
