import type { AbortSource, Database } from '../core/database'
import type { Frame, SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import type { SystemsOf } from '../disclosure/releases'
import { toldSums } from '../disclosure/told-sums'
import { analyses } from '../index'
import { membershipsOf } from './memberships'
import type { Publication } from './report-context'
import { publishRuns, releaseOf, type AnalysisOutcome, type ComputedRun, type PublishingHooks } from './run'

export interface TogetherHooks extends Pick<PublishingHooks, 'knownOutcome'> {
  readonly abort?: AbortSource | undefined
  /** What statements gave before, for as long as the data stay the same: another option asks most of them again. */
  readonly frames?: Map<string, Frame>
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
  const systemsOf = await systemsIn(database, survey, runs, publication, hooks)
  return publishRuns(runs, publication, (id) => analyses.get(id), {
    systemsOf,
    ...(knownOutcome === undefined ? {} : { knownOutcome }),
  })
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
