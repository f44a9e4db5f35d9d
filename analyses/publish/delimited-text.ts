import Papa from 'papaparse'

/** Text that begins like a formula (=, +, -, @, tab, return) gets an apostrophe, so that no spreadsheet runs it. Numbers are none of these here. */
export function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** Records as RFC 4180 has them: CRLF after each, and quotes where a cell holds the delimiter, a quote, a line break or outer spaces. */
export function delimitedText(records: readonly (readonly string[])[], delimiter: ',' | ';'): string {
  const written = Papa.unparse(
    records.map((record) => [...record]),
    { delimiter, newline: '\r\n', quotes: (cell: unknown) => /^\s|\s$/.test(String(cell)) },
  )
  return `${written}\r\n`
}
