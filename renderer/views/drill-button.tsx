import { IconZoomIn } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { filterTo } from '../commands/filter-drill'
import styles from './drill-button.module.css'
import { useSpeaker, useSurroundings, useWords } from './workbench-context'

interface Props {
  /** Attribute → level of the group. */
  readonly levels: Readonly<Record<string, string>>
  readonly children: ReactNode
}

/** A group's name that filters everything to the group when it is clicked. */
export function DrillButton({ levels, children }: Props) {
  const words = useWords()
  const { workbench } = useSurroundings().context
  const speaker = useSpeaker()
  const [attribute, level] = Object.entries(levels).at(-1) ?? ['', '']
  const name = speaker.level(attribute, level)
  return (
    <button
      type="button"
      className={styles['root']}
      title={words('drill.only', { group: name })}
      aria-label={words('drill.only', { group: name })}
      onClick={() => filterTo(workbench, levels)}
    >
      {children}
      <IconZoomIn size={12} stroke={1.75} aria-hidden />
    </button>
  )
}
