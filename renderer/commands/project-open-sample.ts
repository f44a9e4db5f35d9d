import { always, type Command } from './command'

export const projectOpenSample: Command = {
  id: 'project.open-sample',
  label: 'command.project-open-sample',
  group: 'project',
  enabled: always,
  run: ({ opening }) => opening.openSample(),
}
