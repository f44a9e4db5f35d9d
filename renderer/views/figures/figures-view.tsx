import { Button, Select } from '@mantine/core'
import { IconChartHistogram, IconDownload } from '@tabler/icons-react'
import { publicationProfiles } from '../../../analyses/publish/publication-profile'
import { outputSaveFigures } from '../../commands/output-save-figures'
import { projectOpenSample } from '../../commands/project-open-sample'
import { viewScreens } from '../../commands/view-screen'
import { EmptyState } from '../../ui/empty-state'
import { CommandButton } from '../command-controls'
import {
  useFigureSpeaker,
  useProject,
  useRun,
  useSpeaker,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../workbench-context'
import { analysisName } from '../analysis/analysis-words'
import { FigureCard } from './figure-card'
import styles from './figures.module.css'

const profiles = Object.keys(publicationProfiles) as readonly (keyof typeof publicationProfiles)[]

/** All figures of the project as they will print. */
export function FiguresView() {
  const words = useWords()
  const run = useRun()
  const workbench = useWorkbench()
  const speaker = useFigureSpeaker()
  const windowSpeaker = useSpeaker()
  const analyses = useProject((project) => project.analyses)
  const profile = useProject((project) => project.output.profile)
  const results = useWorkbenchState(({ session }) => session.results)
  const busy = useWorkbenchState(({ window }) => window.busy)
  const figures = analyses.flatMap(({ as, id }) =>
    (results[as]?.outcome?.figures ?? []).map((spec) => ({ as, id, spec })),
  )
  const nameOf = new Map(analyses.map((entry) => [entry.as, analysisName(entry, analyses, words, windowSpeaker)]))
  const toAnalyses = viewScreens.find(({ id }) => id === 'view.analyses')
  if (figures.length === 0) {
    return (
      <EmptyState
        picture={<IconChartHistogram size={32} stroke={1.4} />}
        title={words('figures.empty-title')}
        text={words(analyses.length > 0 ? 'figures.empty-text-waiting' : 'figures.empty-text')}
      >
        {toAnalyses === undefined ? null : (
          <Button onClick={() => run(toAnalyses)}>{words('figures.to-analyses')}</Button>
        )}
        {analyses.length > 0 ? null : <CommandButton command={projectOpenSample} />}
      </EmptyState>
    )
  }
  return (
    <div className={styles['layout']}>
      <header className={styles['head']}>
        <h2>{words('rail.figures')}</h2>
        <small>{words('figures.count', { count: figures.length })}</small>
        <Select
          aria-label={words('figures.profile')}
          w={230}
          value={profile}
          allowDeselect={false}
          data={profiles.map((id) => ({
            value: id,
            label: words(`profile.${id}`, { width: publicationProfiles[id].widthMm }),
          }))}
          onChange={(value) => {
            const chosen = profiles.find((id) => id === value)
            if (chosen === undefined) return
            workbench.change((project) => ({ ...project, output: { ...project.output, profile: chosen } }))
            workbench.writeSettings({ figureProfile: chosen })
          }}
        />
        <Button
          leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          loading={busy === 'figures'}
          onClick={() => run(outputSaveFigures)}
        >
          {words('figures.save-all')}
        </Button>
      </header>
      <div className={styles['gallery']}>
        <div className={styles['grid']}>
          {figures.map(({ as, id, spec }) => (
            <FigureCard
              key={`${as}.${spec.id}`}
              as={as}
              name={nameOf.get(as) ?? as}
              analysis={id}
              spec={spec}
              speaker={speaker}
              print={publicationProfiles[profile]}
            />
          ))}
        </div>
      </div>
    </div>
  )
}
