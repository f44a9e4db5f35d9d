import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, Panel, Position, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { confidenceMark } from '../survey/figure-furniture'
import type { ItemDifference, Tables } from './declarations'
import { mostSeries } from './means-figure'
import type { InvarianceOptions } from './options'
import { say } from './words'

/** Rows of a panel that a page holds: of items, and of dots where several groups stand beneath one another. */
const mostItems = 32
const mostDots = 72

/** What the panels show; loadings are in the table alone. */
const kinds = ['log-odds', 'intercept'] as const
type Kind = (typeof kinds)[number]

type Estimated = RowWith<ItemDifference, 'estimate'>

/** The groups and items that are drawn, and where. */
interface Layout {
  readonly groups: readonly string[]
  /** In the order of the instrument. */
  readonly items: readonly string[]
  readonly reference: string
  /** Whether an item differs after adjustment, by what a panel shows. */
  isClear(kind: Kind, item: string): boolean
  isClearAnywhere(item: string): boolean
}

/** Item by item, how a group's answers differ from the first group's at the same level of the rest: log odds, and intercepts in scale points. */
export function itemsFigure(
  tables: Tables,
  by: Label,
  options: InvarianceOptions,
  { dataset }: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rows = rowsWith(tables.differences.rows, 'estimate').filter(({ cells }) => cells.quantity !== 'loading')
  const [first] = rows
  if (first === undefined) return []
  const reference = first.cells.group_b
  const allGroups = [...new Set(rows.map(({ cells }) => cells.group_a))]
  const groups = allGroups.slice(0, mostSeries)
  const shown = kinds.filter((kind) => rows.some(({ cells }) => cells.quantity === kind))
  const strength = strengthOf(rows)
  const picked = strongest(strength, Math.min(mostItems, Math.floor(mostDots / groups.length)))
  const isClear = clearItems(tables, options)
  const layout: Layout = {
    groups,
    items: dataset.instrument.items.map(({ id }) => id).filter((id) => picked.has(id)),
    reference,
    isClear,
    isClearAnywhere: (item) => shown.some((kind) => isClear(kind, item)),
  }
  const level = percentOf(1 - options.confidence)
  const isOne = groups.length === 1
  return [
    {
      id: 'items',
      title: say('figure.items.title', { by }),
      description: say('figure.items.description', {
        by,
        count: layout.items.length,
        clear: layout.items.filter(layout.isClearAnywhere).length,
        level,
        reference,
      }),
      notes: [
        say('note.items', { reference, confidence: percentOf(options.confidence), isOne }),
        ...(strength.size > layout.items.length
          ? [say('note.items-chosen', { shown: layout.items.length, of: strength.size })]
          : []),
        ...(allGroups.length > groups.length
          ? [say('note.groups-chosen', { shown: groups.length, of: allGroups.length })]
          : []),
      ],
      panels: shown.map((kind) =>
        kindPanel(
          kind,
          rows.filter(
            ({ cells }) => cells.quantity === kind && picked.has(cells.item) && groups.includes(cells.group_a),
          ),
          layout,
        ),
      ),
      panelColumns: shown.length,
      legend: isOne ? clearLegend(level) : groups.map(groupEntry),
      data: tables.differences.table,
    },
  ]
}

/** The largest difference of each item, in standard errors. */
function strengthOf(rows: readonly Estimated[]): ReadonlyMap<string, number> {
  const strength = new Map<string, number>()
  for (const { cells } of rows)
    strength.set(cells.item, Math.max(strength.get(cells.item) ?? 0, Math.abs(cells.estimate / (cells.se ?? 1))))
  return strength
}

function strongest(strength: ReadonlyMap<string, number>, room: number): ReadonlySet<string> {
  const ranked = [...strength].toSorted(([, a], [, b]) => b - a)
  return new Set(ranked.slice(0, room).map(([item]) => item))
}

/** Items that differ after adjustment: in uniform log odds, or in the intercept. */
function clearItems({ items, parameters }: Tables, { confidence }: InvarianceOptions): Layout['isClear'] {
  const level = 1 - confidence
  const clear = {
    'log-odds': rowsWith(items.rows, 'uniform_p_adjusted')
      .filter(({ cells }) => cells.uniform_p_adjusted < level)
      .map(({ cells }) => cells.item),
    intercept: rowsWith(parameters.rows, 'p_adjusted')
      .filter(({ cells }) => cells.parameter === 'intercept' && cells.p_adjusted < level)
      .map(({ cells }) => cells.item),
  }
  return (kind, item) => clear[kind].includes(item)
}

function kindPanel(kind: Kind, rows: readonly Estimated[], layout: Layout): Panel {
  const { groups, items, reference, isClear, isClearAnywhere } = layout
  const isOne = groups.length === 1
  const at = rows.map((row) => placeOf(row, groups))
  const tones = rows.map(({ cells }): Tone => {
    if (!isOne) return { role: 'series', index: groups.indexOf(cells.group_a) }
    return { role: isClear(kind, cells.item) ? 'main' : 'muted' }
  })
  return {
    id: kind,
    title: say(`panel.${kind}`),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say(`axis.${kind}`, { reference }), unit: say(`unit.${kind}`) },
    y: {
      scale: 'category',
      label: say('axis.item'),
      unit: null,
      categories: items.map((item) => ({
        id: item,
        label: { item, short: true },
        ...(!isOne && isClearAnywhere(item) ? { aside: say('aside.clear') } : {}),
      })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      { ...confidenceMark(rows, at, tones), weight: 'thin' },
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.estimate),
        y: at,
        tone: tones,
        // Of several groups each has its own shape; the axis then says which items differ.
        ...(isOne ? { shape: rows.map(({ cells }) => (isClear(kind, cells.item) ? 'circle' : 'hollow-circle')) } : {}),
        size: groups.length > 2 ? 'small' : 'normal',
        details: rows.map(detailOf),
      },
    ],
  }
}

/** The groups of an item stand beneath one another in its row. */
function placeOf({ cells }: Estimated, groups: readonly string[]): Position {
  const shift = groups.length === 1 ? 0 : (0.6 * groups.indexOf(cells.group_a)) / (groups.length - 1) - 0.3
  return { category: cells.item, shift }
}

const detailOf = ({ cells }: Estimated): Label =>
  say('detail.item', {
    item: { item: cells.item, short: true },
    group: cells.group_a,
    estimate: quantity(cells.estimate, 'estimate'),
    interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
  })

const groupEntry = (group: string, index: number): LegendEntry => ({
  label: group,
  tone: { role: 'series', index },
  sign: 'dot',
})

function clearLegend(level: Label): readonly LegendEntry[] {
  return [
    { label: say('legend.clear', { level }), tone: { role: 'main' }, sign: 'dot', shape: 'circle' },
    { label: say('legend.unclear'), tone: { role: 'muted' }, sign: 'hollow-dot' },
  ]
}
