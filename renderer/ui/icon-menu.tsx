import { Menu, type MenuProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button'

type Props = Omit<MenuProps, 'children'> & {
  /** Name of the button that opens the menu. */
  readonly label: string
  readonly icon: ReactNode
  /** The entries. */
  readonly children: ReactNode
}

/** A menu behind a button that is only a picture. */
export function IconMenu({ label, icon, children, ...rest }: Props) {
  return (
    <Menu position="bottom-end" {...rest}>
      <Menu.Target>
        <IconButton label={label}>{icon}</IconButton>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
