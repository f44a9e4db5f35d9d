/** Text that begins like a formula (=, +, -, @, tab, return) gets an apostrophe, so that no spreadsheet runs it. Numbers are none of these here. */
export function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** A cell in quotes where it holds the delimiter, a quote, a line break or outer spaces. */
export function quoteCell(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
