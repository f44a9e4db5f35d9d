import { createFormatter } from '../../core/format'
import type { Cell, TableColumn } from '../../core/result'
import type { Speaker } from '../../core/speaker'
import { delimitedText, harmless } from '../delimited-text'
import { isWithheldIn, type PublishedTable } from '../format'

/**
 * A table for Excel in the reader's language: byte order mark, the language's decimal mark, semicolons where that is a comma, titles as headers, full precision
 * without grouping, a plain hyphen-minus. A withheld cell is `:`, one that does not exist `..`.
 *
 * @param analysis whose table it is, for the words of its columns and verdicts
 */
export function excelCsv(table: PublishedTable, analysis: string, speaker: Speaker): string {
  return `\uFEFF${delimitedText(records(table, analysis, speaker), decimalMark(speaker) === ',' ? ';' : ',')}`
}

/** The same table for the clipboard as plain text: tabs between cells, and nothing in a cell that would end it. */
export function tabbedText(table: PublishedTable, analysis: string, speaker: Speaker): string {
  return records(table, analysis, speaker)
    .map((record) => record.map((text) => text.replaceAll(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\r\n')
}

/** Header and rows for a spreadsheet. */
function records(table: PublishedTable, analysis: string, speaker: Speaker): readonly (readonly string[])[] {
  const isWithheldAt = isWithheldIn(table)
  const mark = decimalMark(speaker)
  return [
    table.columns.map((column) => harmless(speaker.columnTitle(column, analysis))),
    ...table.rows.map((row, index) =>
      table.columns.map((column, position) =>
        spreadsheetCell(column, row[position] ?? null, isWithheldAt(index, position), mark, analysis, speaker),
      ),
    ),
  ]
}

function spreadsheetCell(
  column: TableColumn,
  cell: Cell,
  isWithheld: boolean,
  mark: string,
  analysis: string,
  speaker: Speaker,
): string {
  if (typeof cell === 'number' && !isWithheld && column.refersTo !== 'time') return plainNumber(cell).replace('.', mark)
  return harmless(speaker.cell(column, cell, isWithheld, analysis))
}

/** Full precision without an exponent's capital or a grouping mark; spreadsheets read `1e-7` in every language. */
function plainNumber(value: number): string {
  return Object.is(value, -0) ? '0' : String(value)
}

function decimalMark({ language }: Speaker): string {
  return createFormatter(language).number(0.5, 1).includes(',') ? ',' : '.'
}
