import type { InputError } from '../../analyses/core/errors'
import type { Language } from '../../analyses/core/words'
import type { GivenTable } from '../../analyses/instrument-sheets/given-table'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { readInstrumentSheets } from '../../analyses/instrument-sheets/read'
import delimited from '../../analyses/readers/delimited/reader'
import ods from '../../analyses/readers/ods/reader'
import xlsx from '../../analyses/readers/xlsx/reader'
import { dataFile } from '../worker/data-file'
import type { InstrumentFile } from './project'

/**
 * An instrument from the tables of spreadsheets: workbooks, or delimited files that belong together.
 * @param language of texts under headers that name none
 * @throws InputError for a file that cannot be read
 */
export async function instrumentOfSheets(
  files: readonly File[],
  language: Language,
): Promise<{ readonly file: InstrumentFile } | { readonly problems: readonly InputError[] }> {
  const tables: GivenTable[] = []
  for (const file of files)
    for (const table of await openSheets(dataFile({ file, name: file.name }), [xlsx, ods, delimited]))
      tables.push(table)
  const name = (files[0]?.name ?? '').replace(/\.[^.]*$/, '')
  const { document, problems } = readInstrumentSheets(tables, language, name)
  if (problems.length > 0) return { problems }
  return { file: { name: `${name}.json`, text: `${JSON.stringify(document, null, 2)}\n` } }
}
