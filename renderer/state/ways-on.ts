import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import { hasSeveral, surveyOf } from '../../analyses/overview/questions'
import type { Wanted } from './overview'

/** Something to look at within a group of respondents. */
export interface WayOn {
  /** The attribute that the group is divided by; null for its items. */
  readonly attribute: string | null
  readonly wanted: Wanted
}

/** What there is to look at within the group that a filter leaves: every attribute by which it can still be divided, and its items. */
export function waysOn(survey: SurveyDataset, where: readonly Condition[]): readonly WayOn[] {
  const dataset = surveyOf({
    datasets: { survey, series: null, indicators: null, inventory: null },
    where,
    minGroup: 1,
  })
  if (dataset === null) return []
  const { rounds, attributes } = dataset
  const byRound = rounds.length < 2 ? [] : ['round']
  return [
    ...attributes
      .filter((attribute) => hasSeveral(attribute, attributes))
      .map(({ id }) => ({
        attribute: id,
        wanted: { id: 'dimension-scores', options: { by: [...byRound, id] }, where: [] },
      })),
    {
      attribute: null,
      wanted: {
        id: 'item-statistics',
        options: {},
        where: rounds.length < 2 ? [] : [{ column: 'round', in: [rounds.at(-1)?.id ?? ''] }],
      },
    },
  ]
}
