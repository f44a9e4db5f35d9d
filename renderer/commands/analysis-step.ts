import { projectOf } from '../state/workbench'
import type { Command, CommandContext } from './command'

function step({ workbench }: CommandContext, by: -1 | 1): void {
  const state = workbench.store.getState()
  const { analyses } = projectOf(state)
  if (analyses.length === 0) return
  const index = analyses.findIndex(({ as }) => as === state.window.analysis)
  const next = analyses[index < 0 ? 0 : Math.min(analyses.length - 1, Math.max(0, index + by))]
  workbench.patchWindow({ screen: 'analyses', analysis: next?.as ?? null })
}

export const analysisNext: Command = {
  id: 'analysis.next',
  label: 'command.analysis-next',
  group: 'analysis',
  shortcut: 'Alt+ArrowDown',
  enabled: (state) => projectOf(state).analyses.length > 1,
  run: (context) => step(context, 1),
}

export const analysisPrevious: Command = {
  id: 'analysis.previous',
  label: 'command.analysis-previous',
  group: 'analysis',
  shortcut: 'Alt+ArrowUp',
  enabled: (state) => projectOf(state).analyses.length > 1,
  run: (context) => step(context, -1),
}
