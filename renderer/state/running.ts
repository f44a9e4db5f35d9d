import type { Dataset } from '../../analyses/core/datasets'
import { analyses } from '../../analyses/index'
import type { Publication } from '../../analyses/recipe/run'
import type { Compute } from '../worker/compute'
import { keptResults } from '../worker/compute-protocol'
import { problemOf } from '../worker/problem'
import { conditionsOf, type Project, type ProjectAnalysis } from './project'
import { dataKinds } from './data-kinds'
import { emptyResult, type ResultState, type Session } from './session'
import { projectOf, type Workbench } from './workbench'

/**
 * What a result is kept under: data, analysis and version, options, filter and seed; beside them the protection and the language, which
 * decide what is withheld and in which order groups stand. Null when the project has no data for it yet.
 */
export function resultKey(
  project: Project,
  analysis: ProjectAnalysis,
  session: Pick<Session, Dataset['kind']>,
): string | null {
  const declared = analyses.get(analysis.id)
  if (declared === undefined) return null
  const isSurvey = declared.needs.data === 'survey'
  const data = session[declared.needs.data]
  if (data.status === 'loading' || data.status === 'failed' || data.dataset === null) return null
  const where = conditionsOf(project, analysis, isSurvey)
  return JSON.stringify([
    data.hash,
    analysis.id,
    declared.version,
    analysis.version,
    analysis.options,
    where,
    project.seed,
    project.minGroup,
    project.language,
  ])
}

/** Whether any result is still to come. */
export function isAnythingPending(project: Project, session: Session): boolean {
  return project.analyses.some((analysis) => {
    const key = resultKey(project, analysis, session)
    const result = session.results[analysis.as]
    return (
      (result !== undefined && result.running !== null) ||
      (key !== null && result?.key !== key && (result?.problem ?? null) === null)
    )
  })
}

/** Milliseconds between two steps of a progress that anybody sees. */
const progressRest = 120

/** Milliseconds between two publications while analyses run that nobody looks at. */
const backgroundRest = 400

/**
 * Keeps the results in step with the project: what is shown first, the rest after it, one at a time. A change calls off the run it
 * makes needless; the old result stays until the new one arrives.
 * @returns a function that stops
 */
export function keepResults(workbench: Workbench, compute: Compute): () => void {
  const { store } = workbench
  /** Keys of results that the worker holds. */
  const computed = new Set<string>()
  /** Keys of runs that ended in a bug: not tried again until something changes. */
  const broken = new Set<string>()
  let current: { readonly as: string; readonly key: string; readonly controller: AbortController } | null = null
  let lastPublished = ''
  let publishedAt = 0
  let isPublishing = false
  let hasEnded = false
  /** When the shown analysis was last asked for something new, for the status line. */
  const askedAt = new Map<string, number>()

  function patchResult(as: string, patch: Partial<ResultState>): void {
    workbench.patchSession(({ results }) => ({
      results: { ...results, [as]: { ...(results[as] ?? emptyResult), ...patch } },
    }))
  }

  const wantedIn = (project: Project, session: Session): ReadonlyMap<string, string | null> =>
    new Map(project.analyses.map((analysis) => [analysis.as, resultKey(project, analysis, session)]))

  /** Brings everything one step further. Safe to call whenever anything may have changed. */
  function update(): void {
    if (hasEnded) return
    const { session } = store.getState()
    const project = workbench.project()
    const wanted = wantedIn(project, session)
    const gone = Object.keys(session.results).filter((as) => !wanted.has(as))
    if (gone.length > 0)
      workbench.patchSession(({ results }) => ({
        results: Object.fromEntries(Object.entries(results).filter(([as]) => !gone.includes(as))),
      }))
    for (const [as, key] of wanted) {
      if (key !== null && session.results[as]?.key !== key && !askedAt.has(`${as} ${key}`)) {
        askedAt.clear()
        askedAt.set(`${as} ${key}`, performance.now())
      }
    }
    if (current !== null && wanted.get(current.as) !== current.key) current.controller.abort()

    const { analysis: shownName } = store.getState().window
    const needsRun = ({ as }: ProjectAnalysis): boolean => {
      const key = wanted.get(as) ?? null
      return key !== null && !computed.has(key) && !broken.has(key)
    }
    const shown = project.analyses.find(({ as }) => as === shownName)
    const next = shown !== undefined && needsRun(shown) ? shown : project.analyses.find(needsRun)
    // What the reader looks at goes before what runs in the background.
    if (current !== null && next !== undefined && next === shown && current.as !== next.as) current.controller.abort()
    const shownIsReady = shown === undefined || !needsRun(shown)
    const isDue =
      next === undefined || !isOnScreen(session, shown, wanted) || performance.now() - publishedAt > backgroundRest
    if (shownIsReady && isDue) publish(project, wanted)
    if (current === null && next !== undefined) void run(project, next, wanted.get(next.as) ?? '')
  }

  const isOnScreen = (
    session: Session,
    shown: ProjectAnalysis | undefined,
    wanted: ReadonlyMap<string, string | null>,
  ): boolean =>
    shown === undefined || session.results[shown.as]?.key === wanted.get(shown.as) || wanted.get(shown.as) === null

  const publicationOf = ({ minGroup, language }: Project): Publication => ({ minGroup, language })

  function publish(project: Project, wanted: ReadonlyMap<string, string | null>): void {
    const runs = [...wanted].flatMap(([as, key]) => (key !== null && computed.has(key) ? [{ as, key }] : []))
    const publication = publicationOf(project)
    const description = JSON.stringify([runs, publication])
    if (isPublishing || description === lastPublished) return
    isPublishing = true
    publishedAt = performance.now()
    compute
      .publish({ runs, publication })
      .then(
        (outcomes) => {
          lastPublished = description
          if (outcomes.length === 0) return
          const now = performance.now()
          workbench.patchSession(({ results }) => ({
            results: {
              ...results,
              ...Object.fromEntries(
                outcomes.map(({ as, key, outcome }) => {
                  const before = results[as] ?? emptyResult
                  const asked = askedAt.get(`${as} ${key}`)
                  return [
                    as,
                    {
                      ...before,
                      key,
                      outcome,
                      problem: null,
                      took: asked === undefined ? before.took : now - asked,
                    } satisfies ResultState,
                  ]
                }),
              ),
            },
          }))
        },
        (error: unknown) => {
          const problem = problemOf(error)
          lastPublished = description
          if (problem !== null) for (const { as } of runs) patchResult(as, { problem })
        },
      )
      .finally(() => {
        isPublishing = false
        update()
      })
  }

  async function run(project: Project, analysis: ProjectAnalysis, key: string): Promise<void> {
    const { as, id } = analysis
    const controller = new AbortController()
    current = { as, key, controller }
    const { survey, series, indicators, inventory } = store.getState().session
    const isSurvey = analyses.get(id)?.needs.data === 'survey'
    patchResult(as, { running: { key, share: null } })
    let shownAt = performance.now()
    try {
      await compute.compute(
        {
          key,
          request: {
            id,
            as,
            options: analysis.options,
            where: conditionsOf(project, analysis, isSurvey),
            version: analysis.version,
          },
          datasets: {
            survey: survey.dataset,
            series: series.dataset,
            indicators: indicators.dataset,
            inventory: inventory.dataset,
          },
          seed: project.seed,
          publication: publicationOf(project),
        },
        controller.signal,
        (share) => {
          if (performance.now() - shownAt < progressRest) return
          shownAt = performance.now()
          patchResult(as, { running: { key, share } })
        },
      )
      computed.add(key)
      // The worker lets go of the same ones in the same order.
      for (const oldest of computed) {
        if (computed.size <= keptResults) break
        computed.delete(oldest)
      }
      patchResult(as, { running: null })
    } catch (error) {
      const problem = problemOf(error)
      if (problem !== null) broken.add(key)
      patchResult(as, { running: null, ...(problem === null ? {} : { problem }) })
    } finally {
      current = null
      update()
    }
  }

  compute.onReplaced(() => {
    computed.clear()
    lastPublished = ''
    update()
  })
  const unsubscribe = store.subscribe((state, before) => {
    if (
      projectOf(state) !== projectOf(before) ||
      state.window.analysis !== before.window.analysis ||
      dataKinds.some((kind) => state.session[kind] !== before.session[kind])
    )
      update()
  })
  update()
  return () => {
    hasEnded = true
    unsubscribe()
    current?.controller.abort()
  }
}
