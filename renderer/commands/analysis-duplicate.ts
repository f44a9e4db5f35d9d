import { freeId } from '../../analyses/core/ids'
import { addAnalysis } from '../state/project'
import { hasAnalysis, type Command } from './command'

export const analysisDuplicate: Command = {
  id: 'analysis.duplicate',
  label: 'command.analysis-duplicate',
  group: 'analysis',
  shortcut: 'Mod+D',
  enabled: hasAnalysis,
  run({ workbench }) {
    const { analysis: shown } = workbench.store.getState().window
    const original = workbench.project().analyses.find(({ as }) => as === shown)
    if (original === undefined) return
    const as = freeId(
      original.as.replace(/-\d+$/, ''),
      workbench.project().analyses.map((analysis) => analysis.as),
    )
    workbench.change((project) => addAnalysis(project, { ...original, as }, original.as))
    workbench.patchWindow({ analysis: as })
  },
}
