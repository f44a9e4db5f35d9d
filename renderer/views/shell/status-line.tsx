import { Loader, Popover } from '@mantine/core'
import { IconCheck, IconShieldCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { helpShield } from '../../commands/help-shield'
import type { HostDescription } from '../../../preload/contract'
import type { Words } from '../../i18n/words'
import { watchedProject } from '../../state/instrument-preview'
import { overviewAnalyses } from '../../state/overview'
import { isAnythingPending } from '../../state/running-steps'
import { dataKinds } from '../../../analyses/recipe/open'
import { useRun, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './shell.module.css'

/** Rows, engine, memory, what is running, and the shield. */
export function StatusLine() {
  const words = useWords()
  const engine = useWorkbenchState(({ session }) => session.engine)
  const rounds = useWorkbenchState(({ session }) => session.survey.dataset?.rounds.length ?? 0)
  const busy = useWorkbenchState(({ window }) => window.busy)
  const took = useWorkbenchState(({ window, session }) =>
    window.screen === 'analyses' && window.analysis !== null ? (session.results[window.analysis]?.took ?? null) : null,
  )
  const rows = useWorkbenchState(({ session }) =>
    Object.values(session.sources).reduce((sum, { reading }) => sum + (reading?.report?.rowsUsed ?? 0), 0),
  )
  const pending = useWorkbenchState(({ history, session, window }) =>
    isAnythingPending(
      watchedProject(history.present, window),
      session,
      window.screen === 'overview' ? overviewAnalyses(history.present, session) : [],
    ),
  )
  const reading = useWorkbenchState(
    ({ session }) =>
      session.arriving.length + Object.values(session.sources).filter(({ status }) => status === 'reading').length,
  )
  const isDrafting = useWorkbenchState(({ session }) => session.drafting?.isWorking === true)
  const isOpening = useWorkbenchState(({ session }) => dataKinds.some((kind) => session[kind].status === 'loading'))
  const activity =
    busy === 'figures'
      ? words('status.drawing')
      : busy === 'saving'
        ? words('status.saving')
        : reading > 0
          ? words('status.reading', { count: reading })
          : isDrafting
            ? words('status.drafting')
            : pending || isOpening
              ? words('status.computing')
              : null

  return (
    <footer className={styles['status']} data-activity={activity === null ? 'idle' : 'busy'}>
      <span>
        {rows > 0 ? words('status.rows', { rows: words.format.count(rows), rounds: rounds }) : words('status.no-rows')}
      </span>
      <span className={`${styles['statusItem']} ${styles['machine']}`}>{words(`status.engine-${engine.status}`)}</span>
      {engine.memory === null ? null : (
        <span className={styles['machine']}>
          {words('status.memory', {
            megabytes: words.format.number(engine.memory / 1_048_576, engine.memory < 10_485_760 ? 1 : 0),
          })}
        </span>
      )}
      <span className={styles['statusItem']} role="status" aria-live="polite">
        {activity === null ? (
          took === null ? null : (
            words('status.took', { milliseconds: words.format.count(Math.round(took)) })
          )
        ) : (
          <>
            <Loader size={11} type="oval" aria-hidden /> {activity}
          </>
        )}
      </span>
      <span className={styles['gap']} />
      <Shield words={words} />
    </footer>
  )
}

function Shield({ words }: { readonly words: Words }) {
  const run = useRun()
  const workbench = useWorkbench()
  const isOpen = useWorkbenchState(({ window }) => window.isShieldOpen)
  const first = useWorkbenchState(({ host }) => host)
  const [host, setHost] = useState<HostDescription>(first)
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    void workbench.host.describeHost().then((described) => {
      if (isCurrent) setHost(described)
    })
    return () => {
      isCurrent = false
    }
  }, [isOpen, workbench])
  const close = (): void => workbench.patchWindow({ isShieldOpen: false })
  return (
    <Popover opened={isOpen} onDismiss={close} position="top-end" trapFocus returnFocus closeOnEscape withRoles>
      <Popover.Target>
        <button type="button" className={styles['shield']} onClick={() => (isOpen ? close() : run(helpShield))}>
          <IconShieldCheck size={15} stroke={1.75} aria-hidden />
          {words('shield.title')}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words('shield.title')}>
        <div className={styles['walls']} tabIndex={0} data-autofocus>
          <h2>{words('shield.title')}</h2>
          <p>{words('shield.text')}</p>
          <p>{words('shield.blocked', { count: host.blockedRequests })}</p>
          <ul>
            {host.walls.map(({ id, detail }) => (
              <li key={id}>
                <IconCheck size={14} stroke={2} aria-hidden />
                <span>{words(`wall.${id}`)}</span>
                <code>{detail}</code>
              </li>
            ))}
          </ul>
          <p>
            {words('shield.host', {
              host: host.host === 'electron' ? 'Electron' : 'Chromium',
              version: host.hostVersion,
              workbench: host.workbenchVersion,
            })}
          </p>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
