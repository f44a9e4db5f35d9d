import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { core } from '../core/words'
import { withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { differenceRows, meanRows } from './differences'
import { factorModels } from './factor-models'
import { comparedData, type ReadGroups } from './groups'
import { itemTests, untestedItems } from './item-tests'
import type { InvarianceOptions } from './options'
import type { FactorSteps, Invariance, ItemRow } from './result'
import { info, warning } from './words'

/**
 * Whether items measure alike in all groups: steps of factorial invariance where every group is large enough, and ordinal regression item by item.
 * @throws InputError when fewer than two groups can take part, or too many; or `cfa` is asked for and a group is too small
 */
export function computeInvariance(
  read: ReadGroups,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): Invariance {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, options.dimensions)) context.note(note)
  for (const note of withoutGroupNotes(read.withoutGroup, read.columns)) context.note(note)
  const data = comparedData(read, options, context)
  if (data.columns.includes('round') && dataset.linkage !== 'unlinked') context.note(warning('linked'))

  const models = factorModels(data, options, context)
  const items =
    options.method === 'cfa'
      ? untestedItems(data)
      : itemTests(data, options, context, (share) => context.progress(0.7 + 0.3 * share))
  noteFamilies(models, items, options, context)
  context.progress(1)
  return {
    columns: data.columns,
    groups: data.groups,
    models,
    means: meanRows(data, models, options),
    items,
    differences: differenceRows(data, models, items, options),
  }
}

/** What the verdicts on steps stand on, and in which families p values are adjusted. */
function noteFamilies(
  models: readonly FactorSteps[],
  items: readonly ItemRow[],
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const adjustment = core.say(`option.adjust.choice.${options.adjust}`)
  const adjusted = options.adjust !== 'none'
  if (models.some(({ steps }) => steps.some(({ difference }) => difference !== null)))
    context.note(info('guides', {}, { table: 'steps', column: 'verdict' }))
  if (models.some(({ parameters }) => parameters.some(({ pValue }) => pValue !== null)))
    context.note(info('family-parameters', { adjustment, adjusted }, { table: 'parameters', column: 'p_adjusted' }))
  const count = items.filter(({ uniform }) => uniform !== null).length
  if (count > 0)
    context.note(
      info('family-items', { adjustment, adjusted, count }, { table: 'items', column: 'uniform_p_adjusted' }),
    )
}
