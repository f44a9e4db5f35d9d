import type { Database } from '../../analyses/core/database'
import { loadProject } from '../../analyses/recipe/execute'
import { recipeSchema } from '../../analyses/recipe/recipe'
import type { Datasets } from '../../analyses/recipe/run'
import { tableNames } from '../database/engine-of-tests'
import { textFile } from '../sources/sample-data'

/** A log as text with the rest of its recipe source. */
export type LogSource = { readonly id: string; readonly kind: string; readonly text: string } & Readonly<
  Record<string, unknown>
>

export interface SeriesProject {
  readonly database: Database
  readonly datasets: Datasets
  /** Codes of the notes in the import report, by source. */
  readonly importNotes: Readonly<Record<string, readonly string[]>>
}

/** Logs written here, through the recipe, the reader and the engine, as the program opens them. They take the place of what the engine held. */
export async function openLogs(database: Database, sources: readonly LogSource[]): Promise<SeriesProject> {
  for (const name of await tableNames(database)) await database.execute(`DROP TABLE "${name}"`)
  const recipe = recipeSchema.parse({
    recipe: 1,
    sources: sources.map(({ text: _text, ...source }) => ({ file: `${source.id}.csv`, time_zone: 'UTC', ...source })),
  })
  const { datasets, reports } = await loadProject(database, recipe, null, (name) =>
    textFile(name, sources.find(({ id }) => `${id}.csv` === name)?.text ?? ''),
  )
  return {
    database,
    datasets,
    importNotes: Object.fromEntries(reports.map(({ source, notes }) => [source, notes.map(({ code }) => code)])),
  }
}
