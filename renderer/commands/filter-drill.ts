import { drillInto } from '../state/drill-down'
import type { Workbench } from '../state/workbench'

/** Filters the project to one group, as one step; what is shown stays and is about that group from now on. */
export function filterTo(workbench: Workbench, levels: Readonly<Record<string, string>>): void {
  const attributes = workbench.store.getState().session.survey.dataset?.attributes ?? []
  workbench.change((project) => ({ ...project, where: drillInto(project.where, attributes, levels) }))
}
