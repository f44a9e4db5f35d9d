import type { Options, OptionsOf } from '../core/options'
import { factorialTerms, type SumOfSquaresType } from '../numeric/comparison/factorial-anova'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  factors: { kind: 'columns', of: 'group', default: 'first', take: 2, min: 2, max: 3 },
  /** Type of the sums of squares: 1, 2 or 3. */
  type: { kind: 'number', default: 2, min: 1, max: 3, step: 1, integer: true },
  interactions: { kind: 'flag', default: true },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
} as const satisfies Options

export type FactorialVarianceOptions = OptionsOf<typeof options>

/** The declared limits of `type` leave no other. */
export const sumOfSquaresType = ({ type }: FactorialVarianceOptions): SumOfSquaresType => type as SumOfSquaresType

/** The terms of the model, as lists of positions in `factors`: all of them, or the main effects alone. */
export const termsOfModel = ({
  factors,
  interactions,
}: Pick<FactorialVarianceOptions, 'factors' | 'interactions'>): readonly (readonly number[])[] =>
  factorialTerms(factors.length).filter((term) => interactions || term.length === 1)
