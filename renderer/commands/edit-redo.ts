import { canRedoBridging, shownBridging } from '../state/bridging'
import { canRedoChoice, shownDrafting } from '../state/drafting-steps'
import { canRedo } from '../state/workbench'
import type { Command } from './command'

export const editRedo: Command = {
  id: 'edit.redo',
  label: 'command.edit-redo',
  group: 'edit',
  shortcut: 'Mod+Shift+Z',
  enabled: (state) => canRedo(state) || canRedoChoice(shownDrafting(state)) || canRedoBridging(shownBridging(state)),
  // What was decided of a draft, or of two versions, on the screen is not in the project yet, and is taken back before it.
  run: ({ workbench, drafting, bridging }) => {
    const state = workbench.store.getState()
    if (canRedoChoice(shownDrafting(state))) return drafting.redo()
    return canRedoBridging(shownBridging(state)) ? bridging.redo() : workbench.redo()
  },
}
