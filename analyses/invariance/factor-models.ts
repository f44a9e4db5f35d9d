import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Values } from '../core/words'
import { smallest } from '../numeric/summary/extremes'
import { modelLabel, modelsOf, type ComparedModel } from './compared-model'
import { factorSteps, untestedSteps } from './factor-steps'
import { groupList, type ComparedData } from './groups'
import type { InvarianceOptions } from './options'
import type { FactorSteps } from './result'
import { code, warning } from './words'

/** With more groups than this factor models have a thousand parameters, and no figure shows them. */
const mostGroupsForFactors = 12
/** A factor of fewer items is not identified by them. */
const leastItems = 3

/**
 * The steps of invariance of one model of all dimensions, or of one for each; without numbers, and with the reason in a note, where a model cannot be fitted.
 * @throws InputError when factor models alone are asked for and groups are too small or too many
 */
export function factorModels(
  data: ComparedData,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): readonly FactorSteps[] {
  const models = modelsOf(data, options)
  if (options.method === 'ordinal') return models.map((model) => untestedSteps(model))
  const hasSmallGroups = ({ counts }: ComparedModel): boolean => counts.some((count) => count < options.min_group_size)
  const firstTooSmall = models.find(hasSmallGroups)
  if (options.method === 'cfa' && firstTooSmall !== undefined)
    throw new InputError(code('groups-too-small'), sizesOf(firstTooSmall, data, options))
  if (data.included.length > mostGroupsForFactors) {
    const wide = { groups: data.included.length, most: mostGroupsForFactors }
    if (options.method === 'cfa') throw new InputError(code('too-many-for-factors'), wide)
    context.note(warning('too-many-for-factors', wide, { table: 'steps' }))
    return models.map((model) => untestedSteps(model))
  }
  return models.map((model, index) => {
    if (model === firstTooSmall)
      context.note(warning('ordinal-instead', sizesOf(model, data, options), { table: 'steps' }))
    if (hasSmallGroups(model)) return untestedSteps(model)
    const count = model.dimensions.reduce((sum, { items }) => sum + items.length, 0)
    if (count < leastItems) {
      context.note(warning('too-few-items', { model: modelLabel(model), count }, { table: 'steps' }))
      return untestedSteps(model)
    }
    return factorSteps(model, data, options, context, (share) => {
      context.progress((0.7 * (index + share)) / models.length)
    })
  })
}

/** Which groups are too small for a model, and how small. */
function sizesOf({ counts }: ComparedModel, data: ComparedData, { min_group_size: min }: InvarianceOptions): Values {
  const small = data.included.filter((_, group) => (counts[group] ?? 0) < min)
  return { min, count: small.length, smallest: smallest(counts), groups: groupList(small) }
}
