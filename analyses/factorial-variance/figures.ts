import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import {
  panelColumnsFor,
  type DotShape,
  type FigureSpec,
  type LegendEntry,
  type LinearAxis,
  type Mark,
  type Panel,
  type Position,
  type Tone,
} from '../core/figure'
import { rowsWith } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { withheldNote } from '../survey/figure-furniture'
import { scoreAxis, withinAxis } from '../survey/score-axis'
import type { MeanRow, Tables, TermRow } from './declarations'
import { columnsOf, factorColumns, factorList, termName } from './factors'
import { mostPanels, rolesOf, type Roles } from './figure-roles'
import type { FactorialVarianceOptions } from './options'
import { termsOf, testResult } from './prose'
import { say } from './words'

/** With at most this many outcomes, the tests of the interaction are written under the panels. */
const outcomesWithTest = 6
const shapes: readonly DotShape[] = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'star', 'cross']
const toneOf = (line: number): Tone => ({ role: 'series', index: line })
const shapeOf = (line: number): DotShape => shapes[line] ?? 'circle'

/** The combinations of levels, and which factor lies where. */
interface Grid {
  readonly rows: readonly MeanRow[]
  readonly roles: Roles
  /** Levels along the axis, with a line each, and with a panel each. */
  readonly places: readonly string[]
  readonly lines: readonly string[]
  readonly facets: readonly (string | null)[]
  levelOf(row: MeanRow, factor: number): string
  /** The combination's name: all its levels. */
  nameOf(row: MeanRow): string
}

/** A panel: an outcome, and with three factors a level of the third. */
interface PanelPlace {
  readonly outcome: string
  readonly facet: string | null
}

/** The means of all combinations with intervals: lines that are not parallel show an interaction. */
export function factorialVarianceFigures(
  { anova, marginal_means: means }: Tables,
  options: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { factors } = options
  const whole = termName(
    factors,
    factors.map((_, position) => position),
  )
  const rows = means.rows.filter(({ cells }) => cells.term === whole)
  const estimated = rowsWith(rows, 'estimate')
  const grid = estimated.length === 0 ? null : gridOf(rows, estimated, factors, context)
  if (grid === null) return []
  const outcomes = options.outcomes.filter((outcome) => estimated.some(({ cells }) => cells.outcome === outcome))
  const wanted = outcomes.flatMap((outcome) => grid.facets.map((facet): PanelPlace => ({ outcome, facet })))
  const panels = wanted.slice(0, mostPanels).map((place) => panelOf(place, grid, factors, context.dataset))
  const by = factorList(factors)
  const along: Label = { attribute: factors[grid.roles.along] ?? '' }
  const line: Label = { attribute: factors[grid.roles.lines] ?? '' }
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'interaction',
      title: say('figure.interaction.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
      description: say('figure.interaction.description', {
        by,
        outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
        places: grid.places.length,
        along,
        lines: grid.lines.length,
        line,
        confidence,
      }),
      notes: [
        say('note.intervals', { confidence, isAdditive: !options.interactions }),
        ...interactionNotes(anova.rows, outcomes, whole),
        ...withheldNote(
          rows.some((row) => row.isWithheld('estimate')),
          context,
        ),
        ...(panels.length < wanted.length
          ? [say('note.panels-left-out', { shown: panels.length, of: wanted.length })]
          : []),
      ],
      panels,
      panelColumns: panelColumnsFor(panels.length),
      legend: grid.lines.map((level, index): LegendEntry => ({
        label: level,
        tone: toneOf(index),
        sign: 'dot',
        shape: shapeOf(index),
      })),
      legendTitle: line,
      data: means.table,
    },
  ]
}

/** Null when there are more levels than can be told apart. @param estimated the rows with a mean, whose levels are shown */
function gridOf(
  rows: readonly MeanRow[],
  estimated: readonly MeanRow[],
  factors: readonly string[],
  context: ReportContext<SurveyDataset>,
): Grid | null {
  const columns = columnsOf(context.dataset, factors)
  const positions = factorColumns(context.dataset, factors).map((own) => own.map((column) => columns.indexOf(column)))
  const levelOf = (row: MeanRow, factor: number): string =>
    (positions[factor] ?? []).map((position) => row.key[position] ?? '').join(' · ')
  const levels = positions.map((own, factor) => {
    const found = [...new Set(estimated.map((row) => levelOf(row, factor)))]
    if (own.length > 1) return found.toSorted()
    const order = context.levelsInOrder(factors[factor] ?? '')
    return found.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
  })
  const roles = rolesOf(
    factors,
    levels.map(({ length }) => length),
  )
  if (roles === null) return null
  return {
    rows,
    roles,
    places: levels[roles.along] ?? [],
    lines: levels[roles.lines] ?? [],
    facets: roles.panels === null ? [null] : (levels[roles.panels] ?? []),
    levelOf,
    nameOf: (row) => factors.map((_, factor) => levelOf(row, factor)).join(' · '),
  }
}

function panelOf(
  { outcome, facet }: PanelPlace,
  grid: Grid,
  factors: readonly string[],
  dataset: SurveyDataset,
): Panel {
  const { rows, roles, places, lines, levelOf } = grid
  const own = rows.filter(
    (row) => row.cells.outcome === outcome && (facet === null || levelOf(row, roles.panels ?? 0) === facet),
  )
  const axis = scoreAxis(dataset, outcome, say('axis.mean'))
  return {
    id: facet === null ? outcome : `${outcome} ${facet}`,
    title: facet === null ? { outcome } : say('panel', { outcome: { outcome }, level: facet }),
    geometry: 'cartesian',
    x: {
      scale: 'category',
      label: { attribute: factors[roles.along] ?? '' },
      unit: null,
      categories: places.map((place) => ({ id: place, label: place })),
    },
    y: axis,
    marks: lines.flatMap((line, index) =>
      lineMarks(
        own.filter((row) => levelOf(row, roles.lines) === line),
        index,
        grid,
        axis,
      ),
    ),
  }
}

/** A line through the means of one level, a dot with its interval on each, and a colon where a mean is withheld. */
function lineMarks(rows: readonly MeanRow[], line: number, grid: Grid, axis: LinearAxis): readonly Mark[] {
  const { roles, places, lines, levelOf, nameOf } = grid
  const tone = toneOf(line)
  const shift = (line - (lines.length - 1) / 2) * (0.3 / lines.length)
  const at = (place: string): Position => ({ category: place, shift })
  const placeOf = (row: MeanRow): Position => at(levelOf(row, roles.along))
  const points = places.flatMap((place) => rows.find((row) => levelOf(row, roles.along) === place) ?? [])
  const drawn = rowsWith(points, 'estimate')
  const bounded = rowsWith(drawn, 'conf_low', 'conf_high')
  const withheld = points.filter((row) => row.isWithheld('estimate'))
  const marks: readonly Mark[] = [
    {
      mark: 'line',
      x: places.map(at),
      y: places.map((place) => drawn.find((row) => levelOf(row, roles.along) === place)?.cells.estimate ?? null),
      tone,
      weight: 'thin',
    },
    {
      mark: 'interval',
      along: 'y',
      at: bounded.map(placeOf),
      low: bounded.map(({ cells }) => withinAxis(axis, cells.conf_low)),
      high: bounded.map(({ cells }) => withinAxis(axis, cells.conf_high)),
      tone,
    },
    {
      mark: 'dot',
      x: drawn.map(placeOf),
      y: drawn.map(({ cells }) => cells.estimate),
      tone,
      shape: shapeOf(line),
      // A full dot would hide a short interval.
      size: 'small',
      details: drawn.map((row) =>
        say('detail.mean', {
          cell: nameOf(row),
          mean: quantity(row.cells.estimate, 'mean'),
          interval: intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'mean'),
          n: row.cells.n ?? 0,
        }),
      ),
    },
  ]
  const [floor] = axis.domain ?? []
  if (withheld.length === 0 || floor === undefined) return marks
  return [
    ...marks,
    { mark: 'text', x: withheld.map(placeOf), y: withheld.map(() => floor), text: withheld.map(() => ':'), tone },
  ]
}

/** The test of the interaction under the panels, where they are few. */
function interactionNotes(rows: readonly TermRow[], outcomes: readonly string[], term: string): readonly Label[] {
  if (outcomes.length > outcomesWithTest) return []
  return outcomes.flatMap((outcome) => {
    const { tested, dfResidual } = termsOf(rows, outcome)
    const own = tested.find(({ cells }) => cells.term === term)
    return own === undefined
      ? []
      : [say('note.interaction', { outcome: { outcome }, result: testResult(own, dfResidual) })]
  })
}
