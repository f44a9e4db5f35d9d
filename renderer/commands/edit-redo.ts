import { canRedo } from '../state/workbench'
import type { Command } from './command'

export const editRedo: Command = {
  id: 'edit.redo',
  label: 'command.edit-redo',
  group: 'edit',
  shortcut: 'Mod+Shift+Z',
  enabled: canRedo,
  run: ({ workbench }) => workbench.redo(),
}
