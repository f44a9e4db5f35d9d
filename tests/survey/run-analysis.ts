import type { AnyAnalysis } from '../../analyses/core/contract'
import type { Database } from '../../analyses/core/database'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import type { Label } from '../../analyses/core/words'
import { rowsOfTable, type Cell } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { runStatements } from '../../analyses/recipe/statements'
import { concludeRun, prepareRun, type AnalysisOutcome } from '../../analyses/recipe/run'

/** Runs an analysis on a survey as the program does. */
export async function runOn(
  database: Database,
  dataset: SurveyDataset,
  analysis: AnyAnalysis,
  options: Readonly<Record<string, unknown>> = {},
  settings: { readonly minGroup?: number; readonly where?: readonly Condition[] } = {},
): Promise<AnalysisOutcome> {
  const prepared = prepareRun(
    analysis,
    { id: analysis.id, as: analysis.id, options, where: settings.where ?? [] },
    { survey: dataset, series: null },
  )
  const { frames, nUsed } = await runStatements(database, prepared)
  return concludeRun(
    analysis,
    prepared,
    { frames, nUsed, seed: 1, minGroup: settings.minGroup ?? 1, language: 'en' },
    { abort: { aborted: false } },
  )
}

/** The cells of the one row that matches. */
export function cellsOf(
  outcome: AnalysisOutcome,
  table: string,
  row: Readonly<Record<string, Cell>>,
): Readonly<Record<string, Cell>> {
  const found = outcome.tables.find(({ id }) => id === table)
  if (found === undefined)
    throw new Error(`no table ${table}; ${JSON.stringify(outcome.refusal)} ${JSON.stringify(outcome.notes)}`)
  const matching = rowsOfTable(found).filter(({ cells }) =>
    Object.entries(row).every(([column, value]) => cells[column] === value),
  )
  const [only] = matching
  if (only === undefined || matching.length > 1)
    throw new Error(`${matching.length} rows of ${table} match ${JSON.stringify(row)}`)
  return only.cells
}

export function inEnglish(dataset: SurveyDataset, label: Label): string {
  return createSpeaker('en', messagesOf('en'), dataset.instrument).label(label)
}
