import { always, type Command } from './command'

export const projectAddFiles: Command = {
  id: 'project.add-files',
  label: 'command.project-add-files',
  group: 'project',
  shortcut: 'Mod+I',
  enabled: always,
  async run({ opening, pickFiles }) {
    await opening.takeFiles(await pickFiles())
  },
}
