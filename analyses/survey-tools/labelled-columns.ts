import { isMarkedMissing, type HeaderColumn, type TableHead } from '../readers/reader'
import type { Codebook, CodebookAnswer, CodebookVariable } from './codebook'
import { nonAnswerKind } from './non-answers'
import { languageOf, plainText, textOf } from './text-language'

/**
 * What a file that names its codes says of its columns: statistics programs keep labels of variables and of values beside the data.
 * @param isLeftOut columns that are no questions
 * @returns null where no column names its codes
 */
export function codebookOfHead(head: TableHead, isLeftOut: (column: HeaderColumn) => boolean): Codebook | null {
  const columns = head.columns.filter((column) => !column.isRowNumber && !isLeftOut(column))
  if (!columns.some(({ levels }) => (levels ?? []).length > 1)) return null
  const language = languageOf(
    columns.flatMap(({ label = '', levels = [] }) => [label, ...levels.map((level) => level.label)]),
  )
  return {
    title: null,
    variables: head.columns.flatMap((column, at): CodebookVariable[] => {
      if (!columns.includes(column)) return []
      const { name, label, levels = [] } = column
      const { stem, row } = stemOf(plainText(label ?? ''))
      const variable: CodebookVariable = {
        column: name,
        text: textOf(language, row === '' ? name : row),
        kind: levels.length === 0 ? (column.type === 'number' ? 'number' : 'text') : 'choice',
        answers: levels.flatMap(({ value, label: words }): CodebookAnswer[] => {
          // A code that the file marks as no answer is a blank, unless its words say why nobody answered.
          if (typeof value === 'number' && isMarkedMissing(column, value) && nonAnswerKind(words) === null) return []
          return [{ code: String(value), label: textOf(language, plainText(words)) }]
        }),
        block: stem === '' ? null : { id: name.replace(/[_.]?\d+$/u, ''), title: textOf(language, stem) },
      }
      return [levels.length === 0 ? variable : { ...variable, seen: numbersSeen(head, column, at) }]
    }),
  }
}

/** Different answers of the sample that are numbers. */
function numbersSeen({ sample }: TableHead, column: HeaderColumn, at: number): readonly number[] {
  if (column.type !== 'number') return []
  const numbers = sample.map(({ cells }) => cells[at] ?? '').flatMap((cell) => (cell === '' ? [] : [Number(cell)]))
  return [...new Set(numbers)].filter((number) => Number.isFinite(number) && !isMarkedMissing(column, number))
}

/** The heading of a matrix stands before its rows: `heading - row`, `heading: row` or `heading [row]`. */
function stemOf(label: string): { readonly stem: string; readonly row: string } {
  const [, stem = '', row = ''] =
    /^(.+\S)\s*\[(.+)\]$/u.exec(label) ??
    /^(.+\S)\s+-\s+(\S.*)$/u.exec(label) ??
    /^(.+\S):\s+(\S.*)$/u.exec(label) ??
    []
  return row === '' ? { stem: '', row: label } : { stem, row }
}
