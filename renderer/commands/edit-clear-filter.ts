import { projectOf } from '../state/workbench'
import type { Command } from './command'

export const editClearFilter: Command = {
  id: 'edit.clear-filter',
  label: 'command.edit-clear-filter',
  group: 'edit',
  enabled: (state) => projectOf(state).where.length > 0,
  run: ({ workbench }) => workbench.change((project) => ({ ...project, where: [] })),
}
