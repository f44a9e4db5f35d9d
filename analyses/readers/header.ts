import type { Phrase } from '../core/words'
import { recordsAboveHeader } from './header-start'
import { tidy, type HeaderColumn, type SampleRecord } from './reader'

/** What stands above the data of a table without a header of its own: delimited text, a sheet. */
export interface Header {
  /** Rows that it takes, 1 … 3. */
  readonly rows: number
  /** A line of dashes under it. */
  readonly isRuled: boolean
  /** The first column only numbers the rows. */
  readonly hasRowNumbers: boolean
  /** Line on which it begins, from 1. */
  readonly line: number
  /** Records above it: a title, comments. */
  readonly above: number
  readonly columns: readonly HeaderColumn[]
  /** Columns after the last named one. */
  readonly unnamed: number
  /** The records below. */
  readonly data: readonly SampleRecord[]
}

/** What is declared of a header instead of being found. */
export interface DeclaredHeader {
  /** Rows that it takes. */
  readonly header_rows?: number | undefined
  /** The line on which it begins. */
  readonly header_line?: number | undefined
}

/** @param first the first records of the file, a separator line left out */
export function headerOf(first: readonly SampleRecord[], declared: DeclaredHeader): Header {
  const above = Math.min(aboveHeader(first, declared), Math.max(0, first.length - 1))
  const records = first.slice(above)
  const rows = Math.min(declared.header_rows ?? headerRowsOf(records), Math.max(1, records.length))
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
  const isFilled = (index: number): boolean => data.some(({ cells }) => tidy(cells[index] ?? '') !== '')
  while (width > 1 && (allNames[width - 1]?.[0] ?? '') === '' && !isFilled(width - 1)) width -= 1
  const columns = namedColumns(allNames.slice(0, width), hasRowNumbers)
  const line = records[0]?.line ?? 1
  return { rows, isRuled, hasRowNumbers, line, columns, above, unnamed: allNames.length - width, data }
}

/** Says that records stand above a header whose place was found, and are not read. */
export function headerLineReason({ above, line }: Header): Phrase | null {
  return above > 0 ? { message: 'ingest:reason-header-line', values: { line: String(line) } } : null
}

/** Records above the header, as found or as declared. */
export function aboveHeader(records: readonly SampleRecord[], { header_line: declared }: DeclaredHeader): number {
  if (declared === undefined) return recordsAboveHeader(records)
  const index = records.findIndex(({ line }) => line >= declared)
  return index < 0 ? records.length : index
}

/**
 * Columns whose headers are alike are told apart by their order, as `Kommentar #1` and `Kommentar #2`; a column without a header goes by its place, as `#4`. These are the
 * names under which they are shown and mapped.
 */
export function namedColumns(names: readonly (readonly string[])[], hasRowNumbers = false): readonly HeaderColumn[] {
  const isRowNumber = (index: number): boolean => hasRowNumbers && index === 0
  const taken = new Set(names.map(([name = '']) => name))
  const places = new Map<string, number[]>()
  names.forEach(([name = ''], index) => {
    if (!isRowNumber(index)) places.set(name, [...(places.get(name) ?? []), index])
  })
  return names.map((every, index): HeaderColumn => {
    const [name = ''] = every
    const alike = places.get(name) ?? []
    const own = { position: index + 1, isRowNumber: isRowNumber(index) }
    const given = [...new Set(every.filter((each) => each !== ''))]
    if (own.isRowNumber || (name !== '' && alike.length < 2)) return { ...own, name, names: given }
    const place = name === '' ? `#${index + 1}` : `${name} #${alike.indexOf(index) + 1}`
    const unique = taken.has(place) ? `${place} (#${index + 1})` : place
    return {
      ...own,
      name: unique,
      names: [unique, ...given],
      ...(name === '' ? { isUnnamed: true } : { shared: name }),
    }
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
  if (named >= 1 && numbers === 0 && records.length > 2 && (generic >= 1 || isUnderGroups(first, second, records)))
    return 2
  return 1
}

/**
 * A name over several columns, as a spreadsheet leaves it where cells of the header are merged, with each column's own name below it. Every column is named in one of the two
 * rows, and below them at least one column that has its own name holds numbers only.
 */
function isUnderGroups(first: readonly string[], second: readonly string[], records: readonly SampleRecord[]): boolean {
  const width = Math.max(first.length, second.length)
  const isNamed = (index: number): boolean => (first[index] ?? '') !== '' || (second[index] ?? '') !== ''
  if (!Array.from({ length: width }, (_, index) => index).every(isNamed)) return false
  const own = second.filter((cell) => cell !== '')
  if (new Set(own).size < own.length || own.some((cell) => isNoAnswer(cell))) return false
  const below = records.slice(2)
  return second.some((name, index) => {
    const cells = below.map(({ cells: row }) => tidy(row[index] ?? '')).filter((cell) => cell !== '')
    return name !== '' && cells.length > 1 && cells.every((cell) => /^[-+]?\d+(?:[.,]\d+)?$/.test(cell))
  })
}

/** What stands for a missing number in a column of numbers. */
const isNoAnswer = (cell: string): boolean => /^(#?n\/?a|null|nan|none|#null!|\.|-)$/i.test(cell)

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
    return stem === '' ? [below] : [`${stem} [${below}]`, below]
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
