import type { AnyAnalysis, ReportContext } from '../core/contract'
import { quoteText, type Dataset, type Frame, type SeriesDataset, type SurveyDataset } from '../core/dataset'
import { Aborted, InputError, type AbortState, type MessageCode, type Place } from '../core/errors'
import type { FigureSpec } from '../core/figure'
import type { Language } from '../core/instrument'
import type { Note, Values } from '../core/messages'
import { fillOptions } from '../core/options'
import type { Prose, ResultTable } from '../core/result'
import { filterSurvey } from '../survey/filter'
import { protectTables } from '../survey/suppression'
import type { Condition } from './recipe'

/** The data of a project, opened in the engine. */
export interface Datasets {
  readonly survey: SurveyDataset | null
  readonly series: SeriesDataset | null
}

/** One analysis as asked for: in a recipe or by the controls of the window. */
export interface RunRequest {
  readonly id: string
  readonly as: string
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  /** Version of the analysis that the options were saved for; absent means the present one. */
  readonly version?: number
}

/** A request made ready: options filled in and checked, rows chosen, statements written. Plain data. */
export interface PreparedRun {
  readonly id: string
  readonly as: string
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  readonly dataset: Dataset
  /** Named statements whose frames `concludeRun` takes. */
  readonly statements: Readonly<Record<string, string>>
  /** Gives one row, one column `n`: respondents or observations that the filter leaves. */
  readonly countStatement: string
  readonly notes: readonly Note[]
}

/** What an analysis came to. Plain data, not yet in a language. */
export interface AnalysisOutcome {
  readonly id: string
  readonly as: string
  readonly version: number
  readonly status: 'ok' | 'refused' | 'failed'
  readonly refusal: { readonly code: MessageCode; readonly about: Values } | null
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  readonly nUsed: number | null
  readonly notes: readonly Note[]
  readonly tables: readonly ResultTable[]
  readonly figures: readonly FigureSpec[]
  readonly prose: Prose
}

/**
 * Checks a request against the analysis's declaration and the data, and writes its statements.
 * @throws InputError when the options, the filter or the data cannot be used: a refusal, known before anything runs
 */
export function prepareRun(analysis: AnyAnalysis, request: RunRequest, datasets: Datasets, place: Place = {}): PreparedRun {
  const whole = datasetFor(analysis, datasets)
  const { dataset, notes } = whole.kind === 'survey' ? filterSurvey(whole, request.where) : filterSeries(whole, request.where, place)
  const options = fillOptions(analysis.options, migrate(analysis, request), dataset, place.path === undefined ? place : { ...place, path: `${place.path}.options` })
  return {
    id: analysis.id,
    as: request.as,
    options,
    where: request.where,
    dataset,
    statements: analysis.select(dataset, options),
    countStatement: countStatement(dataset, options),
    notes,
  }
}

/** Options saved by an older version, brought up to the present one step by step. */
function migrate(analysis: AnyAnalysis, request: RunRequest): Readonly<Record<string, unknown>> {
  const saved = request.version ?? analysis.version
  if (saved > analysis.version) throw new InputError('recipe:version-newer', { name: request.as, saved, known: analysis.version })
  let options = request.options
  for (let version = saved; version < analysis.version; version += 1) {
    const step = analysis.migrations?.[version]
    if (step !== undefined) options = step(options)
  }
  return options
}

/** @throws InputError when the analysis needs what the project does not have */
function datasetFor(analysis: AnyAnalysis, datasets: Datasets): Dataset {
  const { needs } = analysis
  if (needs.data === 'series') {
    if (datasets.series === null) throw new InputError('core:needs-series')
    return datasets.series
  }
  const survey = datasets.survey
  if (survey === null) throw new InputError('core:needs-survey')
  if (needs.rounds !== undefined && survey.rounds.length < needs.rounds) {
    throw new InputError('core:needs-rounds', { needed: needs.rounds, found: survey.rounds.length })
  }
  if (needs.attributes !== undefined && survey.attributes.length < needs.attributes) throw new InputError('core:needs-attributes')
  if (needs.linkage !== undefined && !needs.linkage.includes(survey.linkage)) {
    throw new InputError('core:needs-linkage', { linkage: { message: `core:linkage.${survey.linkage}` } })
  }
  return survey
}

/** Series are chosen by option; a filter can only narrow the list they are chosen from. */
function filterSeries(dataset: SeriesDataset, where: readonly Condition[], place: Place): { readonly dataset: SeriesDataset; readonly notes: readonly Note[] } {
  let series = dataset.series
  for (const condition of where) {
    if (condition.column !== 'series') {
      throw new InputError('core:option-no-such-column', { option: 'where', value: condition.column, columns: 'series' }, place)
    }
    series = series.filter(({ id }) => condition.in.includes(id))
  }
  return { dataset: { ...dataset, series }, notes: [] }
}

function countStatement(dataset: Dataset, options: Readonly<Record<string, unknown>>): string {
  if (dataset.kind === 'survey') return `SELECT count(*) AS n FROM ${dataset.tables.responses}`
  const chosen = typeof options['series'] === 'string' ? [options['series']] : Array.isArray(options['series']) ? options['series'].map(String) : dataset.series.map(({ id }) => id)
  const list = chosen.map(quoteText).join(', ')
  const parts = [dataset.tables.observations, dataset.tables.events].filter((relation) => relation !== null)
  if (parts.length === 0 || list === '') return 'SELECT 0 AS n'
  return `SELECT ${parts.map((relation) => `(SELECT count(*) FROM ${relation} WHERE series::VARCHAR IN (${list}))`).join(' + ')} AS n`
}

export interface Conclusion {
  readonly frames: Readonly<Record<string, Frame>>
  readonly nUsed: number
  readonly seed: number
  readonly minGroup: number
  readonly language: Language
}

/**
 * Computes, withholds, draws and says. Pure, to be run in a worker: what comes back is plain data.
 * A refusal and a bug come back as outcomes, so that the other analyses still run.
 * @throws Aborted
 */
export async function concludeRun(
  analysis: AnyAnalysis,
  prepared: PreparedRun,
  conclusion: Conclusion,
  hooks: { readonly abort: AbortState; readonly progress?: (share: number) => void },
): Promise<AnalysisOutcome> {
  const { dataset, options } = prepared
  const notes: Note[] = [...prepared.notes]
  try {
    if (dataset.kind === 'survey' && conclusion.nUsed === 0) throw new InputError('core:nobody-left')
    const result = await analysis.compute(conclusion.frames, options as never, {
      dataset,
      seed: conclusion.seed,
      abort: hooks.abort,
      minGroup: conclusion.minGroup,
      note: (note) => notes.push(note),
      progress: hooks.progress ?? (() => undefined),
    })
    const context = reportContext(dataset, conclusion)
    const tables = protectTables(analysis.tabulate(result, options as never, context), conclusion.minGroup, dataset)
    const byId = Object.fromEntries(tables.map((table) => [table.id, table]))
    return {
      ...outcomeHead(analysis, prepared, conclusion.nUsed),
      status: 'ok',
      refusal: null,
      notes,
      tables,
      figures: analysis.draw(byId, options as never, context),
      prose: analysis.say(byId, options as never, context),
    }
  } catch (error) {
    return failedOutcome(analysis, prepared, conclusion.nUsed, notes, error)
  }
}

/** The outcome of an analysis that could not be prepared or computed. @throws Aborted, which is no outcome */
export function failedOutcome(
  analysis: AnyAnalysis,
  prepared: Pick<PreparedRun, 'as' | 'options' | 'where'>,
  nUsed: number | null,
  notes: readonly Note[],
  error: unknown,
): AnalysisOutcome {
  if (error instanceof Aborted) throw error
  const refused = error instanceof InputError
  return {
    ...outcomeHead(analysis, prepared, nUsed),
    status: refused ? 'refused' : 'failed',
    refusal: refused ? { code: error.code, about: error.about } : { code: 'core:unexpected', about: { detail: error instanceof Error ? error.message : String(error) } },
    notes,
    tables: [],
    figures: [],
    prose: { method: [], finding: [] },
  }
}

function outcomeHead(
  analysis: AnyAnalysis,
  prepared: Pick<PreparedRun, 'as' | 'options' | 'where'>,
  nUsed: number | null,
): Pick<AnalysisOutcome, 'id' | 'as' | 'version' | 'options' | 'where' | 'nUsed'> {
  return { id: analysis.id, as: prepared.as, version: analysis.version, options: prepared.options, where: prepared.where, nUsed }
}

/** Groups come in the order of the report language's alphabet, rounds in time. */
function reportContext(dataset: Dataset, { minGroup, language }: Conclusion): ReportContext {
  const collator = new Intl.Collator(collations[language], { numeric: true })
  return {
    dataset,
    minGroup,
    levelsInOrder: (attribute) => {
      if (dataset.kind === 'series') return []
      if (attribute === 'round') return dataset.rounds.map(({ id }) => id)
      const levels = dataset.attributes.find(({ id }) => id === attribute)?.levels ?? []
      return levels.toSorted((a, b) => collator.compare(a, b))
    },
  }
}

const collations: Readonly<Record<Language, string>> = { nb: 'nb-NO', sv: 'sv-SE', da: 'da-DK', en: 'en' }
