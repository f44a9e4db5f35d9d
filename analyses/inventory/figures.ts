import type { ReportContext, TablesById } from '../core/contract'
import type { InventoryDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable, type TableRow } from '../core/result'
import { groupSeparator, type InventoryOptions } from './compute'
import { levelName } from './tables'
import { largest } from '../numeric/summary/extremes'

/** Organisations below each other, and pairs of groups with a panel each. */
const mostRows = 60
const mostPanels = 6
/** Cells hold a level's name while the names are this short, in letters for all areas together; else its number. */
const lettersAcross = 60

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `inventory:${key}`, values })
const textOf = (row: TableRow, column: string): string => (typeof row[column] === 'string' ? row[column] : '')
const numberOf = (row: TableRow, column: string): number | null =>
  typeof row[column] === 'number' ? row[column] : null

export function drawInventory(
  tables: TablesById,
  options: InventoryOptions,
  context: ReportContext<InventoryDataset>,
): readonly FigureSpec[] {
  const { ratings, comparison } = tables
  return [
    ...(ratings === undefined || ratings.rows.length === 0 ? [] : [heatmap(ratings, options, context)]),
    ...(comparison === undefined || comparison.rows.length === 0 ? [] : deltas(comparison, options)),
  ]
}

/** Organisations × areas, the level in the cell. */
function heatmap(
  table: ResultTable,
  options: InventoryOptions,
  { dataset }: ReportContext<InventoryDataset>,
): FigureSpec {
  const rows = tableRecords(table).map(({ cells }) => cells)
  const names = [...new Set(rows.map((row) => textOf(row, 'organisation')))]
  const shown = new Set(names.slice(0, mostRows))
  const cells = rows.filter((row) => shown.has(textOf(row, 'organisation')))
  const groupOf = new Map(
    cells.map((row) => [
      textOf(row, 'organisation'),
      options.by
        .map((id) => textOf(row, id))
        .filter((level) => level !== '')
        .join(groupSeparator),
    ]),
  )
  const longest = Math.max(
    0,
    largest(dataset.levels.flatMap(({ label }) => Object.values(label).map((text) => text.length))),
  )
  const isNamed = dataset.isScaleDeclared && longest * options.areas.length <= lettersAcross
  const low = dataset.levels[0]?.value ?? 0
  const high = dataset.levels.at(-1)?.value ?? 1
  const hasBlank = cells.some((row) => row['value'] === null)
  return {
    id: 'heatmap',
    title: phrase('figure.heatmap.title'),
    description: phrase('figure.heatmap.description', { n: names.length, areas: options.areas.length }),
    notes: [
      ...(dataset.isScaleDeclared
        ? [
            phrase('note.levels', {
              levels: {
                list: dataset.levels.map(({ value }): Label =>
                  phrase('level-named', { value: String(value), label: levelName(dataset, value) }),
                ),
              },
            }),
          ]
        : []),
      ...(names.length > mostRows ? [phrase('note.left-out', { shown: mostRows, of: names.length })] : []),
    ],
    panels: [
      {
        id: 'all',
        frame: 'cartesian',
        x: {
          scale: 'category',
          label: phrase('axis.area'),
          unit: null,
          categories: options.areas.map((area) => ({ id: area, label: area })),
        },
        y: {
          scale: 'category',
          label: phrase('axis.organisation'),
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
            x: cells.map((row) => textOf(row, 'area')),
            y: cells.map((row) => textOf(row, 'organisation')),
            value: cells.map((row) => numberOf(row, 'value')),
            domain: [low, high > low ? high : low + 1],
            text: cells.map((row): Label => {
              const value = numberOf(row, 'value')
              if (value === null) return phrase('not-rated-cell')
              return isNamed ? levelName(dataset, value) : String(value)
            }),
            details: cells.map((row) => {
              const value = numberOf(row, 'value')
              return phrase('detail.cell', {
                organisation: textOf(row, 'organisation'),
                area: textOf(row, 'area'),
                level: value === null ? phrase('legend.not-rated') : levelName(dataset, value),
              })
            }),
          },
        ],
      },
    ],
    legend: hasBlank ? [{ label: phrase('legend.not-rated'), tone: { role: 'muted' }, sign: 'hatch' }] : [],
    data: table,
  }
}

/** Cliff's δ of each area by pair of groups: significance after adjustment is told by shape. */
function deltas(table: ResultTable, options: InventoryOptions): readonly FigureSpec[] {
  const rows = tableRecords(table)
    .map(({ cells }) => cells)
    .filter((row) => numberOf(row, 'cliffs_delta') !== null)
  if (rows.length === 0) return []
  const alpha = 1 - options.confidence
  const isClear = (row: TableRow): boolean => (numberOf(row, 'p_adjusted') ?? 1) < alpha
  const pairs = [...new Set(rows.map((row) => JSON.stringify([textOf(row, 'group_a'), textOf(row, 'group_b')])))]
  const drawn = pairs
    .slice(0, mostPanels)
    .map((pair) => rows.filter((row) => JSON.stringify([textOf(row, 'group_a'), textOf(row, 'group_b')]) === pair))
  const legend: LegendEntry[] = [
    ...(rows.some(isClear)
      ? [
          {
            label: phrase('legend.clear', { alpha: { value: alpha, as: 'probability' } }),
            tone: { role: 'main' },
            sign: 'dot',
            shape: 'circle',
          } as const,
        ]
      : []),
    ...(rows.every(isClear)
      ? []
      : [{ label: phrase('legend.not-clear'), tone: { role: 'muted' }, sign: 'hollow-dot' } as const]),
  ]
  return [
    {
      id: 'deltas',
      title: phrase('figure.deltas.title', { by: { list: options.by.map((attribute): Label => ({ attribute })) } }),
      description: phrase('figure.deltas.description', {
        areas: options.areas.length,
        pairs: drawn.length,
        clear: rows.filter(isClear).length,
      }),
      notes: [
        phrase('note.interval', { confidence: { value: options.confidence, as: 'percent' } }),
        ...(pairs.length > drawn.length ? [phrase('note.left-out', { shown: drawn.length, of: pairs.length })] : []),
      ],
      panels: drawn.map((own, index) => pairPanel(own, options, isClear, String(index))),
      panelColumns: drawn.length > 3 ? 2 : 1,
      legend,
      data: table,
    },
  ]
}

function pairPanel(
  rows: readonly TableRow[],
  options: InventoryOptions,
  isClear: (row: TableRow) => boolean,
  id: string,
): Panel {
  const [first] = rows
  const [a, b] = [
    first === undefined ? '' : textOf(first, 'group_a'),
    first === undefined ? '' : textOf(first, 'group_b'),
  ]
  const tones = rows.map((row): Tone => (isClear(row) ? { role: 'main' } : { role: 'muted' }))
  const at = rows.map((row) => textOf(row, 'area'))
  const marks: Mark[] = [
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
    {
      mark: 'interval',
      along: 'x',
      at,
      low: rows.map((row) => numberOf(row, 'delta_low')),
      high: rows.map((row) => numberOf(row, 'delta_high')),
      tone: tones,
    },
    {
      mark: 'dot',
      x: rows.map((row) => numberOf(row, 'cliffs_delta')),
      y: at,
      tone: tones,
      shape: rows.map((row): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')),
      details: rows.map((row) =>
        phrase('detail.delta', {
          area: textOf(row, 'area'),
          a,
          b,
          delta: { value: numberOf(row, 'cliffs_delta'), as: 'correlation' },
          p: { value: numberOf(row, 'p_adjusted'), as: 'probability' },
          n_a: numberOf(row, 'n_a') ?? 0,
          n_b: numberOf(row, 'n_b') ?? 0,
        }),
      ),
    },
  ]
  return {
    id,
    title: phrase('panel.pair', { a, b }),
    frame: 'cartesian',
    x: { scale: 'linear', label: phrase('axis.delta'), unit: null, domain: [-1, 1] },
    y: {
      scale: 'category',
      label: phrase('axis.area'),
      unit: null,
      categories: options.areas.map((area) => {
        const row = rows.find((candidate) => textOf(candidate, 'area') === area)
        const p = row === undefined ? null : numberOf(row, 'p_adjusted')
        return {
          id: area,
          label: area,
          ...(p === null ? {} : { aside: phrase('p-aside', { p: { value: p, as: 'probability' } }) }),
        }
      }),
    },
    marks,
  }
}
