import type { TableColumn } from '../../core/result'
import type { Speaker } from '../../core/speaker'
import { isWithheldIn, type PublishedTable } from '../format'

/**
 * A table for Word and for Excel's clipboard, written as it reads in print: rounded, horizontal rules only, numbers flush right. Excel takes the unrounded number
 * from `x:num`, and text as text.
 */
export function htmlTable(
  table: PublishedTable,
  analysis: string,
  speaker: Speaker,
  caption?: { readonly title: string; readonly notes: readonly string[] },
): string {
  const isWithheldAt = isWithheldIn(table)
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
        const isWithheld = isWithheldAt(index, position)
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

function alignment({ kind, refersTo }: TableColumn): 'left' | 'right' {
  return kind === 'text' || kind === 'verdict' || refersTo === 'time' ? 'left' : 'right'
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
