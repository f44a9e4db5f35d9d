import { createFormatter } from '../core/format'
import type { Cell, ResultTable, TableColumn } from '../core/result'
import type { Speaker } from '../core/speaker'
import { harmless, quoteCell } from './csv/machine-csv'

type Table = Pick<ResultTable, 'id' | 'columns' | 'rows' | 'suppressed'>

/**
 * A table for Excel in the reader's language: byte order mark, the language's decimal mark, semicolons where that is a comma, titles as headers, full precision
 * without grouping, a plain hyphen-minus. A withheld cell is `:`, one that does not exist `..`.
 *
 * @param analysis whose table it is, for the words of its columns and verdicts
 */
export function excelCsv(table: Table, analysis: string, speaker: Speaker): string {
  const delimiter = decimalMark(speaker) === ',' ? ';' : ','
  return `\uFEFF${records(table, analysis, speaker)
    .map((record) => `${record.map((text) => quoteCell(text, delimiter)).join(delimiter)}\r\n`)
    .join('')}`
}

/** The same table for the clipboard as plain text: tabs between cells, and nothing in a cell that would end it. */
export function tabbedText(table: Table, analysis: string, speaker: Speaker): string {
  return records(table, analysis, speaker)
    .map((record) => record.map((text) => text.replaceAll(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\r\n')
}

/**
 * A table for Word and for Excel's clipboard, written as it reads in print: rounded, horizontal rules only, numbers flush right. Excel takes the unrounded number
 * from `x:num`, and text as text.
 */
export function htmlTable(
  table: Table,
  analysis: string,
  speaker: Speaker,
  caption?: { readonly title: string; readonly notes: readonly string[] },
): string {
  const withheld = withheldCells(table)
  const rule = '1pt solid #000000'
  const head = table.columns
    .map(
      (column) =>
        `<th scope="col" style="text-align:${alignment(column)};font-weight:600;padding:2pt 6pt;border-top:${rule};border-bottom:0.5pt solid #000000">${escaped(speaker.columnTitle(column, analysis))}</th>`,
    )
    .join('')
  const body = table.rows
    .map((row, index) => {
      const isLast = index === table.rows.length - 1
      const cells = table.columns.map((column, position) => {
        const cell = row[position] ?? null
        const isWithheld = withheld.has(`${index} ${position}`)
        const isNumber = typeof cell === 'number' && !isWithheld && column.refersTo !== 'time'
        const style = `text-align:${alignment(column)};padding:2pt 6pt;vertical-align:top${isLast ? `;border-bottom:${rule}` : ''}${isNumber ? '' : ";mso-number-format:'\\@'"}`
        return `<td style="${style}"${isNumber ? ` x:num="${cell}"` : ''}>${escaped(speaker.cell(column, cell, isWithheld, analysis))}</td>`
      })
      return `<tr>${cells.join('')}</tr>`
    })
    .join('')
  const title =
    caption === undefined
      ? ''
      : `<caption style="text-align:left;font-weight:600;padding-bottom:4pt">${escaped(caption.title)}</caption>`
  const notes =
    caption === undefined || caption.notes.length === 0
      ? ''
      : `<tfoot><tr><td colspan="${table.columns.length}" style="font-size:9pt;padding-top:4pt">${caption.notes.map(escaped).join(' ')}</td></tr></tfoot>`
  return `<table lang="${speaker.language}" xmlns:x="urn:schemas-microsoft-com:office:excel" style="border-collapse:collapse;font-variant-numeric:tabular-nums">${title}<thead><tr>${head}</tr></thead><tbody>${body}</tbody>${notes}</table>`
}

/** Header and rows for a spreadsheet. */
function records(table: Table, analysis: string, speaker: Speaker): readonly (readonly string[])[] {
  const withheld = withheldCells(table)
  const mark = decimalMark(speaker)
  return [
    table.columns.map((column) => harmless(speaker.columnTitle(column, analysis))),
    ...table.rows.map((row, index) =>
      table.columns.map((column, position) =>
        spreadsheetCell(column, row[position] ?? null, withheld.has(`${index} ${position}`), mark, analysis, speaker),
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

function withheldCells(table: Pick<ResultTable, 'suppressed'>): ReadonlySet<string> {
  return new Set(table.suppressed.map(([row, column]) => `${row} ${column}`))
}

function alignment({ kind, refersTo }: TableColumn): 'left' | 'right' {
  return kind === 'text' || kind === 'verdict' || refersTo === 'time' ? 'left' : 'right'
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
