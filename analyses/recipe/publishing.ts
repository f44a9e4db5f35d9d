import type { AbortSource, Database } from '../core/database'
import type { Frame, SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { protectReleases, type ProtectedReleases, type SystemsOf, type WithheldRow } from '../disclosure/releases'
import { toldSums } from '../disclosure/told-sums'
import { analyses } from '../index'
import { membershipsOf } from './memberships'
import type { Publication } from './report-context'
import { runStatements } from './statements'
import { computeRun, publishRuns, releaseOf, type AnalysisOutcome, type ComputedRun, type PublishingHooks } from './run'

export interface TogetherHooks extends Pick<PublishingHooks, 'knownOutcome'> {
  readonly abort?: AbortSource | undefined
  /** What statements gave before, for as long as the data stay the same: another option asks most of them again. */
  readonly frames?: Map<string, Frame>
  /** What was computed anew before, by its name (`keyOf`) and whom it was computed without, for as long as the data stay the same. */
  readonly recomputed?: Map<string, ComputedRun>
  /** The name that a run goes by, the same only for the same data and options; null where nothing is kept. */
  readonly keyOf?: (as: string) => string | null
}

/**
 * Publishes the analyses of a project beside each other: asks the data who is in which sum, decides what is withheld of everything at once, draws and says.
 * @param survey the data without any filter; null where there are none
 * @throws QueryError, Aborted
 */
export async function publishTogether(
  database: Database,
  survey: SurveyDataset | null,
  runs: readonly ComputedRun[],
  publication: Publication,
  { knownOutcome, ...hooks }: TogetherHooks = {},
): Promise<readonly AnalysisOutcome[]> {
  const isDerived = ({ prepared }: ComputedRun): boolean => prepared.isDerived === true
  const ofProject = await decidedRuns(
    database,
    survey,
    runs.filter((run) => !isDerived(run)),
    publication,
    hooks,
    null,
  )
  const derived = runs.filter(isDerived)
  const { present, decided } =
    derived.length === 0
      ? ofProject
      : await decidedRuns(
          database,
          survey,
          inOrderOf(runs, [...ofProject.present, ...derived]),
          publication,
          hooks,
          ofProject.decided.withheld,
        )
  return publishRuns(present, publication, (id) => analyses.get(id), {
    decided,
    ...(knownOutcome === undefined ? {} : { knownOutcome }),
  })
}

/** Runs under the names of others, in their order. */
const inOrderOf = (order: readonly ComputedRun[], runs: readonly ComputedRun[]): readonly ComputedRun[] =>
  order.flatMap(({ prepared }) => runs.find((run) => run.prepared.as === prepared.as) ?? [])

/**
 * What is withheld of runs beside each other, and the runs as they are without the groups that it takes out.
 * @param settled what was decided of the project's own by themselves
 */
async function decidedRuns(
  database: Database,
  survey: SurveyDataset | null,
  runs: readonly ComputedRun[],
  publication: Publication,
  hooks: Omit<TogetherHooks, 'knownOutcome'>,
  settled: readonly WithheldRow[] | null,
): Promise<{ readonly present: readonly ComputedRun[]; readonly decided: ProtectedReleases }> {
  const decisionOn = async (present: readonly ComputedRun[]): Promise<ProtectedReleases> =>
    protectReleases(
      present.map(releaseOf),
      publication.minGroup,
      await systemsIn(database, survey, present, publication, hooks),
      settled,
    )
  let present = runs
  let decided = await decisionOn(present)
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const again = await withoutLateGroups(database, present, publication, decided, hooks)
    if (again === null) break
    present = again
    decided = await decisionOn(present)
  }
  return { present, decided }
}

/** Analyses are computed anew until no further group is withheld; each turn withholds one more at least, and more than a few turns are not known to be needed. */
const mostTurns = 8

/**
 * Computes anew the analyses of which a group is withheld because of what is told elsewhere: seen beside the groups that are shown, a test, a rank or a family of p values that
 * stands on it would tell of it.
 * @returns null where nothing is to be computed anew
 */
async function withoutLateGroups(
  database: Database,
  runs: readonly ComputedRun[],
  publication: Publication,
  { withheld }: ProtectedReleases,
  { abort, recomputed = new Map<string, ComputedRun>(), keyOf = () => null }: Omit<TogetherHooks, 'knownOutcome'>,
): Promise<readonly ComputedRun[] | null> {
  let isChanged = false
  const next: ComputedRun[] = []
  for (const run of runs) {
    const analysis = analyses.get(run.prepared.id)
    const before = run.without ?? []
    const known = new Set(before.map((group) => JSON.stringify(group)))
    const late = withheld.flatMap(({ as, group }) =>
      as === run.prepared.as && group !== undefined && !known.has(JSON.stringify(group)) ? [group] : [],
    )
    if (late.length === 0 || run.seed === undefined || analysis?.bases === undefined) {
      next.push(run)
      continue
    }
    isChanged = true
    const without = [...before, ...late]
    const key = keyOf(run.prepared.as)
    const name = key === null ? null : JSON.stringify([key, without])
    let again = name === null ? undefined : recomputed.get(name)
    if (again === undefined) {
      stopIfAborted(abort)
      const { frames, nUsed } = await runStatements(database, run.prepared, abort)
      const conclusion = { frames, nUsed, seed: run.seed }
      const computed = await computeRun(analysis, run.prepared, conclusion, publication, {
        abort: abort ?? { aborted: false },
        without,
      })
      again = { ...computed, without }
      if (name !== null) recomputed.set(name, again)
    }
    next.push({ ...again, prepared: run.prepared })
  }
  return isChanged ? next : null
}

async function systemsIn(
  database: Database,
  survey: SurveyDataset | null,
  runs: readonly ComputedRun[],
  { minGroup, language }: Publication,
  { abort, frames = new Map<string, Frame>() }: Omit<TogetherHooks, 'knownOutcome'>,
): Promise<SystemsOf | null> {
  if (survey === null || minGroup <= 1) return null
  const releases = runs.map(releaseOf)
  const memberships = membershipsOf(
    survey,
    toldSums(
      releases,
      releases.map(({ tables }) => tables),
    ),
    language,
  )
  const found: Frame[] = []
  for (const { statement } of memberships.plans) {
    stopIfAborted(abort)
    const frame = frames.get(statement) ?? (await database.frame(statement, abort))
    frames.set(statement, frame)
    found.push(frame)
  }
  return memberships.systems(found)
}
