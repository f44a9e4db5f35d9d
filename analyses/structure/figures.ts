import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import { rowsWith } from '../core/reading'
import { core, quantity } from '../core/words'
import { coefficientCells, peopleNotes } from '../survey/figure-furniture'
import type { Tables } from './declarations'
import type { StructureOptions } from './options'
import { pathFigures } from './path-diagram'
import { say } from './words'

/** With more items than this in a heatmap they go by their ids. */
const mostWithText = 26

/** Scree with the parallel line, loadings as a heatmap, and the model as a path diagram. */
export function structureFigures(
  { eigenvalues, loadings, factor_correlations: correlations }: Tables,
  options: StructureOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  return [
    ...scree(eigenvalues, context),
    ...heatmap(loadings, context),
    ...pathFigures(loadings, correlations, options, context),
  ]
}

function scree(eigenvalues: Tables['eigenvalues'], context: ReportContext<SurveyDataset>): readonly FigureSpec[] {
  const rows = rowsWith(eigenvalues.rows, 'component', 'eigenvalue', 'parallel_95')
  if (rows.length === 0) return []
  const components = rows.map(({ cells }) => cells.component)
  const observed = rows.map(({ cells }) => cells.eigenvalue)
  return [
    {
      id: 'scree',
      title: say('figure.scree.title'),
      description: say('figure.scree.description', {
        above: rows.filter(({ cells }) => cells.eigenvalue > cells.parallel_95).length,
        components: rows.length,
      }),
      notes: peopleNotes(eigenvalues, context),
      legend: [
        { label: say('legend.observed'), tone: { role: 'main' }, sign: 'line' },
        { label: say('legend.parallel'), tone: { role: 'limit' }, sign: 'dashed-line' },
      ],
      panels: [
        {
          id: 'scree',
          geometry: 'cartesian',
          x: {
            scale: 'linear',
            label: say('axis.component'),
            unit: null,
            domain: [0.5, components.length + 0.5],
            ticks: components.map((at) => ({ at })),
          },
          y: { scale: 'linear', label: say('axis.eigenvalue'), unit: null },
          marks: [
            {
              mark: 'line',
              x: components,
              y: rows.map(({ cells }) => cells.parallel_95),
              tone: { role: 'limit' },
              dash: 'dashed',
              weight: 'thin',
            },
            { mark: 'line', x: components, y: observed, tone: { role: 'main' } },
            {
              mark: 'dot',
              x: components,
              y: observed,
              tone: { role: 'main' },
              details: rows.map(({ cells }) =>
                say('detail.eigenvalue', {
                  component: cells.component,
                  value: quantity(cells.eigenvalue, 'estimate'),
                  chance: quantity(cells.parallel_95, 'estimate'),
                }),
              ),
            },
          ],
        },
      ],
      data: eigenvalues.table,
    },
  ]
}

function heatmap(loadings: Tables['loadings'], context: ReportContext<SurveyDataset>): readonly FigureSpec[] {
  const { rows } = loadings
  if (rowsWith(rows, 'standardized').length === 0) return []
  const items = [...new Set(rows.map(({ cells }) => cells.item))]
  const factors = [...new Set(rows.map(({ cells }) => cells.factor))]
  const isShort = items.length > mostWithText
  return [
    {
      id: 'loadings',
      title: say('figure.loadings.title'),
      description: say('figure.loadings.description', { items: items.length, factors: factors.length }),
      notes: [say('note.loadings'), ...(isShort ? [say('note.short')] : []), ...peopleNotes(loadings, context)],
      legend: [],
      legendTitle: say('legend.loading'),
      panels: [
        {
          id: 'loadings',
          geometry: 'cartesian',
          x: {
            scale: 'category',
            label: say('axis.factor'),
            unit: null,
            categories: factors.map((id) => ({ id, label: { dimension: id } })),
          },
          y: {
            scale: 'category',
            label: core.say('column.item'),
            unit: null,
            categories: items.map((id) => ({ id, label: isShort ? { item: id, short: true } : { item: id } })),
          },
          marks: [
            coefficientCells(
              rows.map(({ cells }) => ({
                x: cells.factor,
                y: cells.item,
                value: cells.standardized,
                detail: say('detail.loading', {
                  item: { item: cells.item },
                  factor: { dimension: cells.factor },
                  value: quantity(cells.standardized, 'correlation'),
                }),
              })),
            ),
          ],
        },
      ],
      data: loadings.table,
    },
  ]
}
