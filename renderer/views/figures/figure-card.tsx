import { Menu } from '@mantine/core'
import { IconDownload, IconTable } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { FigureSpec } from '../../../analyses/core/figure'
import type { PublicationProfile } from '../../../analyses/core/publication-profile'
import type { Speaker } from '../../../analyses/core/say'
import { isDark } from '../../state/workbench'
import { IconButton } from '../../ui/icon-button'
import { ResultsTable } from '../analysis/results-table'
import { useProject, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './figures.module.css'

// The drawing library is large and waits until something is to be drawn.
const FigureView = lazy(async () => ({ default: (await import('../../figure/figure-view')).FigureView }))

interface Props {
  /** Name of the analysis it belongs to. */
  readonly as: string
  readonly spec: FigureSpec
  readonly speaker: Speaker
  /** In the gallery a figure is shown as it will print. */
  readonly print?: PublicationProfile
}

/** A figure with its title, its notes, its numbers, and the ways to save it. */
export function FigureCard({ as, spec, speaker, print }: Props) {
  const words = useWords()
  const { exports } = useSurroundings().context
  const dark = useWorkbenchState(isDark)
  const analysis = useProject((project) => project.analyses.find((entry) => entry.as === as)?.id ?? '')
  const [showsData, setShowsData] = useState(false)
  const title = speaker.label(spec.title)
  return (
    <article className={styles['card']} data-place={print === undefined ? 'results' : 'gallery'} aria-label={title}>
      <header className={styles['cardHead']}>
        <div className={styles['cardTitle']} lang={speaker.language}>
          <h3>{title}</h3>
          {print === undefined ? null : <small>{as}</small>}
        </div>
        <IconButton label={words('figure.show-data')} aria-pressed={showsData} onClick={() => setShowsData((shows) => !shows)}>
          <IconTable size={16} stroke={1.75} />
        </IconButton>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={words('figure.save', { figure: title })}>
              <IconDownload size={16} stroke={1.75} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void exports.saveFigure(as, spec.id, 'svg')}>{words('figure.save-svg')}</Menu.Item>
            <Menu.Item onClick={() => void exports.saveFigure(as, spec.id, 'pdf')}>{words('figure.save-pdf')}</Menu.Item>
            <Menu.Item onClick={() => void exports.saveFigure(as, spec.id, 'png')}>{words('figure.save-png')}</Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => void exports.saveFigureData(as, spec.id)}>{words('figure.save-data')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={styles['cardBody']} lang={speaker.language}>
        <div className={styles['paper']}>
          <Suspense fallback={<div style={{ minHeight: 160 }} />}>
            <FigureView spec={spec} resolve={speaker.label} language={speaker.language} profile={print ?? 'screen'} theme={print !== undefined ? 'print' : dark ? 'dark' : 'light'} isBare />
          </Suspense>
        </div>
        {print !== undefined || spec.notes.length === 0 ? null : (
          <div className={styles['notes']}>
            {spec.notes.map((note, index) => (
              <p key={index}>{speaker.label(note)}</p>
            ))}
          </div>
        )}
        {showsData ? (
          <>
            <h4 className={styles['dataHead']}>{words('figure.data')}</h4>
            <ResultsTable table={spec.data} analysis={analysis} speaker={speaker} notes={[]} showsAllColumns label={words('figure.data')} />
          </>
        ) : null}
      </div>
    </article>
  )
}
