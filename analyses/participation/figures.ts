import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LegendEntry, Mark, Position, Tone } from '../core/figure'
import { rowsWith } from '../core/reading'
import type { ResultTable } from '../core/result'
import { quantity, type Label } from '../core/words'
import { confidenceMark, limitNote, withheldNote } from '../survey/figure-furniture'
import { groupColumns } from '../survey/groups'
import type { GroupRow, Tables } from './declarations'
import type { ParticipationOptions } from './options'
import { say } from './words'

/** Groups that fit below each other. */
const mostRows = 40

interface ShownRates {
  readonly table: ResultTable
  readonly rows: readonly GroupRow[]
  readonly rounds: readonly string[]
  /** Groups apart from rounds; where there are none, rounds stand below each other. */
  readonly places: readonly string[]
  /** Whether the rounds of a place stand beside each other, each in its own colour. */
  readonly hasSeries: boolean
  readonly axis: CategoryAxis
  readonly notes: readonly Label[]
  readonly options: ParticipationOptions
  at(row: GroupRow): Position
  tone(row: GroupRow): Tone
}

/** Response rates with intervals where the headcount is known, and usable answers always, each with the limit it must reach. */
export function participationFigures(
  { participation: { rows, table } }: Tables,
  options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  if (rows.length === 0) return []
  const rates = shownRates(rows, table, options, context)
  return [...(rowsWith(rates.rows, 'response_rate').length > 0 ? [responseRates(rates)] : []), respondents(rates)]
}

const roundOf = ({ key }: GroupRow): string => key[0] ?? ''

function shownRates(
  all: readonly GroupRow[],
  table: ResultTable,
  options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): ShownRates {
  const [, ...columns] = groupColumns(context.dataset, options.by, 'round')
  const isByRoundOnly = columns.length === 0
  const rounds = [...new Set(all.map(roundOf))]
  const placeOf = (row: GroupRow): string => (isByRoundOnly ? roundOf(row) : row.key.slice(1).join(' · '))
  const allPlaces = [...new Set(all.map(placeOf))]
  const places = allPlaces.slice(0, mostRows)
  const rows = all.filter((row) => places.includes(placeOf(row)))
  const hasSeries = !isByRoundOnly && rounds.length > 1
  return {
    table,
    rows,
    rounds,
    places,
    hasSeries,
    axis: {
      scale: 'category',
      label: isByRoundOnly ? say('axis.round') : { list: columns.map((attribute): Label => ({ attribute })) },
      unit: null,
      categories: places.map((id) => ({ id, label: id })),
    },
    notes: [
      say('note.limits', {
        n: options.min_n,
        rate: quantity(options.min_response_rate, 'percent'),
        width: quantity(options.max_half_width, 'estimate'),
      }),
      ...unknownNote(rows),
      ...withheldNote(
        rows.some((row) => row.isWithheld('responded')),
        context,
      ),
      ...limitNote(places.length, allPlaces.length),
    ],
    options,
    at: (row) =>
      hasSeries
        ? {
            category: placeOf(row),
            shift: (rounds.indexOf(roundOf(row)) - (rounds.length - 1) / 2) * (0.7 / rounds.length),
          }
        : placeOf(row),
    tone: (row) => (hasSeries ? { role: 'series', index: rounds.indexOf(roundOf(row)) } : { role: 'main' }),
  }
}

/** How many of the rows that are shown have no response rate. */
function unknownNote(rows: readonly GroupRow[]): readonly Label[] {
  const n = rows.filter((row) => row.cells.response_rate === null && !row.isWithheld('responded')).length
  return n === 0 ? [] : [say('note.rate-unknown', { n })]
}

function responseRates(rates: ShownRates): FigureSpec {
  const { rows, options, places, rounds } = rates
  const min = quantity(options.min_response_rate, 'percent')
  const below = rowsWith(rows, 'response_rate').filter(({ cells }) => cells.response_rate < options.min_response_rate)
  return {
    id: 'response-rates',
    title: say('figure.response-rates.title'),
    description: say('figure.response-rates.description', {
      groups: places.length,
      rounds: rounds.length,
      below: below.length,
      min,
    }),
    notes: [say('note.intervals', { confidence: quantity(options.confidence, 'percent') }), ...rates.notes],
    panels: [
      {
        id: 'all',
        geometry: 'cartesian',
        x: { scale: 'linear', label: say('axis.rate'), unit: null, domain: [0, 1], as: 'percent' },
        y: rates.axis,
        marks: [
          limitRule(options.min_response_rate, say('rule.min-rate', { min })),
          ...rateMarks(rates),
          ...withheldMarks(rates),
        ],
      },
    ],
    legend: [
      ...seriesLegend(rates, 'line'),
      { label: say('legend.comparable'), tone: { role: 'muted' }, sign: 'dot' },
      { label: say('legend.not-comparable'), tone: { role: 'muted' }, sign: 'hollow-dot' },
    ],
    legendTitle: { attribute: 'round' },
    data: rates.table,
  }
}

function rateMarks({ rows, at, tone }: ShownRates): readonly Mark[] {
  const shown = rowsWith(rows, 'response_rate')
  return [
    confidenceMark(shown, shown.map(at), shown.map(tone)),
    {
      mark: 'dot',
      x: shown.map(({ cells }) => cells.response_rate),
      y: shown.map(at),
      tone: shown.map(tone),
      shape: shown.map(({ cells }) => (cells.comparable === 'yes' ? 'circle' : 'hollow-circle')),
      details: shown.map(detailOf),
    },
  ]
}

function respondents(rates: ShownRates): FigureSpec {
  const { rows, options, at, tone, places, rounds, hasSeries } = rates
  const shown = rowsWith(rows, 'usable')
  return {
    id: 'respondents',
    title: say('figure.respondents.title'),
    description: say('figure.respondents.description', {
      groups: places.length,
      rounds: rounds.length,
      below: shown.filter(({ cells }) => cells.usable < options.min_n).length,
      min: options.min_n,
    }),
    notes: rates.notes,
    panels: [
      {
        id: 'all',
        geometry: 'cartesian',
        x: { scale: 'linear', label: say('axis.usable'), unit: say('unit.people') },
        y: rates.axis,
        marks: [
          {
            mark: 'bar',
            along: 'x',
            at: shown.map(at),
            from: shown.map(() => 0),
            to: shown.map(({ cells }) => cells.usable),
            tone: shown.map(tone),
            thickness: 0.6 / (hasSeries ? rounds.length : 1),
            labels: shown.map(({ cells }) => quantity(cells.usable, 'count')),
            details: shown.map(detailOf),
          },
          limitRule(options.min_n, say('rule.min-n', { min: options.min_n })),
          ...withheldMarks(rates),
        ],
      },
    ],
    legend: seriesLegend(rates, 'square'),
    legendTitle: { attribute: 'round' },
    data: rates.table,
  }
}

const limitRule = (at: number, label: Label): Mark => ({
  mark: 'rule',
  along: 'x',
  at,
  tone: { role: 'limit' },
  dash: 'dashed',
  label,
})

function withheldMarks({ rows, at }: ShownRates): readonly Mark[] {
  const withheld = rows.filter((row) => row.isWithheld('responded'))
  return withheld.length === 0
    ? []
    : [
        {
          mark: 'text',
          x: withheld.map(() => 0),
          y: withheld.map(at),
          text: withheld.map(() => ':'),
          tone: { role: 'muted' },
          anchor: 'start',
        },
      ]
}

function detailOf({ name, cells }: GroupRow): Label {
  return say('detail', {
    group: name,
    responded: cells.responded ?? 0,
    headcount: quantity(cells.headcount, 'count'),
    usable: cells.usable ?? 0,
    rate: quantity(cells.response_rate, 'percent'),
  })
}

function seriesLegend({ rounds, hasSeries }: ShownRates, sign: 'line' | 'square'): readonly LegendEntry[] {
  return hasSeries ? rounds.map((round, index) => ({ label: round, tone: { role: 'series', index }, sign })) : []
}
