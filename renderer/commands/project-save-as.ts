import { isEmpty } from '../state/project'
import { projectOf } from '../state/workbench'
import type { Command } from './command'

export const projectSaveAs: Command = {
  id: 'project.save-as',
  label: 'command.project-save-as',
  group: 'project',
  shortcut: 'Mod+Shift+S',
  enabled: (state) => !isEmpty(projectOf(state)),
  run: ({ exports }) => exports.saveProject('elsewhere'),
}
