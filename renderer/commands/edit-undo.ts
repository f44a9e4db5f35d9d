import { canUndoChoice, shownDrafting } from '../state/drafting-steps'
import { canUndo } from '../state/workbench'
import type { Command } from './command'

export const editUndo: Command = {
  id: 'edit.undo',
  label: 'command.edit-undo',
  group: 'edit',
  shortcut: 'Mod+Z',
  enabled: (state) => canUndo(state) || canUndoChoice(shownDrafting(state)),
  // What was decided of a draft on the screen is not in the project yet, and is taken back before it.
  run: ({ workbench, drafting }) =>
    canUndoChoice(shownDrafting(workbench.store.getState())) ? drafting.undo() : workbench.undo(),
}
