import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import { columnsLabel } from '../survey/figure-furniture'
import type { Tables } from './declarations'
import { fitFigure } from './fit-figure'
import { itemsFigure } from './items-figure'
import { meansFigure } from './means-figure'
import type { InvarianceOptions } from './options'

/** How fit falls from step to step, how items differ between groups, and what becomes of mean differences. */
export function invarianceFigures(
  tables: Tables,
  options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const by = columnsLabel(context.dataset, options.by)
  return [
    ...fitFigure(tables.steps, by),
    ...itemsFigure(tables, by, options, context),
    ...meansFigure(tables.means, by, options),
  ]
}
