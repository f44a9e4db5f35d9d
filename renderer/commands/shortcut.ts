import type { Command } from './command'

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether a key press is the shortcut, e.g. `Mod+Shift+Z`. */
export function matches(shortcut: string, press: KeyPress, isMac: boolean): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier)
  const mod = isMac ? press.metaKey : press.ctrlKey
  const other = isMac ? press.ctrlKey : press.metaKey
  if (mod !== wants('Mod') || other || press.altKey !== wants('Alt') || press.shiftKey !== wants('Shift')) return false
  if (key.length === 1)
    return press.key.toUpperCase() === key || press.code === `Key${key}` || press.code === `Digit${key}`
  return press.key === key
}

/** Second shortcuts for the same commands, which users know from other programs. */
const alsoKnownAs: Readonly<Record<string, string>> = { 'edit.redo': 'Mod+Y' }

export function commandFor(commands: readonly Command[], press: KeyPress, isMac: boolean): Command | undefined {
  return commands.find(({ id, shortcut }) => {
    const other = alsoKnownAs[id]
    return (
      (shortcut !== undefined && matches(shortcut, press, isMac)) ||
      (other !== undefined && matches(other, press, isMac))
    )
  })
}

const macSigns: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Backspace: '⌫',
  ArrowUp: '↑',
  ArrowDown: '↓',
}
const signs: Readonly<Record<string, string>> = { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', Backspace: '⌫' }

/** A shortcut as it is shown: `Ctrl+Shift+S`, or `⌘⇧S` on a Mac. */
export function shortcutText(shortcut: string, isMac: boolean): string {
  const keys = shortcut.split('+').map((part) => (isMac ? macSigns : signs)[part] ?? part)
  return keys.join(isMac ? '' : '+')
}
