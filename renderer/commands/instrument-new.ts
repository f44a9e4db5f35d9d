import { newInstrument } from '../../analyses/instrument/edits/instrument'
import { writeInstrument } from '../../analyses/instrument/format'
import { sourceId } from '../../analyses/core/ids'
import { createWords } from '../i18n/words'
import { always, type Command } from './command'

export const instrumentNew: Command = {
  id: 'instrument.new',
  label: 'command.instrument-new',
  group: 'project',
  enabled: always,
  run({ workbench, opening }) {
    const { language } = workbench.store.getState().window
    const name = createWords(language)('instrument.new-name')
    const text = writeInstrument(newInstrument(sourceId(name.toLowerCase().replaceAll(' ', '-')), name, language))
    opening.editInstrument({ name: 'instrument.json', text })
  },
}
