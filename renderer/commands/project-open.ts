import { always, type Command } from './command'

export const projectOpen: Command = {
  id: 'project.open',
  label: 'command.project-open',
  group: 'project',
  shortcut: 'Mod+O',
  enabled: always,
  run: ({ opening }) => opening.openSaved(),
}
