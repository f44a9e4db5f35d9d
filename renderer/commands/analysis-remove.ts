import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { isGivenByPerson, removeAnalysis } from '../state/project'
import { hasAnalysis, type Command } from './command'

export const analysisRemove: Command = {
  id: 'analysis.remove',
  label: 'command.analysis-remove',
  group: 'analysis',
  shortcut: 'Mod+Backspace',
  enabled: hasAnalysis,
  run({ workbench, tell }) {
    const { analysis: shown, language } = workbench.store.getState().window
    const { analyses } = workbench.project()
    const index = analyses.findIndex(({ as }) => as === shown)
    const removed = analyses[index]
    if (removed === undefined) return
    workbench.patchWindow({ analysis: (analyses[index + 1] ?? analyses[index - 1])?.as ?? null })
    workbench.change((project) => removeAnalysis(project, removed.as))
    const name = isGivenByPerson(removed.as)
      ? removed.as
      : createSpeaker(language, messagesOf(language), null).text(`${removed.id}:title`)
    tell({ key: 'told.analysis-removed', values: { name }, level: 'info' })
  },
}
