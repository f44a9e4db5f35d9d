import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Tone } from '../core/figure'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { log } from '../numeric/elementary/elementary-functions'
import type { OrdinalModelOptions } from './compute'
import { intervalText, percentOf } from './prose'
import { largest, smallest } from '../numeric/summary/extremes'

/** Rows that the panels of a figure can hold one under the other on a page. */
const mostRows = 24
const mostPanels = 6
/** Narrower segments carry no number. */
const labelledShare = 0.07
const oddsTicks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
const fewOddsTicks = [0.01, 0.1, 1, 10, 100]
const ticksWithRoom = 9

type Record = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `ordinal-model:${key}`, values })
const numberIn = ({ cells }: Record, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Record, id: string): string => (typeof cells[id] === 'string' ? cells[id] : '')

/** Odds ratios as a forest, and the category shares that the model gives each group. */
export function drawOrdinalModel(
  tables: TablesById,
  options: OrdinalModelOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { coefficients, predicted, groups } = tables
  if (coefficients === undefined || predicted === undefined || groups === undefined) return []
  return [...oddsFigure(coefficients, options), ...predictedFigure(predicted, groups, context)]
}

function oddsFigure(table: ResultTable, options: OrdinalModelOptions): readonly FigureSpec[] {
  const isLogit = options.link === 'logit'
  const all = tableRecords(table).filter((row) => numberIn(row, 'estimate') !== null)
  if (all.length === 0) return []
  const items = [...new Set(all.map((row) => textIn(row, 'outcome')))]
  const shownItems = items.slice(0, mostPanels)
  const room = Math.max(4, Math.floor(mostRows / Math.ceil(shownItems.length / 2)))
  // The same predictors in every panel: those with the strongest evidence in any.
  const strength = new Map<string, number>()
  for (const row of all)
    if (shownItems.includes(textIn(row, 'outcome')))
      strength.set(
        textIn(row, 'term'),
        Math.max(strength.get(textIn(row, 'term')) ?? 0, Math.abs(numberIn(row, 'statistic') ?? 0)),
      )
  const picked = new Set(
    [...strength]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, room)
      .map(([term]) => term),
  )
  const level = 1 - options.confidence
  const isClear = (row: Record): boolean => (numberIn(row, 'p_value') ?? 1) < level
  const tone = (row: Record): Tone => ({ role: isClear(row) ? 'main' : 'muted' })
  const shape = (row: Record): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')
  const drawn = all.filter((row) => shownItems.includes(textIn(row, 'outcome')) && picked.has(textIn(row, 'term')))
  const x = oddsAxis(drawn, isLogit)
  const panels = shownItems.map((item): Panel => {
    const rows = drawn.filter((row) => textIn(row, 'outcome') === item)
    const at = (row: Record): string => textIn(row, 'term')
    return {
      id: item,
      title: { item },
      frame: 'cartesian',
      x,
      y: {
        scale: 'category',
        label: say('axis.predictor'),
        unit: null,
        categories: rows.map((row) => ({ id: at(row), label: shortName(row) })),
      },
      marks: [
        { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
        {
          mark: 'interval',
          along: 'x',
          at: rows.map(at),
          low: rows.map((row) => numberIn(row, 'conf_low')),
          high: rows.map((row) => numberIn(row, 'conf_high')),
          tone: rows.map(tone),
        },
        {
          mark: 'dot',
          x: rows.map((row) => numberIn(row, 'estimate')),
          y: rows.map(at),
          tone: rows.map(tone),
          shape: rows.map(shape),
          details: rows.map((row) =>
            say('detail.odds', {
              predictor: row.cells['predictor'] as Label,
              estimate: { value: numberIn(row, isLogit ? 'odds_ratio' : 'estimate'), as: 'estimate' },
              interval: isLogit
                ? intervalText(row.cells['odds_ratio_low'], row.cells['odds_ratio_high'])
                : intervalText(row.cells['conf_low'], row.cells['conf_high']),
              p: { value: numberIn(row, 'p_value'), as: 'probability' },
              isLogit,
            }),
          ),
        },
      ],
    }
  })
  return [
    {
      id: 'odds',
      title: say('figure.odds.title', { isLogit, count: items.length, item: { item: items[0] ?? '' } }),
      description: say('figure.odds.description', {
        isLogit,
        count: drawn.length,
        clear: drawn.filter(isClear).length,
        confidence: percentOf(options.confidence),
        items: shownItems.length,
      }),
      notes: [
        say(isLogit ? 'note.odds' : 'note.latent', {
          confidence: percentOf(options.confidence),
          profile: options.interval === 'profile',
        }),
        ...(referencesIn(drawn).length > 0 ? [say('note.references', { levels: { list: referencesIn(drawn) } })] : []),
        ...(drawn.length < all.length
          ? [{ message: 'survey:figure-limited', values: { shown: drawn.length, total: all.length } } as const]
          : []),
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : 2,
      legend: [
        { label: say('legend.clear', { level: percentOf(level) }), tone: { role: 'main' }, sign: 'dot' },
        { label: say('legend.unclear', { level: percentOf(level) }), tone: { role: 'muted' }, sign: 'hollow-dot' },
      ],
      data: table,
    },
  ]
}

/** The level and its column, without what it is held against. */
const shortName = (row: Record): Label =>
  typeof row.cells['level'] === 'string'
    ? say('predictor.short', { attribute: { attribute: textIn(row, 'attribute') }, level: textIn(row, 'level') })
    : (row.cells['predictor'] as Label)

/** What the levels drawn are held against, each column once. */
function referencesIn(rows: readonly Record[]): readonly Label[] {
  const references = new Map(
    rows
      .filter((row) => typeof row.cells['reference'] === 'string')
      .map((row) => [JSON.stringify([textIn(row, 'attribute'), textIn(row, 'reference')]), row]),
  )
  return [...references.values()].map((row): Label =>
    say('predictor.short', { attribute: { attribute: textIn(row, 'attribute') }, level: textIn(row, 'reference') }),
  )
}

/** Linear in log odds, labelled with odds ratios. */
function oddsAxis(rows: readonly Record[], isLogit: boolean): LinearAxis {
  if (!isLogit) return { scale: 'linear', label: say('axis.latent'), unit: null }
  const values = rows.flatMap((row) => ['estimate', 'conf_low', 'conf_high'].flatMap((id) => numberIn(row, id) ?? []))
  const widest = log(100)
  const low = Math.max(-widest, Math.min(0, smallest(values)))
  const high = Math.min(widest, Math.max(0, largest(values)))
  const margin = 0.06 * Math.max(high - low, 0.5)
  const within = (ticks: readonly number[]): readonly number[] =>
    ticks.filter((ratio) => log(ratio) >= low - margin && log(ratio) <= high + margin)
  const ticks = within(oddsTicks)
  return {
    scale: 'linear',
    label: say('axis.odds'),
    unit: null,
    domain: [low - margin, high + margin],
    ticks: (ticks.length > ticksWithRoom ? within(fewOddsTicks) : ticks).map((ratio) => ({
      at: log(ratio),
      label: { value: ratio, as: ratio < 0.1 ? 'estimate' : 'df' } as const,
    })),
  }
}

function predictedFigure(
  table: ResultTable,
  groups: ResultTable,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const all = tableRecords(table).filter((row) => numberIn(row, 'share') !== null)
  const { instrument } = context.dataset
  const parts = [...new Set(all.map((row) => JSON.stringify([textIn(row, 'outcome'), textIn(row, 'attribute')])))]
  if (parts.length === 0) return []
  const people = new Map(
    tableRecords(groups).map((row) => [
      JSON.stringify([textIn(row, 'outcome'), textIn(row, 'attribute'), textIn(row, 'level')]),
      numberIn(row, 'n'),
    ]),
  )
  const shownParts = parts.slice(0, mostPanels)
  const room = Math.max(4, Math.floor(mostRows / Math.ceil(shownParts.length / 2)))
  let hidden = 0
  const scales = new Map<string, ResponseScale>()
  const panels = shownParts.flatMap((part): readonly Panel[] => {
    const [id = '', attribute = ''] = JSON.parse(part) as readonly string[]
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) return []
    const scale = scaleOf(instrument, item)
    scales.set(`${scale.id} ${item.reversed}`, scale)
    const own = all.filter((row) => textIn(row, 'outcome') === id && textIn(row, 'attribute') === attribute)
    const levels = [...new Set(own.map((row) => textIn(row, 'level')))]
    hidden += Math.max(0, levels.length - room)
    return [
      sharesPanel(
        item,
        attribute,
        scale,
        own,
        levels.slice(0, room),
        (level) => people.get(JSON.stringify([id, attribute, level])) ?? null,
      ),
    ]
  })
  const [first] = panels
  if (first === undefined) return []
  return [
    {
      id: 'predicted',
      title: say('figure.predicted.title', { count: panels.length, panel: first.title ?? '' }),
      description: say('figure.predicted.description', {
        count: panels.length,
        panels: { list: panels.map(({ title }) => title ?? '') },
      }),
      notes: [
        say('note.predicted'),
        ...(hidden > 0 || parts.length > shownParts.length
          ? [say('note.left-out', { shown: panels.length, of: parts.length, levels: hidden })]
          : []),
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : 2,
      legend: legendOf(shownParts, context),
      data: table,
    },
  ]
}

function sharesPanel(
  item: Item,
  attribute: string,
  scale: ResponseScale,
  rows: readonly Record[],
  levels: readonly string[],
  peopleIn: (level: string) => number | null,
): Panel {
  const steps = scale.max - scale.min + 1
  const byLevel = levels.map((level) =>
    rows
      .filter((row) => textIn(row, 'level') === level)
      .toSorted((a, b) => (numberIn(a, 'value') ?? 0) - (numberIn(b, 'value') ?? 0)),
  )
  const share = (own: readonly Record[], value: number): number =>
    own.reduce((sum, row) => sum + (numberIn(row, 'value') === value ? (numberIn(row, 'share') ?? 0) : 0), 0)
  const below = (own: readonly Record[], value: number): number =>
    own.reduce((sum, row) => sum + ((numberIn(row, 'value') ?? 0) < value ? (numberIn(row, 'share') ?? 0) : 0), 0)
  const segments = Array.from({ length: steps }, (_, step): Mark => {
    const value = scale.min + step
    const response: Label = {
      response: { scale: scale.id, value: item.reversed ? scale.min + scale.max - value : value },
    }
    return {
      mark: 'bar',
      along: 'x',
      at: levels,
      from: byLevel.map((own) => below(own, value)),
      to: byLevel.map((own) => below(own, value) + share(own, value)),
      tone: { role: 'likert', step, of: steps },
      thickness: 0.75,
      labels: byLevel.map((own): Label | null =>
        share(own, value) < labelledShare ? null : { value: share(own, value), as: 'percent' },
      ),
      details: levels.map((level, index) =>
        say('detail.share', { level, response, share: { value: share(byLevel[index] ?? [], value), as: 'percent' } }),
      ),
    }
  })
  const x: LinearAxis = {
    scale: 'linear',
    label: say('axis.share'),
    unit: null,
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: { value: at, as: 'percent' } as const })),
    as: 'percent',
  }
  return {
    id: `${item.id} ${attribute}`,
    title: { item: item.id },
    frame: 'cartesian',
    x,
    y: {
      scale: 'category',
      label: { attribute },
      unit: null,
      categories: levels.map((level) => {
        const n = peopleIn(level)
        return {
          id: level,
          label: level,
          ...(n === null ? {} : { aside: { message: 'survey:n', values: { n } } as const }),
        }
      }),
    },
    marks: segments,
  }
}

/** Every category keeps its place and colour, used or not. Scales with the same labels share entries. */
function legendOf(
  parts: readonly string[],
  { dataset: { instrument } }: ReportContext<SurveyDataset>,
): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>()
  for (const part of parts) {
    const [id] = JSON.parse(part) as readonly string[]
    const item = instrument.items.find((candidate) => candidate.id === id)
    if (item === undefined) continue
    const scale = scaleOf(instrument, item)
    const steps = scale.max - scale.min + 1
    for (let step = 0; step < steps; step += 1) {
      const value = scale.min + step
      const answered = item.reversed ? scale.min + scale.max - value : value
      entries.set(`${scale.id} ${step} ${answered}`, {
        label: { response: { scale: scale.id, value: answered } },
        tone: { role: 'likert', step, of: steps },
        sign: 'square',
      })
    }
  }
  return [...entries.values()]
}
