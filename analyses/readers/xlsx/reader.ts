import { InputError } from '../../core/errors'
import { readRange, type DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { chooseSheet, openSheet } from '../sheet-table'
import { workbookSettings, type WorkbookOverride } from '../workbook-settings'
import { openZip } from '../zip-archive'
import { readSheet } from './sheet-rows'
import { readWorkbook } from './workbook'

/**
 * Workbooks of Excel (`.xlsx`, `.xlsm`), as Excel, LibreOffice and survey tools write them.
 *
 * The sheets are read here rather than by a package: those that are kept up make an object of every cell, and the others have stood still for years.
 */
const xlsx: Reader = {
  id: 'xlsx',
  settings: workbookSettings,
  recognise(head, name) {
    const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4
    if (isZip) {
      const parts = new TextDecoder().decode(head)
      return /\.xls[xm]$/i.test(name) || /(?:^|[^\w/])xl\//.test(parts) ? 'certain' : 'no'
    }
    return isCompound(head) ? 'certain' : 'no'
  },
  open: (file, declared) => openWorkbook(file, declared as WorkbookOverride),
  found: ({ sheet, headerRows }) => ({ sheet, header_rows: headerRows }),
}

export default xlsx

/** The older container of Office, in which a workbook with a password lies too. */
const isCompound = (head: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, index) => head[index] === byte)

async function openWorkbook(file: DataFile, declared: WorkbookOverride): Promise<OpenTable> {
  await refuseCompound(file)
  const archive = await openZip(file)
  const workbook = await readWorkbook(archive, file.name)
  const { sheet, others, reasons } = chooseSheet(
    workbook.sheets,
    declared.sheet,
    ({ part }) => archive.sizeOf(part),
    file,
  )
  return openSheet(
    {
      file,
      format: 'xlsx',
      sheet: sheet.name,
      others,
      dialect: { countsFrom1904: workbook.countsFrom1904 },
      reasons,
      blocks: (range, options, onBlankFormula) =>
        readSheet(file, archive, workbook, sheet, range, options, onBlankFormula),
    },
    declared,
  )
}

async function refuseCompound(file: DataFile): Promise<void> {
  const head = await readRange(file, 0, 8)
  if (!isCompound(head)) return
  const bytes = await readRange(file, 0, 1 << 22)
  let letters = ''
  for (let from = 0; from < bytes.length; from += 8192)
    letters += String.fromCharCode(...bytes.subarray(from, from + 8192))
  const isEncrypted = letters.includes('E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0')
  throw new InputError(isEncrypted ? 'ingest:xlsx-encrypted' : 'ingest:is-xls', {}, { file: file.name })
}
