import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import { namesOf } from '../core/reading'
import { limitNote } from '../survey/figure-furniture'
import type { Tables } from './declarations'
import { matrixFigure } from './matrix-figure'
import type { MeasuresOptions } from './options'
import { groupsWith } from './panels'
import { rankedFigure } from './ranked-figure'

const mostPanels = 6

/** Gap against importance with quadrants, and the priorities in their order. */
export function measuresFigures(
  { priorities: { rows, table } }: Tables,
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const groups = groupsWith(
    namesOf(rows).map((name) => ({ name, rows: rows.filter((row) => row.name === name) })),
    'gap',
  )
  const shown = groups.slice(0, mostPanels)
  const limited = limitNote(shown.length, groups.length)
  return [...matrixFigure(table, shown, limited, options, context), ...rankedFigure(table, shown, limited, options)]
}
