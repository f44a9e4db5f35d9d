import { Loader } from '@mantine/core'
import {
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconHistory,
  IconPlayerStop,
} from '@tabler/icons-react'
import type { RunState } from '../../state/session'
import styles from './analysis.module.css'

const signs = {
  fresh: IconCircleCheckFilled,
  stale: IconHistory,
  refused: IconCircleMinus,
  failed: IconCircleX,
  waiting: IconCircleDashed,
  stopped: IconPlayerStop,
} as const

/** The state of an analysis by shape and colour. */
export function StateSign({ state }: { readonly state: RunState }) {
  if (state === 'running') return <Loader size={12} type="oval" aria-hidden />
  const Sign = signs[state]
  return <Sign size={14} stroke={1.75} aria-hidden className={styles[state]} />
}
