import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { groupIndex } from '../survey/groups'
import type { VarianceComponentsOptions } from './options'
import { keyColumnsOf } from './random-components'
import { seesPersons } from './statements'

/** The observations of one outcome: rows, or values with how often they occur. */
export interface Observations {
  readonly response: Float64Array
  /** Null when every row is one observation. */
  readonly counts: Float64Array | null
  /** Number of the row's combination of key columns. */
  readonly place: Int32Array
  /** Number of the person; null when persons are no component. */
  readonly person: Int32Array | null
  readonly persons: number
  /** One column a covariate. */
  readonly covariates: readonly Float64Array[]
  /** The place of each row that has the outcome but lacks a covariate. */
  readonly withoutCovariate: Int32Array
}

/** The frames read: combinations of key columns, and the observations of each outcome. */
export interface ReadObservations {
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  of(outcome: string): Observations
}

export function readObservations(
  frame: Frame,
  dataset: SurveyDataset,
  options: VarianceComponentsOptions,
): ReadObservations {
  const columns = keyColumnsOf(dataset, options)
  const { keys, ofRow } = groupIndex(frame, columns)
  if (Object.hasOwn(frame.columns, 'outcome')) {
    const outcome = factorColumn(frame, 'outcome')
    const value = numericColumn(frame, 'value')
    const n = numericColumn(frame, 'n')
    return {
      columns,
      keys,
      of: (id) => {
        const code = outcome.levels.indexOf(id)
        const rows = rowsWhere(frame.rowCount, (row) => outcome.codes[row] === code && !Number.isNaN(value[row]))
        return {
          response: pick(value, rows),
          counts: pick(n, rows),
          place: rows.map((row) => ofRow[row] ?? 0),
          person: null,
          persons: 0,
          covariates: [],
          withoutCovariate: new Int32Array(0),
        }
      },
    }
  }
  const person = seesPersons(dataset, options) ? factorColumn(frame, '_respondent') : null
  const covariates = options.covariates.map((_, index) => numericColumn(frame, `#${options.outcomes.length + index}`))
  return {
    columns,
    keys,
    of: (id) => {
      const value = numericColumn(frame, `#${options.outcomes.indexOf(id)}`)
      const having = rowsWhere(frame.rowCount, (row) => !Number.isNaN(value[row]))
      const isComplete = (row: number): boolean => covariates.every((column) => !Number.isNaN(column[row]))
      const rows = having.filter(isComplete)
      return {
        response: pick(value, rows),
        counts: null,
        place: rows.map((row) => ofRow[row] ?? 0),
        ...personsOf(rows, person),
        covariates: covariates.map((column) => pick(column, rows)),
        withoutCovariate: having.filter((row) => !isComplete(row)).map((row) => ofRow[row] ?? 0),
      }
    },
  }
}

/** Numbers persons in the order in which they appear; somebody without an id is nobody else. */
function personsOf(
  rows: Int32Array,
  column: { readonly codes: Int32Array; readonly levels: readonly string[] } | null,
): Pick<Observations, 'person' | 'persons'> {
  if (column === null) return { person: null, persons: 0 }
  const numbers = new Int32Array(column.levels.length).fill(-1)
  let persons = 0
  const person = rows.map((row) => {
    const code = column.codes[row] ?? -1
    const known = code < 0 ? -1 : (numbers[code] ?? -1)
    if (known >= 0) return known
    if (code >= 0) numbers[code] = persons
    persons += 1
    return persons - 1
  })
  return { person, persons }
}

function rowsWhere(count: number, isWanted: (row: number) => boolean): Int32Array {
  const rows: number[] = []
  for (let row = 0; row < count; row += 1) if (isWanted(row)) rows.push(row)
  return Int32Array.from(rows)
}

const pick = (values: Float64Array, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (row) => values[row] ?? Number.NaN)

/** The observations at some of the places, in their order. */
export function restrict(observations: Observations, keeps: (place: number) => boolean): Observations {
  const rows = rowsWhere(observations.response.length, (row) => keeps(observations.place[row] ?? 0))
  const { counts, person } = observations
  return {
    ...observations,
    response: pick(observations.response, rows),
    counts: counts === null ? null : pick(counts, rows),
    place: rows.map((row) => observations.place[row] ?? 0),
    person: person === null ? null : rows.map((row) => person[row] ?? 0),
    covariates: observations.covariates.map((column) => pick(column, rows)),
    withoutCovariate: observations.withoutCovariate.filter(keeps),
  }
}
