import { analyses } from '../../analyses/index'
import { withAnalysis, type Wanted } from '../state/overview'
import type { Workbench } from '../state/workbench'

/** Shows an analysis under the options and conditions that are wanted; one that the project has not got is added, as one step. */
export function followTo(workbench: Workbench, wanted: Wanted): void {
  const { session } = workbench.store.getState()
  const data = analyses.get(wanted.id)?.needs.data
  const { project, as } = withAnalysis(workbench.project(), wanted, data === undefined ? null : session[data].dataset)
  workbench.change(() => project)
  workbench.patchWindow({ screen: 'analyses', analysis: as })
}
