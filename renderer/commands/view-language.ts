import { interfaceLanguages } from '../../analyses/core/words'
import type { WordKey } from '../i18n/words'
import { isEmpty } from '../state/project'
import type { Command } from './command'

const labels = {
  nb: 'command.view-language-nb',
  sv: 'command.view-language-sv',
  en: 'command.view-language-en',
} as const satisfies Record<(typeof interfaceLanguages)[number], WordKey>

/** One command a language of the window; the figures of a project keep theirs. */
export const viewLanguages: readonly Command[] = interfaceLanguages.map((language) => ({
  id: `view.language-${language}`,
  label: labels[language],
  group: 'view',
  enabled: ({ window }) => window.language !== language,
  run({ workbench }) {
    workbench.patchWindow({ language })
    // A project that holds nothing yet has no figures to keep in another language.
    if (isEmpty(workbench.project())) workbench.amend((project) => ({ ...project, language }))
    workbench.writeSettings({ language })
  },
}))
