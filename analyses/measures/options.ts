import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { scaleOf } from '../instrument/model'
import type { Adjustment } from '../numeric/comparison/multiplicity'
import { outcomeOf } from '../survey/outcomes'
import { compareRounds } from '../survey/scoring'
import { largest } from '../numeric/summary/extremes'

export const importances = ['lmg', 'correlation', 'equal'] as const
export type ImportanceMeasure = (typeof importances)[number]

export interface MeasuresOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly to: string | null
  readonly from: string | null
  readonly target_rule: 'scale' | 'measures' | 'points'
  readonly target_share: number
  readonly target: number
  readonly importance: ImportanceMeasure
  readonly important_for: string | null
  readonly draws: number
  readonly smallest_effect: number
  readonly min_n: number
  readonly min_response_rate: number
  readonly max_half_width: number
  readonly confidence: number
  readonly adjust: Adjustment
}

/** The dimension that the others are weighed by where nothing else is said. */
const usualOutcome = 'motivation'

/** The round that is judged, and the one before it, or the one asked for; null when there is none. */
export function roundsOf(
  dataset: SurveyDataset,
  { from, to }: Pick<MeasuresOptions, 'from' | 'to'>,
): { readonly to: string; readonly from: string | null } {
  const rounds = dataset.rounds.map(({ id }) => id)
  const now = to ?? rounds.at(-1) ?? ''
  if (from !== null) {
    if (from === now) throw new InputError('measures:same-round', { round: now })
    return { to: now, from }
  }
  const before = rounds.filter((id) => compareRounds(id, now) < 0)
  return { to: now, from: before.at(-1) ?? null }
}

/**
 * What importance is importance for: the outcome asked for, else personal motivation where the instrument has it, else the first ordinal item that stands alone;
 * null when there is none, and all are then equally important.
 */
export function importanceOutcome(
  dataset: SurveyDataset,
  options: Pick<MeasuresOptions, 'importance' | 'important_for'>,
): string | null {
  if (options.importance === 'equal') return null
  if (options.important_for !== null) return options.important_for
  const { dimensions, items } = dataset.instrument
  if (dimensions.some(({ id }) => id === usualOutcome)) return usualOutcome
  return (
    items.find((item) => item.dimension === null && scaleOf(dataset.instrument, item).kind === 'ordinal')?.id ?? null
  )
}

/** The outcomes whose importance is asked for: those to be improved without the one they are weighed by. */
export function weighedOutcomes(dataset: SurveyDataset, options: MeasuresOptions): readonly string[] {
  const outcome = importanceOutcome(dataset, options)
  return options.outcomes.filter((id) => id !== outcome)
}

/**
 * The target of an outcome, points of its scale.
 * @throws InputError when the points asked for lie outside the declared scale
 */
export function targetOf(
  dataset: SurveyDataset,
  id: string,
  { target_rule: rule, target_share: share, target }: Pick<MeasuresOptions, 'target_rule' | 'target_share' | 'target'>,
): number {
  const [low, high] = outcomeOf(dataset, id).range
  if (rule === 'points') {
    if (target < low || target > high)
      throw new InputError('measures:target-outside', {
        outcome: { outcome: id },
        target: { value: target, as: 'mean' },
        min: { value: low, as: 'df' },
        max: { value: high, as: 'df' },
      })
    return target
  }
  const thresholds =
    rule === 'measures'
      ? dataset.instrument.measures.flatMap((measure) =>
          measure.for.includes(id) && measure.below !== undefined ? [measure.below] : [],
        )
      : []
  return thresholds.length > 0 ? largest(thresholds) : low + share * (high - low)
}
