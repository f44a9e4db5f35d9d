import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LegendEntry, Mark, Panel, Position, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import type { ResultTable } from '../core/result'
import { groupColumns, groupLabel } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import { scoreAxis } from '../survey/score-axis'
import { namesOf, shownRows, type ShownRow } from '../survey/table-reading'
import type { DimensionScoresOptions } from './compute'

/** Groups that fit beside each other in one panel, and on a radar. */
const mostSeries = 3
/** Groups that fit below each other in a panel. */
const mostRows = 40

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `dimension-scores:${key}`, values })
const seriesTone = (index: number, of: number): Tone => (of === 1 ? { role: 'main' } : { role: 'series', index })

/** Everything that the three figures have in common. */
interface Drawing {
  readonly table: ResultTable
  readonly rows: readonly ShownRow[]
  readonly columns: readonly string[]
  readonly groups: readonly string[]
  readonly dimensions: readonly string[]
  /** True when all dimensions lie on one range, so that they can share an axis. */
  readonly sharesAxis: boolean
  readonly options: DimensionScoresOptions
  readonly context: ReportContext<SurveyDataset>
}

/** Dots with intervals always; a heatmap of groups by dimensions; a radar beside the dots for at most three profiles. */
export function drawDimensionScores(
  tables: TablesById,
  options: DimensionScoresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const table = tables['scores']
  if (table === undefined) return []
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(table, columns, 'mean')
  const groups = namesOf(rows)
  const dimensions = [...new Set(rows.map((row) => row.text('dimension')))]
  if (groups.length === 0 || dimensions.length === 0) return []
  const sharesAxis = new Set(dimensions.map((id) => outcomeOf(context.dataset, id).range.join(' '))).size === 1
  const drawing: Drawing = { table, rows, columns, groups, dimensions, sharesAxis, options, context }
  return [
    profile(drawing),
    ...(columns.length > 0 && groups.length > 1 && sharesAxis ? [heatmap(drawing)] : []),
    ...(groups.length <= mostSeries &&
    dimensions.length >= 3 &&
    sharesAxis &&
    rows.some((row) => row.number('mean') !== null)
      ? [radar(drawing)]
      : []),
  ]
}

function profile(drawing: Drawing): FigureSpec {
  const { groups, dimensions, sharesAxis, columns } = drawing
  const isSideBySide = groups.length <= mostSeries
  const panels = isSideBySide
    ? sharesAxis
      ? [profilePanel(drawing, dimensions, 'all')]
      : dimensions.map((dimension) => profilePanel(drawing, [dimension], dimension))
    : dimensions.map((dimension) => groupsPanel(drawing, dimension))
  return {
    id: 'profile',
    title: phrase('figure.profile.title', { by: byLabel(columns), grouped: columns.length > 0 ? 'yes' : 'no' }),
    description: phrase('figure.profile.description', {
      dimensions: dimensions.length,
      groups: groups.length,
      ...confidenceOf(drawing),
    }),
    notes: notesOf(drawing, !isSideBySide && groups.length > mostRows),
    panels,
    panelColumns: panels.length === 1 ? 1 : panels.length === 2 || panels.length === 4 ? 2 : 3,
    legend: isSideBySide ? legendOf(groups) : [],
    data: drawing.table,
  }
}

/** Dimensions below each other, groups beside each other. */
function profilePanel(drawing: Drawing, dimensions: readonly string[], id: string): Panel {
  const { groups, rows, context } = drawing
  const marks: Mark[] = []
  groups.forEach((group, index) => {
    const shift = groups.length === 1 ? 0 : (index - (groups.length - 1) / 2) * (0.6 / groups.length)
    const own = dimensions.flatMap((dimension) =>
      rows.filter((row) => row.name === group && row.text('dimension') === dimension),
    )
    const at = (row: ShownRow): Position =>
      shift === 0 ? row.text('dimension') : { category: row.text('dimension'), shift }
    for (const mark of dotMarks(own, at, seriesTone(index, groups.length), drawing, index)) marks.push(mark)
  })
  return {
    id,
    frame: 'cartesian',
    x: scoreAxis(context.dataset, dimensions[0] ?? '', phrase('axis.score')),
    y: {
      scale: 'category',
      label: phrase('axis.dimension'),
      unit: null,
      categories: dimensions.map((dimension) => {
        const n =
          groups.length === 1 ? (rows.find((row) => row.text('dimension') === dimension)?.number('n') ?? null) : null
        return { id: dimension, label: { dimension }, ...asideOf(n) }
      }),
    },
    marks,
  }
}

/** Groups below each other, for one dimension. */
function groupsPanel(drawing: Drawing, dimension: string): Panel {
  const { groups, rows, context, columns } = drawing
  const shown = groups.slice(0, mostRows)
  const own = rows.filter((row) => row.text('dimension') === dimension && shown.includes(row.name))
  return {
    id: dimension,
    title: { dimension },
    frame: 'cartesian',
    x: scoreAxis(context.dataset, dimension, phrase('axis.score')),
    y: groupAxis(columns, own),
    marks: dotMarks(own, (row) => row.name, { role: 'main' }, drawing, 0),
  }
}

function dotMarks(
  rows: readonly ShownRow[],
  at: (row: ShownRow) => Position,
  tone: Tone,
  { context, options, groups }: Drawing,
  index: number,
): readonly Mark[] {
  const shown = rows.filter((row) => row.number('mean') !== null)
  const withheld = rows.filter((row) => row.isWithheld)
  const clipped = (row: ShownRow, end: 'conf_low' | 'conf_high'): number | null => {
    const value = row.number(end)
    const axis = scoreAxis(context.dataset, row.text('dimension'), '')
    return value === null || axis.domain === undefined
      ? value
      : Math.min(axis.domain[1], Math.max(axis.domain[0], value))
  }
  const shapes = ['circle', 'square', 'diamond'] as const
  return [
    {
      mark: 'interval',
      along: 'x',
      at: shown.map(at),
      low: shown.map((row) => clipped(row, 'conf_low')),
      high: shown.map((row) => clipped(row, 'conf_high')),
      tone,
    },
    {
      mark: 'dot',
      x: shown.map((row) => row.number('mean')),
      y: shown.map(at),
      tone,
      shape: shapes[index] ?? 'circle',
      // Small, so that short intervals show beside the dot.
      size: groups.length > 1 ? 'small' : 'normal',
      details: shown.map((row) =>
        phrase('detail', {
          group: groupLabel(row.key),
          dimension: { dimension: row.text('dimension') },
          mean: { value: row.number('mean'), as: 'mean' },
          low: { value: row.number('conf_low'), as: 'mean' },
          high: { value: row.number('conf_high'), as: 'mean' },
          confidence: { value: options.confidence, as: 'percent' },
          n: row.number('n') ?? 0,
        }),
      ),
    },
    ...(withheld.length === 0
      ? []
      : [
          {
            mark: 'text',
            x: withheld.map((row) => outcomeOf(context.dataset, row.text('dimension')).range[0]),
            y: withheld.map(at),
            text: withheld.map(() => ':'),
            tone: { role: 'muted' },
            anchor: 'start',
          } as const,
        ]),
  ]
}

function heatmap(drawing: Drawing): FigureSpec {
  const { rows, columns, dimensions, context, groups } = drawing
  const shown = groups.slice(0, mostRows)
  const cells = rows.filter((row) => shown.includes(row.name))
  return {
    id: 'heatmap',
    title: phrase('figure.heatmap.title', { by: byLabel(columns) }),
    description: phrase('figure.heatmap.description', {
      groups: shown.length,
      dimensions: dimensions.length,
      by: byLabel(columns),
    }),
    notes: notesOf(drawing, groups.length > mostRows).slice(1),
    panels: [
      {
        id: 'all',
        frame: 'cartesian',
        x: {
          scale: 'category',
          label: phrase('axis.dimension'),
          unit: null,
          categories: dimensions.map((dimension) => ({ id: dimension, label: { dimension } })),
        },
        y: {
          scale: 'category',
          label: phrase('axis.group', { by: byLabel(columns) }),
          unit: null,
          categories: shown.map((name) => ({ id: name, label: name })),
        },
        marks: [
          {
            mark: 'cell',
            x: cells.map((row) => row.text('dimension')),
            y: cells.map(({ name }) => name),
            value: cells.map((row) => row.number('mean')),
            domain: outcomeOf(context.dataset, dimensions[0] ?? '').range,
            text: cells.map((row): Label => (row.isWithheld ? ':' : { value: row.number('mean'), as: 'mean' })),
            aside: cells.map((row): Label | null =>
              row.number('n') === null ? null : { message: 'survey:n', values: { n: row.number('n') ?? 0 } },
            ),
          },
        ],
      },
    ],
    legend: cells.some(({ isWithheld }) => isWithheld)
      ? [{ label: { message: 'survey:withheld' }, tone: { role: 'muted' }, sign: 'hatch' }]
      : [],
    data: drawing.table,
  }
}

/** The fixed order of the instrument around the circle, the full declared scale, no fill, and the dots beside it. */
function radar(drawing: Drawing): FigureSpec {
  const { rows, groups, dimensions, context } = drawing
  const marks = groups.flatMap((group, index): readonly Mark[] => {
    const own = dimensions.map((dimension) =>
      rows.find((row) => row.name === group && row.text('dimension') === dimension),
    )
    const values = own.map((row) => row?.number('mean') ?? null)
    const tone = seriesTone(index, groups.length)
    const dash = (['solid', 'dashed', 'dotted'] as const)[index] ?? 'solid'
    return [
      { mark: 'line', x: dimensions, y: values, tone, dash, closed: true },
      { mark: 'dot', x: dimensions, y: values, tone, size: 'small' },
    ]
  })
  return {
    id: 'radar',
    title: phrase('figure.radar.title'),
    description: phrase('figure.radar.description', { groups: groups.length, dimensions: dimensions.length }),
    notes: notesOf(drawing, false),
    panels: [
      {
        id: 'radar',
        frame: 'radial',
        x: {
          scale: 'category',
          label: phrase('axis.dimension'),
          unit: null,
          categories: dimensions.map((dimension) => ({ id: dimension, label: { dimension } })),
        },
        y: scoreAxis(context.dataset, dimensions[0] ?? '', phrase('axis.score')),
        marks,
      },
      profilePanel(drawing, dimensions, 'dots'),
    ],
    panelColumns: 2,
    legend: legendOf(groups),
    data: drawing.table,
  }
}

function groupAxis(columns: readonly string[], rows: readonly ShownRow[]): CategoryAxis {
  return {
    scale: 'category',
    label: phrase('axis.group', { by: byLabel(columns) }),
    unit: null,
    categories: rows.map((row) => ({ id: row.name, label: row.name, ...asideOf(row.number('n')) })),
  }
}

function asideOf(n: number | null): { readonly aside?: Label } {
  return n === null ? {} : { aside: { message: 'survey:n', values: { n } } }
}

function byLabel(columns: readonly string[]): Label {
  return { list: columns.map((attribute): Label => ({ attribute })) }
}

function confidenceOf({ options }: Drawing): Phrase['values'] & object {
  return { confidence: { value: options.confidence, as: 'percent' } }
}

function legendOf(groups: readonly string[]): readonly LegendEntry[] {
  return groups.length < 2
    ? []
    : groups.map((group, index) => ({ label: group, tone: seriesTone(index, groups.length), sign: 'dot' }))
}

function notesOf(drawing: Drawing, isLimited: boolean): readonly Label[] {
  const { rows, groups, context } = drawing
  return [
    phrase('note.intervals', confidenceOf(drawing)),
    ...(rows.some(({ isWithheld }) => isWithheld)
      ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
      : []),
    ...(isLimited
      ? [{ message: 'survey:figure-limited', values: { shown: mostRows, total: groups.length } } as const]
      : []),
  ]
}
