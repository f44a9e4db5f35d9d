import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

interface Props {
  readonly picture?: ReactNode
  readonly title: string
  /** What to do next. */
  readonly text: string
  readonly children?: ReactNode
}

/** Stands where there is nothing yet, and says what to do next. */
export function EmptyState({ picture, title, text, children }: Props) {
  return (
    <div className={styles['root']}>
      {picture === undefined ? null : <div className={styles['picture']}>{picture}</div>}
      <h2 className={styles['title']}>{title}</h2>
      <p className={styles['text']}>{text}</p>
      {children === undefined ? null : <div className={styles['actions']}>{children}</div>}
    </div>
  )
}
