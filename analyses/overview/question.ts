import type { Condition } from '../core/datasets'
import type { AnalysisOutcome, Datasets } from '../recipe/run'

/** What an overview is about: the data that are open, and which respondents are included. */
export interface Subject {
  readonly datasets: Datasets
  /** The conditions on respondents that hold for every analysis of the survey. */
  readonly where: readonly Condition[]
  /** Smallest group that may be shown; 1 turns protection off. */
  readonly minGroup: number
}

/** An analysis that the overview asks, as a recipe would. */
export interface Question {
  /** What its answer goes by. The colon keeps it apart from every name that an analysis of a project can have. */
  readonly as: QuestionName
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
  /** Conditions beside those of the subject. */
  readonly where: readonly Condition[]
}

export type QuestionName = `overview:${
  | 'participation'
  | 'places'
  | 'dimensions'
  | 'change'
  | 'place-differences'
  | 'person-differences'
  | 'items'
  | 'series'
  | 'indicators'
  | 'inventory'}`

/** What has been answered so far, by name: outcomes after disclosure control. */
export type Answers = Readonly<Record<string, AnalysisOutcome | null | undefined>>
