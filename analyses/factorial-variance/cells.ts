import type { Base } from '../core/base'
import type { FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { FactorialCell } from '../numeric/comparison/factorial-anova'
import { momentsFromOrigin } from '../numeric/summary/summary'
import { baseOfMoments } from '../survey/bases'
import { readValueCounts, type Distribution } from '../survey/distribution'
import { columnsOf, factorColumns, factorList } from './factors'
import type { FactorialVarianceOptions } from './options'
import type { selectFactorialVariance } from './statements'
import { code } from './words'

/** Combinations of levels that the analysis takes; with more, hardly anybody is in each. */
const mostCells = 300

export interface Cell extends FactorialCell {
  readonly group: number
  readonly distribution: Distribution
}

/** The combinations of levels that occur. */
export interface ReadCells {
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  /** Of each factor, the levels of its columns with `separator` between. */
  readonly levels: readonly (readonly string[])[]
  /** By outcome, the combinations with somebody in them. */
  readonly cells: readonly (readonly Cell[])[]
  /** Respondents without a level of some factor. */
  readonly withoutGroup: number
}

/** @throws InputError when a factor lies within another, or there are too many combinations */
export function readCells(
  { values, people }: FramesOf<typeof selectFactorialVariance>,
  { outcomes, factors }: FactorialVarianceOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadCells {
  stopIfAborted(abort)
  refuseNested(factors, dataset)
  const columns = columnsOf(dataset, factors)
  const { keys, get } = readValueCounts(values, columns)
  const perFactor = factorColumns(dataset, factors).map((own) => own.map((column) => columns.indexOf(column)))
  const levels = perFactor.map((positions) => [
    ...new Set(keys.map((key) => positions.map((at) => key[at] ?? '').join(separator))),
  ])
  const combinations = levels.reduce((product, list) => product * list.length, 1)
  if (combinations > mostCells)
    throw new InputError(code('too-many-cells'), { factors: factorList(factors), cells: combinations, most: mostCells })
  return {
    columns,
    keys,
    levels,
    cells: outcomes.map((outcome) => cellsOf(outcome, keys, perFactor, levels, get)),
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

/** Every combination's people by outcome: sums of squares stand on all of them. */
export function basesOfCells(
  { columns, keys, cells }: ReadCells,
  { outcomes }: FactorialVarianceOptions,
): readonly Base[] {
  return outcomes.flatMap((outcome, index) =>
    (cells[index] ?? []).map(({ group, moments }) => baseOfMoments(outcome, columns, keys[group] ?? [], moments)),
  )
}

/** Between the levels of a factor's columns. */
export const separator = '\u001f'

/** @throws InputError when every level of a factor lies within one level of another: they cannot be crossed */
function refuseNested(factors: readonly string[], dataset: SurveyDataset): void {
  for (const inner of factors) {
    let above = dataset.attributes.find(({ id }) => id === inner)?.parent ?? null
    while (above !== null) {
      if (factors.includes(above))
        throw new InputError(code('nested-factors'), { inner: { attribute: inner }, outer: { attribute: above } })
      const next: string = above
      above = dataset.attributes.find(({ id }) => id === next)?.parent ?? null
    }
  }
}

/** The cells with somebody in them, about an origin common to the outcome. */
function cellsOf(
  outcome: string,
  keys: readonly (readonly string[])[],
  perFactor: readonly (readonly number[])[],
  levels: readonly (readonly string[])[],
  get: (group: number, outcome: string) => Distribution | undefined,
): readonly Cell[] {
  let origin = Number.NaN
  return keys.flatMap((key, group) => {
    const distribution = get(group, outcome)
    const first = distribution?.values[0]
    if (distribution === undefined || first === undefined) return []
    if (Number.isNaN(origin)) origin = first
    const { n, mean, centredSumOfSquares } = momentsFromOrigin(distribution, origin)
    return [
      {
        group,
        distribution,
        levels: perFactor.map((positions, factor) =>
          (levels[factor] ?? []).indexOf(positions.map((at) => key[at] ?? '').join(separator)),
        ),
        moments: { n, mean: origin + mean, centredSumOfSquares },
      },
    ]
  })
}
