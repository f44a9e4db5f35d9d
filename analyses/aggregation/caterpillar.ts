import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Panel, Tone } from '../core/figure'
import { rowsWith } from '../core/reading'
import { percentOf, type Label } from '../core/words'
import { largest } from '../numeric/summary/extremes'
import { sizeAside } from '../survey/figure-furniture'
import { unitLabel } from '../survey/score-axis'
import { detailOf, namesOf, type DrawnOutcome, type ScoredRow } from './drawn-outcomes'
import { mostGroupsForFigures } from './notes'
import type { AggregationOptions } from './options'
import { say } from './words'

/** Height that a caterpillar may have on a page, what its notes and legend take, an outcome's frame, and a line of a group's name; millimetres. */
const page = { height: 240, notes: 40, outcome: 34, line: 4.5 } as const
/** Letters of a group's name that fit on a line. */
const lettersOnLine = 24

const main: Tone = { role: 'main' }

/** Shrunken means in their order, with their interval, and beside them the ranks that they may as well have. */
export function caterpillar(
  all: readonly DrawnOutcome[],
  by: Label,
  withheld: readonly Label[],
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): readonly Omit<FigureSpec, 'data'>[] {
  const most = largest(all.map(({ rows }) => rows.length))
  if (most > mostGroupsForFigures) return []
  const ordered = all.filter(({ isOrdered }) => isOrdered)
  const shown = fitting(ordered.length === 0 ? all : ordered)
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'caterpillar',
      title: say('figure.caterpillar.title', {
        by,
        count: shown.length,
        outcome: { outcome: shown[0]?.outcome ?? '' },
      }),
      description: say('figure.caterpillar.description', { by, groups: most, confidence, outcomes: namesOf(shown) }),
      notes: [
        say('note.shrunken', { confidence }),
        say('note.ranks', { confidence, draws: options.draws }),
        ...withheld,
        ...(ordered.length > 0 && ordered.length < all.length
          ? [say('note.no-order', { outcomes: namesOf(all.filter(({ isOrdered }) => !isOrdered)) })]
          : []),
        ...(all.length > shown.length ? [say('note.left-out', { shown: shown.length, of: all.length })] : []),
      ],
      panels: shown.flatMap((outcome) => outcomePanels(outcome, by, context)),
      panelColumns: 2,
      legend: [
        { label: say('legend.group'), tone: main, sign: 'dot' },
        { label: say('legend.overall'), tone: { role: 'reference' }, sign: 'dashed-line' },
      ],
    },
  ]
}

/** As many outcomes as a page holds, in their order; one at least. */
function fitting(outcomes: readonly DrawnOutcome[]): readonly DrawnOutcome[] {
  let height: number = page.notes
  return outcomes.filter(({ rows }, position) => {
    height += page.outcome + rows.reduce((sum, { name }) => sum + page.line * Math.ceil(name.length / lettersOnLine), 0)
    return position === 0 || height <= page.height
  })
}

/** Means, and ranks where there are any; the highest mean first. */
function outcomePanels(drawn: DrawnOutcome, by: Label, context: ReportContext<SurveyDataset>): readonly Panel[] {
  const rows = drawn.rows.toSorted((a, b) => b.cells.shrunken_mean - a.cells.shrunken_mean)
  return [meansPanel(drawn, rows, by, context), ...ranksPanel(drawn, rows, by)]
}

function meansPanel(
  { outcome, overall }: DrawnOutcome,
  rows: readonly ScoredRow[],
  by: Label,
  context: ReportContext<SurveyDataset>,
): Panel {
  const names = rows.map(({ name }) => name)
  return {
    id: `${outcome} means`,
    title: { outcome },
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.shrunken'), unit: unitLabel(context.dataset, outcome) },
    y: {
      scale: 'category',
      label: by,
      unit: null,
      categories: rows.map(({ name, cells }) => ({ id: name, label: name, ...sizeAside(cells.n) })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: overall, tone: { role: 'reference' }, dash: 'dashed' },
      {
        mark: 'interval',
        along: 'x',
        at: names,
        low: rows.map(({ cells }) => cells.shrunken_low),
        high: rows.map(({ cells }) => cells.shrunken_high),
        tone: main,
      },
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.shrunken_mean),
        y: names,
        tone: main,
        details: rows.map(detailOf),
      },
    ],
  }
}

function ranksPanel({ outcome }: DrawnOutcome, rows: readonly ScoredRow[], by: Label): readonly Panel[] {
  const ranked = rowsWith(rows, 'rank_low', 'rank_high')
  if (ranked.length === 0) return []
  const names = ranked.map(({ name }) => name)
  return [
    {
      id: `${outcome} ranks`,
      title: say('panel.ranks', { outcome: { outcome } }),
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: say('axis.rank'),
        unit: null,
        domain: [0.5, rows.length + 0.5],
        ticks: ticksOf(rows.length),
      },
      y: { scale: 'category', label: by, unit: null, categories: rows.map(({ name }) => ({ id: name, label: name })) },
      marks: [
        {
          mark: 'interval',
          along: 'x',
          at: names,
          low: ranked.map(({ cells }) => cells.rank_low),
          high: ranked.map(({ cells }) => cells.rank_high),
          tone: main,
        },
        { mark: 'dot', x: ranked.map(({ cells }) => cells.rank), y: names, tone: main, details: ranked.map(detailOf) },
      ],
    },
  ]
}

/** 1, some between, and the last. */
function ticksOf(places: number): readonly { readonly at: number }[] {
  const step = [1, 2, 5, 10, 20].find((candidate) => places / candidate <= 8) ?? 50
  const between = Array.from({ length: Math.floor(places / step) }, (_, index) => (index + 1) * step).filter(
    (at) => at > 1 && places - at >= step / 2,
  )
  return [1, ...between, ...(places > 1 ? [places] : [])].map((at) => ({ at }))
}
