import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import { columnsLabel, withheldNote } from '../survey/figure-furniture'
import { caterpillar } from './caterpillar'
import type { Tables } from './declarations'
import { drawnOutcomes } from './drawn-outcomes'
import { funnel } from './funnel'
import type { AggregationOptions } from './options'

/** Shrunken means in their order with their ranks, and plain means by number of people, of what disclosure control left. */
export function aggregationFigures(
  tables: Tables,
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const outcomes = drawnOutcomes(tables, options)
  if (outcomes.length === 0) return []
  const { rows, table } = tables.groups
  const by = columnsLabel(context.dataset, options.by)
  const withheld = withheldNote(
    rows.some((row) => row.isWithheld('mean')),
    context,
  )
  return [...caterpillar(outcomes, by, withheld, options, context), funnel(outcomes, by, withheld, context)].map(
    (figure) => ({ ...figure, data: table }),
  )
}
