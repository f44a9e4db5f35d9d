import { factorColumn, numericColumn, type Frame } from '../core/datasets'
import { mixedModel, type FixedEstimate, type MixedModelProblem } from '../numeric/mixed-model/mixed-model'
import { cellName } from '../survey/distribution'
import { keyText } from '../survey/group-counts'
import { groupIndex } from '../survey/groups'

/** Patterns of values over the rounds, and how many people have each. */
export interface Patterns {
  /** Per round one value a pattern; NaN where there is none. */
  readonly values: readonly (readonly number[])[]
  readonly counts: readonly number[]
}

/** People who have a value in both of two rounds, by pairs of values, and how many have one only. */
export interface Pairs {
  readonly first: readonly number[]
  readonly second: readonly number[]
  readonly counts: readonly number[]
  readonly linked: number
  readonly unlinked: number
}

/** Reads the frame of the patterns. */
export function readPatterns(
  frame: Frame,
  columns: readonly string[],
  rounds: number,
): (key: readonly string[], outcome: string) => Patterns | undefined {
  const { keys, ofRow } = groupIndex(frame, columns)
  const { codes, levels } = factorColumn(frame, 'outcome')
  const values = Array.from({ length: rounds }, (_, round) => numericColumn(frame, `#value${round}`))
  const n = numericColumn(frame, 'n')
  const cells = new Map<string, { readonly values: number[][]; readonly counts: number[] }>()
  for (let row = 0; row < frame.rowCount; row += 1) {
    const name = cellName(ofRow[row] ?? 0, levels[codes[row] ?? -1] ?? '')
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = { values: values.map(() => []), counts: [] }
      cells.set(name, cell)
    }
    for (const [round, column] of values.entries()) cell.values[round]?.push(column[row] ?? Number.NaN)
    cell.counts.push(n[row] ?? 0)
  }
  const groupOf = new Map(keys.map((key, group) => [keyText(key), group]))
  return (key, outcome) => {
    const group = groupOf.get(keyText(key))
    return group === undefined ? undefined : cells.get(cellName(group, outcome))
  }
}

export function pairsOf({ values, counts }: Patterns, first: number, second: number): Pairs {
  const both = { first: [] as number[], second: [] as number[], counts: [] as number[] }
  let linked = 0
  let unlinked = 0
  counts.forEach((count, pattern) => {
    const [a, b] = [values[first]?.[pattern] ?? Number.NaN, values[second]?.[pattern] ?? Number.NaN]
    if (Number.isNaN(a) && Number.isNaN(b)) return
    if (Number.isNaN(a) || Number.isNaN(b)) {
      unlinked += count
      return
    }
    linked += count
    both.first.push(a)
    both.second.push(b)
    both.counts.push(count)
  })
  return { ...both, linked, unlinked }
}

/** A fixed slope of a mixed model with one random intercept, by REML. */
export interface SlopeFit {
  readonly slope: FixedEstimate
  /** The data show no variance between the levels. */
  readonly isSingular: boolean
}

/** Above this many rows a model by persons is not fitted. */
const mostPersonRows = 400_000

/**
 * Slope of the values on `steps`, persons differing at random: y = β₀ + β₁·step + person + ε, REML, degrees of freedom by Satterthwaite.
 * @param rounds which rounds of the patterns are used
 * @param steps the rounds' places
 */
export function slopeByPersons(
  { values, counts }: Patterns,
  rounds: readonly number[],
  steps: readonly number[],
): SlopeFit | MixedModelProblem | 'too-many-rows' {
  const response: number[] = []
  const step: number[] = []
  const codes: number[] = []
  let persons = 0
  for (const [pattern, count] of counts.entries()) {
    const own = rounds.flatMap((round, index) => {
      const value = values[round]?.[pattern] ?? Number.NaN
      return Number.isNaN(value) ? [] : [{ value, step: steps[index] ?? 0 }]
    })
    if (own.length === 0) continue
    if (response.length + count * own.length > mostPersonRows) return 'too-many-rows'
    for (let person = 0; person < count; person += 1) {
      for (const one of own) {
        response.push(one.value)
        step.push(one.step)
        codes.push(persons)
      }
      persons += 1
    }
  }
  return slopeOf(response, null, step, { id: 'person', codes, levels: persons })
}

/** The same with any grouping; rows stand for `counts` people alike. */
export function slopeOf(
  response: readonly number[],
  counts: readonly number[] | null,
  step: readonly number[],
  random: { readonly id: string; readonly codes: readonly number[]; readonly levels: number },
): SlopeFit | MixedModelProblem {
  const model = mixedModel({
    response,
    ...(counts === null ? {} : { counts }),
    fixed: [
      { id: '(Intercept)', values: new Float64Array(response.length).fill(1) },
      { id: 'step', values: step },
    ],
    random: [random],
  })
  if (typeof model === 'string') return model
  if (model.fixedIds.length < 2) return 'too-few-rows'
  const fit = model.fit('reml')
  if (typeof fit === 'string') return fit
  const slope = fit.fixed[1]
  return slope === undefined ? 'too-few-rows' : { slope, isSingular: fit.isSingular }
}
