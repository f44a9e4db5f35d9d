import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { IconButton } from '../../ui/icon-button'
import styles from './data.module.css'

/** Names in an order that the user may change, one place at a time, with the keyboard as with the mouse. */
export function OrderedList({
  names,
  earlier,
  later,
  onOrder,
  shownAs = (name) => name,
}: {
  readonly names: readonly string[]
  /** Labels of the buttons beside a name. */
  readonly earlier: (name: string) => string
  readonly later: (name: string) => string
  readonly onOrder: (names: readonly string[]) => void
  /** What is written for a name. */
  readonly shownAs?: (name: string) => string
}) {
  const move = (index: number, by: -1 | 1): void =>
    onOrder(names.toSpliced(index, 1).toSpliced(index + by, 0, names[index] ?? ''))
  return (
    <ol className={styles['rounds']}>
      {names.map((name, index) => (
        <li key={name}>
          <bdi>{shownAs(name)}</bdi>
          <IconButton
            label={earlier(shownAs(name))}
            variant="subtle"
            size="sm"
            disabled={index === 0}
            onClick={() => move(index, -1)}
          >
            <IconArrowUp size={14} stroke={1.75} />
          </IconButton>
          <IconButton
            label={later(shownAs(name))}
            variant="subtle"
            size="sm"
            disabled={index === names.length - 1}
            onClick={() => move(index, 1)}
          >
            <IconArrowDown size={14} stroke={1.75} />
          </IconButton>
        </li>
      ))}
    </ol>
  )
}
