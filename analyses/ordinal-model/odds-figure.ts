import type { FigureSpec, LinearAxis, Panel, Tone } from '../core/figure'
import { rowsWith, type RowWith, type TableReading } from '../core/reading'
import { percentOf, quantity, type Label } from '../core/words'
import { log } from '../numeric/elementary/elementary-functions'
import { largest, smallest } from '../numeric/summary/extremes'
import { confidenceMark, limitNote } from '../survey/figure-furniture'
import type { CoefficientRow, tables } from './declarations'
import type { OrdinalModelOptions } from './options'
import { mostPanels, rowsInPanel } from './panel-room'
import { levelPhrase } from './predictor-words'
import { intervalText } from './prose'
import { say } from './words'

const oddsTicks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
const fewOddsTicks = [0.01, 0.1, 1, 10, 100]
const ticksWithRoom = 9

type EstimatedRow = RowWith<CoefficientRow, 'estimate'>

/** The coefficients item by item with their intervals, the same predictors in every panel. */
export function oddsFigure(
  { rows, table }: TableReading<typeof tables.coefficients>,
  options: OrdinalModelOptions,
): readonly FigureSpec[] {
  const all = rowsWith(rows, 'estimate')
  if (all.length === 0) return []
  const isLogit = options.link === 'logit'
  const items = [...new Set(all.map(({ cells }) => cells.outcome))]
  const shownItems = items.slice(0, mostPanels)
  const drawn = strongest(
    all.filter(({ cells }) => shownItems.includes(cells.outcome)),
    rowsInPanel(shownItems.length),
  )
  const axis = oddsAxis(drawn, isLogit)
  const level = percentOf(1 - options.confidence)
  const confidence = percentOf(options.confidence)
  const references = referencesIn(drawn)
  return [
    {
      id: 'odds',
      title: say('figure.odds.title', { isLogit, count: items.length, item: { item: items[0] ?? '' } }),
      description: say('figure.odds.description', {
        isLogit,
        count: drawn.length,
        clear: drawn.filter((row) => isClear(row, options)).length,
        confidence,
        items: shownItems.length,
      }),
      notes: [
        say(isLogit ? 'note.odds' : 'note.latent', { confidence, profile: options.interval === 'profile' }),
        ...(references.length > 0 ? [say('note.references', { levels: { list: references } })] : []),
        ...limitNote(drawn.length, all.length),
      ],
      panels: shownItems.map((item) =>
        itemPanel(
          item,
          drawn.filter(({ cells }) => cells.outcome === item),
          axis,
          options,
        ),
      ),
      panelColumns: shownItems.length === 1 ? 1 : 2,
      legend: [
        { label: say('legend.clear', { level }), tone: { role: 'main' }, sign: 'dot' },
        { label: say('legend.unclear', { level }), tone: { role: 'muted' }, sign: 'hollow-dot' },
      ],
      data: table,
    },
  ]
}

/** The rows of the terms with the strongest evidence in any item. */
function strongest(rows: readonly EstimatedRow[], room: number): readonly EstimatedRow[] {
  const strength = new Map<string, number>()
  for (const { cells } of rows)
    strength.set(cells.term, Math.max(strength.get(cells.term) ?? 0, Math.abs(cells.statistic ?? 0)))
  const picked = [...strength].toSorted(([, a], [, b]) => b - a).slice(0, room)
  const terms = new Set(picked.map(([term]) => term))
  return rows.filter(({ cells }) => terms.has(cells.term))
}

const isClear = ({ cells }: CoefficientRow, { confidence }: OrdinalModelOptions): boolean =>
  (cells.p_value ?? 1) < 1 - confidence

function itemPanel(item: string, rows: readonly EstimatedRow[], axis: LinearAxis, options: OrdinalModelOptions): Panel {
  const at = rows.map(({ cells }) => cells.term)
  const tones = rows.map((row): Tone => ({ role: isClear(row, options) ? 'main' : 'muted' }))
  return {
    id: item,
    title: { item },
    geometry: 'cartesian',
    x: axis,
    y: {
      scale: 'category',
      label: say('axis.predictor'),
      unit: null,
      categories: rows.map((row) => ({ id: row.cells.term, label: shortName(row) })),
    },
    marks: [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      confidenceMark(rows, at, tones),
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.estimate),
        y: at,
        tone: tones,
        shape: rows.map((row) => (isClear(row, options) ? 'circle' : 'hollow-circle')),
        details: rows.map((row) => detailOf(row, options)),
      },
    ],
  }
}

function detailOf({ cells }: EstimatedRow, { link }: OrdinalModelOptions): Label {
  const isLogit = link === 'logit'
  return say('detail.odds', {
    predictor: cells.predictor_name ?? '',
    estimate: quantity(isLogit ? cells.odds_ratio : cells.estimate, 'estimate'),
    interval: isLogit
      ? intervalText(cells.odds_ratio_low, cells.odds_ratio_high)
      : intervalText(cells.conf_low, cells.conf_high),
    p: quantity(cells.p_value, 'probability'),
  })
}

/** The level and its column, without what it is held against. */
const shortName = ({ cells: { attribute, level, predictor_name: name } }: CoefficientRow): Label =>
  attribute === null || level === null ? (name ?? '') : levelPhrase(attribute, level)

/** What the levels drawn are held against, each column once. */
function referencesIn(rows: readonly CoefficientRow[]): readonly Label[] {
  const references = new Map(
    rowsWith(rows, 'attribute', 'reference').map(({ cells: { attribute, reference } }) => [
      JSON.stringify([attribute, reference]),
      levelPhrase(attribute, reference),
    ]),
  )
  return [...references.values()]
}

/** Linear in log odds, labelled with odds ratios. */
function oddsAxis(rows: readonly EstimatedRow[], isLogit: boolean): LinearAxis {
  if (!isLogit) return { scale: 'linear', label: say('axis.latent'), unit: null }
  const values = rows.flatMap(({ cells }) => [
    cells.estimate,
    ...(cells.conf_low === null ? [] : [cells.conf_low]),
    ...(cells.conf_high === null ? [] : [cells.conf_high]),
  ])
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
      label: quantity(ratio, ratio < 0.1 ? 'estimate' : 'df'),
    })),
  }
}
