import { emptyProject } from '../state/project'
import { always, type Command } from './command'

export const projectNew: Command = {
  id: 'project.new',
  label: 'command.project-new',
  group: 'project',
  shortcut: 'Mod+N',
  enabled: always,
  run({ workbench }) {
    const { window } = workbench.store.getState()
    workbench.openProject(emptyProject(window.language), { id: null, name: null, isSaved: true })
  },
}
