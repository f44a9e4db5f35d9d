import type { DotShape, Mark, Panel, Position, Tone } from '../core/figure'
import { rowsWith } from '../core/reading'
import { quantity } from '../core/words'
import { sizeAside } from '../survey/figure-furniture'
import { groupLabel } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import { scoreAxis, withinAxis } from '../survey/score-axis'
import type { ScoreRow } from './declarations'
import { mostRows, seriesTone, type ShownScores } from './shown-scores'
import { say } from './words'

const shapes: readonly DotShape[] = ['circle', 'square', 'diamond']

/** Dimensions below each other, groups beside each other. */
export function profilePanel(profiles: ShownScores, dimensions: readonly string[], id: string): Panel {
  const { groups, rows, context } = profiles
  const rowsOf = (dimension: string): readonly ScoreRow[] => rows.filter(({ cells }) => cells.dimension === dimension)
  return {
    id,
    geometry: 'cartesian',
    x: scoreAxis(context.dataset, dimensions[0] ?? '', say('axis.score')),
    y: {
      scale: 'category',
      label: say('axis.dimension'),
      unit: null,
      categories: dimensions.map((dimension) => ({
        id: dimension,
        label: { dimension },
        ...sizeAside(groups.length === 1 ? (rowsOf(dimension)[0]?.cells.n ?? null) : null),
      })),
    },
    marks: groups.flatMap((group, index) => {
      const shift = groups.length === 1 ? 0 : (index - (groups.length - 1) / 2) * (0.6 / groups.length)
      return dotMarks(
        dimensions.flatMap((dimension) => rowsOf(dimension).filter(({ name }) => name === group)),
        ({ cells: { dimension } }) => (shift === 0 ? dimension : { category: dimension, shift }),
        { tone: seriesTone(index, groups.length), shape: shapes[index] ?? 'circle' },
        profiles,
      )
    }),
  }
}

/** Groups below each other, for one dimension. */
export function groupsPanel(profiles: ShownScores, dimension: string): Panel {
  const { groups, rows, context, by } = profiles
  const shown = groups.slice(0, mostRows)
  const own = rows.filter(({ name, cells }) => cells.dimension === dimension && shown.includes(name))
  return {
    id: dimension,
    title: { dimension },
    geometry: 'cartesian',
    x: scoreAxis(context.dataset, dimension, say('axis.score')),
    y: {
      scale: 'category',
      label: by,
      unit: null,
      categories: own.map(({ name, cells }) => ({ id: name, label: name, ...sizeAside(cells.n) })),
    },
    marks: dotMarks(own, ({ name }) => name, { tone: { role: 'main' }, shape: 'circle' }, profiles),
  }
}

function dotMarks(
  rows: readonly ScoreRow[],
  at: (row: ScoreRow) => Position,
  { tone, shape }: { readonly tone: Tone; readonly shape: DotShape },
  { context: { dataset }, options, groups }: ShownScores,
): readonly Mark[] {
  const shown = rowsWith(rows, 'mean')
  const withheld = rows.filter((row) => row.isWithheld('mean'))
  const within = (dimension: string, end: number | null): number | null =>
    end === null ? null : withinAxis(scoreAxis(dataset, dimension, ''), end)
  return [
    {
      mark: 'interval',
      along: 'x',
      at: shown.map(at),
      low: shown.map(({ cells }) => within(cells.dimension, cells.conf_low)),
      high: shown.map(({ cells }) => within(cells.dimension, cells.conf_high)),
      tone,
    },
    {
      mark: 'dot',
      x: shown.map(({ cells }) => cells.mean),
      y: shown.map(at),
      tone,
      shape,
      // Small, so that short intervals show beside the dot.
      size: groups.length > 1 ? 'small' : 'normal',
      details: shown.map(({ key, cells }) =>
        say('detail', {
          group: groupLabel(key),
          dimension: { dimension: cells.dimension },
          mean: quantity(cells.mean, 'mean'),
          low: quantity(cells.conf_low, 'mean'),
          high: quantity(cells.conf_high, 'mean'),
          confidence: quantity(options.confidence, 'percent'),
          n: cells.n ?? 0,
        }),
      ),
    },
    ...(withheld.length === 0
      ? []
      : [
          {
            mark: 'text',
            x: withheld.map(({ cells }) => outcomeOf(dataset, cells.dimension).range[0]),
            y: withheld.map(at),
            text: withheld.map(() => ':'),
            tone: { role: 'muted' },
            anchor: 'start',
          } as const,
        ]),
  ]
}
