import { factorColumn, numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'
import { belongs, groupColumns, keyList, withoutGroupStatement } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'

/** Categories that an item may have; more are no ordinal answers but a measurement. */
const mostCategories = 20

/** Whether the item's scale is ordinal, with a number of answers that thresholds can be estimated for. */
function isOrdinal(dataset: SurveyDataset, item: Item): boolean {
  const scale = scaleOf(dataset.instrument, item)
  return scale.kind === 'ordinal' && scale.max - scale.min < mostCategories
}

export interface RowOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly dimensions: readonly string[]
}

/** The ordinal items among those asked for, in the order of the instrument. */
export function ordinalItems(dataset: SurveyDataset, outcomes: readonly string[]): readonly Item[] {
  return dataset.instrument.items.filter((item) => outcomes.includes(item.id) && isOrdinal(dataset, item))
}

export const frameOf = (item: string): string => `rows.${item}`

/**
 * For each item how often each combination of answer, groups and dimension scores occurs. Columns: the keys, `#y` the answer (turned for a reversed item, NULL
 * when missing), `#x0` … the scores (NULL when missing), and `n`.
 */
export function selectOrdinalRows(dataset: SurveyDataset, options: RowOptions): Readonly<Record<string, string>> {
  const columns = groupColumns(dataset, options.by)
  const keys = keyList(columns)
  const scores = options.dimensions.map((id, index) => `${outcomeOf(dataset, id).value} AS "#x${index}"`)
  const names = options.dimensions.map((_, index) => `"#x${index}"`)
  const statements: Record<string, string> = { people: withoutGroupStatement(dataset.tables.responses, columns) }
  for (const { id } of ordinalItems(dataset, options.outcomes)) {
    const answer = `${outcomeOf(dataset, id).value} AS "#y"`
    const counted = [...columns.map(quoteName), '"#y"', ...names].join(', ')
    const relation =
      names.length === 0
        ? `(SELECT ${keys}${answer} FROM ${dataset.tables.responses})`
        : `(SELECT "_source", "_row", ${keys}${answer} FROM ${dataset.tables.responses}) JOIN (SELECT "_source", "_row", ${scores.join(', ')} FROM ${dataset.tables.scores}) USING ("_source", "_row")`
    statements[frameOf(id)] =
      `SELECT ${counted}, count(*) AS n FROM ${relation} WHERE ${belongs(columns)} GROUP BY ${counted} ORDER BY ${counted}`
  }
  return statements
}

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

/** Reads a frame of `selectOrdinalRows`. */
export function readRows(frame: Frame, dataset: SurveyDataset, options: RowOptions): CountedRows {
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
