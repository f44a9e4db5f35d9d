import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import type { Tables } from './declarations'
import { oddsFigure } from './odds-figure'
import type { OrdinalModelOptions } from './options'
import { predictedFigure } from './predicted-figure'

/** Odds ratios as a forest, and the category shares that the model gives each group. */
export function ordinalModelFigures(
  { coefficients, predicted, groups }: Tables,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  return [...oddsFigure(coefficients, options), ...predictedFigure(predicted, groups.rows, context)]
}
