import type { Command } from './command'

export const projectTakeBack: Command = {
  id: 'project.take-back',
  label: 'command.project-take-back',
  group: 'project',
  enabled: ({ setAside }) => setAside !== null,
  run: ({ workbench }) => workbench.takeBack(),
}
