import { interfaceLanguages } from '../../analyses/core/words'
import type { WordKey } from '../i18n/words'
import type { Command } from './command'

const labels = {
  nb: 'command.view-language-nb',
  sv: 'command.view-language-sv',
  en: 'command.view-language-en',
} as const satisfies Record<(typeof interfaceLanguages)[number], WordKey>

/** One command a language of the window; the figures keep theirs. */
export const viewLanguages: readonly Command[] = interfaceLanguages.map((language) => ({
  id: `view.language-${language}`,
  label: labels[language],
  group: 'view',
  enabled: ({ window }) => window.language !== language,
  run({ workbench }) {
    workbench.patchWindow({ language })
    workbench.writeSettings({ language })
  },
}))
