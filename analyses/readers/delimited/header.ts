import { InputError } from '../../core/errors'
import { tidy, type HeaderColumn, type SampleRecord } from '../reader'

/** What stands above the data of a delimited file. */
export interface Header {
  /** Rows that it takes, 1 … 3. */
  readonly rows: number
  /** A line of dashes under it. */
  readonly isRuled: boolean
  /** The first column only numbers the rows. */
  readonly hasRowNumbers: boolean
  /** Line on which it begins, from 1. */
  readonly line: number
  readonly columns: readonly HeaderColumn[]
  /** Columns after the last named one. */
  readonly unnamed: number
  readonly problems: readonly InputError[]
  /** The records below. */
  readonly data: readonly SampleRecord[]
}

/**
 * @param records the first of the file, a separator line left out
 * @param declaredRows how many rows it takes, where that is declared
 */
export function headerOf(records: readonly SampleRecord[], declaredRows: number | undefined, file: string): Header {
  const rows = Math.min(declaredRows ?? headerRowsOf(records), Math.max(1, records.length))
  const below = records[rows]
  // A respondent who answered nothing is a record of empty cells, and no line of dashes.
  const written = below === undefined ? [] : below.cells.filter((cell) => cell !== '')
  const isRuled =
    below !== undefined &&
    below.cells.length > 1 &&
    written.length > 0 &&
    written.every((cell) => /^[-=_]{3,}\s*$/.test(cell))
  const data = records.slice(rows + (isRuled ? 1 : 0))
  const names = headerNames(records.slice(0, rows).map(({ cells }) => cells.map(tidy)))
  // A column of row numbers may have no name, or the header one name fewer than there are columns.
  const lacksOne =
    names.length > 1 &&
    data.length > 0 &&
    data.every(({ cells }) => cells.length === names.length + 1 && /^\d+$/.test(tidy(cells[0] ?? '')))
  const isCounter = names[0]?.[0] === '' && names.length > 1 && isCounting(data.map(({ cells }) => cells[0] ?? ''))
  const hasRowNumbers = lacksOne || isCounter
  const allNames = lacksOne ? [[''], ...names] : names
  let width = allNames.length
  while (width > 1 && (allNames[width - 1]?.[0] ?? '') === '') width -= 1
  const columns = allNames
    .slice(0, width)
    .map((every, index): HeaderColumn => ({
      position: index + 1,
      name: every[0] ?? '',
      names: [...new Set(every.filter((name) => name !== ''))],
      isRowNumber: hasRowNumbers && index === 0,
    }))
  const line = records[0]?.line ?? 1
  return {
    rows,
    isRuled,
    hasRowNumbers,
    line,
    columns,
    unnamed: allNames.length - width,
    problems: [...missingNames(columns, file, line), ...repeatedNames(columns, file, line)],
    data,
  }
}

function missingNames(columns: readonly HeaderColumn[], file: string, line: number): readonly InputError[] {
  return columns
    .filter(({ name, isRowNumber }) => name === '' && !isRowNumber)
    .map(({ position }) => new InputError('ingest:empty-header', { position }, { file, line, column: position }))
}

function repeatedNames(columns: readonly HeaderColumn[], file: string, line: number): readonly InputError[] {
  const firstWithName = new Map<string, number>()
  return columns.flatMap(({ name, position }) => {
    const first = firstWithName.get(name)
    if (name !== '' && first === undefined) firstWithName.set(name, position)
    return first === undefined
      ? []
      : [new InputError('ingest:duplicate-header', { name, first, second: position }, { file, line, column: name })]
  })
}

/** Three rows in a Qualtrics export, two in an old one and in SurveyMonkey's, else one. */
function headerRowsOf(records: readonly SampleRecord[]): number {
  const [first, second, third] = records.map(({ cells }) => cells.map(tidy))
  if (first === undefined || second === undefined) return 1
  if (
    third !== undefined &&
    third.length > 0 &&
    third.filter((cell) => cell !== '').every((cell) => cell.startsWith('{"ImportId":')) &&
    third.some((cell) => cell !== '')
  )
    return 3
  if (/^V1$/.test(first[0] ?? '') && /^Response ?ID$/i.test(second[0] ?? '')) return 2
  // A question over several columns stands in the first of them; below it each column's own row or option.
  const named = second.filter((cell, index) => cell !== '' && (first[index] ?? '') === '').length
  const generic = second.filter((cell) => isGenericAnswer(cell)).length
  const numbers = second.filter((cell) => cell !== '' && /^[-+]?[\d.,:/ -]+$/.test(cell)).length
  if (named >= 1 && generic >= 1 && numbers === 0 && records.length > 2) return 2
  return 1
}

/** What survey tools write under a question that has one column. */
function isGenericAnswer(cell: string): boolean {
  return /^(open-ended response|response|svar|åpent svar|öppet svar|fritekstsvar|fritextsvar)$/i.test(cell)
}

/** For each column its names, the one it goes by first. */
function headerNames(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first = [], second, ...others] = rows
  if (second === undefined) return first.map((name) => [name])
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const isStacked = second.some((cell, index) => cell !== '' && (first[index] ?? '') === '')
  let stem = ''
  return Array.from({ length: width }, (_, index) => {
    const top = first[index] ?? ''
    const below = second[index] ?? ''
    if (!isStacked)
      return [
        top === '' ? below : top,
        below,
        ...others.map((row) => row[index] ?? '').map((cell) => /^\{"ImportId":"([^"]*)"/.exec(cell)?.[1] ?? cell),
      ]
    if (top !== '') stem = top
    if (below === '' || isGenericAnswer(below)) return [top === '' ? below : top]
    return [`${stem} [${below}]`, below]
  })
}

function isCounting(cells: readonly string[]): boolean {
  return (
    cells.length > 0 &&
    cells.every(
      (cell, index) =>
        /^\d+$/.test(cell) && (index === 0 ? Number(cell) <= 1 : Number(cell) === Number(cells[index - 1]) + 1),
    )
  )
}
