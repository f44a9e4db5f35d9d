import type { Options, OptionsOf } from '../core/options'
import type { Label } from '../core/words'
import { mostPredictors } from '../numeric/regression/relative-importance'

export const options = {
  outcome: { kind: 'column', of: 'outcome', default: null },
  predictors: { kind: 'columns', of: 'outcome', default: 'all', min: 1, max: mostPredictors },
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  draws: { kind: 'number', default: 2000, min: 200, max: 100_000, step: 100, integer: true },
  resample: { kind: 'choice', choices: ['respondents', 'clusters'], default: 'respondents' },
  validate_by: { kind: 'columns', of: 'attribute', default: 'first', min: 0, max: 1 },
  folds: { kind: 'number', default: 5, min: 2, max: 100, step: 1, integer: true },
  repeats: { kind: 'number', default: 20, min: 1, max: 200, step: 1, integer: true },
} as const satisfies Options

export type DriversOptions = OptionsOf<typeof options>

/** The predictors without the outcome, in the order asked for. */
export function predictorsOf({
  outcome,
  predictors,
}: Pick<DriversOptions, 'outcome' | 'predictors'>): readonly string[] {
  return predictors.filter((id) => id !== outcome)
}

/** The column whose levels validation leaves out. */
export const validationColumn = ({ validate_by: by }: Pick<DriversOptions, 'validate_by'>): Label => ({
  list: by.map((attribute): Label => ({ attribute })),
})
