import { Button } from '@mantine/core'
import { IconFileDescription, IconFilePlus, IconFolderOpen, IconTestPipe, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpen } from '../../commands/project-open'
import { projectOpenSample } from '../../commands/project-open-sample'
import type { Draft, RecentProject } from '../../../preload/contract'
import { IconButton } from '../../ui/icon-button'
import { Notice } from '../../ui/notice'
import { RejectedFiles } from '../rejected-files'
import { useRun, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './start-view.module.css'

/** Where one begins: drop files, the sample, recent projects, and work that an earlier run left unsaved. */
export function StartView() {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  const { host } = context.workbench
  const [recent, setRecent] = useState<readonly RecentProject[]>([])
  const [draft, setDraft] = useState<Draft | null>(null)
  const setAside = useWorkbenchState((state) => state.setAside)
  useEffect(() => {
    let isCurrent = true
    void host.recentProjects().then(
      (list) => isCurrent && setRecent(list),
      () => undefined,
    )
    void host.readDraft().then(
      (found) => isCurrent && setDraft(found),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [host])

  return (
    <div className={styles['root']}>
      <div className={styles['inner']}>
        <div className={styles['intro']}>
          <h2>{words('start.title')}</h2>
          <p>{words('start.text')}</p>
        </div>
        {draft === null ? null : (
          <div className={styles['rejected']}>
            <Notice
              level="info"
              actions={
                <>
                  <Button
                    size="compact-xs"
                    onClick={() => {
                      setDraft(null)
                      void context.opening.openDraft(draft)
                    }}
                  >
                    {words('start.restore')}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => {
                      setDraft(null)
                      void host.writeDraft(null)
                    }}
                  >
                    {words('start.discard')}
                  </Button>
                </>
              }
            >
              {words('start.draft', {
                name: draft.name,
                time: words.format.time(
                  Date.parse(draft.savedAt),
                  Intl.DateTimeFormat().resolvedOptions().timeZone,
                  'minute',
                ),
              })}
            </Notice>
          </div>
        )}
        {setAside === null ? null : (
          <div className={styles['rejected']}>
            <Notice
              level="info"
              actions={
                <Button size="compact-xs" onClick={() => context.workbench.takeBack()}>
                  {words('command.project-take-back')}
                </Button>
              }
            >
              {words('told.set-aside')}
            </Notice>
          </div>
        )}
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
            <button type="button" className={styles['entry']} onClick={() => run(projectOpenSample)}>
              <IconTestPipe size={18} stroke={1.6} aria-hidden />
              <span className={styles['entryText']}>
                {words('command.project-open-sample')}
                <small>{words('start.sample-text')}</small>
              </span>
            </button>
            <button type="button" className={styles['entry']} onClick={() => run(projectOpen)}>
              <IconFolderOpen size={18} stroke={1.6} aria-hidden />
              <span className={styles['entryText']}>
                {words('command.project-open')}
                <small>{words('start.open-text')}</small>
              </span>
            </button>
          </div>
          <div>
            <h3>{words('start.recent')}</h3>
            {recent.length === 0 ? <p className={styles['none']}>{words('start.no-recent')}</p> : null}
            <ul>
              {recent.slice(0, 6).map((project) => (
                <li key={project.id} className={styles['recent']}>
                  <button
                    type="button"
                    className={styles['entry']}
                    disabled={project.isMissing}
                    onClick={() => void context.opening.openRecent(project.id)}
                  >
                    <IconFileDescription size={18} stroke={1.6} aria-hidden />
                    <span className={styles['entryText']}>
                      <bdi>{project.name.replace(/\.json$/, '')}</bdi>
                      <small title={project.path}>{project.isMissing ? words('start.missing') : project.path}</small>
                    </span>
                  </button>
                  <IconButton
                    label={words('start.forget', { name: project.name })}
                    onClick={() => void host.forgetProject(project.id).then(setRecent)}
                  >
                    <IconX size={14} stroke={1.75} />
                  </IconButton>
                </li>
              ))}
            </ul>
          </div>
        </div>
      </div>
    </div>
  )
}
