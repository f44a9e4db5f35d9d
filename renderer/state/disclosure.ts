import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Findings } from '../../analyses/attack/attack'
import { reportDisclosure, reportedEarlier, type DisclosureReport } from '../../analyses/disclosure-report/report'
import { Aborted } from '../../analyses/core/errors'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import type { Compute } from '../worker/compute'
import { problemOf, type Problem } from '../worker/problem'
import type { Project } from './project'
import type { Session } from './session'
import { releasedDataOf } from './releases'
import { isAnythingPending } from './running-steps'
import { projectOf, type Workbench } from './workbench'

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
      if (workbench.store.getState().session.survey.dataset === null) return
      controller.abort()
      const own = new AbortController()
      controller = own
      const tell = (state: Partial<AttackState>): void => {
        if (controller === own) store.setState(state)
      }
      own.signal.addEventListener('abort', () => tell({ share: null }), { once: true })
      tell({ share: 0, problem: null })
      whenPublished(workbench, own.signal, (project, session) => attackResults(project, session, own, tell))
    },
  }

  function attackResults(
    project: Project,
    session: Session,
    own: AbortController,
    tell: (state: Partial<AttackState>) => void,
  ): void {
    const survey = session.survey.dataset
    if (survey === null) {
      tell({ share: null })
      return
    }
    const { minGroup } = project
    const outcomes = releasedOutcomes(project, session)
    compute
      .attack({ outcomes, survey, minGroup }, own.signal, (share) => tell({ share }))
      .then(
        (findings) => tell({ share: null, last: { findings, outcomes } }),
        (error: unknown) => tell({ share: null, problem: error instanceof Aborted ? null : problemOf(error) }),
      )
  }
}

/** Goes on once no result is under way, since what is found of results that are about to be replaced would be of no use. */
function whenPublished(
  workbench: Workbench,
  signal: AbortSignal,
  goOn: (project: Project, session: Session) => void,
): void {
  const isReady = (): boolean => {
    const state = workbench.store.getState()
    if (signal.aborted || isAnythingPending(projectOf(state), state.session)) return false
    goOn(projectOf(state), state.session)
    return true
  }
  if (isReady()) return
  const unsubscribe = workbench.store.subscribe(() => {
    if (signal.aborted || isReady()) unsubscribe()
  })
  signal.addEventListener('abort', unsubscribe, { once: true })
}

/** The results of the project's own analyses, in its order, as far as they are there. */
export function releasedOutcomes(project: Project, { results }: Pick<Session, 'results'>): readonly AnalysisOutcome[] {
  return project.analyses.flatMap(({ as }) => results[as]?.outcome ?? [])
}

/** What the project releases, by which rule, with what an attack on just these results found. */
export function disclosureReport(
  project: Project,
  session: Session,
  { last }: Pick<AttackState, 'last'>,
): DisclosureReport {
  const outcomes = releasedOutcomes(project, session)
  const isSame =
    last?.outcomes.length === outcomes.length &&
    last.outcomes.every((one, index) => one === outcomes[index] || numbersOf(one) === numbersOf(outcomes[index]))
  const { title, minGroup, releases = [] } = project
  const earlier = reportedEarlier(releases, releasedDataOf(project, session))
  return reportDisclosure({ title, minGroup, earlier }, outcomes, isSame ? last.findings : null)
}

/** What an attack goes by. The same numbers are published again where only the language or what is looked at is another. */
const numbersOf = (outcome: AnalysisOutcome | undefined): string =>
  JSON.stringify(outcome?.tables.map(({ id, rows, suppressed }) => [id, rows, suppressed]))
