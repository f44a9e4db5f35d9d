import { removeAnalysis } from '../state/project'
import { hasAnalysis, type Command } from './command'

export const analysisRemove: Command = {
  id: 'analysis.remove',
  label: 'command.analysis-remove',
  group: 'analysis',
  shortcut: 'Mod+Backspace',
  enabled: hasAnalysis,
  run({ workbench, tell }) {
    const { analysis: shown } = workbench.store.getState().window
    const { analyses } = workbench.project()
    const index = analyses.findIndex(({ as }) => as === shown)
    const removed = analyses[index]
    if (removed === undefined) return
    workbench.patchWindow({ analysis: (analyses[index + 1] ?? analyses[index - 1])?.as ?? null })
    workbench.change((project) => removeAnalysis(project, removed.as))
    tell({ key: 'told.analysis-removed', values: { name: removed.as }, level: 'info' })
  },
}
