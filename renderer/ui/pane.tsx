import type { ReactNode, Ref } from 'react'
import styles from './pane.module.css'

interface Props {
  readonly title: string
  /** Buttons at the end of the heading. */
  readonly actions?: ReactNode
  readonly tone?: 'frame'
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly bodyRef?: Ref<HTMLDivElement>
  /** Only text inside: the keyboard must reach it to scroll. */
  readonly isReading?: boolean
}

/** A column of the window: a heading that stays, and content that scrolls. */
export function Pane({ title, actions, tone, children, className, bodyRef, isReading = false }: Props) {
  return (
    <section
      className={className === undefined ? styles['root'] : `${styles['root']} ${className}`}
      data-tone={tone}
      aria-label={title}
    >
      <header className={styles['head']}>
        <h2 className={styles['title']} title={title}>
          {title}
        </h2>
        {actions}
      </header>
      <div
        className={styles['body']}
        tabIndex={isReading ? 0 : undefined}
        {...(bodyRef === undefined ? {} : { ref: bodyRef })}
      >
        {children}
      </div>
    </section>
  )
}
