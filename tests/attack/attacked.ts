import { attack, attackRule, type Findings } from '../../analyses/attack/attack'
import { readPeople } from '../../analyses/attack/people'
import type { Database } from '../../analyses/core/database'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { computeAnalysis } from '../../analyses/recipe/execute'
import { publishTogether } from '../../analyses/recipe/publishing'
import type { AnalysisOutcome, ComputedRun, RunRequest } from '../../analyses/recipe/run'
import { clear, openHandMade } from '../survey/hand-made-survey'
import type { RandomProject } from './random-project'

export type Asked = RunRequest

/** What analyses publish together, as the command line runs them. */
export async function published(
  database: Database,
  survey: SurveyDataset,
  requests: readonly Asked[],
  minGroup: number,
): Promise<readonly AnalysisOutcome[]> {
  const publication = { minGroup, language: 'en' } as const
  const datasets = { survey, series: null }
  const runs: ComputedRun[] = []
  for (const request of requests)
    runs.push(await computeAnalysis(database, { request, datasets, seed: 1, publication }, {}))
  return publishTogether(database, survey, runs, publication)
}

/** Publishes a project by its rule, and attacks what it publishes. */
export async function attacked(database: Database, { made, requests, minGroup }: RandomProject): Promise<Findings> {
  await clear(database)
  const survey = await openHandMade(database, made)
  const outcomes = await published(database, survey, requests, minGroup)
  return attack(outcomes, await readPeople(database, survey), attackRule(minGroup), { abort: { aborted: false } })
}
