import type { IndicatorsDataset, InventoryDataset, SeriesDataset, SurveyDataset } from '../../analyses/core/datasets'
import type { Judgement } from '../../analyses/instrument/bridge-pairs'
import type { Instrument } from '../../analyses/instrument/model'
import type { Draft, DraftChoices } from '../../analyses/drafting/draft'
import type { InputError } from '../../analyses/core/errors'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { Variable, VariableTest } from '../../analyses/variables/model'
import type { SourceReading } from '../worker/ingest-protocol'
import type { Problem } from '../worker/problem'
import type { History } from './history'
import type { InstrumentFile } from './project'

/** What is known while the window is open and saved nowhere. */
export interface Session {
  readonly engine: EngineState
  readonly sources: Readonly<Record<string, SourceState>>
  readonly survey: DatasetState<SurveyDataset>
  readonly series: DatasetState<SeriesDataset>
  readonly indicators: DatasetState<IndicatorsDataset>
  readonly inventory: DatasetState<InventoryDataset>
  readonly instrument: InstrumentState
  /** The instrument that is being drafted from a file without one; null where none is. */
  readonly drafting: Drafting | null
  /** Files that say what the answers of others mean, while the project has no instrument. */
  readonly codebooks: readonly File[]
  /** Two versions of the instrument that are held against each other; null where none are. */
  readonly bridging: Bridging | null
  /** Forms that somebody has begun and not finished: they outlive the panel that shows them. */
  readonly writing: Writing
  readonly results: Readonly<Record<string, ResultState>>
  /** Files that were dropped and could not be used, newest first. */
  readonly rejected: readonly RejectedFile[]
  /** Files that are being looked at for the first time, each with the share read. */
  readonly arriving: readonly { readonly name: string; readonly share: number }[]
  /** Respondents that the project's filter leaves; null before it has been counted. */
  readonly respondents: { readonly kept: number; readonly all: number } | null
}

export interface EngineState {
  readonly status: 'starting' | 'ready' | 'failed'
  /** Bytes. */
  readonly memory: number | null
  readonly problem: Problem | null
}

/** An instrument that is being drafted from a file that has none. Nothing of it is in the project until the person confirms it. */
export interface Drafting {
  /** Id of the source that it is drafted from. */
  readonly source: string
  /** What the person decided, with an undo of its own. */
  readonly choices: History<DraftChoices>
  /** The draft as it was last made; null before the first. */
  readonly draft: Draft | null
  /** Whether a draft is under way by choices that the shown one does not have yet. */
  readonly isWorking: boolean
  /** Share of a longer work that is done, 0 … 1; null where none is under way. */
  readonly share: number | null
  readonly problem: Problem | null
}

/** What a person says of two versions of an instrument. */
export interface BridgeChoices {
  /** Whether the version that the project has is taken for the newer one. */
  readonly isTurned: boolean
  /** The first round that was made with the newer version. */
  readonly round: string
  /** By the key of the pair; what is suggested holds for the others. */
  readonly judgements: Readonly<Record<string, Judgement>>
  /** Pairs made by hand: id in the older version → id in the newer. */
  readonly pairs: Readonly<Record<string, string>>
  /** Whether codes of the older version are read by their labels. */
  readonly mapsCodes: boolean
  /** Ids of the sources that were made with the newer version. */
  readonly newerSources: readonly string[]
}

/** Two versions of an instrument that a person is deciding about. Nothing of it is in the project until it is confirmed. */
export interface Bridging {
  /** The project's instrument, and the version that is held against it. */
  readonly present: InstrumentFile
  readonly other: InstrumentFile
  /** Whether the other version has just come, and is not in the project at all; an earlier state of the project's own otherwise. */
  readonly isArriving: boolean
  readonly choices: History<BridgeChoices>
}

/** What stands in forms whose changes are not in the project yet. */
export interface Writing {
  /** Computed variables by the name of the step that is changed, the empty text for a new one. */
  readonly variables: Readonly<Record<string, Variable>>
  /** A condition by which rows are to be left out; null where none is written. */
  readonly exclusion: readonly VariableTest[] | null
}

export const nothingWritten: Writing = { variables: {}, exclusion: null }

export type { SourceReading } from '../worker/ingest-protocol'

export interface SourceState {
  /** `waiting`: the file has not been given in this session. */
  readonly status: 'waiting' | 'reading' | 'ready' | 'failed' | 'cancelled'
  /** Share read, 0 … 1; null before anything is known. */
  readonly progress: number | null
  /** What was understood, and what became of the rows; kept while the file is read anew. */
  readonly reading: SourceReading | null
  readonly problem: Problem | null
}

/** Whether a file is all right, and nothing keeps it from being read but that no instrument says what its columns are. */
export const waitsForInstrument = ({ status, problem }: SourceState): boolean =>
  status === 'failed' && problem?.kind === 'input' && problem.code === 'recipe:instrument-missing'

export interface DatasetState<D> {
  readonly status: 'absent' | 'loading' | 'ready' | 'failed'
  readonly dataset: D | null
  /** Changes whenever the rows or their meaning change: part of every result's key. */
  readonly hash: string
  readonly problem: Problem | null
}

export interface InstrumentState {
  readonly instrument: Instrument | null
  readonly problems: readonly InputError[]
}

export interface ResultState {
  /** What the shown outcome was computed from. */
  readonly key: string | null
  readonly outcome: AnalysisOutcome | null
  /** Milliseconds from the change to the result, for the status line. */
  readonly took: number | null
  /** The run under way; the old outcome stays visible until it ends. */
  readonly running: { readonly key: string; readonly share: number | null } | null
  readonly problem: Problem | null
  /** Key of the run that the person stopped: not tried again until they ask for it. */
  readonly stopped?: string | null
}

export interface RejectedFile {
  readonly id: number
  readonly name: string
  readonly problems: readonly Problem[]
  /** The file, where it is an instrument with faults that the editor can show. */
  readonly instrument?: InstrumentFile
}

/** What a list shows of an analysis. */
export type RunState = 'fresh' | 'running' | 'stale' | 'refused' | 'failed' | 'waiting' | 'stopped'

export const emptyResult: ResultState = { key: null, outcome: null, took: null, running: null, problem: null }
export const emptySource: SourceState = { status: 'waiting', progress: null, reading: null, problem: null }

export function startSession(): Session {
  return {
    engine: { status: 'starting', memory: null, problem: null },
    sources: {},
    survey: { status: 'absent', dataset: null, hash: '', problem: null },
    series: { status: 'absent', dataset: null, hash: '', problem: null },
    indicators: { status: 'absent', dataset: null, hash: '', problem: null },
    inventory: { status: 'absent', dataset: null, hash: '', problem: null },
    instrument: { instrument: null, problems: [] },
    drafting: null,
    codebooks: [],
    bridging: null,
    writing: nothingWritten,
    results: {},
    rejected: [],
    arriving: [],
    respondents: null,
  }
}

/** @param wanted key of the result that the project asks for now; null when there are no data for it */
export function runStateOf(result: ResultState, wanted: string | null): RunState {
  if (result.running !== null) return 'running'
  if (result.problem !== null) return 'failed'
  if (wanted !== null && result.stopped === wanted && result.key !== wanted) return 'stopped'
  if (result.outcome === null) return 'waiting'
  if (result.key !== wanted) return 'stale'
  if (result.outcome.status === 'ok') return 'fresh'
  return result.outcome.status
}
