import type { SeriesDataset, SurveyDataset } from '../../analyses/core/datasets'
import type { Instrument } from '../../analyses/instrument/model'
import type { Phrase } from '../../analyses/core/words'
import type { ColumnUse } from '../../analyses/sources/columns'
import type { Dialect } from '../../analyses/readers/delimited/dialect'
import type {
  HeadcountReport,
  IndicatorsReport,
  InventoryReport,
  SeriesReport,
  SurveyReport,
} from '../../analyses/sources/report'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { GivenFile } from './data-file'
import type { Problem } from './problem'

export type SourceReport = SurveyReport | HeadcountReport | SeriesReport | IndicatorsReport | InventoryReport

/** What was understood of a file, and, once it has been read, what became of its rows. Plain data. */
export interface SourceReading {
  readonly dialect: Dialect
  /** 0 … 1, of the least certain part. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly columns: readonly ColumnUse[]
  /** The first rows, as they stand in the file. */
  readonly sample: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** What keeps the file from being imported, as far as its first megabyte shows. */
  readonly problems: readonly Problem[]
  readonly report: SourceReport | null
}

/** What a file that was just given seems to be. */
export interface FileGuess {
  readonly source: RecipeSource
}

export type IngestCall =
  | {
      readonly call: 'guess'
      readonly given: GivenFile
      readonly instrument: Instrument | null
      readonly takenIds: readonly string[]
      readonly takenRounds: readonly string[]
    }
  | {
      readonly call: 'inspect'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
    }
  | {
      readonly call: 'load'
      readonly given: GivenFile
      readonly source: RecipeSource
      readonly instrument: Instrument | null
      /** Null while it is not known: it is then taken beside the reading. */ readonly sha256: string | null
    }
  | { readonly call: 'remove'; readonly id: string }
  | { readonly call: 'open-survey'; readonly instrument: Instrument; readonly reports: readonly SourceReport[] }
  | { readonly call: 'open-series'; readonly reports: readonly SourceReport[] }

export interface IngestAnswers {
  readonly guess: FileGuess
  readonly inspect: SourceReading
  readonly load: SourceReading
  readonly remove: null
  readonly 'open-survey': SurveyDataset
  readonly 'open-series': SeriesDataset | null
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
