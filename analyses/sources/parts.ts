import type { InventoryLevel } from '../core/datasets'
import type { Spelling } from './recoding'
import type { LoadedSeriesSource } from '../series/open'

/** What one loaded source brings to the data that it becomes part of, by kind of data. Plain data. */
export type DataPart =
  | ({ readonly data: 'survey' } & SurveyPart)
  | ({ readonly data: 'series' } & LoadedSeriesSource)
  | ({ readonly data: 'indicators' } & IndicatorsPart)
  | ({ readonly data: 'inventory' } & InventoryPart)

export interface SurveyPart {
  /** Answers in `responses`; null when the source has none. */
  readonly answers: {
    readonly rounds: readonly string[]
    /** Ids of the items the file has. */
    readonly items: readonly string[]
    readonly attributes: readonly string[]
    readonly weighted: boolean
    /** Levels of attributes in the order in which the file stores them; attributes whose order it does not tell are left out. */
    readonly levels?: Readonly<Record<string, readonly string[]>>
  } | null
  /** Attributes by which the people invited are counted in `headcount`; null when the source counts none. */
  readonly headcountBy: readonly string[] | null
  /** How the file writes the levels of each attribute, and of the round where a column says it. */
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
}

export interface IndicatorsPart {
  readonly source: string
}

export interface InventoryPart {
  readonly source: string
  readonly file: string
  /** In the order of the file. */
  readonly organisations: readonly string[]
  readonly areas: readonly string[]
  /** How the file writes the organisations and the levels of each attribute. */
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
  /** With the levels that occur. */
  readonly attributes: readonly { readonly id: string; readonly levels: readonly string[] }[]
  /** Ascending. */
  readonly levels: readonly InventoryLevel[]
  readonly isScaleDeclared: boolean
}
