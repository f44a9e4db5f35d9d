import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { itemInWords, quantity, type Label } from '../core/words'
import type { Item } from '../instrument/model'
import type { FactorModelResult } from '../numeric/factor-model/factor-model'
import type { ReleasedParameter } from '../numeric/factor-model/model'
import { modelLabel, type ComparedModel } from './compared-model'
import { groupList, itemList, type ComparedData } from './groups'
import type { StepName } from './result'
import { info, say, warning } from './words'

const concerns = { table: 'steps' } as const

const itemsOf = ({ dimensions }: ComparedModel): readonly Item[] => dimensions.flatMap(({ items }) => items)

/** Says what went wrong in a step, or what is inadmissible in its solution. */
export function noteStep(
  step: StepName,
  result: FactorModelResult,
  compared: ComparedModel,
  data: ComparedData,
  context: ComputeContext<SurveyDataset>,
): void {
  const about = { model: modelLabel(compared), step: say(`step.${step}`) }
  const groupOf = (group: number | null): Label =>
    groupList(group === null ? [] : data.included.slice(group, group + 1))
  if (!result.converged) {
    const { reason, group } = result
    context.note(warning(`cfa-${reason}`, { ...about, hasGroup: group !== null, group: groupOf(group) }, concerns))
    return
  }
  const items = itemsOf(compared)
  for (const problem of result.problems) {
    const group = groupOf(problem.group)
    if (problem.code === 'negative-residual-variance') {
      const item = itemInWords(items[problem.item]?.id ?? '')
      context.note(warning('heywood', { ...about, group, item, value: quantity(problem.value, 'estimate') }, concerns))
    } else context.note(warning('factor-covariance', { ...about, group }, concerns))
  }
}

/** Which items the partial step sets free. */
export function notePartial(
  released: readonly ReleasedParameter[],
  compared: ComparedModel,
  context: ComputeContext<SurveyDataset>,
): void {
  const free = itemsOf(compared).filter((_, index) => released.some(({ item }) => item === index))
  context.note(info('partial', { model: modelLabel(compared), count: free.length, items: itemList(free) }, concerns))
}
