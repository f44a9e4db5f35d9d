import type { FigureSpec } from '../../analyses/core/figure'
import type { ResultTable } from '../../analyses/core/result'
import type { AnalysisOutcome } from '../../analyses/recipe/run'

const table = (id: string, mean: number): ResultTable => ({
  id,
  protection: { kind: 'open' },
  columns: [
    { id: 'organisation', kind: 'text' },
    { id: 'mean', kind: 'number', as: 'mean' },
  ],
  rows: [
    ['Blåvik', mean],
    ['Øyer', null],
  ],
  suppressed: [[1, 1]],
})

const figure = (id: string): FigureSpec => ({
  id,
  title: `Figure ${id}`,
  description: `What ${id} shows.`,
  notes: [],
  legend: [],
  panels: [
    {
      id: 'only',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'x', unit: null },
      y: { scale: 'linear', label: 'y', unit: null },
      marks: [],
    },
  ],
  data: table(id, 2.5),
})

/** An outcome of `dimension-scores` with its table `scores` and its figure `profile`, as if computed. */
export const outcomeNamed = (as: string): AnalysisOutcome => ({
  id: 'dimension-scores',
  as,
  version: 1,
  status: 'ok',
  refusal: null,
  options: { by: ['organisation'] },
  where: [{ column: 'round', in: ['2022'] }],
  nUsed: 12,
  notes: [],
  tables: [table('scores', 3.25)],
  figures: [figure('profile')],
  prose: { method: [], finding: [] },
})
