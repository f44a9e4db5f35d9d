import { IconChartDots3, IconChartHistogram, IconClipboardList, IconDatabase, IconHome2 } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { viewScreens } from '../../commands/view-screen'
import type { Screen } from '../../state/workbench'
import { useRun, useWords, useWorkbenchState } from '../workbench-context'
import styles from './shell.module.css'

interface Entry {
  readonly screen: Screen
  readonly label: 'rail.overview' | 'rail.data' | 'rail.instrument' | 'rail.analyses' | 'rail.figures'
  readonly Icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
}

const entries: readonly Entry[] = [
  { screen: 'overview', label: 'rail.overview', Icon: IconHome2 },
  { screen: 'data', label: 'rail.data', Icon: IconDatabase },
  { screen: 'instrument', label: 'rail.instrument', Icon: IconClipboardList },
  { screen: 'analyses', label: 'rail.analyses', Icon: IconChartDots3 },
  { screen: 'figures', label: 'rail.figures', Icon: IconChartHistogram },
]

/** The buttons for the screens of the window. */
export function Rail() {
  const words = useWords()
  const run = useRun()
  const screen = useWorkbenchState(({ window }) => window.screen)
  return (
    <nav className={styles['rail']} aria-label={words('rail.name')}>
      {entries.map(({ screen: target, label, Icon }) => {
        const command = viewScreens.find(({ id }) => id === `view.${target}`)
        return (
          <button
            key={target}
            type="button"
            className={styles['railItem']}
            aria-current={screen === target ? 'page' : undefined}
            onClick={() => command !== undefined && run(command)}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
            {words(label)}
          </button>
        )
      })}
    </nav>
  )
}
