import type { FigureSpec, Panel } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import type { ResultTable } from '../core/result'
import { intervalPhrase, percentOf, quantity, type Phrase } from '../core/words'
import type { PriorityRow } from './declarations'
import type { MeasuresOptions } from './options'
import { groupsWith, legend, mostRows, panelOf, shapeOf, toneOf, type GroupRows } from './panels'
import { say } from './words'

/** The priorities of each group in their order, with intervals. */
export function rankedFigure(
  table: ResultTable,
  groups: readonly GroupRows<PriorityRow>[],
  limited: readonly Phrase[],
  options: MeasuresOptions,
): readonly FigureSpec[] {
  const sorted = groupsWith(groups, 'priority', 'rank').map(({ name, rows }) => ({
    name,
    rows: rows.toSorted((a, b) => a.cells.rank - b.cells.rank).slice(0, mostRows),
  }))
  const all = sorted.flatMap(({ rows }) => rows)
  const [first] = all
  if (first === undefined) return []
  return [
    {
      id: 'ranked',
      title: say('figure.ranked.title'),
      description: say('figure.ranked.description', {
        count: all.length,
        panels: sorted.length,
        first: { outcome: first.cells.outcome },
      }),
      notes: [
        say('note.ranked', { confidence: percentOf(options.confidence) }),
        ...(rowsWith(all, 'measure').length > 0 ? [say('note.suggestion')] : []),
        ...limited,
      ],
      panels: sorted.map(rankedPanel),
      panelColumns: sorted.length === 1 ? 1 : 2,
      legend,
      data: table,
    },
  ]
}

function rankedPanel({ name, rows }: GroupRows<RowWith<PriorityRow, 'priority'>>): Panel {
  const at = rows.map(({ cells }) => cells.outcome)
  const tone = rows.map(toneOf)
  return {
    ...panelOf(name),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.priority'), unit: say('unit.points-weighted') },
    y: {
      scale: 'category',
      label: say('axis.outcome'),
      unit: null,
      categories: at.map((outcome) => ({ id: outcome, label: { outcome } })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      {
        mark: 'interval',
        along: 'x',
        at,
        low: rows.map(({ cells }) => cells.priority_low),
        high: rows.map(({ cells }) => cells.priority_high),
        tone,
      },
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.priority),
        y: at,
        tone,
        shape: rows.map(shapeOf),
        details: rows.map(({ cells }) =>
          say('detail.ranked', {
            outcome: { outcome: cells.outcome },
            priority: quantity(cells.priority, 'estimate'),
            interval: intervalPhrase(cells.priority_low, cells.priority_high, 'estimate'),
            hasMeasure: cells.measure !== null,
            measure: cells.measure ?? '',
          }),
        ),
      },
    ],
  }
}
