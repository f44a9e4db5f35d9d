import { hasAnalysis, type Command } from './command'

/** Opens the help page of the analysis that is shown, and closes it again. */
export const helpAnalysis: Command = {
  id: 'help.analysis',
  label: 'command.help-analysis',
  group: 'help',
  shortcut: 'F1',
  enabled: (state) => state.window.isHelpOpen || hasAnalysis(state),
  whenDisabled: 'help.no-analysis',
  run: ({ workbench }) => workbench.patchWindow({ isHelpOpen: !workbench.store.getState().window.isHelpOpen }),
}
