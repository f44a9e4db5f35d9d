import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, Mark, Panel, Position, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords } from '../core/result'
import { scoreAxis } from '../survey/score-axis'
import { columnsOf, factorColumns } from './cells'
import { termName, type FactorialVarianceOptions } from './compute'
import { mostPanels, rolesOf } from './figure-roles'
import { intervalPhrase, percentOf, testedTerms, testResult } from './prose'

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `factorial-variance:${key}`, values })
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const shapes: readonly DotShape[] = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down', 'star', 'cross']

/** The means of all combinations with intervals: lines that are not parallel show an interaction. */
export function drawFactorialVariance(
  tables: TablesById,
  options: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const table = tables['marginal_means']
  if (table === undefined) return []
  const { factors } = options
  const perFactor = factorColumns(context.dataset, factors)
  const whole = termName(
    factors,
    factors.map((_, position) => position),
  )
  const rows = tableRecords(table).filter(({ cells }) => cells['term'] === whole)
  const levelOf = (row: Row, factor: number): string =>
    (perFactor[factor] ?? []).map((column) => String(row.cells[column] ?? '')).join(' · ')
  const estimated = rows.filter((row) => numberIn(row, 'estimate') !== null)
  const levels = factors.map((_, factor) => levelsInReportOrder(factor, factors, estimated, levelOf, context))
  const roles = rolesOf(
    factors,
    levels.map(({ length }) => length),
  )
  if (roles === null || estimated.length === 0) return []
  const places = levels[roles.along] ?? []
  const lines = levels[roles.lines] ?? []
  const facets: readonly (string | null)[] = roles.panels === null ? [null] : (levels[roles.panels] ?? [])
  const outcomes = options.outcomes.filter((outcome) =>
    rows.some((row) => row.cells['outcome'] === outcome && numberIn(row, 'estimate') !== null),
  )
  const wanted = outcomes.flatMap((outcome) => facets.map((facet) => ({ outcome, facet })))
  const shown = wanted.slice(0, mostPanels)
  const toneOf = (line: number): Tone => ({ role: 'series', index: line })

  const panels = shown.map(({ outcome, facet }): Panel => {
    const own = rows.filter(
      (row) => row.cells['outcome'] === outcome && (facet === null || levelOf(row, roles.panels ?? 0) === facet),
    )
    const axis = scoreAxis(context.dataset, outcome, say('axis.mean'))
    const clip = (value: number | null): number | null =>
      value === null || axis.domain === undefined ? value : Math.min(axis.domain[1], Math.max(axis.domain[0], value))
    const marks: Mark[] = []
    lines.forEach((line, index) => {
      const shift = (index - (lines.length - 1) / 2) * (0.3 / lines.length)
      const at = (place: string): Position => ({ category: place, shift })
      const points = places.map((place) =>
        own.find((row) => levelOf(row, roles.along) === place && levelOf(row, roles.lines) === line),
      )
      const estimates = points.map((row) => (row === undefined ? null : numberIn(row, 'estimate')))
      const drawn = points.filter((row): row is Row => row !== undefined && numberIn(row, 'estimate') !== null)
      const withheld = points.filter((row): row is Row => row?.withheld.has('estimate') === true)
      const withInterval = drawn.filter((row) => numberIn(row, 'conf_low') !== null)
      marks.push(
        { mark: 'line', x: places.map(at), y: estimates, tone: toneOf(index), weight: 'thin' },
        {
          mark: 'interval',
          along: 'y',
          at: withInterval.map((row) => at(levelOf(row, roles.along))),
          low: withInterval.map((row) => clip(numberIn(row, 'conf_low'))),
          high: withInterval.map((row) => clip(numberIn(row, 'conf_high'))),
          tone: toneOf(index),
        },
        {
          mark: 'dot',
          x: drawn.map((row) => at(levelOf(row, roles.along))),
          y: drawn.map((row) => numberIn(row, 'estimate')),
          tone: toneOf(index),
          shape: shapes[index] ?? 'circle',
          // A full dot would hide a short interval.
          size: 'small',
          details: drawn.map((row) =>
            say('detail.mean', {
              cell: factors.map((_, factor) => levelOf(row, factor)).join(' · '),
              mean: { value: numberIn(row, 'estimate'), as: 'mean' },
              interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high'), 'mean'),
              n: numberIn(row, 'n') ?? 0,
            }),
          ),
        },
      )
      if (withheld.length > 0 && axis.domain !== undefined)
        marks.push({
          mark: 'text',
          x: withheld.map((row) => at(levelOf(row, roles.along))),
          y: withheld.map(() => axis.domain?.[0] ?? 0),
          text: withheld.map(() => ':'),
          tone: toneOf(index),
        })
    })
    const title: Label = facet === null ? { outcome } : say('panel', { outcome: { outcome }, level: facet })
    return {
      id: facet === null ? outcome : `${outcome} ${facet}`,
      title,
      frame: 'cartesian',
      x: {
        scale: 'category',
        label: { attribute: factors[roles.along] ?? '' },
        unit: null,
        categories: places.map((place) => ({ id: place, label: place })),
      },
      y: axis,
      marks,
    }
  })
  const by: Label = { list: factors.map((attribute): Label => ({ attribute })) }
  const hasWithheld = rows.some((row) => row.withheld.size > 0)
  return [
    {
      id: 'interaction',
      title: say('figure.interaction.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
      description: say('figure.interaction.description', {
        by,
        outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
        places: places.length,
        along: { attribute: factors[roles.along] ?? '' },
        lines: lines.length,
        line: { attribute: factors[roles.lines] ?? '' },
        confidence: percentOf(options.confidence),
      }),
      notes: [
        say('note.intervals', { confidence: percentOf(options.confidence) }),
        ...interactionNotes(tables, outcomes, whole),
        ...(hasWithheld ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const] : []),
        ...(shown.length < wanted.length
          ? [say('note.panels-left-out', { shown: shown.length, of: wanted.length })]
          : []),
      ],
      panels,
      panelColumns: panels.length === 1 ? 1 : panels.length === 2 || panels.length === 4 ? 2 : 3,
      legend: lines.map((line, index): LegendEntry => ({
        label: line,
        tone: toneOf(index),
        sign: 'dot',
        shape: shapes[index] ?? 'circle',
      })),
      legendTitle: { attribute: factors[roles.lines] ?? '' },
      data: table,
    },
  ]
}

/** The test of the interaction under the panels, where they are few. */
function interactionNotes(tables: TablesById, outcomes: readonly string[], term: string): readonly Label[] {
  if (outcomes.length > 6) return []
  return outcomes.flatMap((outcome) => {
    const { terms, dfResidual } = testedTerms(tables, outcome)
    const own = terms.find((cells) => cells['term'] === term)
    return own === undefined
      ? []
      : [say('note.interaction', { outcome: { outcome }, result: testResult(own, dfResidual) })]
  })
}

function levelsInReportOrder(
  factor: number,
  factors: readonly string[],
  rows: readonly Row[],
  levelOf: (row: Row, factor: number) => string,
  context: ReportContext<SurveyDataset>,
): readonly string[] {
  const found = [...new Set(rows.map((row) => levelOf(row, factor)))]
  const columns = columnsOf(context.dataset, [factors[factor] ?? ''])
  if (columns.length > 1) return found.toSorted()
  const order = context.levelsInOrder(columns[0] ?? '')
  return found.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}
