import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../preload/contract'
import { messages, type SpokenLanguage } from './messages'

const accelerators: Readonly<Record<MenuCommand, string | undefined>> = {
  'project.new': 'CmdOrCtrl+N',
  'project.open': 'CmdOrCtrl+O',
  'project.save': 'CmdOrCtrl+S',
  'project.save-as': 'CmdOrCtrl+Shift+S',
  'edit.undo': 'CmdOrCtrl+Z',
  'edit.redo': 'CmdOrCtrl+Shift+Z',
  'view.command-palette': 'CmdOrCtrl+K',
  'help.analysis': 'F1',
  'help.shield': undefined,
}

/**
 * The native menu. Its commands are the window's own and are sent there by id; the window listens for their shortcuts
 * itself, so the menu shows them without catching them.
 */
export function menuTemplate(
  language: SpokenLanguage,
  platform: NodeJS.Platform,
  send: (command: MenuCommand) => void,
): MenuItemConstructorOptions[] {
  const words = messages[language]
  const command = (id: MenuCommand): MenuItemConstructorOptions => {
    const accelerator = accelerators[id]
    return {
      id,
      label: words[id],
      registerAccelerator: false,
      click: () => send(id),
      ...(accelerator === undefined ? {} : { accelerator }),
    }
  }
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words['menu.file'],
      submenu: [
        command('project.new'),
        command('project.open'),
        { type: 'separator' },
        command('project.save'),
        command('project.save-as'),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    {
      label: words['menu.edit'],
      submenu: [
        command('edit.undo'),
        command('edit.redo'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words['menu.view'],
      submenu: [
        command('view.command-palette'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: words['menu.window'], submenu: [{ role: 'minimize' }, { role: 'close' }] },
    { label: words['menu.help'], role: 'help', submenu: [command('help.analysis'), command('help.shield')] },
  ]
}
