import type { AnyAnalysis } from '../core/contract'
import type { ResultTable } from '../core/result'
import { largest } from '../numeric/summary/extremes'
import type { AnalysisOutcome } from './run'

/**
 * How many people the numbers of an analysis stand on, where it is one number: those with complete answers in a model, those with a score. Null where rows stand on
 * different numbers, as those of groups do, where nothing is shown, and where the data are not about persons.
 */
export function peopleUsed(
  analysis: AnyAnalysis,
  { tables, nUsed }: Pick<AnalysisOutcome, 'tables' | 'nUsed'>,
): number | null {
  if (analysis.needs.data !== 'survey' || nUsed === null) return null
  const counts = tables.flatMap((table) => {
    const declared = analysis.tables[table.id]
    const isGrouped = table.columns.some(({ id }) => declared?.columns.every((column) => column.id !== id) !== false)
    const count = isGrouped ? null : commonCount(table)
    return count === null || count > nUsed ? [] : [count]
  })
  return counts.length === 0 ? null : largest(counts)
}

/** The n that all rows of a table have. */
function commonCount({ columns, rows }: ResultTable): number | null {
  const place = columns.findIndex(({ id, kind }) => id === 'n' && kind === 'count')
  const [first, ...others] = new Set(rows.map((row) => row[place]))
  return place < 0 || others.length > 0 || typeof first !== 'number' ? null : first
}
