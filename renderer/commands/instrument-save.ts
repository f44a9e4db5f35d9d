import { projectOf } from '../state/workbench'
import type { Command } from './command'

export const instrumentSaveJson: Command = {
  id: 'instrument.save-json',
  label: 'command.instrument-save-json',
  group: 'output',
  enabled: (state) => projectOf(state).instrument !== null,
  run: ({ exports }) => exports.saveInstrument(),
}
