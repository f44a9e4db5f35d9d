import type { Language } from '../../analyses/core/words'
import type { WordKey } from '../i18n/words'
import { projectOf } from '../state/workbench'
import type { Command } from './command'

const languages: readonly (readonly [Language, WordKey])[] = [
  ['nb', 'command.view-figure-language-nb'],
  ['sv', 'command.view-figure-language-sv'],
  ['da', 'command.view-figure-language-da'],
  ['en', 'command.view-figure-language-en'],
]

/** One command a language of figures, tables and prose; the window keeps its own. */
export const viewFigureLanguages: readonly Command[] = languages.map(([language, label]) => ({
  id: `view.figure-language-${language}`,
  label,
  group: 'view',
  enabled: (state) => projectOf(state).language !== language,
  run({ workbench }) {
    workbench.change((project) => ({ ...project, language }))
  },
}))
