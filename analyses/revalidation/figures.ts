import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, DotShape, FigureSpec, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { core, quantity, type Label, type Quantity } from '../core/words'
import { largest, smallest } from '../numeric/summary/extremes'
import { coefficientCells, peopleNotes } from '../survey/figure-furniture'
import { guides } from './conclusion'
import type { ItemRow, Tables, WithoutRow } from './declarations'
import type { RevalidationOptions } from './options'
import { say } from './words'

type Context = ReportContext<SurveyDataset>

const correlation = (value: number | null): Quantity => quantity(value, 'correlation')
const fitIndex = (value: number | null): Quantity => quantity(value, 'fit-index')

/** How each item goes with its dimension and with others, and what the dimension becomes without it. */
export function revalidationFigures(
  { items, elsewhere, without_item: without }: Tables,
  { dimension }: RevalidationOptions,
  context: Context,
): readonly FigureSpec[] {
  return [
    ...itemsFigure(items, dimension, context),
    ...elsewhereFigure(elsewhere, dimension, context),
    ...withoutFigure(without, dimension, context),
  ]
}

const itemAxis = (items: readonly string[]): CategoryAxis => ({
  scale: 'category',
  label: core.say('column.item'),
  unit: null,
  categories: items.map((item) => ({ id: item, label: { item } })),
})

/** From 0 to 1, further down where something is negative. */
function correlationAxis(values: readonly (number | null)[], label: Label): LinearAxis {
  const lowest = Math.min(0, smallest(values.filter((value) => value !== null)))
  return { scale: 'linear', label, unit: null, domain: [lowest < 0 ? Math.max(-1, Math.floor(lowest * 5) / 5) : 0, 1] }
}

/** What is drawn of an item; a number that stands further down is drawn over those before it. */
const itemDots = [
  { column: 'closest_r', legend: 'legend.other', tone: { role: 'series', index: 2 }, shape: 'square', shift: 0.22 },
  { column: 'loading', legend: 'legend.loading', tone: { role: 'series', index: 1 }, shape: 'diamond', shift: -0.22 },
  { column: 'item_rest_r', legend: 'legend.rest', tone: { role: 'series', index: 0 }, shape: 'circle', shift: 0 },
] as const

function itemsFigure(items: Tables['items'], dimension: string, context: Context): readonly FigureSpec[] {
  const { rows } = items
  if (rowsWith(rows, 'item_rest_r').length === 0) return []
  const drawn = itemDots.filter(({ column }) => column !== 'closest_r' || rowsWith(rows, 'closest_r').length > 0)
  const details = rows.map(itemDetail)
  return [
    {
      id: 'items',
      title: say('figure.items.title', { dimension: { dimension } }),
      description: say('figure.items.description', {
        items: rows.length,
        weak: rowsWith(rows, 'item_rest_r').filter(({ cells }) => cells.item_rest_r < guides.itemRest).length,
        guide: correlation(guides.itemRest),
      }),
      notes: [say('note.guide', { guide: correlation(guides.itemRest) }), ...peopleNotes(items, context)],
      legend: drawn.toReversed().map(({ legend, tone, shape }) => ({ label: say(legend), tone, sign: 'dot', shape })),
      panels: [
        {
          id: 'items',
          geometry: 'cartesian',
          x: correlationAxis(
            rows.flatMap(({ cells }) => [cells.item_rest_r, cells.loading, cells.closest_r]),
            say('axis.correlation'),
          ),
          y: itemAxis(rows.map(({ cells }) => cells.item)),
          marks: [
            { mark: 'rule', along: 'x', at: guides.itemRest, tone: { role: 'limit' }, dash: 'dashed' },
            ...drawn.map(({ column, tone, shape, shift }): Mark => ({
              mark: 'dot',
              x: rows.map(({ cells }) => cells[column]),
              y: rows.map(({ cells }) => ({ category: cells.item, shift })),
              tone,
              shape,
              details,
            })),
          ],
        },
      ],
      data: items.table,
    },
  ]
}

function itemDetail({ cells }: ItemRow): Label {
  const { closest_r: r, closest_dimension: other } = cells
  return say('detail.item', {
    item: { item: cells.item },
    rest: correlation(cells.item_rest_r),
    loading: correlation(cells.loading),
    has_other: r === null ? 'no' : 'yes',
    other: r === null || other === null ? '' : { dimension: other },
    r: correlation(r),
  })
}

/** Items against dimensions, their own first: a good item is strongest in the first column. */
function elsewhereFigure(elsewhere: Tables['elsewhere'], dimension: string, context: Context): readonly FigureSpec[] {
  const { rows } = elsewhere
  if (rowsWith(rows, 'r').length === 0) return []
  const dimensions = [...new Set(rows.map(({ cells }) => cells.dimension))]
  const items = rows.filter(({ cells }) => cells.dimension === dimension).map(({ cells }) => cells.item)
  return [
    {
      id: 'elsewhere',
      title: say('figure.elsewhere.title', { dimension: { dimension } }),
      description: say('figure.elsewhere.description', { items: items.length, dimensions: dimensions.length - 1 }),
      notes: [say('note.own', { dimension: { dimension } }), ...peopleNotes(elsewhere, context)],
      legend: [],
      legendTitle: say('legend.correlation'),
      panels: [
        {
          id: 'elsewhere',
          geometry: 'cartesian',
          x: {
            scale: 'category',
            label: say('axis.dimension'),
            unit: null,
            categories: dimensions.map((id) => ({ id, label: { dimension: id } })),
          },
          y: itemAxis(items),
          marks: [
            coefficientCells(
              rows.map(({ cells }) => ({
                x: cells.dimension,
                y: cells.item,
                value: cells.r,
                detail: say('detail.elsewhere', {
                  item: { item: cells.item },
                  dimension: { dimension: cells.dimension },
                  r: correlation(cells.r),
                }),
              })),
            ),
          ],
        },
      ],
      data: elsewhere.table,
    },
  ]
}

/** The row of the dimension without an item, and the row of all items. */
type WithoutItemRow = RowWith<WithoutRow, 'item'>
interface WithoutRows {
  readonly whole: WithoutRow | undefined
  readonly rows: readonly WithoutItemRow[]
}

const alphaTone: Tone = { role: 'series', index: 0 }
const omegaTone: Tone = { role: 'series', index: 1 }

function withoutFigure(without: Tables['without_item'], dimension: string, context: Context): readonly FigureSpec[] {
  const found: WithoutRows = {
    whole: without.rows.find(({ cells }) => cells.item === null),
    rows: rowsWith(without.rows, 'item'),
  }
  const { whole, rows } = found
  if (rowsWith(rows, 'alpha').length === 0) return []
  const panels = [coefficientsPanel(found), ...fitPanel(found)]
  return [
    {
      id: 'without',
      title: say('figure.without.title', { dimension: { dimension } }),
      description: say('figure.without.description', {
        items: rows.length,
        alpha: correlation(whole?.cells.alpha ?? null),
      }),
      notes: [say('note.without'), ...peopleNotes(without, context)],
      panelColumns: panels.length === 1 ? 1 : 2,
      legend: [
        { label: say('legend.alpha'), tone: alphaTone, sign: 'dot', shape: 'circle' },
        { label: say('legend.omega'), tone: omegaTone, sign: 'dot', shape: 'diamond' },
        { label: say('legend.all-items'), tone: { role: 'limit' }, sign: 'dashed-line' },
      ],
      panels,
      data: without.table,
    },
  ]
}

function coefficientsPanel(found: WithoutRows): Panel {
  const { whole, rows } = found
  const values = [...(whole === undefined ? [] : [whole]), ...rows].flatMap(({ cells }) => [cells.alpha, cells.omega])
  return {
    id: 'coefficients',
    geometry: 'cartesian',
    x: correlationAxis(values, say('axis.coefficient')),
    y: itemAxis(rows.map(({ cells }) => cells.item)),
    marks: [
      ...wholeRule(found, 'alpha', alphaTone),
      ...wholeRule(found, 'omega', omegaTone),
      withoutDots(rows, 'alpha', alphaTone, 'circle', -0.15),
      withoutDots(rows, 'omega', omegaTone, 'diamond', 0.15),
    ],
  }
}

/** Nothing where a model without an item has no degrees of freedom, and so no fit. */
function fitPanel(found: WithoutRows): readonly Panel[] {
  const { whole, rows } = found
  const values = rowsWith(rows, 'rmsea').map(({ cells }) => cells.rmsea)
  if (values.length === 0) return []
  const tone: Tone = { role: 'main' }
  return [
    {
      id: 'fit',
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: say('axis.rmsea'),
        unit: null,
        domain: [0, upTo([whole?.cells.rmsea ?? 0, ...values])],
      },
      y: itemAxis(rows.map(({ cells }) => cells.item)),
      marks: [...wholeRule(found, 'rmsea', tone), withoutDots(rows, 'rmsea', tone, 'circle', 0)],
    },
  ]
}

/** A dashed line where all items stand. */
function wholeRule({ whole }: WithoutRows, column: 'alpha' | 'omega' | 'rmsea', tone: Tone): readonly Mark[] {
  const at = whole?.cells[column] ?? null
  return at === null ? [] : [{ mark: 'rule', along: 'x', at, tone, dash: 'dashed' }]
}

function withoutDots(
  rows: readonly WithoutItemRow[],
  column: 'alpha' | 'omega' | 'rmsea',
  tone: Tone,
  shape: DotShape,
  shift: number,
): Mark {
  return {
    mark: 'dot',
    x: rows.map(({ cells }) => cells[column]),
    y: rows.map(({ cells }) => ({ category: cells.item, shift })),
    tone,
    shape,
    details: rows.map(({ cells }) =>
      say('detail.without', {
        item: { item: cells.item },
        alpha: correlation(cells.alpha),
        omega: correlation(cells.omega),
        cfi: fitIndex(cells.cfi),
        rmsea: fitIndex(cells.rmsea),
      }),
    ),
  }
}

/** A round upper end for small numbers that are not negative. */
function upTo(values: readonly number[]): number {
  return Math.ceil(Math.max(0.08, largest(values)) * 20) / 20
}
