import type { Phrase } from '../../core/words'
import type { DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { chooseSheet, openSheet } from '../sheet-table'
import { workbookSettings, type WorkbookOverride } from '../workbook-settings'
import { openDocument } from './document'
import { listSheets, readSheet } from './sheets'

/**
 * Spreadsheets of OpenDocument (ISO/IEC 26300, OpenDocument 1.0 to 1.3), as LibreOffice Calc, Excel, Google Sheets and pandas write them: `.ods`, and `.fods`, the same in one document without
 * an archive.
 */
const ods: Reader = {
  id: 'ods',
  settings: workbookSettings,
  recognise: (head, name) => (isSpreadsheet(head, name) ? 'certain' : 'no'),
  open: (file, declared) => openOpenDocument(file, declared as WorkbookOverride),
  found: ({ sheet, headerRows }) => ({ sheet, header_rows: headerRows }),
}

export default ods

const mediaType = 'application/vnd.oasis.opendocument.spreadsheet'

/** An archive begins with its media type, or should; a flat document has it among the attributes of its first element. */
function isSpreadsheet(head: Uint8Array, name: string): boolean {
  const text = new TextDecoder().decode(head)
  if (text.startsWith('PK\u0003\u0004')) return text.slice(0, 400).includes(mediaType) || /\.o[dt]s$/i.test(name)
  return /^\s*</.test(text) && new RegExp(`mimetype\\s*=\\s*["']${mediaType}`).test(text)
}

async function openOpenDocument(file: DataFile, declared: WorkbookOverride): Promise<OpenTable> {
  const document = await openDocument(file)
  const { sheets, isCut } = await listSheets(document, declared.sheet !== undefined)
  const { sheet, others, reasons } = chooseSheet(sheets, declared.sheet, ({ cells }) => cells, file)
  const unseen: Phrase = { message: 'ingest:ods-sheets-unseen', values: { sheet: sheet.name } }
  return openSheet(
    {
      file,
      format: 'ods',
      sheet: sheet.name,
      others,
      reasons: isCut ? [unseen] : reasons,
      blocks: (range, options, onBlankFormula) => readSheet(document, sheet, range, options, onBlankFormula),
    },
    declared,
  )
}
