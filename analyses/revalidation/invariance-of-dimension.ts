import type { Base } from '../core/base'
import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { finite } from '../core/result'
import { completeRows, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { completeAnswers } from '../numeric/factor-model/answer-sample'
import { invarianceStepNames, invarianceSteps } from '../numeric/factor-model/invariance'
import { oneFactorModel } from '../numeric/factor-model/model'
import { baseId, baseOf } from '../survey/bases'
import { commonItems } from '../survey/common-items'
import { groupColumns } from '../survey/groups'
import { pickItems, readItemMatrices } from '../survey/item-matrix'
import type { RevalidationOptions } from './options'
import type { GroupRow, StepRow } from './result'

/** Complete answers that a group needs for a factor model of its own. */
const leastInGroup = 100
/** More groups than this are not compared: parameters grow with them. */
const mostGroups = 30

interface DimensionInvariance {
  readonly columns: readonly string[]
  readonly groups: readonly GroupRow[]
  readonly steps: readonly StepRow[]
}

/** The items of the dimension that `frames.groups` holds, in its order. */
export const groupedItems = (dataset: SurveyDataset, dimension: string): readonly Item[] =>
  commonItems(dataset, [dimension])

/** The groups, and in each the answers to the items used. */
export interface ReadGroups {
  readonly columns: readonly string[]
  readonly groups: readonly {
    readonly key: readonly string[]
    readonly columns: readonly AnswerColumn[]
    /** People who answered all of them. */
    readonly n: number
  }[]
}

/** Null where no groups are asked for. */
export function readGroups(
  frame: Frame | undefined,
  used: readonly Item[],
  { by, dimension }: RevalidationOptions,
  dataset: SurveyDataset,
  poll: () => void,
): ReadGroups | null {
  if (frame === undefined || by === null) return null
  const columns = groupColumns(dataset, [by])
  const { keys, matrices } = readItemMatrices(frame, dataset, groupedItems(dataset, dimension ?? ''), columns)
  return {
    columns,
    groups: matrices.map((matrix, index) => {
      poll()
      const { columns: own } = pickItems(
        matrix,
        used.map(({ id }) => id),
      )
      return { key: keys[index] ?? [], columns: own, n: completeRows(own).length }
    }),
  }
}

/** Every group's people: the steps stand on all of them. */
export function basesOfGroups({ columns, groups }: ReadGroups): readonly Base[] {
  return groups.map(({ key, n }) => baseOf('groups', columns, key, [n]))
}

/** Configural, metric and scalar steps of a one-factor model over the groups, or the reason why not in a note. */
export function invarianceOf(
  read: ReadGroups | null,
  used: readonly Item[],
  options: RevalidationOptions,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): DimensionInvariance {
  if (read === null || options.by === null) return { columns: [], groups: [], steps: untested(0, 0) }
  const { columns } = read
  const groups = read.groups.map(({ key, n }): GroupRow => ({
    key,
    n,
    state: !context.usable.has(baseId('groups', key)) ? 'withheld' : n < leastInGroup ? 'too-few' : 'included',
  }))
  const included = read.groups.filter((_, index) => groups[index]?.state === 'included')
  const withheld = groups.filter(({ state }) => state === 'withheld').length
  const n = included.reduce((sum, own) => sum + own.n, 0)
  const by = { attribute: options.by }
  const tooFew = groups.filter(({ state }) => state === 'too-few').length
  if (withheld > 0)
    context.note({
      code: 'revalidation:groups-withheld',
      level: 'warning',
      about: { count: withheld, by },
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
    included.map(({ columns: own }) => completeAnswers(own)),
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
