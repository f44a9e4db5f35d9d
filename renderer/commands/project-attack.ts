import type { Command } from './command'

/** Shows the disclosure report, and attacks everything that the project releases. */
export const projectAttack: Command = {
  id: 'project.attack',
  label: 'command.project-attack',
  group: 'project',
  enabled: ({ session }) => session.survey.dataset !== null,
  run({ workbench, attacks }) {
    workbench.patchWindow({ screen: 'data', panel: 'disclosure' })
    attacks.begin()
  },
}
