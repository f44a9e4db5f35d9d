import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase, Quantity } from '../core/words'
import type { ResultTable } from '../core/result'
import { shownRows, type ShownRow } from '../survey/table-reading'
import { guides } from './conclusion'
import type { RevalidationOptions } from './options'
import { largest, smallest } from '../numeric/summary/extremes'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `revalidation:${key}`, values })
const correlation = (value: number | null): Quantity => ({ value, as: 'correlation' })

/** How each item goes with its dimension and with others, and what the dimension becomes without it. */
export function drawRevalidation(
  tables: TablesById,
  options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { items, elsewhere, without_item: without } = tables
  if (items === undefined || elsewhere === undefined || without === undefined) return []
  return [
    ...itemDots(items, options, context),
    ...elsewhereCells(elsewhere, options, context),
    ...withoutDots(without, options, context),
  ]
}

function notesOf(table: ResultTable, context: ReportContext<SurveyDataset>): readonly Label[] {
  const n = shownRows(table, [], 'n')[0]?.number('n') ?? null
  return [
    ...(n === null ? [] : [phrase('note.n', { n })]),
    ...(table.suppressed.length > 0
      ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
      : []),
  ]
}

const itemAxis = (rows: readonly ShownRow[]): CategoryAxis => ({
  scale: 'category',
  label: { message: 'core:column.item' },
  unit: null,
  categories: rows.map((row) => ({ id: row.text('item'), label: { item: row.text('item') } })),
})

/** From 0 to 1, further down where something is negative. */
function correlationAxis(values: readonly (number | null)[], label: Label): LinearAxis {
  const lowest = Math.min(0, smallest(values.filter((value) => value !== null)))
  return { scale: 'linear', label, unit: null, domain: [lowest < 0 ? Math.max(-1, Math.floor(lowest * 5) / 5) : 0, 1] }
}

function itemDots(
  table: ResultTable,
  options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rows = shownRows(table, [], 'item_rest_r')
  if (rows.every((row) => row.number('item_rest_r') === null)) return []
  const hasOthers = rows.some((row) => row.number('closest_r') !== null)
  const tones: readonly Tone[] = [0, 1, 2].map((index): Tone => ({ role: 'series', index }))
  const [restTone = { role: 'main' }, loadingTone = { role: 'main' }, otherTone = { role: 'main' }] = tones
  const dotsOf = (
    values: readonly (number | null)[],
    tone: Tone,
    shift: number,
    shape: 'circle' | 'diamond' | 'square',
  ): Mark => ({
    mark: 'dot',
    x: values,
    y: rows.map((row) => ({ category: row.text('item'), shift })),
    tone,
    shape,
    details: rows.map((row) =>
      phrase('detail.item', {
        item: { item: row.text('item') },
        rest: correlation(row.number('item_rest_r')),
        loading: correlation(row.number('loading')),
        has_other: row.number('closest_r') === null ? 'no' : 'yes',
        other: row.number('closest_r') === null ? '' : { dimension: row.text('closest_dimension') },
        r: correlation(row.number('closest_r')),
      }),
    ),
  })
  const values = rows.flatMap((row) => [row.number('item_rest_r'), row.number('loading'), row.number('closest_r')])
  return [
    {
      id: 'items',
      title: phrase('figure.items.title', { dimension: { dimension: options.dimension ?? '' } }),
      description: phrase('figure.items.description', {
        items: rows.length,
        weak: rows.filter((row) => (row.number('item_rest_r') ?? 1) < guides.itemRest).length,
        guide: correlation(guides.itemRest),
      }),
      notes: [phrase('note.guide', { guide: correlation(guides.itemRest) }), ...notesOf(table, context)],
      legend: [
        { label: phrase('legend.rest'), tone: restTone, sign: 'dot', shape: 'circle' },
        { label: phrase('legend.loading'), tone: loadingTone, sign: 'dot', shape: 'diamond' },
        ...(hasOthers
          ? [{ label: phrase('legend.other'), tone: otherTone, sign: 'dot', shape: 'square' } as const]
          : []),
      ],
      panels: [
        {
          id: 'items',
          geometry: 'cartesian',
          x: correlationAxis(values, phrase('axis.correlation')),
          y: itemAxis(rows),
          marks: [
            { mark: 'rule', along: 'x', at: guides.itemRest, tone: { role: 'limit' }, dash: 'dashed' },
            ...(hasOthers
              ? [
                  dotsOf(
                    rows.map((row) => row.number('closest_r')),
                    otherTone,
                    0.22,
                    'square',
                  ),
                ]
              : []),
            dotsOf(
              rows.map((row) => row.number('loading')),
              loadingTone,
              -0.22,
              'diamond',
            ),
            dotsOf(
              rows.map((row) => row.number('item_rest_r')),
              restTone,
              0,
              'circle',
            ),
          ],
        },
      ],
      data: table,
    },
  ]
}

/** Items against dimensions, their own first: a good item is strongest in the first column. */
function elsewhereCells(
  table: ResultTable,
  options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rows = shownRows(table, [], 'r')
  if (rows.every((row) => row.number('r') === null)) return []
  const dimension = options.dimension ?? ''
  const dimensions = [...new Set(rows.map((row) => row.text('dimension')))]
  const own = rows.filter((row) => row.text('dimension') === dimension)
  return [
    {
      id: 'elsewhere',
      title: phrase('figure.elsewhere.title', { dimension: { dimension } }),
      description: phrase('figure.elsewhere.description', { items: own.length, dimensions: dimensions.length - 1 }),
      notes: [phrase('note.own', { dimension: { dimension } }), ...notesOf(table, context)],
      legend: [],
      legendTitle: phrase('legend.correlation'),
      panels: [
        {
          id: 'elsewhere',
          geometry: 'cartesian',
          x: {
            scale: 'category',
            label: phrase('axis.dimension'),
            unit: null,
            categories: dimensions.map((id) => ({ id, label: { dimension: id } })),
          },
          y: itemAxis(own),
          marks: [
            {
              mark: 'cell',
              x: rows.map((row) => row.text('dimension')),
              y: rows.map((row) => row.text('item')),
              value: rows.map((row) => row.number('r')),
              domain: [-1, 1],
              ramp: 'diverging',
              text: rows.map((row) => correlation(row.number('r'))),
              details: rows.map((row) =>
                phrase('detail.elsewhere', {
                  item: { item: row.text('item') },
                  dimension: { dimension: row.text('dimension') },
                  r: correlation(row.number('r')),
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

function withoutDots(
  table: ResultTable,
  options: RevalidationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  // The row without an item's name is that of all items.
  const [whole, ...rows] = shownRows(table, [], 'alpha')
  if (rows.every((row) => row.number('alpha') === null)) return []
  const details = rows.map((row) =>
    phrase('detail.without', {
      item: { item: row.text('item') },
      alpha: correlation(row.number('alpha')),
      omega: correlation(row.number('omega')),
      cfi: correlation(row.number('cfi')),
      rmsea: correlation(row.number('rmsea')),
    }),
  )
  const dots = (column: string, tone: Tone, shape: 'circle' | 'diamond', shift: number): Mark => ({
    mark: 'dot',
    x: rows.map((row) => row.number(column)),
    y: rows.map((row) => ({ category: row.text('item'), shift })),
    tone,
    shape,
    details,
  })
  const rule = (value: number | null, tone: Tone): readonly Mark[] =>
    value === null ? [] : [{ mark: 'rule', along: 'x', at: value, tone, dash: 'dashed' }]
  const [alphaTone, omegaTone]: readonly [Tone, Tone] = [
    { role: 'series', index: 0 },
    { role: 'series', index: 1 },
  ]
  const coefficients = [
    whole?.number('alpha') ?? null,
    whole?.number('omega') ?? null,
    ...rows.flatMap((row) => [row.number('alpha'), row.number('omega')]),
  ]
  const hasFit = rows.some((row) => row.number('rmsea') !== null)
  const panels: readonly Panel[] = [
    {
      id: 'coefficients',
      geometry: 'cartesian',
      x: correlationAxis(coefficients, phrase('axis.coefficient')),
      y: itemAxis(rows),
      marks: [
        ...rule(whole?.number('alpha') ?? null, alphaTone),
        ...rule(whole?.number('omega') ?? null, omegaTone),
        dots('alpha', alphaTone, 'circle', -0.15),
        dots('omega', omegaTone, 'diamond', 0.15),
      ],
    },
    ...(hasFit
      ? [
          {
            id: 'fit',
            geometry: 'cartesian',
            x: {
              scale: 'linear',
              label: phrase('axis.rmsea'),
              unit: null,
              domain: [0, upTo([whole?.number('rmsea') ?? null, ...rows.map((row) => row.number('rmsea'))])],
            },
            y: itemAxis(rows),
            marks: [
              ...rule(whole?.number('rmsea') ?? null, { role: 'main' }),
              dots('rmsea', { role: 'main' }, 'circle', 0),
            ],
          } satisfies Panel,
        ]
      : []),
  ]
  return [
    {
      id: 'without',
      title: phrase('figure.without.title', { dimension: { dimension: options.dimension ?? '' } }),
      description: phrase('figure.without.description', {
        items: rows.length,
        alpha: correlation(whole?.number('alpha') ?? null),
      }),
      notes: [phrase('note.without'), ...notesOf(table, context)],
      panelColumns: panels.length,
      legend: [
        { label: phrase('legend.alpha'), tone: alphaTone, sign: 'dot', shape: 'circle' },
        { label: phrase('legend.omega'), tone: omegaTone, sign: 'dot', shape: 'diamond' },
        { label: phrase('legend.all-items'), tone: { role: 'limit' }, sign: 'dashed-line' },
      ],
      panels,
      data: table,
    },
  ]
}

/** A round upper end for small numbers that are not negative. */
function upTo(values: readonly (number | null)[]): number {
  const highest = Math.max(0.08, largest(values.filter((value) => value !== null)))
  return Math.ceil(highest * 20) / 20
}
