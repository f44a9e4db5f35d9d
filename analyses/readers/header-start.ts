import { tidy, type SampleRecord } from './reader'

/** The first records are looked at for the header. */
const mostAbove = 40

/**
 * How many records stand above the header: a title, lines of facts about the export, comments that begin with `#`, rows that a spreadsheet padded with empty cells. The
 * header is the first record that is as long as the rest and whose cells are names.
 */
export function recordsAboveHeader(records: readonly SampleRecord[]): number {
  const width = usualWidth(records)
  if (width < 2) {
    const first = records.findIndex(({ cells }) => !isComment(cells))
    return first < 0 ? 0 : first
  }
  for (const [index, { cells }] of records.slice(0, mostAbove).entries()) {
    const below = records[index + 1]
    if (isHeader(cells, width) && !(isComment(cells) && below !== undefined && isHeader(below.cells, width)))
      return index
    if (!isAbove(cells, width)) return 0
  }
  return 0
}

/** The width that most records have. */
function usualWidth(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0]
}

const isComment = (cells: readonly string[]): boolean => /^\s*#(?=.)/u.test(cells[0] ?? '')

const filledOf = (cells: readonly string[]): readonly string[] => cells.map(tidy).filter((cell) => cell !== '')

/** Names stand in most cells, and not all of them are numbers. */
function isHeader(cells: readonly string[], width: number): boolean {
  const filled = filledOf(cells)
  return cells.length >= width - 1 && filled.length >= 2 && filled.some((cell) => /[^\d\s.,:+-]/u.test(cell))
}

/** A comment, a title, a fact with its name, or nothing. */
function isAbove(cells: readonly string[], width: number): boolean {
  const filled = filledOf(cells)
  return isComment(cells) || filled.length <= 1 || (filled.length <= 2 && cells.length <= width / 2)
}
