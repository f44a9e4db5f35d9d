import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Options, OptionsOf } from '../core/options'
import { quantity } from '../core/words'
import { scaleOf } from '../instrument/model'
import { largest } from '../numeric/summary/extremes'
import { gateOptions } from '../survey/gate'
import { outcomeOf } from '../survey/outcomes'
import { roundsInTime } from '../survey/rounds-in-time'
import { code } from './words'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'attribute', default: [], max: 4 },
  to: { kind: 'column', of: 'round', default: null, prefer: 'last' },
  from: { kind: 'column', of: 'round', default: null, optional: true },
  target_rule: { kind: 'choice', choices: ['scale', 'measures', 'points'], default: 'scale' },
  target_share: { kind: 'number', default: 0.75, min: 0, max: 1, step: 0.05, unit: 'core:unit.share' },
  target: { kind: 'number', default: 4, min: -1_000_000, max: 1_000_000, step: 0.25, unit: 'core:unit.scale-points' },
  importance: { kind: 'choice', choices: ['lmg', 'correlation', 'equal'], default: 'lmg' },
  important_for: { kind: 'column', of: 'outcome', default: null, optional: true },
  draws: { kind: 'number', default: 2000, min: 200, max: 100_000, step: 100, integer: true },
  smallest_effect: { kind: 'number', default: 0.3, min: 0, max: 1000, step: 0.05, unit: 'core:unit.scale-points' },
  ...gateOptions,
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
} as const satisfies Options

export type MeasuresOptions = OptionsOf<typeof options>
export type ImportanceMethod = MeasuresOptions['importance']

/** The dimension that the others are weighed by where nothing else is said. */
const usualOutcome = 'motivation'

/** The round that is judged, and the one before it, or the one asked for; null when there is none. */
export function roundsOf(
  dataset: SurveyDataset,
  { from, to }: Pick<MeasuresOptions, 'from' | 'to'>,
): { readonly to: string; readonly from: string | null } {
  const rounds = dataset.rounds.map(({ id }) => id)
  if (from === to) throw new InputError(code('same-round'), { round: to })
  const order = roundsInTime(dataset)
  return { to, from: from ?? rounds.filter((id) => order.indexOf(id) < order.indexOf(to)).at(-1) ?? null }
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
      throw new InputError(code('target-outside'), {
        outcome: { outcome: id },
        target: quantity(target, 'mean'),
        min: quantity(low, 'df'),
        max: quantity(high, 'df'),
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
