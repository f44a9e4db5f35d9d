import { Button, Progress } from '@mantine/core'
import { useRef } from 'react'
import { withResult } from '../../state/running-steps'
import type { ResultState } from '../../state/session'
import { Notice } from '../../ui/notice'
import { useWords, useWorkbench } from '../workbench-context'
import styles from './analysis.module.css'

interface Props {
  readonly as: string
  /** A run that has lasted long enough to be told of. */
  readonly running: ResultState['running']
  readonly isStopped: boolean
  /** What was computed before still stands below. */
  readonly hasOlder: boolean
}

/** How far a long run is with the way to stop it, and once it is stopped the way to begin it anew. Empty otherwise. */
export function RunProgress({ as, running, isStopped, hasOlder }: Props) {
  const words = useWords()
  const workbench = useWorkbench()
  const place = useRef<HTMLDivElement>(null)
  const setStopped = (stopped: string | null): void => {
    // The button that was pressed is gone once this has been done.
    place.current?.focus()
    workbench.patchSession(({ results }) => ({ results: withResult(results, as, { stopped }) }))
  }
  const share = running?.share ?? null
  const text = words('results.running', { share: share === null ? '' : words.format.percent(share) }).trim()
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label={words('results.run')} className={styles['run']}>
      {running === null ? null : (
        <div className={styles['running']}>
          <span>{text}</span>
          <Progress className={styles['runningBar'] ?? ''} value={(share ?? 0) * 100} size="sm" aria-label={text} />
          <Button variant="default" size="compact-xs" onClick={() => setStopped(running.key)}>
            {words('results.stop')}
          </Button>
        </div>
      )}
      {isStopped ? (
        <Notice
          level="info"
          actions={
            <Button size="compact-xs" onClick={() => setStopped(null)}>
              {words('results.compute')}
            </Button>
          }
        >
          {words(hasOlder ? 'results.stopped-older' : 'results.stopped')}
        </Notice>
      ) : null}
    </div>
  )
}
