import { canUndo } from '../state/workbench'
import type { Command } from './command'

export const editUndo: Command = {
  id: 'edit.undo',
  label: 'command.edit-undo',
  group: 'edit',
  shortcut: 'Mod+Z',
  enabled: canUndo,
  run: ({ workbench }) => workbench.undo(),
}
