import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core'
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react'

type Props = ActionIconProps &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ActionIconProps | 'aria-label'> & {
    /** Said by the tooltip and by screen readers. */
    readonly label: string
    /** Shortcut shown behind the label. */
    readonly shortcut?: string | undefined
    readonly children: ReactNode
    readonly ref?: Ref<HTMLButtonElement>
  }

/** A button that is only a picture: it always has a name, and shows it when pointed at or focused. */
export function IconButton({ label, shortcut, children, ref, ...rest }: Props) {
  return (
    <Tooltip label={shortcut === undefined ? label : `${label}  ${shortcut}`}>
      <ActionIcon aria-label={label} {...(ref === undefined ? {} : { ref })} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
