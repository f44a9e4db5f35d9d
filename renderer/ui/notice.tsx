import { IconAlertTriangle, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react'
import { Children, type ReactNode } from 'react'
import styles from './notice.module.css'

interface Props {
  readonly level: 'info' | 'warning' | 'error'
  /** Where it is: file, line, column. Stands before the text. */
  readonly place?: string | undefined
  readonly children: ReactNode
  readonly actions?: ReactNode
  /** Errors that appear are announced; those that were there when the screen opened are not. */
  readonly isAnnounced?: boolean
}

const signs = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconExclamationCircle } as const

interface ListProps {
  readonly level: 'info' | 'warning'
  /** One an entry. */
  readonly children: ReactNode
}

/** Several sentences of one weight in one frame. */
export function NoticeList({ level, children }: ListProps) {
  const Sign = signs[level]
  return (
    <ul className={styles['list']} data-level={level}>
      {Children.map(children, (entry) => (
        <li>
          <Sign className={styles['sign']} size={14} stroke={1.75} aria-hidden />
          <div className={styles['body']}>{entry}</div>
        </li>
      ))}
    </ul>
  )
}

/** A sentence the reader must not miss, with its place. Never modal. */
export function Notice({ level, place, children, actions, isAnnounced = false }: Props) {
  const Sign = signs[level]
  return (
    <div
      className={styles['root']}
      data-level={level}
      role={isAnnounced ? (level === 'error' ? 'alert' : 'status') : undefined}
    >
      <Sign className={styles['sign']} size={16} stroke={1.75} aria-hidden />
      <div className={styles['body']}>
        {place === undefined || place === '' ? null : <span className={styles['place']}>{place}: </span>}
        {children}
        {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  )
}
