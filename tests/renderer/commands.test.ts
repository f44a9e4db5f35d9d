import { describe, expect, test } from 'vitest'
import { commands } from '../../renderer/commands/all'
import { commandFor, matches, shortcutText, type KeyPress } from '../../renderer/commands/shortcut'
import { menuCommands } from '../../preload/contract'
import { filesBelow } from '../source-files'
import { startWorkbench } from './start-workbench'

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
})

describe('commands', () => {
  test('ids and shortcuts are unique', () => {
    const ids = commands.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const shortcuts = commands.flatMap(({ shortcut }) => (shortcut === undefined ? [] : [shortcut]))
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })

  test('every file of a command is in the list, and the native menu has its commands', () => {
    const files = filesBelow('renderer/commands', ['.ts']).filter(
      (path) => !/\/(all|command|shortcut|analysis-add)\.ts$/.test(path),
    )
    const listed = filesBelow('renderer/commands', ['.ts']).find((path) => path.endsWith('/all.ts'))
    expect(listed).toBeDefined()
    expect(files.length).toBeGreaterThan(20)
    for (const id of menuCommands)
      expect(
        commands.some((command) => command.id === id),
        id,
      ).toBe(true)
  })

  test('figures can be put into every language but the one that they have', () => {
    const workbench = startWorkbench({ writeSettings: () => Promise.resolve() } as never)
    const offered = (): readonly string[] =>
      commands
        .filter(({ id, enabled }) => id.startsWith('view.figure-language-') && enabled(workbench.store.getState()))
        .map(({ id }) => id.replace('view.figure-language-', ''))
        .toSorted()
    for (const language of ['nb', 'sv', 'da', 'en'] as const) {
      workbench.change((project) => ({ ...project, language }))
      expect(offered()).toEqual(['da', 'en', 'nb', 'sv'].filter((other) => other !== language))
    }
  })

  test('a shortcut is exactly its keys', () => {
    expect(matches('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true)
    expect(matches('Mod+Z', press('z', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(matches('Mod+Z', press('z', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+Z', press('z', { ctrlKey: true, metaKey: true }), false)).toBe(false)
    expect(matches('Mod+Z', press('z'), false)).toBe(false)
    expect(matches('Mod+Z', press('z', { metaKey: true }), false)).toBe(false)
    expect(matches('Mod+Z', press('z', { ctrlKey: true, altKey: true }), false)).toBe(false)
    expect(matches('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false)
    expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true }), false)).toBe(false)
    expect(matches('Mod+Alt+Z', press('z', { ctrlKey: true, altKey: true }), false)).toBe(true)
    // On other keyboards the letter stands elsewhere, or the key gives another sign with its modifiers.
    expect(matches('Mod+Z', press('я', { ctrlKey: true, code: 'KeyZ' }), false)).toBe(true)
    expect(matches('Mod+1', press('!', { ctrlKey: true, code: 'Digit1' }), false)).toBe(true)
    expect(matches('Mod+1', press('2', { ctrlKey: true, code: 'Digit2' }), false)).toBe(false)
    expect(matches('F2', press('F2'), false)).toBe(true)
    expect(matches('F2', press('F3'), false)).toBe(false)
    expect(matches('Alt+ArrowDown', press('ArrowDown', { altKey: true }), false)).toBe(true)
  })

  test('the two usual keys for redo, and none for what has none', () => {
    expect(commandFor(commands, press('y', { ctrlKey: true }), false)?.id).toBe('edit.redo')
    expect(commandFor(commands, press('Z', { ctrlKey: true, shiftKey: true }), false)?.id).toBe('edit.redo')
    expect(commandFor(commands, press('q'), false)).toBeUndefined()
  })

  test('keys are shown as the keyboard has them', () => {
    expect(shortcutText('Mod+Shift+S', false)).toBe('Ctrl+Shift+S')
    expect(shortcutText('Mod+Shift+S', true)).toBe('⌘⇧S')
    expect(shortcutText('Alt+ArrowUp', true)).toBe('⌥↑')
    expect(shortcutText('Alt+ArrowUp', false)).toBe('Alt+↑')
    expect(shortcutText('Mod+ArrowDown', true)).toBe('⌘↓')
    expect(shortcutText('Mod+ArrowDown', false)).toBe('Ctrl+↓')
    for (const isMac of [true, false]) expect(shortcutText('Backspace', isMac)).toBe('⌫')
  })
})
