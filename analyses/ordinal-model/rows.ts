import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { groupColumns } from '../survey/groups'
import type { OrdinalModelOptions } from './options'

/** A column to group by, with the level of every row. */
export interface GroupTerm {
  readonly id: string
  /** Columns that name the level: its own, after its parent where level names stand in several places. */
  readonly columns: readonly string[]
  readonly levels: readonly string[]
  /** Cells of the key columns by level. */
  readonly cells: readonly Readonly<Record<string, string>>[]
  readonly ofRow: Int32Array
}

/** Counted rows of one item without missing values. */
export interface CountedRows {
  readonly terms: readonly GroupTerm[]
  readonly response: Float64Array
  /** Scores by dimension. */
  readonly scores: readonly Float64Array[]
  readonly counts: Float64Array
  /** People who belong to the groups but lack the answer or a score, with the level that they have of each term. */
  readonly incomplete: readonly { readonly n: number; readonly levels: readonly string[] }[]
}

/** Reads an item's frame of `selectOrdinalModel`. */
export function readRows(
  frame: Frame,
  dataset: SurveyDataset,
  options: Pick<OrdinalModelOptions, 'by' | 'dimensions'>,
): CountedRows {
  const columns = groupColumns(dataset, options.by)
  const n = numericColumn(frame, 'n')
  const answer = numericColumn(frame, '#y')
  const given = options.dimensions.map((_, index) => numericColumn(frame, `#x${index}`))
  const kept: number[] = []
  const lacking: number[] = []
  for (let row = 0; row < frame.rowCount; row += 1) {
    if (Number.isNaN(answer[row]) || given.some((score) => Number.isNaN(score[row]))) lacking.push(row)
    else kept.push(row)
  }
  const take = (source: Float64Array): Float64Array => Float64Array.from(kept, (row) => source[row] ?? Number.NaN)
  const factors = new Map(columns.map((id) => [id, factorColumn(frame, id)]))
  const levelAt = (id: string, row: number): string => {
    const factor = factors.get(id)
    return factor?.levels[factor.codes[row] ?? -1] ?? ''
  }
  const nameAt = (own: readonly string[], row: number): string => own.map((column) => levelAt(column, row)).join(' · ')
  const terms = options.by.map((id): GroupTerm => {
    const own = groupColumns(dataset, [id])
    const naming = [...columns.filter((column) => isAbove(dataset, column, id) && !own.includes(column)), ...own]
    const levels: string[] = []
    const cells: Record<string, string>[] = []
    const known = new Map<string, number>()
    const ofRow = Int32Array.from(kept, (row) => {
      const level = nameAt(own, row)
      let index = known.get(level)
      if (index === undefined) {
        index = levels.length
        known.set(level, index)
        levels.push(level)
        cells.push(Object.fromEntries(naming.map((column) => [column, levelAt(column, row)])))
      }
      return index
    })
    return { id, columns: own, levels, cells, ofRow }
  })
  const incomplete = lacking.map((row) => ({ n: n[row] ?? 0, levels: terms.map((term) => nameAt(term.columns, row)) }))
  return { terms, response: take(answer), scores: given.map(take), counts: take(n), incomplete }
}

/** Whether one attribute stands above another in the organisation tree. */
function isAbove(dataset: SurveyDataset, above: string, id: string): boolean {
  let attribute = dataset.attributes.find((candidate) => candidate.id === id)
  while (attribute !== undefined && attribute.parent !== null) {
    if (attribute.parent === above) return true
    const { parent } = attribute
    attribute = dataset.attributes.find((candidate) => candidate.id === parent)
  }
  return false
}
