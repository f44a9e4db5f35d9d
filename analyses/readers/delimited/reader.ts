import { partOf, type DataFile } from '../data-file'
import type { OpenTable, Reader } from '../reader'
import { readTableHead, type DelimitedDialect } from './dialect'
import { readRecords, type RecordOptions } from './records'
import { createCellDecoder } from './scanner'
import { cellEncodingOf, delimitedSettings, type DialectOverride } from './settings'
import { readSmallTable } from './small-table'

/** Delimited text: CSV and TSV as survey tools, spreadsheets and loggers write them, in UTF-8, UTF-16 or an encoding of single bytes. */
const delimited: Reader = {
  id: 'delimited',
  settings: delimitedSettings,
  // Nothing in text says that it is a table, so that every format that knows its files goes first.
  recognise: () => 'possible',
  open: (file, declared) => openDelimited(file, declared as DialectOverride),
  found: (dialect) => {
    const { encoding, delimiter, decimal, quote, headerRows, headerLine } = dialect as DelimitedDialect
    return { encoding, delimiter, decimal, quote, header_line: headerLine, header_rows: headerRows }
  },
  // Plain ASCII at the beginning is taken for UTF-8, until a letter further on is not.
  again: ({ code, about }) => (code === 'ingest:not-utf-8' ? { encoding: String(about['letters']) } : null),
}

export default delimited

async function openDelimited(file: DataFile, declared: DialectOverride): Promise<OpenTable> {
  const head = await readTableHead(file, declared)
  const { layout, markLength, hasQuotedLines, headerRecords } = head
  const { encoding } = head.dialect
  const where: Pick<RecordOptions, 'encoding' | 'markLength' | 'hasQuotedLines' | 'headerRecords'> = {
    encoding,
    markLength,
    hasQuotedLines,
    headerRecords,
  }
  return {
    file,
    head,
    decode: createCellDecoder(cellEncodingOf(encoding), layout.quote),
    blocks: (options) => readRecords(file, layout, { ...options, ...where }),
    blocksFrom: (firstByte, end, options) =>
      readRecords(partOf(file, firstByte, end ?? file.size), layout, {
        ...options,
        ...where,
        markLength: 0,
        headerRecords: 0,
      }),
    rows: (most, options) => readSmallTable(file, head, most, { ...options, ...where }),
  }
}
