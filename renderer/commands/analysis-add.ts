import { analyses } from '../../analyses/index'
import { addAnalysis, freeName } from '../state/project'
import type { Workbench } from '../state/workbench'

/** Adds an analysis with its defaults after the one shown, and shows it. */
export function addToProject(workbench: Workbench, id: string): void {
  const declared = analyses.get(id)
  if (declared === undefined) return
  const state = workbench.store.getState()
  const as = freeName(id, workbench.project().analyses.map((analysis) => analysis.as))
  workbench.change((project) => addAnalysis(project, { as, id, version: declared.version, where: [], options: {} }, state.window.screen === 'analyses' ? state.window.analysis : null))
  workbench.patchWindow({ screen: 'analyses', analysis: as })
}
