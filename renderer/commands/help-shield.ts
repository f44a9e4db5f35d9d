import { always, type Command } from './command'

export const helpShield: Command = {
  id: 'help.shield',
  label: 'command.help-shield',
  group: 'help',
  enabled: always,
  run: ({ workbench }) => workbench.patchWindow({ isShieldOpen: true }),
}
