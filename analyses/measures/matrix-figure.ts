import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark, Panel } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import type { ResultTable } from '../core/result'
import { core, intervalPhrase, percentOf, quantity, type Label, type Phrase } from '../core/words'
import { largest, smallest } from '../numeric/summary/extremes'
import type { PriorityRow } from './declarations'
import { areCramped, placeWords, type Cross, type WordPlace } from './label-places'
import type { MeasuresOptions } from './options'
import { groupsWith, legend, mostRows, panelOf, shapeOf, toneOf, type GroupRows } from './panels'
import { say } from './words'

/** Names that stand beside their dots: how many, of how many letters, and a letter's share of the panel's width. */
const mostNamed = 8
const longestNamed = 34
const letterWidth = 0.0155

type WeighedRow = RowWith<PriorityRow, 'gap' | 'importance'>

/** What the panels have in common: importance from 0 to `right`, gaps from `bottom` to `top` with a margin at both ends. */
interface Plane {
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly margin: number
  /** The importance that each outcome would have if all counted equally. */
  readonly middle: number
}

/** How outcomes are written beside their dots: by name where there is room for that, else by a number that a note explains. */
interface Naming {
  readonly isNamed: boolean
  /** Whether there is a single panel, which has more room. */
  readonly isAlone: boolean
  readonly word: (outcome: string) => Label
  /** Letters of the name in the language in which it is longest. */
  readonly lengthOf: (outcome: string) => number
}

/** Gap against importance, a panel for each group; nothing where all outcomes count equally, since the dots would then stand in one column. */
export function matrixFigure(
  table: ResultTable,
  groups: readonly GroupRows<PriorityRow>[],
  limited: readonly Phrase[],
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const weighed = groupsWith(groups, 'gap', 'importance').map(({ name, rows }) => ({
    name,
    rows: rows.slice(0, mostRows),
  }))
  const all = weighed.flatMap(({ rows }) => rows)
  if (rowsWith(all, 'importance_raw').length === 0) return []
  const plane = planeOf(all, weighed[0]?.rows.length ?? 1)
  const outcomes = options.outcomes.filter((id) => all.some(({ cells }) => cells.outcome === id))
  const wanted = namingOf(outcomes, weighed.length === 1, context)
  // Names of dots that lie close together would stand on each other: a number takes less room.
  const naming = weighed.some(({ rows }) => isCramped(rows, plane, wanted)) ? numbered(wanted, outcomes) : wanted
  return [
    {
      id: 'matrix',
      title: say('figure.matrix.title'),
      description: say('figure.matrix.description', {
        count: outcomes.length,
        panels: weighed.length,
        below: all.filter(({ cells }) => cells.evidence === 'below').length,
      }),
      notes: [
        ...(naming.isNamed
          ? []
          : outcomes.map((id, index) => say('note.number', { number: String(index + 1), outcome: { outcome: id } }))),
        say('note.matrix', { confidence: percentOf(options.confidence) }),
        ...limited,
      ],
      panels: weighed.map((group) => matrixPanel(group, plane, naming)),
      panelColumns: weighed.length === 1 ? 1 : 2,
      legend,
      data: table,
    },
  ]
}

function planeOf(rows: readonly WeighedRow[], outcomes: number): Plane {
  const values = (...columns: readonly ('importance' | 'importance_high' | 'gap' | 'gap_low' | 'gap_high')[]) =>
    columns.flatMap((column) => rows.flatMap(({ cells }) => cells[column] ?? []))
  const top = Math.max(0, largest(values('gap', 'gap_high')))
  const bottom = Math.min(0, smallest(values('gap', 'gap_low')))
  return {
    right: Math.min(1, largest(values('importance', 'importance_high')) * 1.15),
    top,
    bottom,
    margin: 0.12 * Math.max(top - bottom, 0.2),
    middle: 1 / outcomes,
  }
}

function namingOf(
  outcomes: readonly string[],
  isAlone: boolean,
  { dataset: { instrument } }: ReportContext<SurveyDataset>,
): Naming {
  const lengthOf = (id: string): number => {
    const text =
      instrument.dimensions.find((dimension) => dimension.id === id)?.label ??
      instrument.items.find((item) => item.id === id)?.text ??
      {}
    const names = Object.values(text).flatMap((name) => name ?? [])
    return names.length === 0 ? id.length : largest(names.map((name) => name.length))
  }
  const isNamed = isAlone && outcomes.length <= mostNamed && outcomes.every((id) => lengthOf(id) <= longestNamed)
  const naming: Naming = { isNamed: true, isAlone, word: (id) => ({ outcome: id }), lengthOf }
  return isNamed ? naming : numbered(naming, outcomes)
}

const numbered = (naming: Naming, outcomes: readonly string[]): Naming => ({
  ...naming,
  isNamed: false,
  word: (id) => String(outcomes.indexOf(id) + 1),
})

function matrixPanel({ name, rows }: GroupRows<WeighedRow>, plane: Plane, naming: Naming): Panel {
  const { right, top, bottom, margin, middle } = plane
  const tone = rows.map(toneOf)
  const gap = rows.map(({ cells }) => cells.gap)
  const importance = rows.map(({ cells }) => cells.importance)
  return {
    ...panelOf(name),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.importance'), unit: null, domain: [0, right], as: 'percent' },
    y: {
      scale: 'linear',
      label: say('axis.gap'),
      unit: core.say('unit.scale-points'),
      domain: [bottom - margin, top + margin],
    },
    marks: [
      { mark: 'rule', along: 'y', at: 0, tone: { role: 'reference' } },
      { mark: 'rule', along: 'x', at: middle, tone: { role: 'reference' }, dash: 'dashed' },
      ...quadrantMarks(plane),
      {
        mark: 'interval',
        along: 'x',
        at: gap,
        low: rows.map(({ cells }) => cells.importance_low),
        high: rows.map(({ cells }) => cells.importance_high),
        tone,
        weight: 'thin',
      },
      {
        mark: 'interval',
        along: 'y',
        at: importance,
        low: rows.map(({ cells }) => cells.gap_low),
        high: rows.map(({ cells }) => cells.gap_high),
        tone,
        weight: 'thin',
      },
      { mark: 'dot', x: importance, y: gap, tone, shape: rows.map(shapeOf), details: rows.map(detailOf) },
      ...wordMarks(rows, plane, naming),
    ],
  }
}

/** What the quadrants ask for; the one of lower gap and lower importance asks for nothing. */
function quadrantMarks({ right, top, bottom, margin }: Plane): readonly Mark[] {
  const corner = (x: number, y: number, text: Label, anchor: 'start' | 'end'): Mark => ({
    mark: 'text',
    x: [x],
    y: [y],
    text: [text],
    tone: { role: 'muted' },
    anchor,
  })
  return [
    corner(right, top + 0.7 * margin, say('quadrant.act'), 'end'),
    corner(0, top + 0.7 * margin, say('quadrant.watch'), 'start'),
    corner(right, bottom - 0.7 * margin, say('quadrant.keep'), 'end'),
  ]
}

function detailOf({ cells }: WeighedRow): Phrase {
  return say('detail.matrix', {
    outcome: { outcome: cells.outcome },
    gap: quantity(cells.gap, 'estimate'),
    gapInterval: intervalPhrase(cells.gap_low, cells.gap_high, 'estimate'),
    importance: quantity(cells.importance, 'percent'),
    importanceInterval: intervalPhrase(cells.importance_low, cells.importance_high, 'percent'),
  })
}

interface PlacedWords {
  readonly crosses: readonly Cross[]
  readonly places: readonly WordPlace[]
}

const isCramped = (rows: readonly WeighedRow[], plane: Plane, naming: Naming): boolean => {
  const { crosses, places } = placedWords(rows, plane, naming)
  return naming.isNamed && areCramped(crosses, places)
}

/** Where the words of a panel stand, in shares of it. */
function placedWords(
  rows: readonly WeighedRow[],
  { right, top, bottom, margin, middle }: Plane,
  { isNamed, isAlone, lengthOf }: Naming,
): PlacedWords {
  const [base, height] = [bottom - margin, top - bottom + 2 * margin]
  const across = (importance: number): number => importance / right
  const up = (gap: number): number => (gap - base) / height
  const crosses = rows.map(({ cells }): Cross => ({
    x: across(cells.importance),
    y: up(cells.gap),
    left: across(cells.importance_low ?? cells.importance),
    right: across(cells.importance_high ?? cells.importance),
    low: up(cells.gap_low ?? cells.gap),
    high: up(cells.gap_high ?? cells.gap),
    width: isNamed ? lengthOf(cells.outcome) * letterWidth : isAlone ? 0.025 : 0.05,
    height: isAlone ? 0.068 : 0.12,
  }))
  const gap = isAlone ? ([0.012, 0.045] as const) : ([0.025, 0.08] as const)
  return { crosses, places: placeWords(crosses, gap, { x: across(middle), y: up(0) }) }
}

/** Words beside the dots, where they cover least of what else is drawn. */
function wordMarks(rows: readonly WeighedRow[], plane: Plane, naming: Naming): readonly Mark[] {
  const { right, top, bottom, margin } = plane
  const [base, height] = [bottom - margin, top - bottom + 2 * margin]
  const { places } = placedWords(rows, plane, naming)
  return rows.flatMap((row, index): readonly Mark[] => {
    const place = places[index]
    return place === undefined
      ? []
      : [
          {
            mark: 'text',
            x: [place.x * right],
            y: [base + place.y * height],
            text: [naming.word(row.cells.outcome)],
            tone: toneOf(row),
            anchor: place.anchor,
          },
        ]
  })
}
