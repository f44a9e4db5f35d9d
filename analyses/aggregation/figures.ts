import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { unitLabel } from '../survey/score-axis'
import { shownRows, type ShownRow } from '../survey/table-reading'
import { mostGroupsForFigures } from './compute'
import type { AggregationOptions } from './options'
import { percentOf, say } from './prose'
import { largest, smallest } from '../numeric/summary/extremes'

/** Height that a caterpillar may have on a page, what its notes and legend take, an outcome's frame, and a line of a group's name; millimetres. */
const page = { height: 240, notes: 40, outcome: 34, line: 4.5 } as const
/** Letters of a group's name that fit on a line. */
const lettersOnLine = 24
/** Funnels beside each other. */
const mostFunnels = 6
/** Groups beyond the limits that a note spells out. */
const mostNamed = 6
/** Points that a funnel's limits are drawn through. */
const curvePoints = 48
/** Two-sided limits of 95 and 99.8 % of the normal distribution, as is the custom with funnels. */
const limits = [
  { z: 1.959963984540054, tone: { role: 'reference' }, dash: 'dashed' },
  { z: 3.090232306167813, tone: { role: 'limit' }, dash: 'solid' },
] as const

const main: Tone = { role: 'main' }

export function drawAggregation(
  tables: TablesById,
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { dimensions, groups } = tables
  if (dimensions === undefined || groups === undefined) return []
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(groups, columns, 'mean')
  const by: Label = { list: columns.map((attribute): Label => ({ attribute })) }
  const overall = new Map(tableRecords(dimensions).map(({ cells }) => [String(cells['outcome']), cells]))
  const outcomes = options.outcomes.filter((outcome) =>
    rows.some(
      (row) =>
        row.text('outcome') === outcome &&
        row.number('shrunken_mean') !== null &&
        typeof overall.get(outcome)?.['mean'] === 'number',
    ),
  )
  if (outcomes.length === 0) return []
  const numberOf = (outcome: string, column: string): number => Number(overall.get(outcome)?.[column])
  const hasWithheld = rows.some(({ isWithheld }) => isWithheld)
  const withheldNote: readonly Label[] = hasWithheld
    ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } }]
    : []
  return [
    ...caterpillar(groups, rows, outcomes, by, withheldNote, numberOf, options, context),
    funnel(groups, rows, outcomes.slice(0, mostFunnels), outcomes.length, by, withheldNote, numberOf, context),
  ]
}

type NumberOf = (outcome: string, column: string) => number

/** Shrunken means in their order, with their interval, and beside them the ranks that they may as well have. */
function caterpillar(
  table: ResultTable,
  rows: readonly ShownRow[],
  all: readonly string[],
  by: Label,
  withheldNote: readonly Label[],
  numberOf: NumberOf,
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const most = largest(
    all.map(
      (outcome) => rows.filter((row) => row.text('outcome') === outcome && row.number('shrunken_mean') !== null).length,
    ),
  )
  if (most > mostGroupsForFigures) return []
  // Where nothing was found between groups there is no order to show.
  const isOrdered = (outcome: string): boolean => numberOf(outcome, 'tau_sq') > 0
  const ordered = all.filter(isOrdered)
  const outcomes = fitting(ordered.length === 0 ? all : ordered, rows)
  const panels = outcomes.flatMap((outcome): readonly Panel[] => {
    const own = rows
      .filter((row) => row.text('outcome') === outcome && row.number('shrunken_mean') !== null)
      .toSorted((a, b) => (b.number('shrunken_mean') ?? 0) - (a.number('shrunken_mean') ?? 0))
    const names = own.map(({ name }) => name)
    const details = own.map((row) => detailOf(row))
    const categories = own.map((row) => ({
      id: row.name,
      label: row.name,
      aside: { message: 'survey:n', values: { n: row.number('n') ?? 0 } } as const,
    }))
    const unit = unitLabel(context.dataset, outcome)
    const overall = numberOf(outcome, 'mean')
    const means: Panel = {
      id: `${outcome} means`,
      title: { outcome },
      frame: 'cartesian',
      x: { scale: 'linear', label: say('axis.shrunken'), unit },
      y: { scale: 'category', label: by, unit: null, categories },
      marks: [
        { mark: 'rule', along: 'x', at: overall, tone: { role: 'reference' }, dash: 'dashed' },
        {
          mark: 'interval',
          along: 'x',
          at: names,
          low: own.map((row) => row.number('conf_low')),
          high: own.map((row) => row.number('conf_high')),
          tone: main,
        },
        { mark: 'dot', x: own.map((row) => row.number('shrunken_mean')), y: names, tone: main, details },
      ],
    }
    const ranked = own.filter((row) => row.number('rank_low') !== null)
    if (ranked.length === 0) return [means]
    const places = own.length
    return [
      means,
      {
        id: `${outcome} ranks`,
        title: say('panel.ranks', { outcome: { outcome } }),
        frame: 'cartesian',
        x: {
          scale: 'linear',
          label: say('axis.rank'),
          unit: null,
          domain: [0.5, places + 0.5],
          ticks: ticksOf(places),
        },
        y: { scale: 'category', label: by, unit: null, categories: categories.map(({ id, label }) => ({ id, label })) },
        marks: [
          {
            mark: 'interval',
            along: 'x',
            at: ranked.map(({ name }) => name),
            low: ranked.map((row) => row.number('rank_low')),
            high: ranked.map((row) => row.number('rank_high')),
            tone: main,
          },
          {
            mark: 'dot',
            x: ranked.map((row) => row.number('rank')),
            y: ranked.map(({ name }) => name),
            tone: main,
            details: ranked.map((row) => detailOf(row)),
          },
        ],
      },
    ]
  })
  return [
    {
      id: 'caterpillar',
      title: say('figure.caterpillar.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
      description: say('figure.caterpillar.description', {
        by,
        groups: most,
        confidence: percentOf(options.confidence),
        outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
      }),
      notes: [
        say('note.shrunken', { confidence: percentOf(options.confidence) }),
        say('note.ranks', { confidence: percentOf(options.confidence), draws: options.draws }),
        ...withheldNote,
        ...(ordered.length > 0 && ordered.length < all.length
          ? [
              say('note.no-order', {
                outcomes: { list: all.filter((outcome) => !isOrdered(outcome)).map((outcome): Label => ({ outcome })) },
              }),
            ]
          : []),
        ...(all.length > outcomes.length ? [say('note.left-out', { shown: outcomes.length, of: all.length })] : []),
      ],
      panels,
      panelColumns: 2,
      legend: [
        { label: say('legend.group'), tone: main, sign: 'dot' },
        { label: say('legend.overall'), tone: { role: 'reference' }, sign: 'dashed-line' },
      ],
      data: table,
    },
  ]
}

/** As many outcomes as a page holds, in their order; one at least. */
function fitting(outcomes: readonly string[], rows: readonly ShownRow[]): readonly string[] {
  let height: number = page.notes
  return outcomes.filter((outcome, position) => {
    const own = rows.filter((row) => row.text('outcome') === outcome && row.number('shrunken_mean') !== null)
    height += page.outcome + own.reduce((sum, { name }) => sum + page.line * Math.ceil(name.length / lettersOnLine), 0)
    return position === 0 || height <= page.height
  })
}

/** 1, some between, and the last. */
function ticksOf(places: number): readonly { readonly at: number }[] {
  const step = [1, 2, 5, 10, 20].find((candidate) => places / candidate <= 8) ?? 50
  const between = Array.from({ length: Math.floor(places / step) }, (_, index) => (index + 1) * step).filter(
    (at) => at > 1 && places - at >= step / 2,
  )
  return [1, ...between, ...(places > 1 ? [places] : [])].map((at) => ({ at }))
}

const detailOf = (row: ShownRow): Phrase =>
  say('detail.group', {
    group: row.name,
    mean: { value: row.number('mean'), as: 'mean' },
    shrunken: { value: row.number('shrunken_mean'), as: 'mean' },
    n: row.number('n') ?? 0,
    ranks: say('rank-interval', {
      rank: { value: row.number('rank'), as: 'count' },
      low: { value: row.number('rank_low'), as: 'count' },
      high: { value: row.number('rank_high'), as: 'count' },
    }),
  })

/** Further from the overall mean than chance alone would bring one group in five hundred. */
const outside = (row: ShownRow, overall: number, sigma: number): boolean =>
  Math.abs((row.number('mean') ?? overall) - overall) > (limits[1].z * sigma) / Math.sqrt(row.number('n') ?? 1)

/** Plain means by number of people, with the limits that chance alone would keep them in. */
function funnel(
  table: ResultTable,
  rows: readonly ShownRow[],
  outcomes: readonly string[],
  total: number,
  by: Label,
  withheldNote: readonly Label[],
  numberOf: NumberOf,
  context: ReportContext<SurveyDataset>,
): FigureSpec {
  const named: Label[] = []
  const panels = outcomes.map((outcome): Panel => {
    const own = rows.filter((row) => row.text('outcome') === outcome && row.number('shrunken_mean') !== null)
    const overall = numberOf(outcome, 'mean')
    const sigma = Math.sqrt(numberOf(outcome, 'sigma_sq'))
    const sizes = own.map((row) => row.number('n') ?? 0)
    const [fewest, most] = [smallest(sizes), largest(sizes)]
    const low = Math.max(1, fewest - 0.04 * (most - fewest) - 0.2)
    const high = most + 0.04 * (most - fewest) + 0.2
    // Closer together at the narrow end, where the limits bend.
    const at = Array.from(
      { length: curvePoints },
      (_, index) => low + (high - low) * (index / (curvePoints - 1)) * (index / (curvePoints - 1)),
    )
    const isOutside = (row: ShownRow): boolean => outside(row, overall, sigma)
    const beyond = own.filter(isOutside)
    if (beyond.length > 0)
      named.push(
        say('note.outside', {
          outcome: { outcome },
          groups: { list: beyond.slice(0, mostNamed).map(({ name }) => name) },
          hasMore: beyond.length > mostNamed,
          more: beyond.length - mostNamed,
        }),
      )
    const curves = limits.flatMap(({ z, tone, dash }) =>
      [1, -1].map((side): Mark => ({
        mark: 'line',
        x: at,
        y: at.map((n) => overall + (side * z * sigma) / Math.sqrt(n)),
        tone,
        dash,
        weight: 'thin',
      })),
    )
    return {
      id: outcome,
      title: { outcome },
      frame: 'cartesian',
      // Ends past the largest group, short of the next round number: its words would stand half outside of a small panel.
      x: { scale: 'linear', label: say('axis.n'), unit: null, domain: [0, most * 1.08 + 1] },
      y: { scale: 'linear', label: say('axis.mean'), unit: unitLabel(context.dataset, outcome) },
      marks: [
        ...curves,
        { mark: 'rule', along: 'y', at: overall, tone: { role: 'reference' } },
        {
          mark: 'dot',
          x: own.map((row) => row.number('n')),
          y: own.map((row) => row.number('mean')),
          tone: own.map((row): Tone => (isOutside(row) ? { role: 'signal' } : main)),
          shape: own.map((row) => (isOutside(row) ? 'diamond' : 'circle')),
          size: 'small',
          details: own.map((row) => detailOf(row)),
        },
      ],
    }
  })
  return {
    id: 'funnel',
    title: say('figure.funnel.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
    description: say('figure.funnel.description', {
      by,
      outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
    }),
    notes: [
      say('note.funnel'),
      ...named,
      ...withheldNote,
      ...(total > outcomes.length ? [say('note.left-out', { shown: outcomes.length, of: total })] : []),
    ],
    panels,
    panelColumns: Math.min(outcomes.length, outcomes.length === 4 ? 2 : 3),
    legend: [
      { label: say('legend.overall'), tone: { role: 'reference' }, sign: 'line' },
      { label: say('legend.limit-95'), tone: limits[0].tone, sign: 'dashed-line' },
      { label: say('legend.limit-998'), tone: limits[1].tone, sign: 'line' },
      ...(named.length > 0
        ? [{ label: say('legend.outside'), tone: { role: 'signal' }, sign: 'dot', shape: 'diamond' } as const]
        : []),
    ],
    data: table,
  }
}
