import { hasAnalysis, type Command } from './command'

export const analysisRename: Command = {
  id: 'analysis.rename',
  label: 'command.analysis-rename',
  group: 'analysis',
  shortcut: 'F2',
  enabled: hasAnalysis,
  run: ({ workbench }) => workbench.patchWindow({ isRenaming: true }),
}
