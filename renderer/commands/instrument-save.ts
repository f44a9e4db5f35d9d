import type { WordKey } from '../i18n/words'
import { projectOf } from '../state/workbench'
import type { Command } from './command'

const forms: readonly (readonly ['json' | 'xlsx' | 'csv', WordKey])[] = [
  ['json', 'command.instrument-save-json'],
  ['xlsx', 'command.instrument-save-xlsx'],
  ['csv', 'command.instrument-save-csv'],
]

/** The instrument in each form that is read again. */
export const instrumentSaves: readonly Command[] = forms.map(([form, label]) => ({
  id: `instrument.save-${form}`,
  label,
  group: 'output',
  enabled: (state) => projectOf(state).instrument !== null,
  run: ({ exports }) => exports.saveInstrument(form),
}))
