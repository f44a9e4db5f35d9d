import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import {
  panelColumnsFor,
  type CategoryAxis,
  type FigureSpec,
  type LegendEntry,
  type LinearAxis,
  type Mark,
  type Panel,
  type Tone,
} from '../core/figure'
import { namesOf, rowsWith } from '../core/reading'
import { percentOf, quantity, type Label } from '../core/words'
import { columnsLabel, limitNote, sizeAside, withheldMark, withheldNote } from '../survey/figure-furniture'
import { groupColumns } from '../survey/groups'
import type { ScaleRow, Tables } from './declarations'
import { coefficientAxis, itemRestFigure, mostPanels } from './item-rest-figure'
import type { ReliabilityOptions } from './options'
import { intervalIfAny } from './prose'
import { say } from './words'

/** Rows of a panel; more groups are in the table alone. */
const mostRows = 40
/** Alpha stands above omega in the row that they share. */
const apart = 0.16

/** The two coefficients as they are drawn. */
const coefficients = [
  {
    estimate: 'alpha',
    low: 'conf_low',
    high: 'conf_high',
    shift: -apart,
    tone: { role: 'series', index: 0 },
    shape: 'circle',
  },
  {
    estimate: 'omega',
    low: 'omega_low',
    high: 'omega_high',
    shift: apart,
    tone: { role: 'series', index: 1 },
    shape: 'diamond',
  },
] as const satisfies readonly {
  readonly estimate: keyof ScaleRow['cells']
  readonly low: keyof ScaleRow['cells']
  readonly high: keyof ScaleRow['cells']
  readonly shift: number
  readonly tone: Tone
  readonly shape: LegendEntry['shape']
}[]

/** Alpha and omega with intervals, and how each item correlates with the rest: both from what disclosure control left. */
export function reliabilityFigures(
  { scales, items }: Tables,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  return [
    ...scalesFigure(scales.rows, options, context).map((figure) => ({ ...figure, data: scales.table })),
    ...itemRestFigure(items, options, context),
  ]
}

function scalesFigure(
  rows: readonly ScaleRow[],
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): readonly Omit<FigureSpec, 'data'>[] {
  const groups = namesOf(rows)
  if (rowsWith(rows, 'alpha').length === 0 || groups.length > mostRows) return []
  const isByGroup = groupColumns(context.dataset, options.by).length > 0
  const dimensions = options.dimensions.filter((dimension) => rows.some(({ cells }) => cells.dimension === dimension))
  const axis = coefficientAxis(
    rows.flatMap(({ cells }) => [cells.alpha, cells.conf_low, cells.omega, cells.omega_low]),
    say('axis.coefficient'),
  )
  const panels = isByGroup
    ? dimensions.slice(0, mostPanels).map((dimension) => dimensionPanel(dimension, rows, axis, options, context))
    : [wholePanel(rows, axis)]
  const hasOmega = rowsWith(rows, 'omega').length > 0
  const hasOmegaInterval = rowsWith(rows, 'omega_low').length > 0
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'scales',
      title: say('figure.scales.title'),
      description: say('figure.scales.description', {
        dimensions: dimensions.length,
        groups: isByGroup ? groups.length : 0,
        confidence,
      }),
      notes: [
        say('note.intervals', { confidence, missing: options.missing }),
        ...(hasOmega && !hasOmegaInterval ? [say('note.no-omega-interval')] : []),
        ...withheldNote(
          rows.some((row) => row.isWithheld('alpha')),
          context,
        ),
        ...(isByGroup ? limitNote(panels.length, dimensions.length) : []),
      ],
      panels,
      panelColumns: panelColumnsFor(panels.length),
      legend: coefficients
        .filter(({ estimate }) => estimate === 'alpha' || hasOmega)
        .map(({ estimate, tone, shape }) => ({ label: say(`legend.${estimate}`), tone, sign: 'dot', shape })),
    },
  ]
}

/** The groups of one dimension. */
function dimensionPanel(
  dimension: string,
  rows: readonly ScaleRow[],
  axis: LinearAxis,
  options: ReliabilityOptions,
  context: ReportContext<SurveyDataset>,
): Panel {
  const own = rows.filter(({ cells }) => cells.dimension === dimension)
  return {
    id: dimension,
    title: { dimension },
    geometry: 'cartesian',
    x: axis,
    y: rowAxis(own, columnsLabel(context.dataset, options.by), ({ name }) => ({ id: name, label: name })),
    marks: coefficientMarks(own, ({ name }) => name, axis, 'small'),
  }
}

/** The dimensions of everybody. */
function wholePanel(rows: readonly ScaleRow[], axis: LinearAxis): Panel {
  return {
    id: 'scales',
    geometry: 'cartesian',
    x: axis,
    y: rowAxis(rows, say('axis.dimension'), ({ cells: { dimension } }) => ({ id: dimension, label: { dimension } })),
    marks: coefficientMarks(rows, ({ cells }) => cells.dimension, axis, rows.length > 12 ? 'small' : 'normal'),
  }
}

function rowAxis(
  rows: readonly ScaleRow[],
  label: Label,
  name: (row: ScaleRow) => { readonly id: string; readonly label: Label },
): CategoryAxis {
  return {
    scale: 'category',
    label,
    unit: null,
    categories: rows.map((row) => ({ ...name(row), ...sizeAside(row.cells.n) })),
  }
}

function coefficientMarks(
  rows: readonly ScaleRow[],
  at: (row: ScaleRow) => string,
  axis: LinearAxis,
  size: 'small' | 'normal',
): readonly Mark[] {
  const [from] = axis.domain ?? [0, 1]
  return [
    ...coefficients.flatMap((coefficient) => marksOf(coefficient, rows, at, axis, size)),
    ...withheldMark(rows.filter((row) => row.isWithheld('alpha')).map(at), from),
  ]
}

function marksOf(
  { estimate, low, high, shift, tone, shape }: (typeof coefficients)[number],
  rows: readonly ScaleRow[],
  at: (row: ScaleRow) => string,
  { domain = [0, 1] }: LinearAxis,
  size: 'small' | 'normal',
): readonly Mark[] {
  const within = (value: number): number => Math.min(domain[1], Math.max(domain[0], value))
  const place = (row: ScaleRow): { readonly category: string; readonly shift: number } => ({ category: at(row), shift })
  const shown = rowsWith(rows, estimate)
  const bounded = rowsWith(shown, low, high)
  if (shown.length === 0) return []
  return [
    {
      mark: 'interval',
      along: 'x',
      at: bounded.map(place),
      low: bounded.map(({ cells }) => within(cells[low])),
      high: bounded.map(({ cells }) => within(cells[high])),
      tone,
    },
    {
      mark: 'dot',
      x: shown.map(({ cells }) => within(cells[estimate])),
      y: shown.map(place),
      tone,
      shape,
      size,
      details: shown.map(({ name, cells }) =>
        say(`detail.${estimate}`, {
          name: name === '' ? { dimension: cells.dimension } : name,
          value: quantity(cells[estimate], 'correlation'),
          interval: intervalIfAny(cells[low], cells[high]),
          n: cells.n ?? 0,
          items: cells.items ?? 0,
        }),
      ),
    },
  ]
}
