import type { CategoryAxis, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import { quantity, type Label } from '../core/words'
import type { ResponseScale } from '../instrument/model'
import { largest } from '../numeric/summary/extremes'
import type { Bar, Bars } from './likert-bars'
import type { ItemStatisticsOptions } from './options'
import { say } from './words'

/** Segments narrower than this are not labelled. */
const labelledShare = 0.08
/** Between the bars and what stands aside of them. */
const gap = 0.06

/** Bars from 0 to 100 %. */
export function stackedPanel(bars: Bars): Panel {
  const steps = stepsOf(bars.scale)
  const shown = bars.bars.filter(({ isWithheld, n }) => !isWithheld && (n ?? 0) > 0)
  const before = (bar: Bar, step: number): number => bar.shares.slice(0, step).reduce((sum, share) => sum + share, 0)
  const segments = steps.map((value, step): Mark =>
    segmentMark(bars, shown, value, step, (bar) => [before(bar, step), before(bar, step + 1)]),
  )
  const end = 1
  return panelOf(
    bars,
    [...segments, ...withheldMark(bars, 0, 1), ...asideMarks(shown, end + gap)],
    [0, end],
    end + gap + widestNonResponse(shown),
  )
}

/** Bars that part at the middle of the scale; its middle category stands there, or at the side. */
export function divergingPanel(bars: Bars, neutral: ItemStatisticsOptions['neutral']): Panel {
  const steps = stepsOf(bars.scale)
  const middle = middleOf(bars.scale)
  const shown = bars.bars.filter(({ isWithheld, n }) => !isWithheld && (n ?? 0) > 0)
  const isAside = middle !== null && neutral === 'side'
  const below = middle ?? steps.length / 2
  const share = (bar: Bar, from: number, to: number): number =>
    bar.shares.slice(from, to).reduce((sum, one) => sum + one, 0)
  const half = (bar: Bar): number => (middle === null || isAside ? 0 : (bar.shares[middle] ?? 0) / 2)
  const above = middle === null ? below : middle + 1
  const left = (bar: Bar): number => share(bar, 0, below) + half(bar)
  const right = (bar: Bar): number => share(bar, above, steps.length) + half(bar)
  const reach = (of: (bar: Bar) => number): number =>
    Math.max(0.1, Math.ceil(Math.max(0, largest(shown.map(of))) * 10 - 1e-9) / 10)
  const end = reach(right)
  const neutralFrom = end + gap
  const neutralWidth = isAside ? Math.max(0, largest(shown.map((bar) => bar.shares[middle] ?? 0))) : 0
  const otherFrom = isAside ? neutralFrom + neutralWidth + gap : neutralFrom
  const segments = steps.map((value, step): Mark =>
    segmentMark(bars, shown, value, step, (bar) => {
      if (step === middle)
        return isAside ? [neutralFrom, neutralFrom + (bar.shares[step] ?? 0)] : [-half(bar), half(bar)]
      if (step < below) return [-half(bar) - share(bar, step, below), -half(bar) - share(bar, step + 1, below)]
      return [half(bar) + share(bar, above, step), half(bar) + share(bar, above, step + 1)]
    }),
  )
  const marks = [
    ...segments,
    ...withheldMark(bars, -reach(left), end),
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } } as const,
    ...asideMarks(shown, otherFrom),
  ]
  const nonResponse = widestNonResponse(shown)
  return panelOf(
    bars,
    marks,
    [-reach(left), end],
    nonResponse > 0 ? otherFrom + nonResponse : isAside ? neutralFrom + neutralWidth : end,
  )
}

function segmentMark(
  bars: Bars,
  shown: readonly Bar[],
  value: number,
  step: number,
  ends: (bar: Bar) => readonly [number, number],
): Mark {
  const steps = stepsOf(bars.scale).length
  return {
    mark: 'bar',
    along: 'x',
    at: shown.map(({ id }) => id),
    from: shown.map((bar) => ends(bar)[0]),
    to: shown.map((bar) => ends(bar)[1]),
    tone: { role: 'likert', step, of: steps },
    thickness: 0.75,
    labels: shown.map((bar): Label | null =>
      (bar.shares[step] ?? 0) < labelledShare ? null : quantity(bar.shares[step] ?? 0, 'percent'),
    ),
    details: shown.map((bar) =>
      say('detail', {
        bar: bar.label,
        response: { response: { scale: bars.scale.id, value } },
        share: quantity(bar.shares[step] ?? 0, 'percent'),
        n: bar.n ?? 0,
      }),
    ),
  }
}

/** Typed non-answers: outside the bars, to the right. */
function asideMarks(shown: readonly Bar[], from: number): readonly Mark[] {
  const some = shown.filter(({ nonResponse }) => nonResponse > 0)
  if (some.length === 0) return []
  const tone: Tone = { role: 'non-response' }
  return [
    {
      mark: 'bar',
      along: 'x',
      at: some.map(({ id }) => id),
      from: some.map(() => from),
      to: some.map(({ nonResponse }) => from + nonResponse),
      tone,
      thickness: 0.75,
      hatched: true,
      labels: some.map(({ nonResponse }): Label | null =>
        nonResponse < labelledShare ? null : quantity(nonResponse, 'percent'),
      ),
      details: some.map((bar) =>
        say('detail', {
          bar: bar.label,
          response: say('legend.non-response'),
          share: quantity(bar.nonResponse, 'percent'),
          n: bar.n ?? 0,
        }),
      ),
    },
  ]
}

function withheldMark(bars: Bars, from: number, to: number): readonly Mark[] {
  const withheld = bars.bars.filter(({ isWithheld }) => isWithheld)
  if (withheld.length === 0) return []
  return [
    {
      mark: 'bar',
      along: 'x',
      at: withheld.map(({ id }) => id),
      from: withheld.map(() => from),
      to: withheld.map(() => to),
      tone: { role: 'muted' },
      thickness: 0.75,
      hatched: true,
      labels: withheld.map(() => ':'),
    },
  ]
}

function panelOf(bars: Bars, marks: readonly Mark[], [low, high]: readonly [number, number], end: number): Panel {
  const y: CategoryAxis = {
    scale: 'category',
    label: bars.axis,
    unit: null,
    categories: bars.bars.map(({ id, label, n, isWithheld }) => ({
      id,
      label,
      ...(n === null || isWithheld ? {} : { aside: { message: 'survey:n', values: { n } } as const }),
    })),
  }
  const step = high - low > 1.2 ? 0.5 : 0.25
  const ticks: { at: number; label: Label }[] = []
  for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step)
    ticks.push({ at: at === 0 ? 0 : at, label: quantity(Math.abs(at), 'percent') })
  const x: LinearAxis = {
    scale: 'linear',
    label: say('axis.share'),
    unit: null,
    domain: [low, Math.max(high, end)],
    ticks,
    as: 'percent',
  }
  return { id: bars.id, ...(bars.title === null ? {} : { title: bars.title }), geometry: 'cartesian', x, y, marks }
}

function widestNonResponse(bars: readonly Bar[]): number {
  return Math.max(0, largest(bars.map(({ nonResponse }) => nonResponse)))
}

/** The values of a scale, from low to high. */
export function stepsOf(scale: ResponseScale): readonly number[] {
  return Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step)
}

/** Position of the neutral category; null on a scale with an even number of steps. */
export function middleOf(scale: ResponseScale): number | null {
  const steps = scale.max - scale.min + 1
  return steps % 2 === 1 ? (steps - 1) / 2 : null
}
