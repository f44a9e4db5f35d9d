import { analyses } from '../../analyses/index'
import { freeId } from '../../analyses/core/ids'
import { addAnalysis, type Project } from '../state/project'
import { dataKindOf } from '../state/data-kinds'
import type { Workbench } from '../state/workbench'

/**
 * Whether an analysis can be asked for: those of logs, indicators and inventories once the project has such a source, whether its file has been given or not. The
 * survey is what most projects begin with, so its analyses are always there.
 */
export function isOffered(project: Project, id: string): boolean {
  const data = analyses.get(id)?.needs.data
  return data === 'survey' || project.sources.some(({ source }) => dataKindOf(source.kind) === data)
}

/** Adds an analysis with its defaults after the one shown, and shows it. */
export function addToProject(workbench: Workbench, id: string): void {
  const declared = analyses.get(id)
  if (declared === undefined) return
  const state = workbench.store.getState()
  const as = freeId(
    id,
    workbench.project().analyses.map((analysis) => analysis.as),
  )
  workbench.change((project) =>
    addAnalysis(
      project,
      { as, id, version: declared.version, where: [], options: {} },
      state.window.screen === 'analyses' ? state.window.analysis : null,
    ),
  )
  workbench.patchWindow({ screen: 'analyses', analysis: as })
}
