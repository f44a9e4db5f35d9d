import type { Command } from './command'

export const outputSaveFigures: Command = {
  id: 'output.save-figures',
  label: 'command.output-save-figures',
  group: 'output',
  shortcut: 'Mod+E',
  enabled: ({ session, window }) =>
    window.busy === null && Object.values(session.results).some(({ outcome }) => (outcome?.figures.length ?? 0) > 0),
  run: ({ exports }) => exports.saveEverything(),
}
