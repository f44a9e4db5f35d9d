import type { ReportContext } from '../core/contract'
import type { InventoryDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, Mark, Panel, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { probabilityPhrase, quantity, type Label } from '../core/words'
import { groupSeparator } from './compute'
import type { ComparisonRow, RatingRow, Tables } from './declarations'
import type { InventoryOptions } from './options'
import { levelName } from './tables'
import { say } from './words'
import { largest } from '../numeric/summary/extremes'

/** Organisations below each other, and pairs of groups with a panel each. */
const mostRows = 60
const mostPanels = 6
/** Cells hold a level's name while the names are this short, in letters for all areas together; else its number. */
const lettersAcross = 60

type ComparedRow = RowWith<ComparisonRow, 'cliffs_delta'>

export function inventoryFigures(
  { ratings, comparison }: Tables,
  options: InventoryOptions,
  context: ReportContext<InventoryDataset>,
): readonly FigureSpec[] {
  return [...(ratings.rows.length === 0 ? [] : [heatmap(ratings, options, context)]), ...deltas(comparison, options)]
}

/** Organisations × areas, the level in the cell. */
function heatmap(
  { rows, table }: Tables['ratings'],
  options: InventoryOptions,
  { dataset }: ReportContext<InventoryDataset>,
): FigureSpec {
  const names = [...new Set(rows.map(({ cells }) => cells.organisation))]
  const shown = new Set(names.slice(0, mostRows))
  const drawn = rows.filter(({ cells }) => shown.has(cells.organisation))
  const groupOf = new Map(drawn.map((row) => [row.cells.organisation, groupIn(row, options, dataset)]))
  const longest = Math.max(
    0,
    largest(dataset.levels.flatMap(({ label }) => Object.values(label).map((text) => text.length))),
  )
  const isNamed = dataset.isScaleDeclared && longest * options.areas.length <= lettersAcross
  const low = dataset.levels[0]?.value ?? 0
  const high = dataset.levels.at(-1)?.value ?? 1
  const hasBlank = drawn.some(({ cells }) => cells.value === null)
  return {
    id: 'heatmap',
    title: say('figure.heatmap.title'),
    description: say('figure.heatmap.description', { n: names.length, areas: options.areas.length }),
    notes: [
      ...(dataset.isScaleDeclared
        ? [
            say('note.levels', {
              levels: {
                list: dataset.levels.map(({ value }): Label =>
                  say('level-named', { value: String(value), label: levelName(dataset, value) }),
                ),
              },
            }),
          ]
        : []),
      ...(names.length > mostRows ? [say('note.left-out', { shown: mostRows, of: names.length })] : []),
    ],
    panels: [
      {
        id: 'all',
        geometry: 'cartesian',
        x: {
          scale: 'category',
          label: say('axis.area'),
          unit: null,
          categories: options.areas.map((area) => ({ id: area, label: area })),
        },
        y: {
          scale: 'category',
          label: say('axis.organisation'),
          unit: null,
          categories: [...shown].map((name) => ({
            id: name,
            label: name,
            ...((groupOf.get(name) ?? '') === '' ? {} : { aside: groupOf.get(name) ?? '' }),
          })),
        },
        marks: [
          {
            mark: 'cell',
            x: drawn.map(({ cells }) => cells.area),
            y: drawn.map(({ cells }) => cells.organisation),
            value: drawn.map(({ cells }) => cells.value),
            domain: [low, high > low ? high : low + 1],
            text: drawn.map(({ cells: { value } }): Label => {
              if (value === null) return say('not-rated-cell')
              return isNamed ? levelName(dataset, value) : String(value)
            }),
            details: drawn.map(({ cells: { organisation, area, value } }) =>
              say('detail.cell', {
                organisation,
                area,
                level: value === null ? say('legend.not-rated') : levelName(dataset, value),
              }),
            ),
          },
        ],
      },
    ],
    legend: hasBlank ? [{ label: say('legend.not-rated'), tone: { role: 'muted' }, sign: 'hatch' }] : [],
    data: table,
  }
}

/** The levels that the organisation is grouped by, those that it has. */
function groupIn({ key }: RatingRow, options: InventoryOptions, { attributes }: InventoryDataset): string {
  const positions = options.by.map((id) => attributes.findIndex((attribute) => attribute.id === id))
  return positions
    .map((position) => key[position] ?? '')
    .filter((level) => level !== '')
    .join(groupSeparator)
}

/** Cliff's δ of each area by pair of groups; the shape shows significance after adjustment. */
function deltas({ rows: all, table }: Tables['comparison'], options: InventoryOptions): readonly FigureSpec[] {
  const rows = rowsWith(all, 'cliffs_delta')
  if (rows.length === 0) return []
  const alpha = 1 - options.confidence
  const isClear = ({ cells }: ComparedRow): boolean => (cells.p_adjusted ?? 1) < alpha
  const pairOf = ({ cells }: ComparedRow): string => JSON.stringify([cells.group_a, cells.group_b])
  const pairs = [...new Set(rows.map(pairOf))]
  const drawn = pairs.slice(0, mostPanels).map((pair) => rows.filter((row) => pairOf(row) === pair))
  const legend: LegendEntry[] = [
    ...(rows.some(isClear)
      ? [
          {
            label: say('legend.clear', { alpha: quantity(alpha, 'probability') }),
            tone: { role: 'main' },
            sign: 'dot',
            shape: 'circle',
          } as const,
        ]
      : []),
    ...(rows.every(isClear)
      ? []
      : [{ label: say('legend.not-clear'), tone: { role: 'muted' }, sign: 'hollow-dot' } as const]),
  ]
  return [
    {
      id: 'deltas',
      title: say('figure.deltas.title', { by: { list: options.by.map((attribute): Label => ({ attribute })) } }),
      description: say('figure.deltas.description', {
        areas: options.areas.length,
        pairs: drawn.length,
        clear: rows.filter(isClear).length,
      }),
      notes: [
        say('note.interval', { confidence: quantity(options.confidence, 'percent') }),
        ...(pairs.length > drawn.length ? [say('note.left-out', { shown: drawn.length, of: pairs.length })] : []),
      ],
      panels: drawn.map((own, index) => pairPanel(own, options, isClear, String(index))),
      panelColumns: drawn.length > 3 ? 2 : 1,
      legend,
      data: table,
    },
  ]
}

function pairPanel(
  rows: readonly ComparedRow[],
  options: InventoryOptions,
  isClear: (row: ComparedRow) => boolean,
  id: string,
): Panel {
  const { group_a: a = '', group_b: b = '' } = rows[0]?.cells ?? {}
  const tones = rows.map((row): Tone => (isClear(row) ? { role: 'main' } : { role: 'muted' }))
  const at = rows.map((row) => row.cells.area)
  const marks: Mark[] = [
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
    {
      mark: 'interval',
      along: 'x',
      at,
      low: rows.map((row) => row.cells.delta_low),
      high: rows.map((row) => row.cells.delta_high),
      tone: tones,
    },
    {
      mark: 'dot',
      x: rows.map((row) => row.cells.cliffs_delta),
      y: at,
      tone: tones,
      shape: rows.map((row): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')),
      details: rows.map((row) =>
        say('detail.delta', {
          area: row.cells.area,
          a,
          b,
          delta: quantity(row.cells.cliffs_delta, 'correlation'),
          p: probabilityPhrase(row.cells.p_adjusted),
          n_a: row.cells.n_a ?? 0,
          n_b: row.cells.n_b ?? 0,
        }),
      ),
    },
  ]
  return {
    id,
    title: say('panel.pair', { a, b }),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.delta'), unit: null, domain: [-1, 1] },
    y: {
      scale: 'category',
      label: say('axis.area'),
      unit: null,
      categories: options.areas.map((area) => {
        const row = rows.find((candidate) => candidate.cells.area === area)
        const p = row === undefined ? null : row.cells.p_adjusted
        return { id: area, label: area, ...(p === null ? {} : { aside: probabilityPhrase(p) }) }
      }),
    },
    marks,
  }
}
