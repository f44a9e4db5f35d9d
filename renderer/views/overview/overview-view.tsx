import { Button } from '@mantine/core'
import { IconCopy, IconHome2 } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Section } from '../../../analyses/overview/page'
import { dataKinds } from '../../../analyses/recipe/open'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpenSample } from '../../commands/project-open-sample'
import { viewScreens } from '../../commands/view-screen'
import { datasetsOf, isReadByInstrument } from '../../state/data-kinds'
import { overviewAnalyses, overviewSections } from '../../state/overview'
import { resultKey } from '../../state/running-steps'
import { projectOf, type WorkbenchState } from '../../state/workbench'
import { EmptyState } from '../../ui/empty-state'
import { CommandButton } from '../command-controls'
import { useFigureSpeaker, useProject, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import { GroupsOfSection } from './group-table'
import { OverviewLine } from './overview-line'
import styles from './overview.module.css'

/** The first page of a project: what there is to say of it in plain sentences, each leading to the analysis behind it. */
export function OverviewView() {
  const words = useWords()
  const project = useProject((present) => present)
  const session = useWorkbenchState((state) => state.session)
  const lack = useWorkbenchState(lackOf)
  const sections = useMemo(() => overviewSections(project, session), [project, session])
  const isPending = useWorkbenchState(isOverviewPending)
  if (sections.length === 0) return <Lacking lack={lack} />
  return (
    <section className={styles['root']} aria-label={words('rail.overview')} aria-busy={isPending}>
      <Head />
      {isPending ? <div className={styles['progress']} /> : null}
      <div className={styles['scroll']} tabIndex={isPending ? 0 : -1}>
        <div className={styles['content']}>
          {lack === 'instrument' ? <p className={styles['lack']}>{words('overview.lack-instrument-text')}</p> : null}
          {sections.map((section) => (
            <SectionOfOverview key={section.id} section={section} />
          ))}
        </div>
      </div>
    </section>
  )
}

function Head() {
  const words = useWords()
  const { exports } = useSurroundings().context
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{words('rail.overview')}</h2>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconCopy size={15} stroke={1.75} aria-hidden />}
        onClick={() => void exports.copyOverview()}
      >
        {words('overview.copy')}
      </Button>
    </header>
  )
}

function SectionOfOverview({ section }: { readonly section: Section }) {
  const words = useWords()
  const speaker = useFigureSpeaker()
  const { id, heading, lines, groups, isPending } = section
  return (
    <section className={styles['section']} data-section={id} lang={speaker.language} aria-labelledby={`overview-${id}`}>
      <h3 id={`overview-${id}`}>{speaker.label(heading)}</h3>
      {lines.length === 0 && isPending ? (
        <p className={styles['pending']} lang={words.language}>
          {words('overview.pending')}
        </p>
      ) : (
        <ul className={styles['lines']}>
          {lines.map((line, index) => (
            <OverviewLine key={index} line={line} />
          ))}
        </ul>
      )}
      {groups === undefined ? null : <GroupsOfSection groups={groups} />}
    </section>
  )
}

/** What a project must have before anything can be said of it. */
type Lack = 'data' | 'files' | 'instrument' | 'reading' | null

function lackOf(state: WorkbenchState): Lack {
  const { session } = state
  const { sources } = projectOf(state)
  if (dataKinds.some((kind) => session[kind].status === 'loading')) return 'reading'
  if (Object.values(session.sources).some(({ status }) => status === 'reading') || session.arriving.length > 0)
    return 'reading'
  if (sources.length === 0) return 'data'
  const awaitsInstrument =
    session.instrument.instrument === null && sources.some(({ source }) => isReadByInstrument(source.kind))
  if (awaitsInstrument) return 'instrument'
  return Object.values(datasetsOf(session)).every((dataset) => dataset === null) ? 'files' : null
}

/** Whether an answer of the overview is still to come, or is about what the project asked before. */
function isOverviewPending({ history, session }: WorkbenchState): boolean {
  return overviewAnalyses(history.present, session).some((analysis) => {
    const result = session.results[analysis.as]
    return (result?.problem ?? null) === null && result?.key !== resultKey(history.present, analysis, session)
  })
}

const screenCommand = (screen: string) => viewScreens.find(({ id }) => id === `view.${screen}`)

/** Says what is missing, and offers the way to it. */
function Lacking({ lack }: { readonly lack: Lack }) {
  const words = useWords()
  const picture = <IconHome2 size={32} stroke={1.4} />
  if (lack === 'reading') return <EmptyState picture={picture} title={words('overview.reading')} text="" />
  if (lack === 'instrument')
    return (
      <EmptyState
        picture={picture}
        title={words('overview.lack-instrument')}
        text={words('overview.lack-instrument-text')}
      >
        {['instrument', 'data'].map((screen, index) => {
          const command = screenCommand(screen)
          return command === undefined ? null : (
            <CommandButton key={screen} command={command} variant={index === 0 ? 'filled' : 'default'} />
          )
        })}
      </EmptyState>
    )
  if (lack === 'files')
    return (
      <EmptyState picture={picture} title={words('overview.lack-files')} text={words('overview.lack-files-text')}>
        <CommandButton command={projectAddFiles} variant="filled" />
      </EmptyState>
    )
  return (
    <EmptyState picture={picture} title={words('overview.lack-data')} text={words('overview.lack-data-text')}>
      <CommandButton command={projectAddFiles} variant="filled" />
      <CommandButton command={projectOpenSample} />
    </EmptyState>
  )
}
