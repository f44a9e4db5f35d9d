import type { WordKey } from '../i18n/words'
import type { Screen } from '../state/workbench'
import { always, type Command } from './command'

const screens: readonly (readonly [Screen, WordKey, string | undefined])[] = [
  // The word begins with O in every language, and Mod+O opens.
  ['overview', 'command.view-overview', 'Mod+Shift+O'],
  ['data', 'command.view-data', 'Mod+1'],
  ['instrument', 'command.view-instrument', 'Mod+2'],
  ['analyses', 'command.view-analyses', 'Mod+3'],
  ['figures', 'command.view-figures', 'Mod+4'],
  ['start', 'command.view-start', undefined],
]

/** One command a screen. */
export const viewScreens: readonly Command[] = screens.map(([screen, label, shortcut]) => ({
  id: `view.${screen}`,
  label,
  group: 'view',
  ...(shortcut === undefined ? {} : { shortcut }),
  enabled: always,
  run: ({ workbench }) => workbench.patchWindow({ screen }),
}))
