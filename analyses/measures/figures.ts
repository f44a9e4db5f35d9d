import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import type { MeasuresOptions } from './options'
import { placeWords, type Cross } from './label-places'
import { intervalText, percentOf } from './prose'
import { largest, smallest } from '../numeric/summary/extremes'

const mostPanels = 6
/** Outcomes that a panel can name. */
const mostRows = 18
/** Names that stand beside their dots: how many, of how many letters, and a letter's share of the panel's width. */
const mostNamed = 8
const longestNamed = 34
const letterWidth = 0.0125

type Record = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `measures:${key}`, values })
const numberIn = ({ cells }: Record, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const outcomeIn = ({ cells }: Record): string => String(cells['outcome'] ?? '')
const isBelow = ({ cells }: Record): boolean => cells['evidence'] === 'below'
const toneOf = (row: Record): Tone => ({ role: isBelow(row) ? 'main' : 'muted' })

/** Gap against importance with quadrants, and the priorities in their order. */
export function drawMeasures(
  tables: TablesById,
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const table = tables['priorities']
  if (table === undefined) return []
  const columns = groupColumns(context.dataset, options.by)
  const groups = new Map<string, Record[]>()
  for (const row of tableRecords(table)) {
    if (numberIn(row, 'gap') === null) continue
    const name = columns.map((id) => String(row.cells[id] ?? '')).join(' · ')
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  const shown = [...groups].slice(0, mostPanels)
  if (shown.length === 0) return []
  const limited: readonly Label[] =
    groups.size > shown.length
      ? [{ message: 'survey:figure-limited', values: { shown: shown.length, total: groups.size } }]
      : []
  return [...matrix(table, shown, limited, options, context), ...ranked(table, shown, limited, options)]
}

const legend: readonly LegendEntry[] = [
  { label: say('legend.below'), tone: { role: 'main' }, sign: 'dot' },
  { label: say('legend.other'), tone: { role: 'muted' }, sign: 'hollow-dot' },
]

function matrix(
  table: ResultTable,
  groups: readonly (readonly [string, readonly Record[]])[],
  limited: readonly Label[],
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const weighed = groups
    .map(
      ([name, rows]) => [name, rows.filter((row) => numberIn(row, 'importance') !== null).slice(0, mostRows)] as const,
    )
    .filter(([, rows]) => rows.length > 0)
  const all = weighed.flatMap(([, rows]) => rows)
  // Where all count alike there is only one column of dots to see.
  if (all.every((row) => numberIn(row, 'importance_raw') === null)) return []
  const values = (id: string): readonly number[] => all.flatMap((row) => numberIn(row, id) ?? [])
  const right = Math.min(1, Math.max(largest(values('importance')), largest(values('importance_high'))) * 1.15)
  const top = Math.max(0, largest(values('gap')), largest(values('gap_high')))
  const bottom = Math.min(0, smallest(values('gap')), smallest(values('gap_low')))
  const margin = 0.12 * Math.max(top - bottom, 0.2)
  const middle = 1 / (weighed[0]?.[1].length ?? 1)
  const corner = (x: number, y: number, text: Label, anchor: 'start' | 'end'): Mark => ({
    mark: 'text',
    x: [x],
    y: [y],
    text: [text],
    tone: { role: 'muted' },
    anchor,
  })
  const corners = [
    corner(right, top + 0.7 * margin, say('quadrant.act'), 'end'),
    corner(0, top + 0.7 * margin, say('quadrant.watch'), 'start'),
    corner(right, bottom - 0.7 * margin, say('quadrant.keep'), 'end'),
  ]
  const outcomes = options.outcomes.filter((id) => all.some((row) => outcomeIn(row) === id))
  const lengthOf = (id: string): number => longestName(context, id)
  // Names beside the dots where there is room for them, else numbers that a note explains.
  const isNamed =
    weighed.length === 1 && outcomes.length <= mostNamed && outcomes.every((id) => lengthOf(id) <= longestNamed)
  const word = (id: string): Label => (isNamed ? { outcome: id } : String(outcomes.indexOf(id) + 1))
  const [left, width, base, height] = [0, right, bottom - margin, top - bottom + 2 * margin]
  const isAlone = weighed.length === 1
  const wordMarks = (rows: readonly Record[]): readonly Mark[] => {
    const crosses = rows.map((row): Cross => {
      const [x, y] = [numberIn(row, 'importance') ?? 0, numberIn(row, 'gap') ?? 0]
      const across = (value: number): number => (value - left) / width
      const up = (value: number): number => (value - base) / height
      return {
        x: across(x),
        y: up(y),
        left: across(numberIn(row, 'importance_low') ?? x),
        right: across(numberIn(row, 'importance_high') ?? x),
        low: up(numberIn(row, 'gap_low') ?? y),
        high: up(numberIn(row, 'gap_high') ?? y),
        width: isNamed ? lengthOf(outcomeIn(row)) * letterWidth : isAlone ? 0.025 : 0.05,
        height: isAlone ? 0.05 : 0.1,
      }
    })
    return placeWords(crosses, isAlone ? [0.012, 0.035] : [0.025, 0.07], {
      x: (middle - left) / width,
      y: -base / height,
    }).map((place, index): Mark => {
      const row = rows[index] as Record
      return {
        mark: 'text',
        x: [left + place.x * width],
        y: [base + place.y * height],
        text: [word(outcomeIn(row))],
        tone: isBelow(row) ? { role: 'main' } : { role: 'muted' },
        anchor: place.anchor,
      }
    })
  }
  const panels = weighed.map(([name, rows]): Panel => ({
    id: name === '' ? 'all' : name,
    ...(name === '' ? {} : { title: name }),
    frame: 'cartesian',
    x: { scale: 'linear', label: say('axis.importance'), unit: null, domain: [0, right], as: 'percent' },
    y: {
      scale: 'linear',
      label: say('axis.gap'),
      unit: { message: 'core:unit.scale-points' },
      domain: [bottom - margin, top + margin],
    },
    marks: [
      { mark: 'rule', along: 'y', at: 0, tone: { role: 'reference' } },
      { mark: 'rule', along: 'x', at: middle, tone: { role: 'reference' }, dash: 'dashed' },
      ...corners,
      {
        mark: 'interval',
        along: 'x',
        at: rows.map((row) => numberIn(row, 'gap') ?? 0),
        low: rows.map((row) => numberIn(row, 'importance_low')),
        high: rows.map((row) => numberIn(row, 'importance_high')),
        tone: rows.map(toneOf),
        weight: 'thin',
      },
      {
        mark: 'interval',
        along: 'y',
        at: rows.map((row) => numberIn(row, 'importance') ?? 0),
        low: rows.map((row) => numberIn(row, 'gap_low')),
        high: rows.map((row) => numberIn(row, 'gap_high')),
        tone: rows.map(toneOf),
        weight: 'thin',
      },
      {
        mark: 'dot',
        x: rows.map((row) => numberIn(row, 'importance')),
        y: rows.map((row) => numberIn(row, 'gap')),
        tone: rows.map(toneOf),
        shape: rows.map((row) => (isBelow(row) ? 'circle' : 'hollow-circle')),
        details: rows.map((row) =>
          say('detail.matrix', {
            outcome: { outcome: outcomeIn(row) },
            gap: { value: numberIn(row, 'gap'), as: 'estimate' },
            gapInterval: intervalText(row.cells['gap_low'], row.cells['gap_high'], 'estimate'),
            importance: { value: numberIn(row, 'importance'), as: 'percent' },
            importanceInterval: intervalText(row.cells['importance_low'], row.cells['importance_high'], 'percent'),
          }),
        ),
      },
      ...wordMarks(rows),
    ],
  }))
  return [
    {
      id: 'matrix',
      title: say('figure.matrix.title'),
      description: say('figure.matrix.description', {
        count: new Set(all.map(outcomeIn)).size,
        panels: panels.length,
        below: all.filter(isBelow).length,
      }),
      notes: [
        ...(isNamed
          ? []
          : outcomes.map((id, index): Label =>
              say('note.number', { number: String(index + 1), outcome: { outcome: id } }),
            )),
        say('note.matrix', { confidence: percentOf(options.confidence) }),
        ...limited,
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : 2,
      legend,
      data: table,
    },
  ]
}

/** Letters of an outcome's name in the language in which it is longest. */
function longestName({ dataset: { instrument } }: ReportContext<SurveyDataset>, id: string): number {
  const text =
    instrument.dimensions.find((dimension) => dimension.id === id)?.label ??
    instrument.items.find((item) => item.id === id)?.text ??
    {}
  return Math.max(
    id.length * Number(Object.keys(text).length === 0),
    largest(Object.values(text).map((name) => name?.length ?? 0)),
  )
}

function ranked(
  table: ResultTable,
  groups: readonly (readonly [string, readonly Record[]])[],
  limited: readonly Label[],
  options: MeasuresOptions,
): readonly FigureSpec[] {
  const sorted = groups
    .map(
      ([name, rows]) =>
        [
          name,
          rows
            .filter((row) => numberIn(row, 'priority') !== null)
            .toSorted((a, b) => (numberIn(a, 'rank') ?? 0) - (numberIn(b, 'rank') ?? 0))
            .slice(0, mostRows),
        ] as const,
    )
    .filter(([, rows]) => rows.length > 0)
  if (sorted.length === 0) return []
  const all = sorted.flatMap(([, rows]) => rows)
  const withMeasures = all.some((row) => row.cells['measure'] !== null)
  const panels = sorted.map(([name, rows]): Panel => ({
    id: name === '' ? 'all' : name,
    ...(name === '' ? {} : { title: name }),
    frame: 'cartesian',
    x: { scale: 'linear', label: say('axis.priority'), unit: say('unit.points-weighted') },
    y: {
      scale: 'category',
      label: say('axis.outcome'),
      unit: null,
      categories: rows.map((row) => ({ id: outcomeIn(row), label: { outcome: outcomeIn(row) } })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      {
        mark: 'interval',
        along: 'x',
        at: rows.map(outcomeIn),
        low: rows.map((row) => numberIn(row, 'priority_low')),
        high: rows.map((row) => numberIn(row, 'priority_high')),
        tone: rows.map(toneOf),
      },
      {
        mark: 'dot',
        x: rows.map((row) => numberIn(row, 'priority')),
        y: rows.map(outcomeIn),
        tone: rows.map(toneOf),
        shape: rows.map((row) => (isBelow(row) ? 'circle' : 'hollow-circle')),
        details: rows.map((row) =>
          say('detail.ranked', {
            outcome: { outcome: outcomeIn(row) },
            priority: { value: numberIn(row, 'priority'), as: 'estimate' },
            interval: intervalText(row.cells['priority_low'], row.cells['priority_high'], 'estimate'),
            hasMeasure: row.cells['measure'] !== null,
            measure: (row.cells['measure'] ?? '') as Label,
          }),
        ),
      },
    ],
  }))
  return [
    {
      id: 'ranked',
      title: say('figure.ranked.title'),
      description: say('figure.ranked.description', {
        count: all.length,
        panels: panels.length,
        first: { outcome: outcomeIn(all[0] as Record) },
      }),
      notes: [
        say('note.ranked', { confidence: percentOf(options.confidence) }),
        ...(withMeasures ? [say('note.suggestion')] : []),
        ...limited,
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : 2,
      legend,
      data: table,
    },
  ]
}
