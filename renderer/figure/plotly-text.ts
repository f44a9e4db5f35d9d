import { onOneLine } from './text-metrics'

/**
 * Lines of plain text as the drawing library takes them. Its labels are a small HTML: what comes from data must not become a link, a style or an entity.
 * Right-to-left runs are isolated, so that they do not turn the text around them.
 */
export function plotlyText(lines: string | readonly string[]): string {
  return (typeof lines === 'string' ? [lines] : lines).map((line) => escapeMarkup(onOneLine(line))).join('<br>')
}

function escapeMarkup(text: string): string {
  // A lone `$…$` is only taken for TeX where MathJax is loaded, which it never is here.
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

/** A text to be set beside other text: kept from reordering its neighbours when it is written from right to left. */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text
}
