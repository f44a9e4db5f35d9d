import type { AbortSource, Database } from '../core/database'
import type { Frame, SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import type { Remember } from '../core/memory'
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
  /** What analyses remembered while they were computed, so that what does not change is not made again. */
  readonly remember?: Remember | undefined
  /** Names of earlier releases that the runs cannot be held against. */
  readonly unchecked?: readonly string[]
  /** The name that a run goes by, the same only for the same data and options; null where nothing is kept. */
  readonly keyOf?: (as: string) => string | null
}

/**
 * Publishes the analyses of a project beside each other: asks the data who is in which sum, decides what is withheld of everything at once, draws and says. Runs of earlier
 * releases are decided first, by the rule of then, and not shown.
 * @param survey the data without any filter; null where there are none
 * @throws QueryError, Aborted
 */
export async function publishTogether(
  database: Database,
  survey: SurveyDataset | null,
  runs: readonly ComputedRun[],
  publication: Publication,
  { knownOutcome, unchecked = [], ...given }: TogetherHooks = {},
): Promise<readonly AnalysisOutcome[]> {
  // Turns and stages ask the data the same things.
  const hooks = { frames: new Map<string, Frame>(), ...given }
  const stageOf = (run: ComputedRun): number => releaseOf(run).stage ?? 0
  let present: readonly ComputedRun[] = []
  let decided: ProtectedReleases | null = null
  for (const stage of [...new Set(runs.map(stageOf))].toSorted((a, b) => a - b)) {
    const own = runs.filter((run) => stageOf(run) === stage)
    const { minGroup = publication.minGroup } = own[0]?.prepared.earlier ?? {}
    const joined = inOrderOf(runs, [...present, ...own])
    const settled: readonly WithheldRow[] | null = decided?.withheld ?? null
    ;({ present, decided } = await decidedRuns(database, survey, joined, { ...publication, minGroup }, hooks, settled))
  }
  const isShown = present.map(({ prepared }) => prepared.earlier === undefined)
  const { tables = [], withheld = [] } = decided ?? {}
  const failed = present.flatMap(({ status, prepared: { earlier } }) =>
    earlier === undefined || status === 'ok' ? [] : [earlier.name],
  )
  const notHeldAgainst = [...new Set([...unchecked, ...failed])]
  return publishRuns(
    present.filter((_, index) => isShown[index]).map((run) => withUnchecked(run, notHeldAgainst)),
    publication,
    (id) => analyses.get(id),
    {
      decided: { withheld, tables: tables.filter((_, index) => isShown[index]) },
      ...(knownOutcome === undefined ? {} : { knownOutcome }),
    },
  )
}

/** A run of a survey with a note of the earlier releases that it is not held against. */
const withUnchecked = (run: ComputedRun, releases: readonly string[]): ComputedRun =>
  releases.length === 0 || run.prepared.dataset.kind !== 'survey'
    ? run
    : {
        ...run,
        notes: [
          ...run.notes,
          { code: 'recipe:earlier-unchecked', level: 'warning', about: { releases: { list: releases } } },
        ],
      }

/** Runs under the names of others, in their order. */
const inOrderOf = (order: readonly ComputedRun[], runs: readonly ComputedRun[]): readonly ComputedRun[] =>
  order.flatMap(({ prepared }) => runs.find((run) => run.prepared.as === prepared.as) ?? [])

/**
 * What is withheld of runs beside each other, and the runs as they are without the groups that it takes out.
 * @param settled what was decided of the runs of earlier stages by themselves
 */
async function decidedRuns(
  database: Database,
  survey: SurveyDataset | null,
  runs: readonly ComputedRun[],
  publication: Publication,
  hooks: Omit<TogetherHooks, 'knownOutcome' | 'unchecked'>,
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
  {
    abort,
    remember,
    recomputed = new Map<string, ComputedRun>(),
    keyOf = () => null,
  }: Omit<TogetherHooks, 'knownOutcome' | 'unchecked'>,
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
        ...(remember === undefined ? {} : { remember }),
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
  { abort, frames = new Map<string, Frame>() }: Omit<TogetherHooks, 'knownOutcome' | 'unchecked'>,
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
