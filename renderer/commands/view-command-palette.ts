import { always, type Command } from './command'

export const viewCommandPalette: Command = {
  id: 'view.command-palette',
  label: 'command.view-command-palette',
  group: 'view',
  shortcut: 'Mod+K',
  isHidden: true,
  enabled: always,
  run: ({ openPalette }) => openPalette(),
}
