import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { buildTable, finite, tableRecords } from '../core/result'
import { completeRows } from '../numeric/correlation/crossproducts'
import { completeAnswers } from '../numeric/factor-model/answer-sample'
import { invarianceStepNames, invarianceSteps } from '../numeric/factor-model/invariance'
import { oneFactorModel } from '../numeric/factor-model/model'
import { commonItems } from '../survey/common-items'
import { groupColumns, keyCells, keyColumns } from '../survey/groups'
import { pickItems, readItemMatrices } from '../survey/item-matrix'
import { protectTables } from '../disclosure/suppression'
import type { StepRow } from './compute'
import { groupsTable } from './declarations'
import type { RevalidationOptions } from './options'

/** Complete answers that a group needs for a factor model of its own. */
const leastInGroup = 100
/** More groups than this are not compared: parameters grow with them. */
const mostGroups = 30

export interface GroupRow {
  readonly key: readonly string[]
  /** People with complete answers to the dimension. */
  readonly n: number
  readonly state: 'included' | 'too-few' | 'withheld'
}

interface DimensionInvariance {
  readonly columns: readonly string[]
  readonly groups: readonly GroupRow[]
  readonly steps: readonly StepRow[]
}

/** The items of the dimension that `frames.groups` holds, in its order. */
export const groupedItems = (dataset: SurveyDataset, dimension: string): readonly Item[] =>
  commonItems(dataset, [dimension])

/** Configural, metric and scalar steps of a one-factor model over the groups, or the reason why not in a note. */
export function invarianceOf(
  frame: Frame | undefined,
  used: readonly Item[],
  options: RevalidationOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): DimensionInvariance {
  const { dataset } = context
  if (frame === undefined || options.by === null) return { columns: [], groups: [], steps: untested(0, 0) }
  const columns = groupColumns(dataset, [options.by])
  const { keys, matrices } = readItemMatrices(frame, dataset, groupedItems(dataset, options.dimension ?? ''), columns)
  const answers = matrices.map((matrix) => {
    poll()
    const { columns: own } = pickItems(
      matrix,
      used.map(({ id }) => id),
    )
    return { own, n: completeRows(own).length }
  })
  const withheld = withheldGroups(
    keys,
    answers.map(({ n }) => n),
    columns,
    context,
  )
  const groups = keys.map((key, index): GroupRow => {
    const n = answers[index]?.n ?? 0
    return { key, n, state: withheld.has(index) ? 'withheld' : n < leastInGroup ? 'too-few' : 'included' }
  })
  const included = answers.filter((_, index) => groups[index]?.state === 'included')
  const n = included.reduce((sum, own) => sum + own.n, 0)
  const by = { attribute: options.by }
  const tooFew = groups.filter(({ state }) => state === 'too-few').length
  if (withheld.size > 0)
    context.note({
      code: 'revalidation:groups-withheld',
      level: 'warning',
      about: { count: withheld.size, by },
      concerns: { table: 'groups' },
    })
  if (tooFew > 0)
    context.note({
      code: 'revalidation:groups-too-small',
      level: 'warning',
      about: { count: tooFew, min: leastInGroup, by },
      concerns: { table: 'groups' },
    })
  if (included.length < 2 || included.length > mostGroups) {
    context.note({
      code: included.length < 2 ? 'revalidation:nothing-to-compare' : 'revalidation:too-many-groups',
      level: 'warning',
      about: { by, count: included.length, min: leastInGroup, most: mostGroups },
      concerns: { table: 'invariance' },
    })
    return { columns, groups, steps: untested(n, included.length) }
  }
  const found = invarianceSteps(
    oneFactorModel(used.length),
    included.map(({ own }) => completeAnswers(own)),
    poll,
  )
  if (found.some(({ result }) => !result.converged))
    context.note({
      code: 'revalidation:step-not-fitted',
      level: 'warning',
      about: { by },
      concerns: { table: 'invariance' },
    })
  return {
    columns,
    groups,
    steps: found.map(({ step, result, difference }): StepRow => {
      const fit = result.converged ? result.fit : null
      const value = (number: number | undefined): number | null => finite(number ?? Number.NaN)
      return {
        step,
        n,
        groups: included.length,
        chiSquare: value(fit?.chiSquare),
        df: value(fit?.df),
        cfi: value(fit?.cfi),
        rmsea: value(fit?.rmsea),
        deltaChiSquare: value(difference?.chiSquare),
        deltaDf: value(difference?.df),
        pValue: value(difference?.pValue),
        deltaCfi: value(difference?.cfi),
        deltaRmsea: value(difference?.rmsea),
        verdict:
          step === 'configural'
            ? fit === null
              ? 'not-tested'
              : 'baseline'
            : difference === null
              ? 'not-tested'
              : difference.isWithinGuides
                ? 'within-guides'
                : 'beyond-guides',
      }
    }),
  }
}

function untested(n: number, groups: number): readonly StepRow[] {
  return invarianceStepNames.map((step) => ({
    step,
    n,
    groups,
    chiSquare: null,
    df: null,
    cfi: null,
    rmsea: null,
    deltaChiSquare: null,
    deltaDf: null,
    pValue: null,
    deltaCfi: null,
    deltaRmsea: null,
    verdict: 'not-tested',
  }))
}

/** Groups that disclosure control withholds take no part: beside the others' numbers, what all give together would tell of them. */
function withheldGroups(
  keys: readonly (readonly string[])[],
  counts: readonly number[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): ReadonlySet<number> {
  if (minGroup <= 1) return new Set()
  const table = buildTable(
    'groups',
    groupsTable,
    keyColumns(columns),
    keys.map((key, index) => ({ ...keyCells(columns, key), n: counts[index] ?? 0, state: 'included' })),
  )
  const [shown] = protectTables([table], minGroup, dataset)
  return new Set(
    shown === undefined ? [] : tableRecords(shown).flatMap(({ index, withheld }) => (withheld.has('n') ? [index] : [])),
  )
}
