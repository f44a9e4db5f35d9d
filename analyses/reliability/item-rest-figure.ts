import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import {
  panelColumnsFor,
  type DotShape,
  type FigureSpec,
  type LinearAxis,
  type Mark,
  type Panel,
  type Tone,
} from '../core/figure'
import { namesOf, rowsWith, type TableReading } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import type { ItemRow, tables } from './declarations'
import type { ReliabilityOptions } from './options'
import { say } from './words'

export const mostPanels = 12
/** Groups whose item–rest correlations can be told apart in one panel, each by its shape. */
const shapes: readonly DotShape[] = ['circle', 'diamond', 'square', 'triangle-up', 'cross']
/** Items whose wording fits on a page, one panel under the other; more stand with their codes, panels side by side. */
const mostInWords = 20

/** How a group's dots look, and where they stand in the row of an item. */
interface Look {
  readonly group: string
  readonly tone: Tone
  readonly shape: DotShape
  readonly shift: number
}

export function itemRestFigure(
  { rows, table }: TableReading<typeof tables.items>,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const estimated = rowsWith(rows, 'item_rest_r')
  const groups = namesOf(rows)
  if (groups.length > shapes.length || estimated.length === 0) return []
  const dimensions = options.dimensions
    .filter((dimension) => rows.some(({ cells }) => cells.dimension === dimension))
    .slice(0, mostPanels)
  const drawn = rows.filter(({ cells }) => dimensions.includes(cells.dimension))
  const itemCount = new Set(drawn.map(({ cells }) => cells.item)).size
  const isInWords = itemCount <= mostInWords
  const looks = looksOf(groups)
  const axis = coefficientAxis(
    estimated.map(({ cells }) => cells.item_rest_r),
    say('axis.item-rest'),
  )
  return [
    {
      id: 'item-rest',
      title: say('figure.item-rest.title'),
      description: say('figure.item-rest.description', { dimensions: dimensions.length, items: itemCount }),
      notes: [
        ...(isInWords ? [] : [say('note.item-codes')]),
        ...withheldNote(
          rows.some((row) => row.isWithheld('item_rest_r')),
          context,
        ),
        ...limitNote(dimensions.length, options.dimensions.length),
      ],
      panels: dimensions.map((dimension) =>
        dimensionPanel(
          dimension,
          drawn.filter(({ cells }) => cells.dimension === dimension),
          looks,
          axis,
          isInWords,
        ),
      ),
      panelColumns: isInWords ? 1 : panelColumnsFor(dimensions.length),
      legend:
        groups.length === 1 ? [] : looks.map(({ group, tone, shape }) => ({ label: group, tone, sign: 'dot', shape })),
      data: table,
    },
  ]
}

function looksOf(groups: readonly string[]): readonly Look[] {
  return groups.map((group, index) => ({
    group,
    tone: groups.length === 1 ? { role: 'main' } : { role: 'series', index },
    shape: shapes[index] ?? 'circle',
    shift: groups.length === 1 ? 0 : ((index - (groups.length - 1) / 2) / groups.length) * 0.6,
  }))
}

function dimensionPanel(
  dimension: string,
  rows: readonly ItemRow[],
  looks: readonly Look[],
  axis: LinearAxis,
  isInWords: boolean,
): Panel {
  const items = [...new Set(rows.map(({ cells }) => cells.item))]
  return {
    id: dimension,
    title: { dimension },
    geometry: 'cartesian',
    x: axis,
    y: {
      scale: 'category',
      label: say('axis.item'),
      unit: null,
      categories: items.map((item) => ({ id: item, label: isInWords ? { item } : { item, short: true } })),
    },
    marks: looks.map((look) =>
      itemMark(
        rows.filter(({ name }) => name === look.group),
        look,
        looks.length > 2 || !isInWords ? 'small' : 'normal',
      ),
    ),
  }
}

function itemMark(rows: readonly ItemRow[], { tone, shape, shift }: Look, size: 'small' | 'normal'): Mark {
  const shown = rowsWith(rows, 'item_rest_r')
  return {
    mark: 'dot',
    x: shown.map(({ cells }) => cells.item_rest_r),
    y: shown.map(({ cells }) => ({ category: cells.item, shift })),
    tone,
    shape,
    size,
    details: shown.map(({ cells }) =>
      say('detail.item', {
        item: { item: cells.item },
        r: quantity(cells.item_rest_r, 'correlation'),
        dropped: quantity(cells.alpha_if_dropped, 'correlation'),
        n: cells.n ?? 0,
      }),
    ),
  }
}

/** From 0 to 1, so that figures can be compared; further down only where a coefficient is negative. */
export function coefficientAxis(values: readonly (number | null)[], label: Label): LinearAxis {
  const lowest = values.reduce<number>((least, value) => Math.min(least, value ?? 0), 0)
  return { scale: 'linear', label, unit: null, domain: [lowest < 0 ? Math.max(-1, Math.floor(lowest * 5) / 5) : 0, 1] }
}
