import { analyses } from '../../analyses/index'
import { fillOptions } from '../../analyses/core/options'
import { freeId } from '../../analyses/core/ids'
import type { Dataset } from '../../analyses/core/datasets'
import { overviewOf } from '../../analyses/overview/overview'
import type { Section } from '../../analyses/overview/page'
import type { Answers, Question, Subject } from '../../analyses/overview/question'
import { overviewQuestions } from '../../analyses/overview/questions'
import { datasetsOf } from './data-kinds'
import { addAnalysis, type Project, type ProjectAnalysis } from './project'
import type { Session } from './session'

const subjectOf = (project: Project, session: Session): Subject => ({
  datasets: datasetsOf(session),
  where: project.where,
  minGroup: project.minGroup,
})

/** Outcomes by name, be they those of the present question or of the one before: the old stay until the new arrive. */
const answersOf = ({ results }: Session): Answers =>
  Object.fromEntries(Object.entries(results).map(([as, { outcome }]) => [as, outcome]))

/** What the overview asks, in the shape of analyses of the project: they run beside these and are no part of it. */
export function overviewAnalyses(project: Project, session: Session): readonly ProjectAnalysis[] {
  return overviewQuestions(subjectOf(project, session), answersOf(session)).map(asAnalysis)
}

/** The overview as far as it is known. */
export function overviewSections(project: Project, session: Session): readonly Section[] {
  return overviewOf(subjectOf(project, session), answersOf(session))
}

const asAnalysis = ({ as, id, options, where }: Question): ProjectAnalysis => ({
  as,
  id,
  version: analyses.get(id)?.version ?? 1,
  where,
  options,
})

/** An analysis to be looked at: its id, its options and its own conditions. */
export type Wanted = Pick<ProjectAnalysis, 'id' | 'options' | 'where'>

/**
 * The project with an analysis that answers as is wanted, and that analysis's name. One that the project has already, under the same options and
 * conditions, is taken as it is.
 * @param dataset the data it would run on, by which options left out are filled in; null where there are none
 */
export function withAnalysis(
  project: Project,
  wanted: Wanted,
  dataset: Dataset | null,
): { readonly project: Project; readonly as: string } {
  const declared = analyses.get(wanted.id)
  const textOf = ({ options, where }: Pick<Wanted, 'options' | 'where'>): string =>
    JSON.stringify([declared === undefined || dataset === null ? options : filled(options), where])
  const filled = (options: Wanted['options']): unknown => {
    try {
      return declared === undefined || dataset === null ? options : fillOptions(declared.options, options, dataset)
    } catch {
      // Options that the data refuse are like no others.
      return options
    }
  }
  const present = project.analyses.find(
    (analysis) =>
      analysis.id === wanted.id && analysis.version === declared?.version && textOf(analysis) === textOf(wanted),
  )
  if (present !== undefined) return { project, as: present.as }
  const as = freeId(
    wanted.id,
    project.analyses.map((analysis) => analysis.as),
  )
  return { project: addAnalysis(project, { ...wanted, as, version: declared?.version ?? 1 }), as }
}
