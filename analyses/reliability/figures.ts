import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import type { ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { namesOf, shownRows, type ShownRow } from '../survey/table-reading'
import type { ReliabilityOptions } from './options'
import { intervalPhrase, percentOf } from './prose'

/** Rows of a panel; more groups are in the table alone. */
const mostRows = 40
const mostPanels = 12
/** Groups whose item–rest correlations can be told apart in one panel. */
const mostSeries = 5
/** Items whose wording fits on a page, one panel under the other; more stand with their codes, panels side by side. */
const mostInWords = 20
/** Alpha stands above omega in the row that they share. */
const apart = 0.16

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `reliability:${key}`, values })
const alphaTone: Tone = { role: 'series', index: 0 }
const omegaTone: Tone = { role: 'series', index: 1 }

/** Alpha and omega with intervals, and how each item goes with the rest: both from what disclosure control left. */
export function drawReliability(
  tables: TablesById,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { scales, items } = tables
  if (scales === undefined || items === undefined) return []
  return [...scalesFigure(scales, options, context), ...itemRestFigure(items, options, context)]
}

function scalesFigure(
  table: ResultTable,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(table, columns, 'alpha')
  if (!rows.some((row) => row.number('alpha') !== null)) return []
  const groups = namesOf(rows)
  const isByGroup = columns.length > 0
  if (groups.length > mostRows) return []
  const dimensions = options.dimensions.filter((dimension) => rows.some((row) => row.text('dimension') === dimension))
  const axis = coefficientAxis(
    rows.flatMap((row) => ['alpha', 'conf_low', 'omega', 'omega_low'].map((column) => row.number(column))),
    say('axis.coefficient'),
  )
  const panels = isByGroup
    ? dimensions.slice(0, mostPanels).map((dimension): Panel => {
        const own = rows.filter((row) => row.text('dimension') === dimension)
        const y: CategoryAxis = {
          scale: 'category',
          label: { list: columns.map((attribute): Label => ({ attribute })) },
          unit: null,
          categories: own.map((row) => ({ id: row.name, label: row.name, ...aside(row) })),
        }
        return {
          id: dimension,
          title: { dimension },
          frame: 'cartesian',
          x: axis,
          y,
          marks: coefficientMarks(own, (row) => row.name, axis, 'small'),
        }
      })
    : [
        {
          id: 'scales',
          frame: 'cartesian',
          x: axis,
          y: {
            scale: 'category',
            label: say('axis.dimension'),
            unit: null,
            categories: rows.map((row) => ({
              id: row.text('dimension'),
              label: { dimension: row.text('dimension') },
              ...aside(row),
            })),
          },
          marks: coefficientMarks(rows, (row) => row.text('dimension'), axis, rows.length > 12 ? 'small' : 'normal'),
        } satisfies Panel,
      ]
  const hasOmega = rows.some((row) => row.number('omega') !== null)
  const hasOmegaInterval = rows.some((row) => row.number('omega_low') !== null)
  const shownPanels = panels.length
  return [
    {
      id: 'scales',
      title: say('figure.scales.title'),
      description: say('figure.scales.description', {
        dimensions: dimensions.length,
        groups: isByGroup ? groups.length : 0,
        confidence: percentOf(options.confidence),
      }),
      notes: [
        say('note.intervals', { confidence: percentOf(options.confidence), missing: options.missing }),
        ...(hasOmega && !hasOmegaInterval ? [say('note.no-omega-interval')] : []),
        ...(rows.some((row) => row.isWithheld)
          ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
          : []),
        ...(isByGroup && shownPanels < dimensions.length
          ? [{ message: 'survey:figure-limited', values: { shown: shownPanels, total: dimensions.length } } as const]
          : []),
      ],
      panels,
      panelColumns: shownPanels === 1 ? 1 : shownPanels === 2 || shownPanels === 4 ? 2 : 3,
      legend: [
        { label: say('legend.alpha'), tone: alphaTone, sign: 'dot' },
        ...(hasOmega ? [{ label: say('legend.omega'), tone: omegaTone, sign: 'dot', shape: 'diamond' } as const] : []),
      ],
      data: table,
    },
  ]
}

const aside = (row: ShownRow): { readonly aside?: Label } => {
  const n = row.number('n')
  return n === null ? {} : { aside: { message: 'survey:n', values: { n } } }
}

/** From 0 to 1, so that figures can be compared; further down only where a coefficient is negative. */
function coefficientAxis(values: readonly (number | null)[], label: Label): LinearAxis {
  const lowest = Math.min(0, ...values.filter((value) => value !== null))
  const from = lowest < 0 ? Math.max(-1, Math.floor(lowest * 5) / 5) : 0
  return { scale: 'linear', label, unit: null, domain: [from, 1] }
}

function coefficientMarks(
  rows: readonly ShownRow[],
  at: (row: ShownRow) => string,
  axis: LinearAxis,
  size: 'small' | 'normal',
): readonly Mark[] {
  const [from, to] = axis.domain ?? [0, 1]
  const within = (value: number | null): number | null => (value === null ? null : Math.min(to, Math.max(from, value)))
  const marksOf = (kind: 'alpha' | 'omega', low: string, high: string, shift: number, tone: Tone): readonly Mark[] => {
    const shown = rows.filter((row) => row.number(kind) !== null)
    const withInterval = shown.filter((row) => row.number(low) !== null)
    const place = (row: ShownRow): { readonly category: string; readonly shift: number } => ({
      category: at(row),
      shift,
    })
    if (shown.length === 0) return []
    return [
      {
        mark: 'interval',
        along: 'x',
        at: withInterval.map(place),
        low: withInterval.map((row) => within(row.number(low))),
        high: withInterval.map((row) => within(row.number(high))),
        tone,
      },
      {
        mark: 'dot',
        x: shown.map((row) => within(row.number(kind))),
        y: shown.map(place),
        tone,
        shape: kind === 'alpha' ? 'circle' : 'diamond',
        size,
        details: shown.map((row) =>
          say(`detail.${kind}`, {
            name: row.name === '' ? { dimension: row.text('dimension') } : row.name,
            value: { value: row.number(kind), as: 'correlation' },
            interval: intervalPhrase(row.number(low), row.number(high)),
            n: row.number('n') ?? 0,
            items: row.number('items') ?? 0,
          }),
        ),
      },
    ]
  }
  const withheld = rows.filter((row) => row.isWithheld)
  return [
    ...marksOf('alpha', 'conf_low', 'conf_high', -apart, alphaTone),
    ...marksOf('omega', 'omega_low', 'omega_high', apart, omegaTone),
    ...(withheld.length === 0
      ? []
      : [
          {
            mark: 'text',
            x: withheld.map(() => from),
            y: withheld.map(at),
            text: withheld.map(() => ':'),
            tone: { role: 'muted' },
            anchor: 'start',
          } as const,
        ]),
  ]
}

function itemRestFigure(
  table: ResultTable,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(table, columns, 'item_rest_r')
  const groups = namesOf(rows)
  if (groups.length > mostSeries || !rows.some((row) => row.number('item_rest_r') !== null)) return []
  const dimensions = options.dimensions
    .filter((dimension) => rows.some((row) => row.text('dimension') === dimension))
    .slice(0, mostPanels)
  const axis = coefficientAxis(
    rows.map((row) => row.number('item_rest_r')),
    say('axis.item-rest'),
  )
  const itemCount = new Set(
    rows.filter((row) => dimensions.includes(row.text('dimension'))).map((row) => row.text('item')),
  ).size
  const isInWords = itemCount <= mostInWords
  const toneOf = (group: number): Tone => (groups.length === 1 ? { role: 'main' } : { role: 'series', index: group })
  const shapes = ['circle', 'diamond', 'square', 'triangle-up', 'cross'] as const
  const panels = dimensions.map((dimension): Panel => {
    const own = rows.filter((row) => row.text('dimension') === dimension)
    const items = [...new Set(own.map((row) => row.text('item')))]
    const marks = groups.map((group, index): Mark => {
      const shown = own.filter((row) => row.name === group && row.number('item_rest_r') !== null)
      const shift = groups.length === 1 ? 0 : ((index - (groups.length - 1) / 2) / groups.length) * 0.6
      return {
        mark: 'dot',
        x: shown.map((row) => row.number('item_rest_r')),
        y: shown.map((row) => ({ category: row.text('item'), shift })),
        tone: toneOf(index),
        shape: shapes[index] ?? 'circle',
        size: groups.length > 2 || !isInWords ? 'small' : 'normal',
        details: shown.map((row) =>
          say('detail.item', {
            item: { item: row.text('item') },
            r: { value: row.number('item_rest_r'), as: 'correlation' },
            dropped: { value: row.number('alpha_if_dropped'), as: 'correlation' },
            n: row.number('n') ?? 0,
          }),
        ),
      }
    })
    return {
      id: dimension,
      title: { dimension },
      frame: 'cartesian',
      x: axis,
      y: {
        scale: 'category',
        label: say('axis.item'),
        unit: null,
        categories: items.map((item) => ({ id: item, label: isInWords ? { item } : { item, short: true } })),
      },
      marks,
    }
  })
  const legend: readonly LegendEntry[] =
    groups.length === 1
      ? []
      : groups.map((group, index) => ({
          label: group,
          tone: toneOf(index),
          sign: 'dot',
          shape: shapes[index] ?? 'circle',
        }))
  return [
    {
      id: 'item-rest',
      title: say('figure.item-rest.title'),
      description: say('figure.item-rest.description', { dimensions: dimensions.length, items: itemCount }),
      notes: [
        ...(isInWords ? [] : [say('note.item-codes')]),
        ...(rows.some((row) => row.isWithheld)
          ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
          : []),
        ...(dimensions.length < options.dimensions.length
          ? [
              {
                message: 'survey:figure-limited',
                values: { shown: dimensions.length, total: options.dimensions.length },
              } as const,
            ]
          : []),
      ],
      panels,
      panelColumns: isInWords || panels.length === 1 ? 1 : panels.length === 2 || panels.length === 4 ? 2 : 3,
      legend,
      data: table,
    },
  ]
}
