import { canUndoBridging, shownBridging } from '../state/bridging'
import { canUndoChoice, shownDrafting } from '../state/drafting-steps'
import { canUndo } from '../state/workbench'
import type { Command } from './command'

export const editUndo: Command = {
  id: 'edit.undo',
  label: 'command.edit-undo',
  group: 'edit',
  shortcut: 'Mod+Z',
  enabled: (state) => canUndo(state) || canUndoChoice(shownDrafting(state)) || canUndoBridging(shownBridging(state)),
  // What was decided of a draft, or of two versions, on the screen is not in the project yet, and is taken back before it.
  run: ({ workbench, drafting, bridging }) => {
    const state = workbench.store.getState()
    if (canUndoChoice(shownDrafting(state))) return drafting.undo()
    return canUndoBridging(shownBridging(state)) ? bridging.undo() : workbench.undo()
  },
}
