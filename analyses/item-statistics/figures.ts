import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import type { Label, Phrase } from '../core/words'
import type { ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { shownRows, type ShownRow } from '../survey/table-reading'
import type { ItemStatisticsOptions } from './compute'
import { largest } from '../numeric/summary/extremes'

/** Panels of small multiples, when every item has one. */
const mostPanels = 12
/** Bars below each other in a panel. */
const mostRows = 40
/** A scale with more steps than this is no Likert scale. */
const mostSteps = 11
/** Segments narrower than this are not labelled. */
const labelledShare = 0.08
/** Between the bars and what stands aside of them. */
const gap = 0.06

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `item-statistics:${key}`, values })

/** A bar: an item, or a group within an item. */
interface Bar {
  readonly id: string
  readonly label: Label
  readonly n: number | null
  readonly isWithheld: boolean
  /** Shares by step of the scale, as answered. */
  readonly shares: readonly number[]
  /** Share of typed non-answers among those asked. */
  readonly nonResponse: number
}

interface Bars {
  readonly id: string
  readonly title: Label | null
  readonly scale: ResponseScale
  readonly axis: Label
  readonly bars: readonly Bar[]
}

/** Likert bars, diverging about the middle and stacked to 100 %: one panel of items for everybody, one panel an item for groups. */
export function drawItemStatistics(
  tables: TablesById,
  options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { items: itemsTable, categories } = tables
  if (itemsTable === undefined || categories === undefined) return []
  const { panels, isLimited, total } = barsOf(itemsTable, categories, options, context)
  if (panels.length === 0) return []
  const kinds = (['diverging', 'stacked'] as const).filter((kind) => options.chart === 'both' || options.chart === kind)
  return kinds.map((kind) => {
    const drawn = panels.map((bars) =>
      kind === 'stacked' ? stackedPanel(bars) : divergingPanel(bars, options.neutral),
    )
    const isAside =
      kind === 'diverging' && options.neutral === 'side' && panels.some(({ scale }) => middleOf(scale) !== null)
    const hasNonResponse = panels.some(({ bars }) => bars.some(({ nonResponse }) => nonResponse > 0))
    const hasWithheld = panels.some(({ bars }) => bars.some(({ isWithheld }) => isWithheld))
    const barCount = panels.reduce((sum, { bars }) => sum + bars.length, 0)
    return {
      id: kind,
      title: phrase(`figure.${kind}.title`),
      description: phrase(`figure.${kind}.description`, { bars: barCount, panels: panels.length }),
      notes: [
        phrase('note.as-answered'),
        ...(hasNonResponse ? [phrase('note.non-response')] : []),
        ...(isAside ? [phrase('note.neutral-aside')] : []),
        ...(hasWithheld ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const] : []),
        ...(isLimited ? [{ message: 'survey:figure-limited', values: { shown: barCount, total } } as const] : []),
      ],
      panels: drawn,
      panelColumns: drawn.length > 3 ? 2 : 1,
      legend: legendOf(panels, hasNonResponse, hasWithheld),
      data: categories,
    }
  })
}

function barsOf(
  itemsTable: ResultTable,
  categories: ResultTable,
  options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): { readonly panels: readonly Bars[]; readonly isLimited: boolean; readonly total: number } {
  const { instrument } = context.dataset
  const columns = groupColumns(context.dataset, options.by)
  const rows = shownRows(itemsTable, columns, 'n')
  const cells = shownRows(categories, columns, 'share')
  const shares = new Map<string, { shares: number[]; isWithheld: boolean }>()
  for (const cell of cells) {
    const name = JSON.stringify([cell.name, cell.text('item')])
    const known = shares.get(name) ?? { shares: [], isWithheld: false }
    known.shares.push(cell.number('share') ?? 0)
    shares.set(name, { shares: known.shares, isWithheld: known.isWithheld || cell.isWithheld })
  }
  const items = instrument.items.filter((item) => {
    const scale = scaleOf(instrument, item)
    return (
      options.items.includes(item.id) &&
      scale.kind === 'ordinal' &&
      scale.max - scale.min + 1 <= mostSteps &&
      scale.max > scale.min
    )
  })
  const barOf = (row: ShownRow, item: Item, id: string, label: Label): Bar => {
    const found = shares.get(JSON.stringify([row.name, item.id]))
    const typed = (row.number('dont_know') ?? 0) + (row.number('not_relevant') ?? 0) + (row.number('refused') ?? 0)
    const asked = (row.number('n') ?? 0) + (row.number('blank') ?? 0) + typed
    return {
      id,
      label,
      n: row.number('n'),
      isWithheld: found?.isWithheld ?? row.isWithheld,
      shares: found?.shares ?? [],
      nonResponse: asked === 0 || found?.isWithheld === true ? 0 : typed / asked,
    }
  }
  const named = (item: Item): Label =>
    item.reversed ? phrase('item-reversed', { item: { item: item.id } }) : { item: item.id }
  if (columns.length === 0) {
    const byScale = new Map<ResponseScale, Item[]>()
    for (const item of items)
      byScale.set(scaleOf(instrument, item), [...(byScale.get(scaleOf(instrument, item)) ?? []), item])
    const panels = [...byScale].map(([scale, own]): Bars => {
      const bars = own
        .slice(0, mostRows)
        .flatMap((item) =>
          rows.filter((row) => row.text('item') === item.id).map((row) => barOf(row, item, item.id, named(item))),
        )
      return { id: scale.id, title: null, scale, axis: phrase('axis.item'), bars }
    })
    return {
      panels: panels.filter(({ bars }) => bars.length > 0),
      isLimited: [...byScale.values()].some((own) => own.length > mostRows),
      total: items.length,
    }
  }
  const by: Label = { list: columns.map((attribute): Label => ({ attribute })) }
  const groups = new Set(rows.map(({ name }) => name)).size
  const panels = items.slice(0, mostPanels).map((item): Bars => {
    const own = rows.filter((row) => row.text('item') === item.id).slice(0, mostRows)
    return {
      id: item.id,
      title: named(item),
      scale: scaleOf(instrument, item),
      axis: phrase('axis.group', { by }),
      bars: own.map((row) => barOf(row, item, row.name, row.name)),
    }
  })
  return {
    panels: panels.filter(({ bars }) => bars.length > 0),
    isLimited: items.length > mostPanels || groups > mostRows,
    total: items.length * groups,
  }
}

function stackedPanel(bars: Bars): Panel {
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

function divergingPanel(bars: Bars, neutral: 'middle' | 'side'): Panel {
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
      (bar.shares[step] ?? 0) < labelledShare ? null : { value: bar.shares[step] ?? 0, as: 'percent' },
    ),
    details: shown.map((bar) =>
      phrase('detail', {
        bar: bar.label,
        response: { response: { scale: bars.scale.id, value } },
        share: { value: bar.shares[step] ?? 0, as: 'percent' },
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
        nonResponse < labelledShare ? null : { value: nonResponse, as: 'percent' },
      ),
      details: some.map((bar) =>
        phrase('detail', {
          bar: bar.label,
          response: phrase('legend.non-response'),
          share: { value: bar.nonResponse, as: 'percent' },
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
    ticks.push({ at: at === 0 ? 0 : at, label: { value: Math.abs(at), as: 'percent' } })
  const x: LinearAxis = {
    scale: 'linear',
    label: phrase('axis.share'),
    unit: null,
    domain: [low, Math.max(high, end)],
    ticks,
    as: 'percent',
  }
  return { id: bars.id, ...(bars.title === null ? {} : { title: bars.title }), frame: 'cartesian', x, y, marks }
}

function widestNonResponse(bars: readonly Bar[]): number {
  return Math.max(0, largest(bars.map(({ nonResponse }) => nonResponse)))
}

function stepsOf(scale: ResponseScale): readonly number[] {
  return Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step)
}

/** Position of the neutral category; null on a scale with an even number of steps. */
function middleOf(scale: ResponseScale): number | null {
  const steps = scale.max - scale.min + 1
  return steps % 2 === 1 ? (steps - 1) / 2 : null
}

/** Every category keeps its place and colour, used or not. Scales with the same labels share entries. */
function legendOf(panels: readonly Bars[], hasNonResponse: boolean, hasWithheld: boolean): readonly LegendEntry[] {
  const scales = [...new Map(panels.map(({ scale }) => [scale.id, scale])).values()]
  const entries = scales.flatMap((scale) => {
    const steps = stepsOf(scale)
    return steps.map((value, step): LegendEntry => ({
      label: { response: { scale: scale.id, value } },
      tone: { role: 'likert', step, of: steps.length },
      sign: 'square',
    }))
  })
  return [
    ...entries,
    ...(hasNonResponse
      ? [{ label: phrase('legend.non-response'), tone: { role: 'non-response' }, sign: 'hatch' } as const]
      : []),
    ...(hasWithheld
      ? [{ label: { message: 'survey:withheld' }, tone: { role: 'muted' }, sign: 'hatch' } as const]
      : []),
  ]
}
