import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark, Panel, Tone } from '../core/figure'
import type { Label } from '../core/words'
import { largest, smallest } from '../numeric/summary/extremes'
import { unitLabel } from '../survey/score-axis'
import { detailOf, namesOf, type DrawnOutcome, type ScoredRow } from './drawn-outcomes'
import { say } from './words'

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

/** Plain means by number of people, with the limits that chance alone would keep them in. */
export function funnel(
  all: readonly DrawnOutcome[],
  by: Label,
  withheld: readonly Label[],
  context: ReportContext<SurveyDataset>,
): Omit<FigureSpec, 'data'> {
  const shown = all.slice(0, mostFunnels)
  const named = shown.flatMap(outsideNote)
  return {
    id: 'funnel',
    title: say('figure.funnel.title', { by, count: shown.length, outcome: { outcome: shown[0]?.outcome ?? '' } }),
    description: say('figure.funnel.description', { by, outcomes: namesOf(shown) }),
    notes: [
      say('note.funnel'),
      ...named,
      ...withheld,
      ...(all.length > shown.length ? [say('note.left-out', { shown: shown.length, of: all.length })] : []),
    ],
    panels: shown.map((outcome) => funnelPanel(outcome, context)),
    panelColumns: Math.min(shown.length, shown.length === 4 ? 2 : 3),
    legend: [
      { label: say('legend.overall'), tone: { role: 'reference' }, sign: 'line' },
      { label: say('legend.limit-95'), tone: limits[0].tone, sign: 'dashed-line' },
      { label: say('legend.limit-998'), tone: limits[1].tone, sign: 'line' },
      ...(named.length > 0
        ? [{ label: say('legend.outside'), tone: { role: 'signal' }, sign: 'dot', shape: 'diamond' } as const]
        : []),
    ],
  }
}

/** Further from the overall mean than chance alone would bring one group in five hundred. */
const isOutside = ({ cells }: ScoredRow, { overall, sigma }: DrawnOutcome): boolean =>
  Math.abs(cells.mean - overall) > (limits[1].z * sigma) / Math.sqrt(cells.n)

/** Which groups lie beyond the outer limits. */
function outsideNote(drawn: DrawnOutcome): readonly Label[] {
  const beyond = drawn.rows.filter((row) => isOutside(row, drawn))
  if (beyond.length === 0) return []
  return [
    say('note.outside', {
      outcome: { outcome: drawn.outcome },
      groups: { list: beyond.slice(0, mostNamed).map(({ name }) => name) },
      hasMore: beyond.length > mostNamed,
      more: beyond.length - mostNamed,
    }),
  ]
}

function funnelPanel(drawn: DrawnOutcome, context: ReportContext<SurveyDataset>): Panel {
  const { outcome, overall, rows } = drawn
  const sizes = rows.map(({ cells }) => cells.n)
  const areOutside = rows.map((row) => isOutside(row, drawn))
  return {
    id: outcome,
    title: { outcome },
    geometry: 'cartesian',
    // Ends past the largest group, short of the next round number: its words would stand half outside of a small panel.
    x: { scale: 'linear', label: say('axis.n'), unit: null, domain: [0, largest(sizes) * 1.08 + 1] },
    y: { scale: 'linear', label: say('axis.mean'), unit: unitLabel(context.dataset, outcome) },
    marks: [
      ...limitCurves(drawn, sizes),
      { mark: 'rule', along: 'y', at: overall, tone: { role: 'reference' } },
      {
        mark: 'dot',
        x: sizes,
        y: rows.map(({ cells }) => cells.mean),
        tone: areOutside.map((isFar): Tone => ({ role: isFar ? 'signal' : 'main' })),
        shape: areOutside.map((isFar) => (isFar ? 'diamond' : 'circle')),
        size: 'small',
        details: rows.map(detailOf),
      },
    ],
  }
}

/** The limits over the sizes that there are and a little beyond, with points closer together at the narrow end, where they bend. */
function limitCurves({ overall, sigma }: DrawnOutcome, sizes: readonly number[]): readonly Mark[] {
  const [fewest, most] = [smallest(sizes), largest(sizes)]
  const low = Math.max(1, fewest - 0.04 * (most - fewest) - 0.2)
  const high = most + 0.04 * (most - fewest) + 0.2
  const at = Array.from(
    { length: curvePoints },
    (_, index) => low + (high - low) * (index / (curvePoints - 1)) * (index / (curvePoints - 1)),
  )
  return limits.flatMap(({ z, tone, dash }) =>
    [1, -1].map((side): Mark => ({
      mark: 'line',
      x: at,
      y: at.map((n) => overall + (side * z * sigma) / Math.sqrt(n)),
      tone,
      dash,
      weight: 'thin',
    })),
  )
}
