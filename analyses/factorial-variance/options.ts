import type { Options, OptionsOf } from '../core/options'
import type { SumOfSquaresType } from '../numeric/comparison/factorial-anova'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  factors: { kind: 'columns', of: 'group', default: 'first', take: 2, min: 2, max: 3 },
  /** Type of the sums of squares: 1, 2 or 3. */
  type: { kind: 'number', default: 2, min: 1, max: 3, step: 1, integer: true },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
} as const satisfies Options

export type FactorialVarianceOptions = OptionsOf<typeof options>

/** The declared limits of `type` leave no other. */
export const sumOfSquaresType = ({ type }: FactorialVarianceOptions): SumOfSquaresType => type as SumOfSquaresType
