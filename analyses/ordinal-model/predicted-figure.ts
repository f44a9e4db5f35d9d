import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, LinearAxis, Mark, Panel } from '../core/figure'
import { rowsWith, type RowWith, type TableReading } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import { sizeAside } from '../survey/figure-furniture'
import type { GroupRow, PredictedRow, tables } from './declarations'
import { mostPanels, rowsInPanel } from './panel-room'
import { say } from './words'

/** Narrower segments carry no number. */
const labelledShare = 0.07

type ShareRow = RowWith<PredictedRow, 'value' | 'share'>

/** An item and a column to group by, with the shares of every level. */
interface Part {
  readonly item: Item
  readonly scale: ResponseScale
  readonly attribute: string
  readonly levels: readonly string[]
  readonly rows: readonly ShareRow[]
}

/** The share of each answer that the model expects in each group, a panel for an item and a column. */
export function predictedFigure(
  { rows, table }: TableReading<typeof tables.predicted>,
  groups: readonly GroupRow[],
  { dataset }: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const parts = partsOf(rowsWith(rows, 'value', 'share'), dataset)
  const shown = parts.slice(0, mostPanels)
  if (shown.length === 0) return []
  const room = rowsInPanel(shown.length)
  const hidden = shown.reduce((sum, { levels }) => sum + Math.max(0, levels.length - room), 0)
  const panels = shown.map((part) => sharesPanel({ ...part, levels: part.levels.slice(0, room) }, groups))
  const names = shown.map(({ item }): Label => ({ item: item.id }))
  return [
    {
      id: 'predicted',
      title: say('figure.predicted.title', { count: panels.length, panel: names[0] ?? '' }),
      description: say('figure.predicted.description', { count: panels.length, panels: { list: names } }),
      notes: [
        say('note.predicted'),
        ...(hidden > 0 || parts.length > shown.length
          ? [say('note.left-out', { shown: panels.length, of: parts.length, levels: hidden })]
          : []),
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : 2,
      legend: legendOf(shown),
      data: table,
    },
  ]
}

/** In the order of the table. */
function partsOf(rows: readonly ShareRow[], { instrument }: SurveyDataset): readonly Part[] {
  const names = new Map(rows.map((row) => [nameOf(row), row.cells] as const))
  return [...names].flatMap(([name, { outcome, attribute }]): readonly Part[] => {
    const item = instrument.items.find(({ id }) => id === outcome)
    if (item === undefined) return []
    const own = rows.filter((row) => nameOf(row) === name)
    const levels = [...new Set(own.map(({ cells }) => cells.level))]
    return [{ item, scale: scaleOf(instrument, item), attribute, levels, rows: own }]
  })
}

const nameOf = ({ cells }: ShareRow): string => JSON.stringify([cells.outcome, cells.attribute])

function sharesPanel({ item, scale, attribute, levels, rows }: Part, groups: readonly GroupRow[]): Panel {
  const x: LinearAxis = {
    scale: 'linear',
    label: say('axis.share'),
    unit: null,
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: quantity(at, 'percent') })),
    as: 'percent',
  }
  const peopleIn = (level: string): number | null =>
    groups.find(({ cells }) => cells.outcome === item.id && cells.attribute === attribute && cells.level === level)
      ?.cells.n ?? null
  return {
    id: `${item.id} ${attribute}`,
    title: { item: item.id },
    geometry: 'cartesian',
    x,
    y: {
      scale: 'category',
      label: { attribute },
      unit: null,
      categories: levels.map((level) => ({ id: level, label: level, ...sizeAside(peopleIn(level)) })),
    },
    marks: stepsOf(item, scale).map((step) => segmentMark(step, levels, rows)),
  }
}

/** A step of an item's scale, from low to high: its value as it counts, and the answer that was given. */
interface Step {
  readonly value: number
  readonly response: Label
  readonly tone: LegendEntry['tone']
}

function stepsOf(item: Item, scale: ResponseScale): readonly Step[] {
  const of = scale.max - scale.min + 1
  return Array.from({ length: of }, (_, step): Step => {
    const value = scale.min + step
    return {
      value,
      response: { response: { scale: scale.id, value: item.reversed ? scale.min + scale.max - value : value } },
      tone: { role: 'likert', step, of },
    }
  })
}

/** One answer's part of every level's bar. */
function segmentMark({ value, response, tone }: Step, levels: readonly string[], rows: readonly ShareRow[]): Mark {
  const sumOf = (level: string, isCounted: (value: number) => boolean): number =>
    rows
      .filter(({ cells }) => cells.level === level && isCounted(cells.value))
      .toSorted((a, b) => a.cells.value - b.cells.value)
      .reduce((sum, { cells }) => sum + cells.share, 0)
  const bars = levels.map((level) => ({
    level,
    from: sumOf(level, (other) => other < value),
    share: sumOf(level, (other) => other === value),
  }))
  return {
    mark: 'bar',
    along: 'x',
    at: levels,
    from: bars.map(({ from }) => from),
    to: bars.map(({ from, share }) => from + share),
    tone,
    thickness: 0.75,
    labels: bars.map(({ share }) => (share < labelledShare ? null : quantity(share, 'percent'))),
    details: bars.map(({ level, share }) =>
      say('detail.share', { level, response, share: quantity(share, 'percent') }),
    ),
  }
}

/** Every category keeps its place and colour, used or not. Scales with the same labels share entries. */
function legendOf(parts: readonly Part[]): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>()
  for (const { item, scale } of parts)
    for (const { response, tone } of stepsOf(item, scale))
      entries.set(JSON.stringify([response, tone]), { label: response, tone, sign: 'square' })
  return [...entries.values()]
}
