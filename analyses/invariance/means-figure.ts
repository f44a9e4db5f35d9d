import type { FigureSpec, LegendEntry, Mark, Panel, Tone } from '../core/figure'
import { rowsWith } from '../core/reading'
import { core, percentOf, quantity, type Label } from '../core/words'
import type { MeanDifference, Tables } from './declarations'
import type { InvarianceOptions } from './options'
import { say } from './words'

/** Groups that can be told apart. */
export const mostSeries = 6

/** The differences as they are drawn. */
const kinds = [
  {
    column: 'estimate',
    low: 'conf_low',
    high: 'conf_high',
    shape: 'hollow-circle',
    tone: { role: 'muted' },
    label: 'legend.observed',
    sign: 'hollow-dot',
  },
  {
    column: 'scalar',
    low: 'scalar_low',
    high: 'scalar_high',
    shape: 'circle',
    tone: { role: 'main' },
    label: 'legend.scalar',
    sign: 'dot',
  },
  {
    column: 'partial',
    low: 'partial_low',
    high: 'partial_high',
    shape: 'diamond',
    tone: { role: 'accent' },
    label: 'legend.partial',
    sign: 'dot',
  },
] as const satisfies readonly {
  readonly column: keyof MeanDifference['cells']
  readonly low: keyof MeanDifference['cells']
  readonly high: keyof MeanDifference['cells']
  readonly shape: LegendEntry['shape']
  readonly tone: Tone
  readonly label: string
  readonly sign: LegendEntry['sign']
}[]
type Kind = (typeof kinds)[number]

/** The same mean difference as observed, as the factor explains it with all items equal, and with those that differ set free. */
export function meansFigure(
  { rows: all, table }: Tables['means'],
  by: Label,
  options: InvarianceOptions,
): readonly FigureSpec[] {
  const rows = rowsWith(all, 'scalar')
  const [first] = rows
  if (first === undefined) return []
  const reference = first.cells.group_b
  const groups = [...new Set(rows.map(({ cells }) => cells.group_a))].slice(0, mostSeries)
  const dimensions = [...new Set(rows.map(({ cells }) => cells.dimension))]
  const shown = kinds.filter(({ column }) => rowsWith(rows, column).length > 0)
  return [
    {
      id: 'means',
      title: say('figure.means.title', { by }),
      description: say('figure.means.description', { by, reference, count: dimensions.length }),
      notes: [say('note.means', { reference, confidence: percentOf(options.confidence) })],
      panels: groups.map((group): Panel => {
        const own = rows.filter(({ cells }) => cells.group_a === group)
        return {
          id: group,
          title: say('panel.means', { group, reference }),
          geometry: 'cartesian',
          x: { scale: 'linear', label: say('axis.difference'), unit: core.say('unit.scale-points') },
          y: {
            scale: 'category',
            label: say('axis.dimension'),
            unit: null,
            categories: dimensions.map((dimension) => ({ id: dimension, label: { dimension } })),
          },
          marks: [
            { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
            ...shown.flatMap((kind, index) => marksOf(kind, 0.22 * (index - (shown.length - 1) / 2), own)),
          ],
        }
      }),
      panelColumns: groups.length === 4 ? 2 : Math.min(3, groups.length),
      legend: shown.map(({ label, tone, sign, shape }) => ({ label: say(label), tone, sign, shape })),
      data: table,
    },
  ]
}

/** @param shift within the row of a dimension */
function marksOf(
  { column, low, high, shape, tone, label }: Kind,
  shift: number,
  rows: readonly MeanDifference[],
): readonly Mark[] {
  const at = rows.map(({ cells }) => ({ category: cells.dimension, shift }))
  return [
    {
      mark: 'interval',
      along: 'x',
      at,
      low: rows.map(({ cells }) => cells[low]),
      high: rows.map(({ cells }) => cells[high]),
      tone,
      weight: 'thin',
    },
    {
      mark: 'dot',
      x: rows.map(({ cells }) => cells[column]),
      y: at,
      tone,
      shape,
      details: rows.map(({ cells }) =>
        say('detail.mean', { kind: say(label), estimate: quantity(cells[column], 'estimate') }),
      ),
    },
  ]
}
