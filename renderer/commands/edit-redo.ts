import { canRedoChoice, shownDrafting } from '../state/drafting-steps'
import { canRedo } from '../state/workbench'
import type { Command } from './command'

export const editRedo: Command = {
  id: 'edit.redo',
  label: 'command.edit-redo',
  group: 'edit',
  shortcut: 'Mod+Shift+Z',
  enabled: (state) => canRedo(state) || canRedoChoice(shownDrafting(state)),
  // What was decided of a draft on the screen is not in the project yet, and is taken back before it.
  run: ({ workbench, drafting }) =>
    canRedoChoice(shownDrafting(workbench.store.getState())) ? drafting.redo() : workbench.redo(),
}
