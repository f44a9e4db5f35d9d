import {
  earlierAnalyses,
  rememberedRelease,
  uncheckedReleases,
  type EarlierAnalysis,
  type ReleasedData,
} from '../../analyses/recipe/earlier-releases'
import type { EarlierRelease } from '../../analyses/recipe/earlier-release'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { analyses } from '../../analyses/index'
import { conditionsOf, type Project, type ProjectAnalysis } from './project'
import type { Session } from './session'

/** An analysis of an earlier release in the shape of one of the project: it runs beside these and is not shown. */
export interface EarlierRun {
  readonly analysis: ProjectAnalysis
  readonly release: EarlierRelease
  readonly standing: EarlierAnalysis['standing']
}

/** What the data of releases are known again by. */
export const releasedDataOf = (project: Project, session: Session): ReleasedData => ({
  sources: project.sources.map(({ source }) => source),
  exclusions: project.exclusions === undefined ? undefined : [...project.exclusions],
  variables: project.variables === undefined ? undefined : [...project.variables],
  tree: project.tree,
  instrument: session.survey.dataset?.instrument ?? null,
  survey: session.survey.dataset,
  reports: project.sources.flatMap(({ source }) => session.sources[source.id]?.reading?.report ?? []),
})

/** What runs for the sake of earlier releases, the earliest first; nothing as long as the survey is not there. */
export function earlierRuns(project: Project, session: Session): readonly EarlierRun[] {
  const { releases = [] } = project
  if (releases.length === 0 || session.survey.dataset === null) return []
  return earlierAnalyses(releases, releasedDataOf(project, session)).flatMap(({ as, analysis, standing }) => {
    const release = releases[standing.release]
    return release === undefined
      ? []
      : [
          {
            release,
            standing,
            analysis: {
              as,
              id: analysis.id,
              version: analysis.version ?? analyses.get(analysis.id)?.version ?? 1,
              where: analysis.where ?? [],
              options: analysis.options ?? {},
            },
          },
        ]
  })
}

/** Names of the releases that the results are not held against. */
export const releasesNotHeldAgainst = (project: Project, session: Session): readonly string[] =>
  project.releases === undefined || session.survey.dataset === null
    ? []
    : uncheckedReleases(project.releases, releasedDataOf(project, session))

/**
 * The project with a release remembered: what its analyses show now.
 * @param outcomes the results on the screen
 * @param on the day, as `2026-11-30`
 * @returns the same project where no analysis of the survey has a result
 */
export function withRelease(
  project: Project,
  session: Session,
  outcomes: readonly AnalysisOutcome[],
  { on, to }: Pick<EarlierRelease, 'on' | 'to'>,
): Project {
  const shown = project.analyses.map((analysis) => ({
    id: analysis.id,
    as: analysis.as,
    version: analysis.version,
    where: conditionsOf(project, analysis, true).map(({ column, in: values }) => ({ column, in: [...values] })),
    options: analysis.options,
  }))
  const protect = { min_group: project.minGroup }
  const release = rememberedRelease(releasedDataOf(project, session), shown, outcomes, { on, to, protect })
  return release === null ? project : { ...project, releases: [...(project.releases ?? []), release] }
}

/** @param index of the release, from 0 */
export function withoutRelease(project: Project, index: number): Project {
  const { releases = [], ...others } = project
  const left = releases.filter((_, place) => place !== index)
  return left.length === 0 ? others : { ...others, releases: left }
}
