import type { WordKey } from '../i18n/words'
import type { Theme } from '../../preload/contract'
import type { Command } from './command'

const themes: readonly (readonly [Theme, WordKey])[] = [
  ['light', 'command.view-light'],
  ['dark', 'command.view-dark'],
  ['system', 'command.view-system-theme'],
]

/** One command a theme. */
export const viewThemes: readonly Command[] = themes.map(([theme, label]) => ({
  id: `view.theme-${theme}`,
  label,
  group: 'view',
  enabled: ({ window }) => window.theme !== theme,
  run({ workbench }) {
    workbench.patchWindow({ theme })
    workbench.writeSettings({ theme })
  },
}))
