import type { DotShape, FigureSpec, LegendEntry, Panel, Tone } from '../core/figure'
import { namesOf, rowsWith, type RowOf, type RowWith, type TableReading } from '../core/reading'
import { core, quantity } from '../core/words'
import { limitNote } from '../survey/figure-furniture'
import { sizesOf } from './blocks'
import type { tables } from './declarations'
import type { RoundChangeOptions } from './options'
import { say } from './words'

const moversOnPage = 15

type MovedRow = RowWith<RowOf<typeof tables.top_movers>, 'estimate'>

/** Whether an item moved farther than chance moves the largest mover. */
const isBeyond = ({ cells }: MovedRow): boolean => (cells.p_max ?? 1) <= 0.05

/** The items that moved most, each against what the largest mover would stay below in 95 of 100 if nothing had changed. */
export function moversFigure(
  { rows: all, table }: TableReading<typeof tables.top_movers>,
  options: RoundChangeOptions,
): readonly FigureSpec[] {
  const { from, to } = options
  const rows = rowsWith(all, 'estimate')
  if (rows.length === 0) return []
  const groups = namesOf(rows)
  const perGroup = Math.max(3, Math.min(12, Math.floor(moversOnPage / groups.length)))
  const chosen = groups
    .slice(0, Math.max(1, Math.floor(moversOnPage / perGroup)))
    .map((group) => ({ group, own: rows.filter(({ name }) => name === group).slice(0, perGroup) }))
  const shown = chosen.reduce((sum, { own }) => sum + own.length, 0)
  return [
    {
      id: 'movers',
      title: say('figure.movers.title', { from, to }),
      description: say('figure.movers.description', {
        count: rows.length,
        beyond: rows.filter(isBeyond).length,
        from,
        to,
      }),
      notes: [say('note.movers', { permutations: options.permutations }), ...limitNote(shown, rows.length)],
      panels: chosen.map(({ group, own }) => moversPanel(group, own)),
      panelColumns: 1,
      legend,
      data: table,
    },
  ]
}

const legend: readonly LegendEntry[] = [
  { label: say('legend.beyond'), tone: { role: 'main' }, sign: 'dot' },
  { label: say('legend.within'), tone: { role: 'muted' }, sign: 'hollow-dot' },
  { label: say('legend.reference'), tone: { role: 'limit' }, sign: 'line' },
]

function moversPanel(group: string, rows: readonly MovedRow[]): Panel {
  const at = rows.map(({ cells }) => cells.item)
  return {
    id: group === '' ? 'items' : group,
    ...(group === '' ? {} : { title: group }),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.change'), unit: core.say('unit.scale-points') },
    y: {
      scale: 'category',
      label: say('axis.item'),
      unit: null,
      categories: rows.map(({ cells }) => ({ id: cells.item, label: { item: cells.item }, aside: sizesOf(cells) })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      {
        mark: 'interval',
        along: 'x',
        at,
        low: rows.map(({ cells }) => (cells.reference_95 === null ? null : -cells.reference_95)),
        high: rows.map(({ cells }) => cells.reference_95),
        tone: { role: 'limit' },
      },
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.estimate),
        y: at,
        tone: rows.map((row): Tone => ({ role: isBeyond(row) ? 'main' : 'muted' })),
        shape: rows.map((row): DotShape => (isBeyond(row) ? 'circle' : 'hollow-circle')),
        details: rows.map(({ cells }) =>
          say('detail.mover', {
            item: { item: cells.item },
            estimate: quantity(cells.estimate, 'estimate'),
            reference: quantity(cells.reference_95, 'estimate'),
            p: quantity(cells.p_max, 'probability'),
          }),
        ),
      },
    ],
  }
}
