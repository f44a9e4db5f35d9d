import type { DotShape, LegendEntry, Panel, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import type { PriorityRow } from './declarations'
import { say } from './words'

/** Outcomes that a panel can name. */
export const mostRows = 18

/** The outcomes that a figure shows of a group. The group has no name where everybody is one group. */
export interface GroupRows<R extends PriorityRow> {
  readonly name: string
  readonly rows: readonly R[]
}

/** Every group with those of its rows that have a value in the named columns, where there are any. */
export const groupsWith = <const C extends keyof PriorityRow['cells']>(
  groups: readonly GroupRows<PriorityRow>[],
  ...columns: readonly C[]
): readonly GroupRows<RowWith<PriorityRow, C>>[] =>
  groups.map(({ name, rows }) => ({ name, rows: rowsWith(rows, ...columns) })).filter(({ rows }) => rows.length > 0)

/** What is clearly below its target stands out. */
export const toneOf = ({ cells }: PriorityRow): Tone => ({ role: cells.evidence === 'below' ? 'main' : 'muted' })
export const shapeOf = ({ cells }: PriorityRow): DotShape => (cells.evidence === 'below' ? 'circle' : 'hollow-circle')

export const legend: readonly LegendEntry[] = [
  { label: say('legend.below'), tone: { role: 'main' }, sign: 'dot' },
  { label: say('legend.other'), tone: { role: 'muted' }, sign: 'hollow-dot' },
]

/** Where a group's panel stands, and under which name. */
export const panelOf = (name: string): Pick<Panel, 'id' | 'title'> =>
  name === '' ? { id: 'all' } : { id: name, title: name }
