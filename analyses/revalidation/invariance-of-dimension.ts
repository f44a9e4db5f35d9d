import type { Base } from '../core/base'
import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { completeRows, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { completeAnswers } from '../numeric/factor-model/answer-sample'
import {
  invarianceStepNames,
  invarianceSteps,
  type InvarianceStep,
  type InvarianceStepName,
} from '../numeric/factor-model/invariance'
import { oneFactorModel } from '../numeric/factor-model/model'
import { baseId, baseOf } from '../survey/bases'
import { commonItems } from '../survey/common-items'
import { groupColumns } from '../survey/groups'
import { pickItems, readItemMatrices } from '../survey/item-matrix'
import type { StepVerdict } from './declarations'
import type { RevalidationOptions } from './options'
import type { ComparedGroup, StepResult } from './result'
import { warning } from './words'

/** Complete answers that a group needs for a factor model of its own. */
const leastInGroup = 100
/** More groups than this are not compared: parameters grow with them. */
const mostGroups = 30

interface DimensionInvariance {
  readonly columns: readonly string[]
  readonly groups: readonly ComparedGroup[]
  readonly steps: readonly StepResult[]
}

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
  const { keys, matrices } = readItemMatrices(frame, dataset, commonItems(dataset, [dimension]), columns)
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
  const groups = read.groups.map(({ key, n }): ComparedGroup => ({
    key,
    n,
    state: !context.usable.has(baseId('groups', key)) ? 'withheld' : n < leastInGroup ? 'too-few' : 'included',
  }))
  const included = read.groups.filter((_, index) => groups[index]?.state === 'included')
  const withheld = groups.filter(({ state }) => state === 'withheld').length
  const n = included.reduce((sum, own) => sum + own.n, 0)
  const by = { attribute: options.by }
  const tooFew = groups.filter(({ state }) => state === 'too-few').length
  if (withheld > 0) context.note(warning('groups-withheld', { count: withheld, by }, { table: 'groups' }))
  if (tooFew > 0)
    context.note(warning('groups-too-small', { count: tooFew, min: leastInGroup, by }, { table: 'groups' }))
  if (included.length < 2 || included.length > mostGroups) {
    context.note(
      warning(
        included.length < 2 ? 'nothing-to-compare' : 'too-many-groups',
        { by, count: included.length, min: leastInGroup, most: mostGroups },
        { table: 'invariance' },
      ),
    )
    return { columns, groups, steps: untested(n, included.length) }
  }
  const found = invarianceSteps(
    oneFactorModel(used.length),
    included.map(({ columns: own }) => completeAnswers(own)),
    poll,
  )
  if (found.some(({ result }) => !result.converged))
    context.note(warning('step-not-fitted', { by }, { table: 'invariance' }))
  return {
    columns,
    groups,
    steps: found.map(({ step, result, difference }): StepResult => {
      const fit = result.converged ? result.fit : null
      return { step, n, groups: included.length, fit, difference, verdict: verdictOf(step, fit !== null, difference) }
    }),
  }
}

function verdictOf(step: InvarianceStepName, isFitted: boolean, difference: InvarianceStep['difference']): StepVerdict {
  if (step === 'configural') return isFitted ? 'baseline' : 'not-tested'
  if (difference === null) return 'not-tested'
  return difference.isWithinGuides ? 'within-guides' : 'beyond-guides'
}

function untested(n: number, groups: number): readonly StepResult[] {
  return invarianceStepNames.map((step) => ({ step, n, groups, fit: null, difference: null, verdict: 'not-tested' }))
}
