import { noAnswer } from '../numeric/correlation/crossproducts'
import type { ColumnEvidence } from './evidence'
import type { MadeScale } from './made-scale'

/** Rows are enough for correlations; of more they are taken at equal distances. */
const mostRows = 4000

/** Answers of an item by their codes, row by row; null where the column's cells are not known one by one. */
export function answersByRow(column: ColumnEvidence, scale: MadeScale): Int8Array | null {
  const { codes, values } = column
  if (codes === null || scale.kind === 'continuous') return null
  const byText = new Map<string, number>()
  for (const { code, answers } of scale.steps)
    for (const { spellings } of answers) for (const spelling of spellings) byText.set(spelling, code)
  const byPlace = Int8Array.from(values, ({ text }) => byText.get(text) ?? noAnswer)
  const every = Math.max(1, Math.ceil(codes.length / mostRows))
  return Int8Array.from({ length: Math.floor((codes.length - 1) / every) + 1 }, (_, row) => {
    const place = codes[row * every] ?? -1
    return place < 0 ? noAnswer : (byPlace[place] ?? noAnswer)
  })
}
