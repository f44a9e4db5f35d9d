import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import {
  panelColumnsFor,
  type DotShape,
  type FigureSpec,
  type LegendEntry,
  type Mark,
  type Panel,
  type Tone,
} from '../core/figure'
import { rowsWith, type RowOf, type TableReading } from '../core/reading'
import { intervalPhrase, percentOf, quantity } from '../core/words'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import { scoreAxis, withinAxis } from '../survey/score-axis'
import { notComparableEntry } from './change-figure'
import type { tables } from './declarations'
import type { RoundChangeOptions } from './options'
import { say } from './words'

/** Panels of small multiples; the rest is in the table. */
const mostPanels = 12

type RoundRow = RowOf<typeof tables.rounds>

/** The rounds of one outcome in one group. */
interface Series {
  readonly outcome: string
  readonly group: string
  readonly rows: readonly RoundRow[]
}

/** Means over three rounds or more with their intervals, between the control limits: a panel for each outcome of each group. A round that may not be compared stands apart, and breaks the line. */
export function roundsFigure(
  { rows, table }: TableReading<typeof tables.rounds>,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rounds = context.dataset.rounds.map(({ id }) => id)
  if (rounds.length < 3) return []
  const drawn = seriesIn(rows).filter((series) => rowsWith(series.rows, 'mean').length > 0)
  const shown = drawn.slice(0, mostPanels)
  if (shown.length === 0) return []
  const all = shown.flatMap((series) => series.rows)
  const outside = all.filter(({ cells }) => cells.signal === 'outside').length
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'rounds',
      title: say('figure.rounds.title', {
        isOne: options.outcomes.length === 1,
        outcome: { outcome: options.outcomes[0] ?? '' },
      }),
      description: say('figure.rounds.description', {
        count: shown.length,
        first: rounds[0] ?? '',
        last: rounds.at(-1) ?? '',
        confidence,
        outside,
      }),
      notes: [
        say('note.rounds', { confidence }),
        ...withheldNote(
          rows.some((row) => row.isWithheld('mean')),
          context,
        ),
        ...limitNote(shown.length, drawn.length),
      ],
      panels: shown.map((series) => roundsPanel(series, rounds, context)),
      panelColumns: panelColumnsFor(shown.length),
      legend: [
        { label: say('legend.centre'), tone: { role: 'reference' }, sign: 'line' },
        { label: say('legend.limits'), tone: { role: 'limit' }, sign: 'dashed-line' },
        ...(outside > 0 ? [outsideEntry] : []),
        ...(all.every(isUsed) ? [] : [notComparableEntry]),
      ],
      data: table,
    },
  ]
}

const outsideEntry: LegendEntry = {
  label: say('legend.outside'),
  tone: { role: 'signal' },
  sign: 'dot',
  shape: 'diamond',
}

function seriesIn(rows: readonly RoundRow[]): readonly Series[] {
  const series = new Map<string, { readonly outcome: string; readonly group: string; readonly rows: RoundRow[] }>()
  for (const row of rows) {
    const { outcome, group_name: group } = row.cells
    const name = JSON.stringify([group, outcome])
    const own = series.get(name)
    if (own === undefined) series.set(name, { outcome, group, rows: [row] })
    else own.rows.push(row)
  }
  return [...series.values()]
}

const isUsed = ({ cells }: RoundRow): boolean => cells.signal !== 'not-comparable'
const at = ({ key: [round = ''] }: RoundRow): string => round

function roundsPanel(
  { outcome, group, rows }: Series,
  rounds: readonly string[],
  { dataset }: ReportContext<SurveyDataset>,
): Panel {
  const y = scoreAxis(dataset, outcome, say('axis.mean'))
  const bounded = rowsWith(rows, 'mean', 'conf_low', 'conf_high')
  const line = (
    column: 'centre' | 'lower' | 'upper' | 'mean',
  ): { readonly x: readonly string[]; readonly y: readonly (number | null)[] } => ({
    x: rounds,
    y: rounds.map((round) => rows.find((row) => at(row) === round && isUsed(row))?.cells[column] ?? null),
  })
  return {
    id: `${group} ${outcome}`,
    title: group === '' ? { outcome } : say('row-name', { outcome: { outcome }, group }),
    geometry: 'cartesian',
    x: {
      scale: 'category',
      label: say('axis.round'),
      unit: null,
      categories: rounds.map((round) => ({ id: round, label: round })),
    },
    y,
    marks: [
      { mark: 'line', ...line('centre'), tone: { role: 'reference' }, weight: 'thin' },
      { mark: 'line', ...line('lower'), tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
      { mark: 'line', ...line('upper'), tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
      {
        mark: 'interval',
        along: 'y',
        at: bounded.map(at),
        low: bounded.map(({ cells }) => withinAxis(y, cells.conf_low)),
        high: bounded.map(({ cells }) => withinAxis(y, cells.conf_high)),
        tone: bounded.map((row): Tone => ({ role: isUsed(row) ? 'main' : 'not-comparable' })),
      },
      { mark: 'line', ...line('mean'), tone: { role: 'main' } },
      meanMark(rows),
    ],
  }
}

function meanMark(rows: readonly RoundRow[]): Mark {
  const known = rowsWith(rows, 'mean')
  return {
    mark: 'dot',
    x: known.map(at),
    y: known.map(({ cells }) => cells.mean),
    tone: known.map((row) => lookOf(row).tone),
    shape: known.map((row) => lookOf(row).shape),
    details: known.map((row) =>
      say('detail.round', {
        round: at(row),
        mean: quantity(row.cells.mean, 'mean'),
        interval: intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'mean'),
        n: row.cells.n ?? 0,
      }),
    ),
  }
}

function lookOf({ cells }: RoundRow): { readonly tone: Tone; readonly shape: DotShape } {
  switch (cells.signal) {
    case 'not-comparable':
      return { tone: { role: 'not-comparable' }, shape: 'hollow-circle' }
    case 'outside':
      return { tone: { role: 'signal' }, shape: 'diamond' }
    default:
      return { tone: { role: 'main' }, shape: 'circle' }
  }
}
