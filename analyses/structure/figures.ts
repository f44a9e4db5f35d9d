import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec } from '../core/figure'
import type { Label } from '../core/words'
import type { ResultTable } from '../core/result'
import { shownRows } from '../survey/table-reading'
import { factorLabel, figureNotes, phrase } from './figure-words'
import type { StructureOptions } from './options'
import { drawPaths } from './path-diagram'

/** With more items than this in a heatmap they go by their ids. */
const mostWithText = 26

/** Scree with the parallel line, loadings as a heatmap, and the model as a path diagram. */
export function drawStructure(
  tables: TablesById,
  options: StructureOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { eigenvalues, loadings, factor_correlations: correlations } = tables
  if (eigenvalues === undefined || loadings === undefined || correlations === undefined) return []
  return [
    ...scree(eigenvalues, context),
    ...heatmap(loadings, options, context),
    ...drawPaths(loadings, correlations, options, context),
  ]
}

function scree(table: ResultTable, context: ReportContext<SurveyDataset>): readonly FigureSpec[] {
  const rows = shownRows(table, [], 'eigenvalue')
  const components = rows.map((row) => row.number('component'))
  const observed = rows.map((row) => row.number('eigenvalue'))
  const chance = rows.map((row) => row.number('parallel_95'))
  if (observed.every((value) => value === null)) return []
  const quantity = (value: number | null): Label => ({ value, as: 'estimate' })
  return [
    {
      id: 'scree',
      title: phrase('figure.scree.title'),
      description: phrase('figure.scree.description', {
        above: rows.filter((_, index) => (observed[index] ?? 0) > (chance[index] ?? 0)).length,
        components: rows.length,
      }),
      notes: figureNotes(table, context),
      legend: [
        { label: phrase('legend.observed'), tone: { role: 'main' }, sign: 'line' },
        { label: phrase('legend.parallel'), tone: { role: 'limit' }, sign: 'dashed-line' },
      ],
      panels: [
        {
          id: 'scree',
          frame: 'cartesian',
          x: {
            scale: 'linear',
            label: phrase('axis.component'),
            unit: null,
            domain: [0.5, components.length + 0.5],
            ticks: components.map((at) => ({ at: at ?? 0 })),
          },
          y: { scale: 'linear', label: phrase('axis.eigenvalue'), unit: null },
          marks: [
            { mark: 'line', x: components, y: chance, tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
            { mark: 'line', x: components, y: observed, tone: { role: 'main' } },
            {
              mark: 'dot',
              x: components,
              y: observed,
              tone: { role: 'main' },
              details: rows.map((row) =>
                phrase('detail.eigenvalue', {
                  component: row.number('component'),
                  value: quantity(row.number('eigenvalue')),
                  chance: quantity(row.number('parallel_95')),
                }),
              ),
            },
          ],
        },
      ],
      data: table,
    },
  ]
}

function heatmap(
  table: ResultTable,
  options: StructureOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rows = shownRows(table, [], 'standardized')
  const items = [...new Set(rows.map((row) => row.text('item')))]
  const factors = [...new Set(rows.map((row) => row.text('factor')))]
  const isShort = items.length > mostWithText
  if (rows.every((row) => row.number('standardized') === null)) return []
  return [
    {
      id: 'loadings',
      title: phrase('figure.loadings.title'),
      description: phrase('figure.loadings.description', { items: items.length, factors: factors.length }),
      notes: [phrase('note.loadings'), ...(isShort ? [phrase('note.short')] : []), ...figureNotes(table, context)],
      legend: [],
      legendTitle: phrase('legend.loading'),
      panels: [
        {
          id: 'loadings',
          frame: 'cartesian',
          x: {
            scale: 'category',
            label: phrase('axis.factor'),
            unit: null,
            categories: factors.map((id) => ({ id, label: factorLabel(id, options) })),
          },
          y: {
            scale: 'category',
            label: { message: 'core:column.item' },
            unit: null,
            categories: items.map((id) => ({ id, label: isShort ? { item: id, short: true } : { item: id } })),
          },
          marks: [
            {
              mark: 'cell',
              x: rows.map((row) => row.text('factor')),
              y: rows.map((row) => row.text('item')),
              value: rows.map((row) => row.number('standardized')),
              domain: [-1, 1],
              ramp: 'diverging',
              text: rows.map((row) => ({ value: row.number('standardized'), as: 'correlation' })),
              details: rows.map((row) =>
                phrase('detail.loading', {
                  item: { item: row.text('item') },
                  factor: factorLabel(row.text('factor'), options),
                  value: { value: row.number('standardized'), as: 'correlation' },
                }),
              ),
            },
          ],
        },
      ],
      data: table,
    },
  ]
}
