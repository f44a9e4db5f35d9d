import { always, type Command } from './command'

export const instrumentImport: Command = {
  id: 'instrument.import',
  label: 'command.instrument-import',
  group: 'project',
  enabled: always,
  async run({ opening, pickFiles }) {
    await opening.takeInstrumentSheets(await pickFiles())
  },
}
