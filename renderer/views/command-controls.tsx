import { Button, Menu, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Command } from '../commands/command'
import { shortcutText } from '../commands/shortcut'
import { IconButton } from '../ui/icon-button'
import { useRun, useSurroundings, useWords, useWorkbench } from './workbench-context'

/** A button that does a command and bears its name. */
export function CommandButton({ command, ...rest }: { readonly command: Command } & ButtonProps) {
  const words = useWords()
  const run = useRun()
  return (
    <Button variant="default" onClick={() => run(command)} {...rest}>
      {words(command.label)}
    </Button>
  )
}

/** An entry of a menu that does a command, with its shortcut. */
export function CommandItem({ command }: { readonly command: Command }) {
  const words = useWords()
  const run = useRun()
  const { isMac } = useSurroundings()
  const { store } = useWorkbench()
  return (
    <Menu.Item
      disabled={!command.enabled(store.getState())}
      rightSection={
        command.shortcut === undefined ? undefined : (
          <span style={{ fontSize: 11, color: 'var(--text-muted)' }}>{shortcutText(command.shortcut, isMac)}</span>
        )
      }
      onClick={() => run(command)}
    >
      {words(command.label)}
    </Menu.Item>
  )
}

/** A picture that does a command, and shows its name and its shortcut when pointed at. */
export function CommandIcon({
  command,
  isEnabled,
  children,
}: {
  readonly command: Command
  readonly isEnabled: boolean
  readonly children: ReactNode
}) {
  const words = useWords()
  const run = useRun()
  const { isMac } = useSurroundings()
  return (
    <IconButton
      label={words(command.label)}
      shortcut={command.shortcut === undefined ? undefined : shortcutText(command.shortcut, isMac)}
      disabled={!isEnabled}
      onClick={() => run(command)}
    >
      {children}
    </IconButton>
  )
}
