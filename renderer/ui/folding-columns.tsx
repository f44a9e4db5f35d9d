import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { createContext, useContext, useState, type ReactNode } from 'react'
import styles from './columns.module.css'

interface Props {
  /** The grid that says how wide the columns are when they stand side by side. */
  readonly className: string | undefined
  /** Name of the choice between the columns, for screen readers. */
  readonly label: string
  /** One name a column. */
  readonly names: readonly string[]
  /** The columns; the second is the one that the others serve. */
  readonly children: readonly ReactNode[]
  /** What the first column chooses: when it is another, the second is shown. */
  readonly follows?: string | null
}

/** Windows narrower than this, in CSS pixels, show one column at a time. At 200 % an ordinary laptop's window has 720. */
const narrow = '(max-width: 859px)'
const main = 1

const MainColumn = createContext<() => void>(() => undefined)

/** Shows the main column where the columns are folded: for a choice in another column that may be the one already made. */
export const useShowMain = (): (() => void) => useContext(MainColumn)

/** Columns side by side, which fold in a narrow or enlarged window: one is shown, and the others are a choice above it. */
export function FoldingColumns({ className, label, names, children, follows = null }: Props) {
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false })
  const [shown, setShown] = useState(main)
  const [followed, setFollowed] = useState(follows)
  if (followed !== follows) {
    setFollowed(follows)
    setShown(main)
  }
  if (isNarrow !== true) return <div className={className}>{children}</div>
  return (
    <div className={styles['folded']}>
      <SegmentedControl
        aria-label={label}
        className={styles['choice']}
        fullWidth
        value={String(shown)}
        data={names.map((name, index) => ({ value: String(index), label: name }))}
        onChange={(value) => setShown(Number(value))}
      />
      <MainColumn value={() => setShown(main)}>{children[shown]}</MainColumn>
    </div>
  )
}
