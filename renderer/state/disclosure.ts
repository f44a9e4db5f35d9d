import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Findings } from '../../analyses/attack/attack'
import { reportDisclosure, type DisclosureReport } from '../../analyses/disclosure-report/report'
import { Aborted } from '../../analyses/core/errors'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { Compute } from '../worker/compute'
import { problemOf, type Problem } from '../worker/problem'
import type { Project } from './project'
import type { Session } from './session'
import type { Workbench } from './workbench'

/** An attack on everything that the project releases, as far as it has come. */
export interface AttackState {
  /** Share that is done, 0 … 1; null while none is under way. */
  readonly share: number | null
  /** What the last attack found, and the results that it was made on. */
  readonly last: { readonly findings: Findings; readonly outcomes: readonly AnalysisOutcome[] } | null
  readonly problem: Problem | null
}

/** Nothing of the project is changed by an attack. */
export interface Attacks {
  readonly store: Pick<StoreApi<AttackState>, 'getState' | 'subscribe'>
  /** Attacks the results as they are now; an attack under way is called off. */
  begin(): void
  stop(): void
}

export function createAttacks(workbench: Workbench, compute: Compute): Attacks {
  const store = createStore<AttackState>(() => ({ share: null, last: null, problem: null }))
  let controller = new AbortController()
  return {
    store,
    stop: () => controller.abort(),
    begin: () => {
      const { session } = workbench.store.getState()
      const survey = session.survey.dataset
      if (survey === null) return
      const { minGroup } = workbench.project()
      const outcomes = releasedOutcomes(workbench.project(), session)
      controller.abort()
      const own = new AbortController()
      controller = own
      const tell = (state: Partial<AttackState>): void => {
        if (controller === own) store.setState(state)
      }
      tell({ share: 0, problem: null })
      compute
        .attack({ outcomes, survey, minGroup }, own.signal, (share) => tell({ share }))
        .then(
          (findings) => tell({ share: null, last: { findings, outcomes } }),
          (error: unknown) => tell({ share: null, problem: error instanceof Aborted ? null : problemOf(error) }),
        )
    },
  }
}

/** The results of the project's own analyses, in its order, as far as they are there. */
function releasedOutcomes(project: Project, { results }: Pick<Session, 'results'>): readonly AnalysisOutcome[] {
  return project.analyses.flatMap(({ as }) => results[as]?.outcome ?? [])
}

/** What the project releases, by which rule, with what an attack on just these results found. */
export function disclosureReport(
  project: Project,
  session: Pick<Session, 'results'>,
  { last }: Pick<AttackState, 'last'>,
): DisclosureReport {
  const outcomes = releasedOutcomes(project, session)
  const isSame =
    last?.outcomes.length === outcomes.length && last.outcomes.every((one, index) => one === outcomes[index])
  return reportDisclosure(project, outcomes, isSame ? last.findings : null)
}
