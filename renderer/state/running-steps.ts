import type { Dataset } from '../../analyses/core/datasets'
import { analyses } from '../../analyses/index'
import type { Publication } from '../../analyses/recipe/report-context'
import { keptResults, type ComputeJob, type Published, type PublishJob } from '../worker/compute-protocol'
import type { Problem } from '../worker/problem'
import { datasetsOf } from './data-kinds'
import { conditionsOf, type Project, type ProjectAnalysis } from './project'
import { datasetsThen } from '../../analyses/recipe/earlier-releases'
import { earlierRuns, releasesNotHeldAgainst, type EarlierRun } from './releases'
import { emptyResult, type ResultState, type Session } from './session'

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
    analysis.order ?? 'declared',
    project.seed,
    project.minGroup,
    project.language,
    project.labels,
  ])
}

/** What a run of an earlier release is kept under: its own filter alone, by the rule of then, and over the sources of then. */
function earlierKey(project: Project, { analysis, standing }: EarlierRun, session: Session): string | null {
  const key = resultKey({ ...project, where: [], minGroup: standing.minGroup }, analysis, session)
  return key === null || standing.sources === null ? key : JSON.stringify([key, standing.sources])
}

/**
 * Whether any result is still to come.
 * @param derived analyses that are shown and no part of the project
 */
export function isAnythingPending(
  project: Project,
  session: Session,
  derived: readonly ProjectAnalysis[] = [],
): boolean {
  return [...derived, ...project.analyses].some((analysis) => {
    const key = resultKey(project, analysis, session)
    const result = session.results[analysis.as]
    return (
      (result !== undefined && result.running !== null) ||
      (key !== null && result?.key !== key && result?.stopped !== key && (result?.problem ?? null) === null)
    )
  })
}

/** What is remembered of the runs from one step to the next. Times are milliseconds of one clock. */
export interface RunMemory {
  /** Keys of results that the worker holds, oldest first. */
  readonly computed: readonly string[]
  /** Keys of runs that ended in a bug: not tried again until something changes. */
  readonly broken: ReadonlySet<string>
  readonly current: Run | null
  readonly isPublishing: boolean
  /** What was last published. @see Publishing */
  readonly lastPublished: string
  readonly publishedAt: number
  /** When a result was first asked for, by analysis and key, for the status line. */
  readonly askedAt: ReadonlyMap<string, number>
}

export interface Run {
  readonly as: string
  readonly key: string
}

export interface Publishing {
  readonly job: PublishJob
  /** Tells one publication from another: the runs and what they are published for. */
  readonly description: string
}

export const noRuns: RunMemory = {
  computed: [],
  broken: new Set(),
  current: null,
  isPublishing: false,
  lastPublished: '',
  publishedAt: 0,
  askedAt: new Map(),
}

/** What there is to do now. */
export interface RunPlan {
  /** Results of analyses that the project no longer has. */
  readonly forget: readonly string[]
  /** The run under way has become needless, or what the reader looks at goes before it. */
  readonly isCallOff: boolean
  readonly publish: Publishing | null
  readonly run: (Run & { readonly analysis: ProjectAnalysis; readonly earlier?: EarlierRun }) | null
  readonly memory: RunMemory
}

/** Milliseconds between two publications while analyses run that nobody looks at. */
const backgroundRest = 400

/**
 * Brings results in step with the project: what is shown first, the rest after it, one at a time.
 * @param shownName name of the analysis that the reader looks at
 * @param derived analyses that the reader looks at and that are no part of the project: they go before its own
 */
export function planRuns(
  memory: RunMemory,
  project: Project,
  session: Session,
  shownName: string | null,
  now: number,
  derived: readonly ProjectAnalysis[] = [],
): RunPlan {
  const earlier = new Map(earlierRuns(project, session).map((run) => [run.analysis.as, run]))
  const all = [...[...earlier.values()].map(({ analysis }) => analysis), ...derived, ...project.analyses]
  const isDerived = (name: string): boolean => derived.some(({ as }) => as === name)
  const wanted = new Map(
    all.map((analysis) => {
      const run = earlier.get(analysis.as)
      return [
        analysis.as,
        run === undefined ? resultKey(project, analysis, session) : earlierKey(project, run, session),
      ]
    }),
  )
  const needsRun = ({ as }: ProjectAnalysis): boolean => {
    const key = wanted.get(as) ?? null
    return (
      key !== null && !memory.computed.includes(key) && !memory.broken.has(key) && session.results[as]?.stopped !== key
    )
  }
  const shown = project.analyses.find(({ as }) => as === shownName)
  // What was released before is decided first, so that nothing can be shown until it is there.
  const isEarlierReady = !all.some((analysis) => earlier.has(analysis.as) && needsRun(analysis))
  const next = isEarlierReady && shown !== undefined && needsRun(shown) ? shown : all.find(needsRun)
  const nextEarlier = next === undefined ? undefined : earlier.get(next.as)
  const { current } = memory
  const isOnScreen =
    shown === undefined || wanted.get(shown.as) === null || session.results[shown.as]?.key === wanted.get(shown.as)
  const isDue = next === undefined || !isOnScreen || now - memory.publishedAt > backgroundRest
  const isShownReady = shown === undefined || !needsRun(shown)
  return {
    forget: Object.keys(session.results).filter((as) => !wanted.has(as)),
    isCallOff:
      current !== null &&
      (wanted.get(current.as) !== current.key ||
        session.results[current.as]?.stopped === current.key ||
        (next !== undefined &&
          ((next === shown && current.as !== next.as) || (isDerived(next.as) && !isDerived(current.as))))),
    publish:
      isEarlierReady && isShownReady && isDue
        ? publishingOf(memory, project, session, wanted, { isDerived, earlier })
        : null,
    run:
      current === null && next !== undefined
        ? {
            as: next.as,
            key: wanted.get(next.as) ?? '',
            analysis: next,
            ...(nextEarlier === undefined ? {} : { earlier: nextEarlier }),
          }
        : null,
    memory: { ...memory, askedAt: askedAt(memory, session, wanted, now) },
  }
}

function publishingOf(
  { computed, isPublishing, lastPublished }: RunMemory,
  project: Project,
  session: Session,
  wanted: ReadonlyMap<string, string | null>,
  {
    isDerived,
    earlier,
  }: { readonly isDerived: (as: string) => boolean; readonly earlier: ReadonlyMap<string, EarlierRun> },
): Publishing | null {
  const { dataset, hash } = session.survey
  const runs = [...wanted].flatMap(([as, key]) => {
    if (key === null || !computed.includes(key)) return []
    const standing = earlier.get(as)?.standing
    return [
      {
        as,
        key,
        ...(isDerived(as) ? { isDerived: true as const } : {}),
        ...(standing === undefined ? {} : { earlier: standing }),
      },
    ]
  })
  const broken = [...earlier].flatMap(([as, { standing }]) =>
    runs.some((run) => run.as === as) ? [] : [standing.name],
  )
  const unchecked = [...new Set([...releasesNotHeldAgainst(project, session), ...broken])]
  const publication = publicationOf(project)
  const description = JSON.stringify([runs, publication, unchecked])
  const survey = dataset === null ? null : { dataset, hash }
  return isPublishing || description === lastPublished
    ? null
    : { job: { runs, publication, survey, unchecked }, description }
}

/** Only the newest question is timed: what else was asked before it has lost its meaning. */
function askedAt(
  memory: RunMemory,
  session: Session,
  wanted: ReadonlyMap<string, string | null>,
  now: number,
): ReadonlyMap<string, number> {
  let asked = memory.askedAt
  for (const [as, key] of wanted)
    if (key !== null && session.results[as]?.key !== key && !asked.has(`${as} ${key}`))
      asked = new Map([[`${as} ${key}`, now]])
  return asked
}

const publicationOf = ({ minGroup, language, labels }: Project): Publication => ({
  minGroup,
  language,
  ...(labels === undefined ? {} : { labels }),
})

/** What the worker is handed to compute one analysis. */
export function computeJobOf(
  project: Project,
  session: Session,
  { analysis, key, earlier }: NonNullable<RunPlan['run']>,
): ComputeJob {
  if (earlier !== undefined) {
    const { release, standing } = earlier
    const then = { ...project, where: [], minGroup: standing.minGroup }
    const job = computeJobOf(then, session, { as: analysis.as, analysis, key })
    return { ...job, datasets: datasetsThen(job.datasets, release, standing) }
  }
  const { as, id, options, version, order } = analysis
  const isSurvey = analyses.get(id)?.needs.data === 'survey'
  return {
    key,
    request: {
      id,
      as,
      options,
      where: conditionsOf(project, analysis, isSurvey),
      version,
      ...(order === undefined ? {} : { order }),
    },
    datasets: datasetsOf(session),
    seed: project.seed,
    publication: publicationOf(project),
  }
}

export const runBegun = (memory: RunMemory, { as, key }: Run): RunMemory => ({ ...memory, current: { as, key } })

/** A run has given its result; the worker lets go of the same oldest ones in the same order. */
export function runComputed(memory: RunMemory, key: string): RunMemory {
  const others = memory.computed.filter((present) => present !== key)
  return { ...memory, current: null, computed: [...others, key].slice(-keptResults) }
}

/** A run has given none; a problem of null says that it was called off, and it may be tried again. */
export const runFailed = (memory: RunMemory, key: string, problem: Problem | null): RunMemory => ({
  ...memory,
  current: null,
  broken: problem === null ? memory.broken : new Set([...memory.broken, key]),
})

export const publishingBegun = (memory: RunMemory, now: number): RunMemory => ({
  ...memory,
  isPublishing: true,
  publishedAt: now,
})

/** @param isDone false when the publication was called off: it is tried again */
export const publishingEnded = (memory: RunMemory, { description }: Publishing, isDone: boolean): RunMemory => ({
  ...memory,
  isPublishing: false,
  lastPublished: isDone ? description : memory.lastPublished,
})

/** The worker has been replaced by one that holds nothing. */
export const workerReplaced = (memory: RunMemory): RunMemory => ({ ...memory, computed: [], lastPublished: '' })

type Results = Session['results']

export const withResult = (results: Results, as: string, patch: Partial<ResultState>): Results => ({
  ...results,
  [as]: { ...(results[as] ?? emptyResult), ...patch },
})

export const withoutResults = (results: Results, names: readonly string[]): Results =>
  Object.fromEntries(Object.entries(results).filter(([as]) => !names.includes(as)))

/** Outcomes take the place of the old ones, each with the time from the question to the answer. */
export function withOutcomes(
  results: Results,
  outcomes: readonly Published[],
  asked: RunMemory['askedAt'],
  now: number,
): Results {
  return outcomes.reduce((present, { as, key, outcome }) => {
    const since = asked.get(`${as} ${key}`)
    return withResult(present, as, {
      key,
      outcome,
      problem: null,
      ...(since === undefined ? {} : { took: now - since }),
    })
  }, results)
}
