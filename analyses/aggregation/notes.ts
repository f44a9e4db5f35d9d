import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { smallest } from '../numeric/summary/extremes'
import type { AggregationOptions } from './options'
import { mostRankedGroups } from './predictions'
import type { OutcomeAggregation } from './result'
import { info, warning } from './words'

/** Above this many groups the caterpillar is left out. */
export const mostGroupsForFigures = 60

/** What must be known of the outcomes before their numbers are read. @param groups how many there are, used or not */
export function noteOutcomes(
  outcomes: readonly OutcomeAggregation[],
  groups: number,
  options: AggregationOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const noteAbout = (key: 'singular' | 'negative' | 'no-agreement', concerned: readonly OutcomeAggregation[]): void => {
    if (concerned.length > 0)
      context.note(info(key, { outcomes: { list: concerned.map(({ outcome }): Label => ({ outcome })) } }))
  }
  noteAbout(
    'singular',
    outcomes.filter(({ tauSquared }) => tauSquared === 0),
  )
  noteAbout(
    'negative',
    outcomes.filter(({ icc1 }) => icc1 !== null && icc1 < 0),
  )
  const fewest = smallest(outcomes.map((one) => one.groups))
  if (fewest < options.min_groups) context.note(warning('few-groups', { groups: fewest, least: options.min_groups }))
  noteAbout(
    'no-agreement',
    outcomes.filter(({ rwgjMedian }) => rwgjMedian === null),
  )
  if (outcomes.some((one) => one.groups > mostRankedGroups))
    context.note(info('ranks-left-out', { groups, most: mostRankedGroups }))
  if (groups > mostGroupsForFigures) context.note(info('caterpillar-left-out', { groups, most: mostGroupsForFigures }))
}
