import type { Database } from '../../analyses/core/database'
import { tableRecords, type TableRow } from '../../analyses/core/result'
import { loadProject } from '../../analyses/recipe/execute'
import { recipeSchema } from '../../analyses/recipe/recipe'
import type { AnalysisOutcome, Datasets } from '../../analyses/recipe/run'
import { openDatabase } from '../../main/database'
import { runAnalysis } from '../fixture-project'
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

/** Logs written here, through the recipe, the reader and the engine, as the program opens them. */
export async function openLogs(sources: readonly LogSource[]): Promise<SeriesProject> {
  const recipe = recipeSchema.parse({
    recipe: 1,
    sources: sources.map(({ text: _text, ...source }) => ({ file: `${source.id}.csv`, time_zone: 'UTC', ...source })),
  })
  const database = await openDatabase()
  const { datasets, reports } = await loadProject(database, recipe, null, (name) =>
    textFile(name, sources.find(({ id }) => `${id}.csv` === name)?.text ?? ''),
  )
  return {
    database,
    datasets,
    importNotes: Object.fromEntries(reports.map(({ source, notes }) => [source, notes.map(({ code }) => code)])),
  }
}

/** Opens logs for one run of an analysis. */
export async function runOnLogs(
  sources: readonly LogSource[],
  analysis: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<AnalysisOutcome> {
  const project = await openLogs(sources)
  try {
    return await runAnalysis(project, analysis, options)
  } finally {
    await project.database.close()
  }
}

/** The rows of a table by column id. */
export function rowsOf(outcome: AnalysisOutcome, table: string): readonly TableRow[] {
  const found = outcome.tables.find(({ id }) => id === table)
  if (found === undefined) throw new Error(`no table ${table}: ${JSON.stringify(outcome.refusal)}`)
  return tableRecords(found).map(({ cells }) => cells)
}

/** One column of a table from top to bottom. */
export function columnOf(outcome: AnalysisOutcome, table: string, column: string): readonly TableRow[string][] {
  return rowsOf(outcome, table).map((cells) => cells[column] ?? null)
}

/** Codes of the notes that a run gave, in their order. */
export function noteCodes(outcome: AnalysisOutcome): readonly string[] {
  return outcome.notes.map(({ code }) => code)
}
