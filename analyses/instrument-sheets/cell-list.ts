/** Several texts in one cell: separated by `;` or lines. A text with a separator or a quote in it stands in quotes, as in a delimited file. */

export const writeList = (texts: readonly string[]): string =>
  texts.map((text) => (/[;"\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join('; ')

export function readList(cell: string): readonly string[] {
  const found = [...cell.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^;\n]*))\s*(?:[;\n]|$)/g)]
  return found
    .map(([, quoted, plain]) => (quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"')))
    .filter((text) => text !== '')
}
