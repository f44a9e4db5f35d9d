import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LegendEntry, Mark, Position, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import type { ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { shownRows, type ShownRow } from '../survey/table-reading'
import type { ParticipationOptions } from './compute'

/** Groups that fit below each other. */
const mostRows = 40

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `participation:${key}`, values })

interface Drawing {
  readonly table: ResultTable
  readonly rows: readonly ShownRow[]
  readonly rounds: readonly string[]
  /** Groups apart from rounds; where there are none, rounds stand below each other. */
  readonly places: readonly string[]
  readonly axis: CategoryAxis
  readonly isLimited: boolean
  readonly options: ParticipationOptions
  readonly context: ReportContext<SurveyDataset>
  at(row: ShownRow): Position
  tone(row: ShownRow): Tone
}

/** Response rates with intervals where the headcount is known, and usable answers always, each with the limit it must reach. */
export function drawParticipation(
  tables: TablesById,
  options: ParticipationOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const table = tables['participation']
  if (table === undefined || table.rows.length === 0) return []
  const columns = groupColumns(context.dataset, options.by, 'round')
  const all = shownRows(table, columns, 'responded')
  const rounds = [...new Set(all.map((row) => row.text('round')))]
  const isByRoundOnly = columns.length === 1
  const placeOf = (row: ShownRow): string => (isByRoundOnly ? row.text('round') : row.key.slice(1).join(' · '))
  const allPlaces = [...new Set(all.map(placeOf))]
  const places = allPlaces.slice(0, mostRows)
  const rows = all.filter((row) => places.includes(placeOf(row)))
  const others = columns.slice(1)
  const hasSeries = !isByRoundOnly && rounds.length > 1
  const drawing: Drawing = {
    table,
    rows,
    rounds,
    places,
    axis: {
      scale: 'category',
      label: isByRoundOnly
        ? phrase('axis.round')
        : phrase('axis.group', { by: { list: others.map((attribute): Label => ({ attribute })) } }),
      unit: null,
      categories: places.map((id) => ({ id, label: id })),
    },
    isLimited: allPlaces.length > places.length,
    options,
    context,
    at: (row) =>
      hasSeries
        ? {
            category: placeOf(row),
            shift: (rounds.indexOf(row.text('round')) - (rounds.length - 1) / 2) * (0.7 / rounds.length),
          }
        : placeOf(row),
    tone: (row) => (hasSeries ? { role: 'series', index: rounds.indexOf(row.text('round')) } : { role: 'main' }),
  }
  return [
    ...(rows.some((row) => row.number('response_rate') !== null) ? [responseRates(drawing)] : []),
    respondents(drawing),
  ]
}

function responseRates(drawing: Drawing): FigureSpec {
  const { rows, options, at, tone, places, rounds } = drawing
  const shown = rows.filter((row) => row.number('response_rate') !== null)
  const marks: Mark[] = [
    {
      mark: 'rule',
      along: 'x',
      at: options.min_response_rate,
      tone: { role: 'limit' },
      dash: 'dashed',
      label: phrase('rule.min-rate', { min: { value: options.min_response_rate, as: 'percent' } }),
    },
    {
      mark: 'interval',
      along: 'x',
      at: shown.map(at),
      low: shown.map((row) => row.number('conf_low')),
      high: shown.map((row) => row.number('conf_high')),
      tone: shown.map(tone),
    },
    {
      mark: 'dot',
      x: shown.map((row) => row.number('response_rate')),
      y: shown.map(at),
      tone: shown.map(tone),
      shape: shown.map((row) => (row.text('comparable') === 'yes' ? 'circle' : 'hollow-circle')),
      details: shown.map((row) => detailOf(row)),
    },
    ...withheldMarks(drawing),
  ]
  return {
    id: 'response-rates',
    title: phrase('figure.response-rates.title'),
    description: phrase('figure.response-rates.description', {
      groups: places.length,
      rounds: rounds.length,
      below: shown.filter((row) => (row.number('response_rate') ?? 0) < options.min_response_rate).length,
      min: { value: options.min_response_rate, as: 'percent' },
    }),
    notes: [
      phrase('note.intervals', { confidence: { value: options.confidence, as: 'percent' } }),
      ...notesOf(drawing),
    ],
    panels: [
      {
        id: 'all',
        frame: 'cartesian',
        x: { scale: 'linear', label: phrase('axis.rate'), unit: null, domain: [0, 1], as: 'percent' },
        y: drawing.axis,
        marks,
      },
    ],
    legend: legendOf(drawing, 'line'),
    legendTitle: { attribute: 'round' },
    data: drawing.table,
  }
}

function respondents(drawing: Drawing): FigureSpec {
  const { rows, options, at, tone, places, rounds } = drawing
  const shown = rows.filter((row) => row.number('usable') !== null)
  const marks: Mark[] = [
    {
      mark: 'bar',
      along: 'x',
      at: shown.map(at),
      from: shown.map(() => 0),
      to: shown.map((row) => row.number('usable')),
      tone: shown.map(tone),
      thickness: 0.6 / (rounds.length > 1 && drawing.axis.categories[0]?.id !== rounds[0] ? rounds.length : 1),
      labels: shown.map((row): Label => ({ value: row.number('usable'), as: 'count' })),
      details: shown.map((row) => detailOf(row)),
    },
    {
      mark: 'rule',
      along: 'x',
      at: options.min_n,
      tone: { role: 'limit' },
      dash: 'dashed',
      label: phrase('rule.min-n', { min: options.min_n }),
    },
    ...withheldMarks(drawing),
  ]
  return {
    id: 'respondents',
    title: phrase('figure.respondents.title'),
    description: phrase('figure.respondents.description', {
      groups: places.length,
      rounds: rounds.length,
      below: shown.filter((row) => (row.number('usable') ?? 0) < options.min_n).length,
      min: options.min_n,
    }),
    notes: notesOf(drawing),
    panels: [
      {
        id: 'all',
        frame: 'cartesian',
        x: { scale: 'linear', label: phrase('axis.usable'), unit: phrase('unit.people') },
        y: drawing.axis,
        marks,
      },
    ],
    legend: legendOf(drawing, 'square'),
    legendTitle: { attribute: 'round' },
    data: drawing.table,
  }
}

function withheldMarks({ rows, at }: Drawing): readonly Mark[] {
  const withheld = rows.filter(({ isWithheld }) => isWithheld)
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

function detailOf(row: ShownRow): Label {
  return phrase('detail', {
    group: row.name,
    responded: row.number('responded') ?? 0,
    headcount: { value: row.number('headcount'), as: 'count' },
    usable: row.number('usable') ?? 0,
    rate: { value: row.number('response_rate'), as: 'percent' },
  })
}

function legendOf(drawing: Drawing, sign: 'line' | 'square'): readonly LegendEntry[] {
  const { rounds, rows, tone } = drawing
  const [first] = rows
  const isSeries = first !== undefined && tone(first).role === 'series'
  const series: readonly LegendEntry[] = isSeries
    ? rounds.map((round, index) => ({ label: round, tone: { role: 'series', index }, sign }))
    : []
  const comparability: readonly LegendEntry[] =
    sign === 'line'
      ? [
          { label: phrase('legend.comparable'), tone: { role: 'muted' }, sign: 'dot' },
          { label: phrase('legend.not-comparable'), tone: { role: 'muted' }, sign: 'hollow-dot' },
        ]
      : []
  return [...series, ...comparability]
}

function notesOf({ rows, options, context, isLimited, places, table }: Drawing): readonly Label[] {
  return [
    phrase('note.limits', {
      n: options.min_n,
      rate: { value: options.min_response_rate, as: 'percent' },
      width: { value: options.max_half_width, as: 'estimate' },
    }),
    ...(rows.some(({ isWithheld }) => isWithheld)
      ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
      : []),
    ...(isLimited
      ? [{ message: 'survey:figure-limited', values: { shown: places.length, total: table.rows.length } } as const]
      : []),
  ]
}
