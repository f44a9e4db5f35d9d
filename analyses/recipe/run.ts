import type { AnyAnalysis, Frames, ReadContext, Selections } from '../core/contract'
import type {
  Condition,
  Dataset,
  Frame,
  IndicatorsDataset,
  InventoryDataset,
  SeriesDataset,
  SurveyDataset,
} from '../core/datasets'
import { Aborted, InputError, type AbortState, type Place } from '../core/errors'
import type { FigureSpec } from '../core/figure'
import type { Language, MessageCode, Note, Values } from '../core/words'
import type { Remember } from '../core/memory'
import { fillOptions, groupsAsked } from '../core/options'
import type { Prose, ResultTable } from '../core/result'
import { leftOutNote } from '../quality/left-out-note'
import { sourceCondition } from '../survey/filter'
import { withComparableItems } from '../survey/item-changes'
import { withGroupingItems } from '../survey/grouping-items'
import { roundOrderNotes } from '../survey/rounds-in-time'
import { noteWithoutFew, tellable, withoutFew } from '../disclosure/few-people'
import { protectReleases, type ProtectedReleases, type WithheldGroup, type WithheldRow } from '../disclosure/releases'
import type { Release } from '../disclosure/told-sums'
import { decideBases } from '../disclosure/usable'
import type { EarlierStanding } from './earlier-release'
import { countStatement, filterDataset } from './filtered'
import { inGroupOrder, type GroupOrder } from './group-order'
import { namesInData, withNamedCells, withNamedLevels } from './named-levels'
import { withLeastCompared } from './least-compared'
import { alphabetOf, reportContext, type Publication } from './report-context'

/** The data of a project, opened in the engine. */
export interface Datasets {
  readonly survey: SurveyDataset | null
  readonly series: SeriesDataset | null
  readonly indicators?: IndicatorsDataset | null
  readonly inventory?: InventoryDataset | null
}

/** One analysis as asked for: in a recipe or by the controls of the window. */
export interface RunRequest {
  readonly id: string
  readonly as: string
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  /** `declared` when left out. */
  readonly order?: GroupOrder
  /** Version of the analysis that the options were saved for; absent means the present one. */
  readonly version?: number
}

/** A request made ready: options filled in and checked, rows chosen, statements written. Plain data. */
export interface PreparedRun {
  readonly id: string
  readonly as: string
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  readonly order?: GroupOrder
  readonly dataset: Dataset
  /** Named statements whose frames `concludeRun` takes. */
  readonly statements: Readonly<Record<string, string>>
  /** Gives one row, one column `n`: respondents or observations that the filter leaves. */
  readonly countStatement: string
  readonly notes: readonly Note[]
  /** Asked by an overview and not by the project: beside the project's own results it is the one that is withheld. */
  readonly isDerived?: boolean
  /** Released before, and computed again only to be held against what is shown now. */
  readonly earlier?: EarlierStanding
}

/** The outcome of an analysis. Plain data, not yet in any language. */
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
  /** What is withheld because of what is told elsewhere, with the reason. */
  readonly withheld?: readonly WithheldRow[]
}

/**
 * Checks a request against the analysis's declaration and the data, and writes its statements.
 * @param language of the names of groups that are answers
 * @throws InputError when the options, the filter or the data cannot be used: a refusal, known before anything runs
 */
export function prepareRun(
  analysis: AnyAnalysis,
  request: RunRequest,
  datasets: Datasets,
  place: Place = {},
  language: Language = 'en',
): PreparedRun {
  const asked = migrate(analysis, request)
  const { survey, where } = grouped(analysis, datasets.survey, asked, request.where, language)
  const whole = datasetFor(analysis, { ...datasets, survey })
  const { dataset, notes } = filterDataset(whole, where, place)
  const filled = fillOptions(
    analysis.options,
    asked,
    dataset,
    place.path === undefined ? place : { ...place, path: `${place.path}.options` },
  )
  const { options, notes: left } =
    dataset.kind === 'survey' ? withComparableItems(dataset, filled) : { options: filled, notes: [] }
  return {
    id: analysis.id,
    as: request.as,
    options,
    where: request.where,
    ...(request.order === undefined ? {} : { order: request.order }),
    dataset,
    statements: statementsOf(analysis.select(dataset, options)),
    countStatement: countStatement(dataset, options),
    notes: [...notes, ...orderNotes(analysis, dataset, options), ...left],
  }
}

/** Items that a request groups or filters by are attributes of its data. */
function grouped(
  analysis: AnyAnalysis,
  survey: SurveyDataset | null,
  asked: Readonly<Record<string, unknown>>,
  where: readonly Condition[],
  language: Language,
): { readonly survey: SurveyDataset | null; readonly where: readonly Condition[] } {
  if (survey?.groupingItems === undefined || analysis.needs.data !== 'survey') return { survey, where }
  const wanted = new Set([...groupsAsked(analysis.options, asked), ...where.map(({ column }) => column)])
  const { dataset, where: named } = withGroupingItems(survey, wanted, where, language)
  return { survey: dataset, where: named }
}

/** Whoever compares rounds, or shows them beside each other, is told where their order is not certain. */
function orderNotes(
  analysis: AnyAnalysis,
  dataset: Dataset,
  options: Readonly<Record<string, unknown>>,
): readonly Note[] {
  if (dataset.kind !== 'survey') return []
  const isByRound = Object.values(options).some(
    (value) => value === 'round' || (Array.isArray(value) && value.includes('round')),
  )
  return isByRound || (analysis.needs.rounds ?? 0) > 1 ? roundOrderNotes(dataset) : []
}

function statementsOf(selections: Selections): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(selections).flatMap(([name, selection]) => (selection === null ? [] : [[name, selection.sql]])),
  )
}

/** Options saved by an older version, brought up to the present one step by step. */
function migrate(analysis: AnyAnalysis, request: RunRequest): Readonly<Record<string, unknown>> {
  const saved = request.version ?? analysis.version
  if (saved > analysis.version)
    throw new InputError('recipe:version-newer', { name: request.as, saved, known: analysis.version })
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
  if (needs.data !== 'survey') {
    const dataset = datasets[needs.data] ?? null
    if (dataset === null) throw new InputError(`core:needs-${needs.data}`)
    return dataset
  }
  const survey = datasets.survey
  if (survey === null) throw new InputError('core:needs-survey')
  if (needs.rounds !== undefined && survey.rounds.length < needs.rounds) {
    throw new InputError('core:needs-rounds', { needed: needs.rounds, found: survey.rounds.length })
  }
  if (needs.attributes !== undefined && survey.attributes.length < needs.attributes)
    throw new InputError('core:needs-attributes')
  if (needs.linkage !== undefined && !needs.linkage.includes(survey.linkage)) {
    throw new InputError('core:needs-linkage', { linkage: { message: `core:linkage.${survey.linkage}` } })
  }
  return survey
}

export interface Conclusion {
  readonly frames: Readonly<Record<string, Frame>>
  readonly nUsed: number
  readonly seed: number
}

/** What an analysis computed, before disclosure control: never shown, only published beside its neighbours by `publishRuns`. Plain data. */
export interface ComputedRun {
  readonly prepared: PreparedRun
  readonly nUsed: number
  /** The seed of its random numbers, where it was computed. */
  readonly seed?: number
  /** Whom it was computed without, because of what is told elsewhere. */
  readonly without?: readonly WithheldGroup[]
  readonly status: 'ok' | 'refused' | 'failed'
  readonly refusal: AnalysisOutcome['refusal']
  readonly notes: readonly Note[]
  readonly tables: readonly ResultTable[]
}

export interface ComputingHooks {
  readonly abort: AbortState
  readonly progress?: (share: number) => void
  readonly remember?: Remember
  /** People on whom nothing may stand that is made of several groups, since their rows are withheld because of what is told elsewhere. */
  readonly without?: readonly WithheldGroup[]
}

/**
 * Reads, decides which groups may be used, computes and tabulates. Pure, to be run in a worker. A refusal and a bug come back as results, so that the other analyses still run.
 * @param language whose alphabet orders the groups
 * @throws Aborted
 */
export async function computeRun(
  analysis: AnyAnalysis,
  asked: PreparedRun,
  conclusion: Conclusion,
  publication: Publication,
  hooks: ComputingHooks,
): Promise<ComputedRun> {
  const prepared = withLeastCompared(analysis, asked, publication.minGroup)
  const { dataset, options } = prepared
  const notes: Note[] = [...prepared.notes]
  try {
    if (dataset.kind === 'survey' && conclusion.nUsed === 0) throw new InputError('core:nobody-left')
    if (dataset.kind === 'survey' && conclusion.nUsed < publication.minGroup)
      throw new InputError('core:too-few-left', { min: publication.minGroup })
    const result = await resultOf(
      analysis,
      conclusion.frames,
      options,
      {
        dataset,
        seed: conclusion.seed,
        abort: hooks.abort,
        note: (note) => notes.push(note),
        progress: hooks.progress ?? (() => undefined),
        ...(hooks.remember === undefined ? {} : { remember: hooks.remember }),
      },
      publication.minGroup,
      hooks.without,
    )
    const tables = analysis.tabulate(result, options, reportContext(dataset, publication))
    const { nUsed, seed } = conclusion
    return { prepared, nUsed, seed, status: 'ok', refusal: null, notes, tables }
  } catch (error) {
    return failedRun(prepared, conclusion.nUsed, notes, error)
  }
}

/** Reads the frames, decides on whom the result may stand, and computes from those alone. @throws InputError, Aborted */
async function resultOf(
  analysis: AnyAnalysis,
  frames: Frames,
  options: Readonly<Record<string, unknown>>,
  context: ReadContext,
  minGroup: number,
  without: readonly WithheldGroup[] | undefined,
): Promise<object> {
  const { dataset } = context
  const read = analysis.read?.(frames, options, context) ?? frames
  const decided = decideBases(
    (withheld) => analysis.bases?.(read, options, dataset, withheld) ?? [],
    minGroup,
    dataset,
    without,
  )
  return analysis.compute(read, options, { ...context, ...decided, minGroup })
}

/** An analysis as disclosure control sees it. */
export const releaseOf = ({ prepared, tables }: ComputedRun): Release => {
  const { as, where, dataset, earlier, isDerived = false } = prepared
  if (earlier === undefined) return { as, where, dataset, tables, stage: isDerived ? stages.derived : stages.project }
  const { sources, release, minGroup } = earlier
  return {
    as,
    where: sources === null ? where : [...where, sourceCondition(sources)],
    dataset,
    tables,
    stage: stages.earliest + release,
    minGroup,
  }
}

/** What is decided before what: earlier releases in their order, then the project's own, then what is derived to give an overview. */
const stages = { earliest: -1_000_000, project: 0, derived: 1 } as const

export interface PublishingHooks {
  /** What is withheld, decided over everything that is told. Without it only the rows of each table protect each other, as where an analysis is shown by itself. */
  readonly decided?: ProtectedReleases
  /** An outcome published before under the same tables and notes, to be given again without drawing it anew. */
  readonly knownOutcome?: (
    index: number,
    tables: readonly ResultTable[],
    notes: readonly Note[],
  ) => AnalysisOutcome | undefined
}

/**
 * Withholds, draws and says: all analyses of a project together, since what they tell can be subtracted from each other.
 * Figures and sentences are made from the tables after disclosure control.
 * @param analysisOf the registry's look-up
 */
export function publishRuns(
  runs: readonly ComputedRun[],
  publication: Publication,
  analysisOf: (id: string) => AnyAnalysis | undefined,
  { decided, knownOutcome = () => undefined }: PublishingHooks = {},
): readonly AnalysisOutcome[] {
  const { tables: protectedTables, withheld } =
    decided ?? protectReleases(runs.map(releaseOf), publication.minGroup, null)
  return runs.map((run, index) => {
    const { prepared } = run
    const analysis = analysisOf(prepared.id)
    if (analysis === undefined) throw new Error(`no analysis ${prepared.id}`)
    const head = {
      id: analysis.id,
      as: prepared.as,
      version: analysis.version,
      options: prepared.options,
      where: prepared.where,
      nUsed: prepared.dataset.kind === 'survey' ? tellable(run.nUsed, publication.minGroup) : run.nUsed,
    }
    const nothing = { tables: [], figures: [], prose: { method: [], finding: [] } }
    const leftOut = leftOutNotes(prepared.dataset, publication.minGroup)
    const ownNotes = [...run.notes, ...leftOut].map((note) => noteWithoutFew(note, publication.minGroup))
    if (run.status !== 'ok')
      return { ...head, status: run.status, refusal: tellableRefusal(run, publication), notes: ownNotes, ...nothing }
    const own = withheld.filter(({ as }) => as === prepared.as)
    const within = [...new Set(own.flatMap(({ beside }) => beside))]
    const rows = new Set(own.map(({ table, row }) => `${table} ${row}`)).size
    const notes: readonly Note[] =
      own.length === 0
        ? ownNotes
        : [...ownNotes, { code: 'recipe:withheld-beside', level: 'info', about: { n: rows, within: { list: within } } }]
    const {
      tables,
      notes: told,
      levels,
    } = inGroupOrder(
      prepared.order ?? 'declared',
      protectedTables[index] ?? [],
      notes,
      prepared.dataset,
      alphabetOf(prepared.dataset, publication),
    )
    const known = knownOutcome(index, tables, told)
    if (known !== undefined) return known
    try {
      const { figures, prose } = reported(analysis, run, tables, publication, levels)
      const said = leftOut.map(({ code, about }) => ({ message: code, values: about }))
      const method = said.length === 0 ? prose : { ...prose, method: [...prose.method, ...said] }
      return { ...head, status: 'ok', refusal: null, notes: told, tables, figures, prose: method, withheld: own }
    } catch (error) {
      return { ...head, ...pick(failedRun(prepared, run.nUsed, told, error)), ...nothing }
    }
  })
}

/** The figures and sentences of protected tables, in which groups go by their names. The numbers beside a figure are those of the table, levels as the data have them. */
function reported(
  analysis: AnyAnalysis,
  { prepared: { dataset, options } }: ComputedRun,
  tables: readonly ResultTable[],
  publication: Publication,
  ordered: ReadonlyMap<string, readonly string[]>,
): Pick<AnalysisOutcome, 'figures' | 'prose'> {
  const names = namesInData([dataset], publication.labels, publication.language)
  const written = new Map(tables.map((table) => [names.isNaming ? withNamedCells(table, names) : table, table]))
  const byId = Object.fromEntries([...written.keys()].map((table) => [table.id, table]))
  const context = reportContext(
    names.isNaming ? withNamedLevels(dataset, names) : dataset,
    publication,
    new Map([...ordered].map(([id, levels]) => [id, levels.map((level) => names.level(id, level))])),
  )
  return {
    figures: analysis
      .depict(byId, options, context)
      .map((figure) => ({ ...figure, data: written.get(figure.data) ?? figure.data })),
    prose: analysis.say(byId, options, context),
  }
}

/** A refusal without numbers of few people. */
const tellableRefusal = ({ refusal }: ComputedRun, { minGroup }: Publication): AnalysisOutcome['refusal'] =>
  refusal === null ? null : { code: refusal.code, about: withoutFew(refusal.about, minGroup) }

/** Whom the project leaves out, for the reader of every result of the survey. */
const leftOutNotes = (dataset: Dataset, minGroup: number): readonly Note[] =>
  dataset.kind === 'survey' && dataset.leftOut !== undefined
    ? [leftOutNote(dataset.leftOut, dataset.instrument, minGroup)]
    : []

const pick = ({ status, refusal, notes }: ComputedRun): Pick<ComputedRun, 'status' | 'refusal' | 'notes'> => ({
  status,
  refusal,
  notes,
})

/** One analysis by itself, from frames to figures. @throws Aborted */
export async function concludeRun(
  analysis: AnyAnalysis,
  prepared: PreparedRun,
  conclusion: Conclusion & Publication,
  hooks: { readonly abort: AbortState; readonly progress?: (share: number) => void },
): Promise<AnalysisOutcome> {
  const [outcome] = publishRuns(
    [await computeRun(analysis, prepared, conclusion, conclusion, hooks)],
    conclusion,
    () => analysis,
  )
  if (outcome === undefined) throw new Error('one run gives one outcome')
  return outcome
}

/** The run of an analysis that could not be prepared or computed. @throws Aborted, since work that was called off has no result */
export function failedRun(prepared: PreparedRun, nUsed: number, notes: readonly Note[], error: unknown): ComputedRun {
  if (error instanceof Aborted) throw error
  const refused = error instanceof InputError
  return {
    prepared,
    nUsed,
    status: refused ? 'refused' : 'failed',
    refusal: refused
      ? { code: error.code, about: error.about }
      : { code: 'core:unexpected', about: { detail: error instanceof Error ? error.message : String(error) } },
    notes,
    tables: [],
  }
}

/** A request that was refused before it could be prepared, in the shape of one that was. */
export function unprepared(request: RunRequest, datasets: Datasets): PreparedRun {
  const dataset: Dataset = datasets.survey ??
    datasets.series ??
    datasets.indicators ??
    datasets.inventory ?? {
      kind: 'series',
      series: [],
      eventTypes: [],
      tables: { observations: null, events: null, coverage: null },
    }
  return {
    id: request.id,
    as: request.as,
    options: request.options,
    where: request.where,
    dataset,
    statements: {},
    countStatement: 'SELECT 0 AS n',
    notes: [],
  }
}
