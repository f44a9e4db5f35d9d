import { Menu } from '@mantine/core'
import { IconCopy, IconDownload, IconTable } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { FigureSpec } from '../../../analyses/core/figure'
import type { PublicationProfile } from '../../../analyses/publish/publication-profile'
import type { Speaker } from '../../../analyses/core/speaker'
import { analyses } from '../../../analyses/index'
import { filterTo } from '../../commands/filter-drill'
import { outputCopyFigure } from '../../commands/output-copy-figure'
import { matches, shortcutText } from '../../commands/shortcut'
import { groupsInTable } from '../../state/drill-down'
import { isDark } from '../../state/workbench'
import { IconButton } from '../../ui/icon-button'
import { IconMenu } from '../../ui/icon-menu'
import type { Doors } from '../../figure/figure-doors'
import { ResultsTable } from '../analysis/results-table'
import { useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './figures.module.css'

// The drawing library is large and waits until something is to be drawn.
const FigureView = lazy(async () => ({ default: (await import('../../figure/figure-view')).FigureView }))

interface Props {
  /** Name of the analysis it belongs to. */
  readonly as: string
  /** That analysis in words, where its figures stand among those of others. */
  readonly name?: string
  /** Id of that analysis. */
  readonly analysis: string
  readonly spec: FigureSpec
  readonly speaker: Speaker
  /** In the gallery a figure is shown as it will print. */
  readonly print?: PublicationProfile
}

/** A figure with its title, its notes, its numbers, and the ways to save it. */
export function FigureCard({ as, name, analysis, spec, speaker, print }: Props) {
  const words = useWords()
  const { context, isMac } = useSurroundings()
  const { exports } = context
  const dark = useWorkbenchState(isDark)
  const [showsData, setShowsData] = useState(false)
  const title = speaker.label(spec.title)
  const place = useRef<HTMLDivElement>(null)
  const isNear = useHasComeNear(place)
  const doors = useDoors(spec, analysis, speaker)
  return (
    <article
      className={styles['card']}
      data-place={print === undefined ? 'results' : 'gallery'}
      aria-label={title}
      onKeyDown={(event) => {
        if (!matches(outputCopyFigure.shortcut, event.nativeEvent, isMac)) return
        // The command of the whole window would copy the first figure.
        event.preventDefault()
        event.stopPropagation()
        event.nativeEvent.stopPropagation()
        void exports.copyFigure(as, spec.id, 'png')
      }}
    >
      <header className={styles['cardHead']}>
        <div className={styles['cardTitle']} lang={speaker.language}>
          <h3>{title}</h3>
          {name === undefined ? null : <small>{name}</small>}
        </div>
        <IconButton
          label={words('figure.show-data')}
          aria-pressed={showsData}
          onClick={() => setShowsData((shows) => !shows)}
        >
          <IconTable size={16} stroke={1.75} />
        </IconButton>
        <IconButton
          label={words('figure.copy', { figure: title })}
          shortcut={shortcutText(outputCopyFigure.shortcut, isMac)}
          onClick={() => void exports.copyFigure(as, spec.id, 'png')}
        >
          <IconCopy size={16} stroke={1.75} />
        </IconButton>
        <IconMenu label={words('figure.save', { figure: title })} icon={<IconDownload size={16} stroke={1.75} />}>
          {(['svg', 'pdf', 'png'] as const).map((format) => (
            <Menu.Item key={format} onClick={() => void exports.saveFigure(as, spec.id, format)}>
              {words(`figure.save-${format}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {(['png', 'svg'] as const).map((format) => (
            <Menu.Item key={format} onClick={() => void exports.copyFigure(as, spec.id, format)}>
              {words(`figure.copy-${format}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => void exports.saveFigureData(as, spec.id)}>{words('figure.save-data')}</Menu.Item>
        </IconMenu>
      </header>
      <div className={styles['cardBody']} lang={speaker.language}>
        <div className={styles['paper']} ref={place}>
          <Suspense fallback={<div className={styles['room']} />}>
            {isNear ? (
              <FigureView
                spec={spec}
                resolve={speaker.label}
                language={speaker.language}
                profile={print ?? 'screen'}
                theme={print !== undefined ? 'print' : dark ? 'dark' : 'light'}
                isBare
                {...(doors === null ? {} : { doors })}
              />
            ) : (
              <div className={styles['room']} />
            )}
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
            <ResultsTable
              table={spec.data}
              analysis={analysis}
              speaker={speaker}
              notes={[]}
              showsAllColumns
              label={words('figure.data')}
            />
          </>
        ) : null}
      </div>
    </article>
  )
}

/** The groups of respondents that a figure shows, each of which filters everything to itself when it is pointed at. */
function useDoors(spec: FigureSpec, analysis: string, speaker: Speaker): Doors | null {
  const words = useWords()
  const { workbench } = useSurroundings().context
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  return useMemo(() => {
    if (attributes === undefined || analyses.get(analysis)?.needs.data !== 'survey') return null
    const groups = groupsInTable(spec.data, attributes, speaker.level)
    if (groups.size === 0) return null
    return {
      label: words('drill.in-figure'),
      names: new Set(groups.keys()),
      hint: (group) => words('drill.only', { group }),
      open: (group) => {
        const levels = groups.get(group)
        if (levels !== undefined) filterTo(workbench, levels)
      },
    }
  }, [attributes, analysis, spec.data, speaker, words, workbench])
}

/** True once the element has been within a screen of what is in sight: drawing costs, and most figures are further down. */
function useHasComeNear(element: RefObject<HTMLElement | null>): boolean {
  const [hasComeNear, setHasComeNear] = useState(false)
  useEffect(() => {
    const watched = element.current
    if (watched === null || hasComeNear) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setHasComeNear(true)
      },
      { rootMargin: '400px' },
    )
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element, hasComeNear])
  return hasComeNear
}
