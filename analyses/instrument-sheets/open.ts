import { InputError } from '../core/errors'
import type { DataFile } from '../readers/data-file'
import { openTable, type Reader } from '../readers/reader'
import type { GivenTable } from './given-table'

/** Rows of an instrument: no questionnaire comes near. */
const mostRows = 20_000

/** Every table of a file: all sheets of a workbook, or the one that another format has. Sheets without rows are left out. @throws InputError */
export async function openSheets(file: DataFile, readers: Iterable<Reader>): Promise<readonly GivenTable[]> {
  const { table, reader } = await openTable(readers, file)
  const { otherSheets = [], dialect } = table.head
  const names = otherSheets.length === 0 ? [null] : [String(dialect['sheet'] ?? ''), ...otherSheets]
  const tables: GivenTable[] = []
  for (const name of names) {
    try {
      const opened = name === null ? table : await reader.open(file, { sheet: name })
      const { head } = opened
      const { rows } = await opened.rows(mostRows, {})
      tables.push({
        file: file.name,
        name: name ?? file.name,
        headers: head.columns.map(({ name: header, shared, isUnnamed }) =>
          isUnnamed === true ? '' : (shared ?? header),
        ),
        headerLine: head.headerLine,
        isDelimited: head.format === 'delimited',
        rows,
      })
    } catch (error) {
      const isEmpty = error instanceof InputError && ['ingest:sheet-empty', 'ingest:header-only'].includes(error.code)
      if (!isEmpty) throw error
    }
  }
  return tables
}
