import type { Dataset } from '../../analyses/core/datasets'
import type { Instrument } from '../../analyses/instrument/model'
import type { Phrase } from '../../analyses/core/words'
import type { Declared, Dialect } from '../../analyses/readers/reader'
import type { Draft, DraftChoices } from '../../analyses/drafting/draft'
import type { DraftedInstrument } from '../../analyses/sources/drafting'
import type { ColumnUse } from '../../analyses/sources/columns'
import type { FileRow } from '../../analyses/readers/row-access'
import type { RowQuery } from '../../analyses/sources/grid/query'
import type { ColumnProposal } from '../../analyses/sources/proposal'
import type { UnderstoodColumn } from '../../analyses/sources/understood'
import type { SurveyDeclarations } from '../../analyses/recipe/declared'
import type { ImportReport } from '../../analyses/sources/report'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { GivenFile } from './data-file'
import type { Problem } from './problem'

/** What is known about a file and, once it has been read, about its rows. Plain data. */
export interface SourceReading {
  /** Id of the file's format. */
  readonly format: string
  readonly dialect: Dialect
  /** 0 … 1, of the least certain part. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly columns: readonly ColumnUse[]
  /** The first rows, as they stand in the file. */
  readonly sample: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** What keeps the file from being imported, as far as its first megabyte shows. */
  readonly problems: readonly Problem[]
  readonly report: ImportReport | null
}

/** What a file that was just given seems to be. */
export interface FileGuess {
  readonly source: RecipeSource
}

/** Files that were given together, once it is known which of them say what the answers mean. */
export interface SortedGiven {
  /** Places, among the files given, of those that are parts of a survey tool's codebook. */
  readonly codebook: readonly number[]
  /** Null where none was asked for, and where nothing says what the answers mean. */
  readonly drafted: DraftedInstrument | null
  /** Why a codebook could not be read. */
  readonly problem: Problem | null
}

export type IngestCall =
  | { readonly call: 'sort'; readonly given: readonly GivenFile[]; readonly isDraftWanted: boolean }
  | {
      /** Drafts an instrument; the files are read once, and a call with other choices answers at once. */
      readonly call: 'draft'
      readonly given: readonly GivenFile[]
      readonly choices: DraftChoices
      /** How the data file is read, where a person said so. */
      readonly dialect?: Declared | undefined
      /** Of the instrument; the file's name where nothing is said. */
      readonly name?: string | undefined
      /** Rounds of other sources of the project. */
      readonly otherRounds?: readonly string[] | undefined
    }
  | {
      readonly call: 'guess'
      readonly given: GivenFile
      readonly instrument: Instrument | null
      /** Sources that the project has already, or its others. */
      readonly others: readonly RecipeSource[]
      /** Headers of the files of the others by the ids of these, as far as they have been read. */
      readonly headers?: Readonly<Record<string, readonly string[]>>
      /** The source that was guessed of it by an earlier instrument, as it is now. */
      readonly again?: { readonly source: RecipeSource; readonly earlier: Instrument | null }
    }
  | {
      readonly call: 'inspect'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
    }
  | {
      readonly call: 'propose'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
      /** The other sources of the project, whose headers say what a column was called before. */
      readonly others: readonly RecipeSource[]
    }
  | {
      readonly call: 'understand'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
      /** Place of the column, from 1. */
      readonly position: number
    }
  | {
      readonly call: 'load'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
      /** Null while it is not known: it is then taken beside the reading. */ readonly sha256: string | null
    }
  | {
      /** What stands in some rows of a file. */
      readonly call: 'file-rows'
      readonly given: GivenFile
      readonly source: RecipeSource
      /** Numbers of records, from 1. */
      readonly rows: readonly number[]
      /** Places of the columns, from 0. */
      readonly columns: readonly number[]
    }
  | { readonly call: 'row-at-line'; readonly given: GivenFile; readonly source: RecipeSource; readonly line: number }
  | { readonly call: 'order-rows'; readonly given: GivenFile; readonly source: RecipeSource; readonly query: RowQuery }
  | { readonly call: 'remove'; readonly id: string }
  | {
      readonly call: 'open'
      readonly data: Dataset['kind']
      readonly instrument: Instrument | null
      readonly reports: readonly ImportReport[]
      /** What the user said of the data as a whole. */ readonly declared: SurveyDeclarations
    }

export interface IngestAnswers {
  readonly sort: SortedGiven
  readonly draft: Draft
  readonly guess: FileGuess
  readonly inspect: SourceReading
  readonly propose: readonly ColumnProposal[]
  /** Null for a kind of source that does not say what its values become. */
  readonly understand: UnderstoodColumn | null
  readonly load: SourceReading
  readonly 'file-rows': { readonly rowCount: number; readonly rows: readonly FileRow[] }
  readonly 'row-at-line': number | null
  readonly 'order-rows': Int32Array
  readonly remove: null
  readonly open: Dataset | null
}

export type ToIngestWorker =
  | { readonly kind: 'connect'; readonly port: MessagePort }
  | { readonly kind: 'call'; readonly id: number; readonly call: IngestCall; readonly flag: Int32Array | null }
  | { readonly kind: 'sha256'; readonly id: number; readonly sha256: string }
  | { readonly kind: 'abort'; readonly id: number }

export type FromIngestWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number; readonly rows: number }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: Problem | null }
