import { isEmpty } from '../state/project'
import { projectOf } from '../state/workbench'
import type { Command } from './command'

export const projectSave: Command = {
  id: 'project.save',
  label: 'command.project-save',
  group: 'project',
  shortcut: 'Mod+S',
  enabled: (state) => !isEmpty(projectOf(state)),
  run: ({ exports }) => exports.saveProject('in-place'),
}
