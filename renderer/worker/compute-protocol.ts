import type { SurveyDataset } from '../../analyses/core/datasets'
import type { EarlierStanding } from '../../analyses/recipe/earlier-release'
import type { Computation } from '../../analyses/recipe/execute'
import type { Publication } from '../../analyses/recipe/report-context'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { Findings } from '../../analyses/attack/attack'
import type { Problem } from './problem'

/** Results that the worker keeps, so that undo and going back to an earlier choice cost nothing; the oldest go first. */
export const keptResults = 160

/** What is to be computed. */
export interface ComputeJob extends Computation {
  /** What the result is kept under in the worker. */
  readonly key: string
}

/** Results that stand beside each other in the project, by name; what may be shown of one depends on the others. */
export interface PublishJob {
  readonly runs: readonly {
    readonly as: string
    readonly key: string
    /** Asked by the overview: beside the project's own results it is the one that is withheld. */
    readonly isDerived?: true
    /** Released before: it is decided first, and not shown. */
    readonly earlier?: EarlierStanding
  }[]
  /** Names of earlier releases that the results cannot be held against. */
  readonly unchecked: readonly string[]
  readonly publication: Publication
  /** The data of the survey without any filter, which tell who is in which sum, and their hash; null where there are none. */
  readonly survey: { readonly dataset: SurveyDataset; readonly hash: string } | null
}

/** Everything that the project releases, to be attacked. */
export interface AttackJob {
  readonly outcomes: readonly AnalysisOutcome[]
  readonly survey: SurveyDataset
  readonly minGroup: number
}

/** An outcome that differs from the one last published under its name. */
export interface Published {
  readonly as: string
  readonly key: string
  readonly outcome: AnalysisOutcome
}

export type ToComputeWorker =
  | { readonly kind: 'connect'; readonly port: MessagePort }
  | {
      readonly kind: 'compute'
      readonly id: number
      readonly job: ComputeJob
      /** Set to 1 to call the run off, where memory may be shared. */ readonly flag: Int32Array | null
    }
  | { readonly kind: 'attack'; readonly id: number; readonly job: AttackJob; readonly flag: Int32Array | null }
  | { readonly kind: 'publish'; readonly id: number; readonly job: PublishJob }
  | { readonly kind: 'abort'; readonly id: number }

export type FromComputeWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'computed'; readonly id: number }
  | { readonly kind: 'attacked'; readonly id: number; readonly findings: Findings }
  | { readonly kind: 'published'; readonly id: number; readonly outcomes: readonly Published[] }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: Problem | null }
