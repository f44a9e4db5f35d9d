import type { Frame, SeriesDataset, SeriesDescription } from '../../analyses/core/datasets'
import { analyses } from '../../analyses/index'
import { concludeRun, prepareRun, type AnalysisOutcome } from '../../analyses/recipe/run'

/** A series written here: readings or events with their times (ISO 8601, or milliseconds), and what else is known of it. */
export interface MadeUpSeries {
  readonly kind?: 'observations' | 'events'
  readonly times: readonly (string | number)[]
  /** Of readings; NaN is a blank. */
  readonly values?: readonly number[]
  /** Of events; all of one kind when absent. */
  readonly kinds?: readonly string[]
  /** When it was up, as [from, to]; absent where no uptime log covers it. */
  readonly uptime?: readonly (readonly [string, string])[]
  readonly unit?: string
  readonly timeZone?: string
  readonly range?: readonly [number, number]
}

const milliseconds = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time))

/** Runs an analysis on series written here, from the frames on: what the engine would give is put in its place. */
export async function runOnSeries(
  analysis: string,
  series: Readonly<Record<string, MadeUpSeries>>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<AnalysisOutcome> {
  const found = analyses.get(analysis)
  if (found === undefined) throw new Error(`no analysis ${analysis}`)
  const prepared = prepareRun(
    found,
    { id: analysis, as: analysis, options, where: [] },
    { survey: null, series: datasetOf(series) },
  )
  const chosen = options['series']
  const isChosen = (id: string): boolean =>
    chosen === undefined || chosen === id || (Array.isArray(chosen) && chosen.includes(id))
  return concludeRun(
    found,
    prepared,
    {
      frames: framesOf(Object.entries(series).filter(([id]) => isChosen(id))),
      nUsed: 0,
      seed: 1,
      minGroup: 1,
      language: 'en',
    },
    { abort: { aborted: false } },
  )
}

function datasetOf(series: Readonly<Record<string, MadeUpSeries>>): SeriesDataset {
  const all = Object.values(series)
  const has = (kind: SeriesDescription['kind']): boolean => all.some((each) => (each.kind ?? 'observations') === kind)
  return {
    kind: 'series',
    series: Object.entries(series).map(([id, { kind = 'observations', unit, timeZone, range, uptime }]) => ({
      id,
      source: id,
      subject: id,
      kind,
      unit: unit ?? null,
      timeZone: timeZone ?? 'UTC',
      range: range ?? null,
      hasCoverage: uptime !== undefined,
    })),
    eventTypes: [...new Set(all.flatMap(({ kinds = [] }) => kinds))].sort(),
    tables: {
      observations: has('observations') ? 'observations' : null,
      events: has('events') ? 'events' : null,
      coverage: all.some(({ uptime }) => uptime !== undefined) ? 'coverage' : null,
    },
  }
}

type Entries = readonly (readonly [string, MadeUpSeries])[]

function framesOf(series: Entries): Parameters<typeof concludeRun>[2]['frames'] {
  const logs = (kind: SeriesDescription['kind']): Entries =>
    series.filter(([, each]) => (each.kind ?? 'observations') === kind)
  const readings = logs('observations').flatMap(([id, { times, values = [] }]) =>
    times.map((time, index) => ({ id, t: milliseconds(time), value: values[index] ?? Number.NaN })),
  )
  const events = logs('events').flatMap(([id, { times, kinds = [] }]) =>
    times.map((time, index) => ({ id, t: milliseconds(time), kind: kinds[index] ?? 'event' })),
  )
  const spans = series.flatMap(([id, { uptime = [] }]) =>
    uptime.map(([start, stop]) => ({ id, start: milliseconds(start), stop: milliseconds(stop) })),
  )
  return {
    observations: frameOf(readings, { series: ({ id }) => id }, { t: ({ t }) => t, value: ({ value }) => value }),
    events: frameOf(events, { series: ({ id }) => id, type: ({ kind }) => kind }, { t: ({ t }) => t }),
    coverage: frameOf(spans, { subject: ({ id }) => id }, { start: ({ start }) => start, stop: ({ stop }) => stop }),
  }
}

/** What the engine gives of rows: columns of texts, and columns of numbers. */
function frameOf<Row>(
  rows: readonly Row[],
  texts: Readonly<Record<string, (row: Row) => string>>,
  numbers: Readonly<Record<string, (row: Row) => number>>,
): Frame {
  const columns = [
    ...Object.entries(texts).map(([id, textOf]) => factor(id, rows.map(textOf))),
    ...Object.entries(numbers).map(([id, numberOf]) => numeric(id, rows.map(numberOf))),
  ]
  return { rowCount: rows.length, columns: Object.fromEntries(columns.map((column) => [column.id, column])) }
}

const numeric = (id: string, values: readonly number[]) =>
  ({ kind: 'numeric', id, values: Float64Array.from(values) }) as const

const factor = (id: string, cells: readonly string[]) => {
  const levels = [...new Set(cells)].sort()
  return { kind: 'factor', id, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), levels } as const
}

/** Times from a beginning in equal steps. */
export function everyHours(from: string, count: number, hours = 1): readonly number[] {
  const start = Date.parse(from)
  return Array.from({ length: count }, (_, index) => start + index * hours * 3_600_000)
}
