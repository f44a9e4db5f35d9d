import { Button } from '@mantine/core'
import { IconFileDescription, IconFilePlus, IconFolderOpen, IconTestPipe, IconX } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpen } from '../../commands/project-open'
import { projectOpenSample } from '../../commands/project-open-sample'
import type { Draft, RecentProject } from '../../../preload/contract'
import { IconButton } from '../../ui/icon-button'
import { Notice } from '../../ui/notice'
import { RejectedFiles } from '../rejected-files'
import { useRun, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './start-view.module.css'

/** The first screen: drop files, the sample, recent projects, and work that an earlier run left unsaved. */
export function StartView() {
  const words = useWords()
  const run = useRun()
  return (
    <div className={styles['root']}>
      <div className={styles['inner']}>
        <div className={styles['intro']}>
          <h2>{words('start.title')}</h2>
          <p>{words('start.text')}</p>
        </div>
        <DraftNotice />
        <SetAsideNotice />
        <div className={styles['rejected']}>
          <RejectedFiles />
        </div>
        <button type="button" className={styles['drop']} onClick={() => run(projectAddFiles)}>
          <IconFilePlus size={28} stroke={1.5} aria-hidden />
          <strong>{words('start.drop')}</strong>
          <span>{words('start.drop-text')}</span>
        </button>
        <div className={styles['side']}>
          <div>
            <h3>{words('start.begin')}</h3>
            <Entry
              picture={<IconTestPipe size={18} stroke={1.6} aria-hidden />}
              title={words('command.project-open-sample')}
              text={words('start.sample-text')}
              onClick={() => run(projectOpenSample)}
            />
            <Entry
              picture={<IconFolderOpen size={18} stroke={1.6} aria-hidden />}
              title={words('command.project-open')}
              text={words('start.open-text')}
              onClick={() => run(projectOpen)}
            />
          </div>
          <RecentProjects />
        </div>
      </div>
    </div>
  )
}

/** Something to begin with: what it is, and a line about it. */
function Entry({
  picture,
  title,
  text,
  path,
  disabled,
  onClick,
}: {
  readonly picture: ReactNode
  readonly title: ReactNode
  readonly text: string
  /** Shown whole when the line is pointed at. */
  readonly path?: string
  readonly disabled?: boolean
  readonly onClick: () => void
}) {
  return (
    <button type="button" className={styles['entry']} disabled={disabled} onClick={onClick}>
      {picture}
      <span className={styles['entryText']}>
        {title}
        <small title={path}>{text}</small>
      </span>
    </button>
  )
}

/** @returns what the host answers, `before` until then and when it refuses; and a setter */
function useAnswer<T>(ask: () => Promise<T>, before: T): readonly [T, (answer: T) => void] {
  const [answer, setAnswer] = useState<T>(before)
  const [asked] = useState(() => ask)
  useEffect(() => {
    let isCurrent = true
    void asked().then(
      (found) => isCurrent && setAnswer(found),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [asked])
  return [answer, setAnswer]
}

/** Work that an earlier run left unsaved. */
function DraftNotice() {
  const words = useWords()
  const { workbench, opening } = useSurroundings().context
  const [draft, setDraft] = useAnswer<Draft | null>(workbench.host.readDraft, null)
  if (draft === null) return null
  const time = words.format.time(Date.parse(draft.savedAt), Intl.DateTimeFormat().resolvedOptions().timeZone, 'minute')
  const takeUp = (): void => {
    setDraft(null)
    void opening.openDraft(draft)
  }
  const discard = (): void => {
    setDraft(null)
    void workbench.host.writeDraft(null)
  }
  return (
    <div className={styles['rejected']}>
      <Notice
        level="info"
        actions={
          <>
            <Button size="compact-xs" onClick={takeUp}>
              {words('start.restore')}
            </Button>
            <Button size="compact-xs" variant="default" onClick={discard}>
              {words('start.discard')}
            </Button>
          </>
        }
      >
        {words('start.draft', { name: draft.name, time })}
      </Notice>
    </div>
  )
}

/** Unsaved work that another project was opened over. */
function SetAsideNotice() {
  const words = useWords()
  const { workbench } = useSurroundings().context
  const setAside = useWorkbenchState((state) => state.setAside)
  if (setAside === null) return null
  return (
    <div className={styles['rejected']}>
      <Notice
        level="info"
        actions={
          <Button size="compact-xs" onClick={() => workbench.takeBack()}>
            {words('command.project-take-back')}
          </Button>
        }
      >
        {words('told.set-aside')}
      </Notice>
    </div>
  )
}

/** More of them than this are further away than a dialog. */
const mostShown = 6

function RecentProjects() {
  const words = useWords()
  const { workbench, opening } = useSurroundings().context
  const { host } = workbench
  const [recent, setRecent] = useAnswer<readonly RecentProject[]>(host.recentProjects, [])
  return (
    <div>
      <h3>{words('start.recent')}</h3>
      {recent.length === 0 ? <p className={styles['none']}>{words('start.no-recent')}</p> : null}
      <ul>
        {recent.slice(0, mostShown).map(({ id, name, path, isMissing }) => (
          <li key={id} className={styles['recent']}>
            <Entry
              picture={<IconFileDescription size={18} stroke={1.6} aria-hidden />}
              title={<bdi>{name.replace(/\.json$/, '')}</bdi>}
              text={isMissing ? words('start.missing') : path}
              path={path}
              disabled={isMissing}
              onClick={() => void opening.openRecent(id)}
            />
            <IconButton
              label={words('start.forget', { name })}
              onClick={() => void host.forgetProject(id).then(setRecent)}
            >
              <IconX size={14} stroke={1.75} />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  )
}
