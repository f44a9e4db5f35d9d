import type { Database } from '../core/database'
import { factorColumn, quoteName, type SeriesDataset, type SeriesDescription } from '../core/datasets'

/** A loaded log, as its recipe source describes it. */
export interface LoadedSeriesSource {
  readonly id: string
  /** The table that holds its rows. */
  readonly kind: 'observations' | 'events' | 'coverage'
  readonly unit: string | null
  readonly timeZone: string
  readonly range: readonly [number, number] | null
}

/** Names of the engine's tables that sources fill; each holds every source of its kind. */
const seriesTables = { observations: 'observations', events: 'events', coverage: 'coverage' } as const

/**
 * Describes the series that stand in the engine.
 * @param sources those loaded, in the order of the recipe, which the series follow
 * @returns null when no log has been loaded
 */
export async function openSeries(
  database: Database,
  sources: readonly LoadedSeriesSource[],
): Promise<SeriesDataset | null> {
  const has = (kind: LoadedSeriesSource['kind']): boolean => sources.some((source) => source.kind === kind)
  if (!has('observations') && !has('events')) return null
  const covered = await coveredSubjects(database, has('coverage'))
  const series: SeriesDescription[] = []
  for (const kind of ['observations', 'events'] as const) {
    if (!has(kind)) continue
    const ids = await distinct(database, seriesTables[kind], 'series')
    for (const source of sources.filter((candidate) => candidate.kind === kind)) {
      for (const id of ids) {
        if (id !== source.id && !id.startsWith(`${source.id}/`)) continue
        const subject = id === source.id ? null : id.slice(source.id.length + 1)
        series.push({
          id,
          source: source.id,
          subject,
          kind,
          unit: source.unit,
          timeZone: source.timeZone,
          range: source.range,
          hasCoverage: covered.all || (subject !== null && covered.subjects.has(subject)),
        })
      }
    }
  }
  return {
    kind: 'series',
    series,
    eventTypes: has('events') ? await distinct(database, seriesTables.events, 'type') : [],
    tables: {
      observations: has('observations') ? seriesTables.observations : null,
      events: has('events') ? seriesTables.events : null,
      coverage: has('coverage') ? seriesTables.coverage : null,
    },
  }
}

/** Subjects that an uptime log names, and whether there are spans without a subject, which count for all. */
async function coveredSubjects(
  database: Database,
  hasLog: boolean,
): Promise<{ readonly subjects: ReadonlySet<string>; readonly all: boolean }> {
  if (!hasLog) return { subjects: new Set(), all: false }
  const table = quoteName(seriesTables.coverage)
  const { rowCount } = await database.frame(`SELECT start FROM ${table} WHERE subject IS NULL LIMIT 1`)
  return { subjects: new Set(await distinct(database, seriesTables.coverage, 'subject')), all: rowCount > 0 }
}

async function distinct(database: Database, table: string, column: string): Promise<readonly string[]> {
  const name = quoteName(column)
  const frame = await database.frame(
    `SELECT DISTINCT ${name}::VARCHAR AS value FROM ${quoteName(table)} WHERE ${name} IS NOT NULL ORDER BY value`,
  )
  const { codes, levels } = factorColumn(frame, 'value')
  return Array.from(codes, (code) => levels[code] ?? '')
}
