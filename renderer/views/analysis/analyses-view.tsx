import { Button } from '@mantine/core'
import { IconChartDots3 } from '@tabler/icons-react'
import { analysisAddFitting } from '../../commands/analysis-add-fitting'
import { projectOpenSample } from '../../commands/project-open-sample'
import { EmptyState } from '../../ui/empty-state'
import { useProject, useRun, useWords, useWorkbenchState } from '../workbench-context'
import { AddMenu, AnalysisList } from './analysis-list'
import styles from './analysis.module.css'
import { OptionsPanel } from './options-panel'
import { ResultsView } from './results-view'

/** List, results, options. */
export function AnalysesView() {
  const words = useWords()
  const run = useRun()
  const name = useWorkbenchState(({ window }) => window.analysis)
  const analysis = useProject((project) => project.analyses.find(({ as }) => as === name) ?? project.analyses[0])
  const hasData = useProject((project) => project.sources.length > 0)
  if (analysis === undefined) {
    return (
      <EmptyState
        picture={<IconChartDots3 size={32} stroke={1.4} />}
        title={words('analyses.empty-title')}
        text={words(hasData ? 'analyses.empty-text' : 'analyses.empty-text-no-data')}
      >
        <AddMenu as="button" />
        {hasData ? (
          <Button variant="default" onClick={() => run(analysisAddFitting)}>
            {words('command.analysis-add-fitting')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => run(projectOpenSample)}>
            {words('command.project-open-sample')}
          </Button>
        )}
      </EmptyState>
    )
  }
  return (
    <div className={styles['layout']}>
      <AnalysisList />
      <ResultsView key={analysis.as} analysis={analysis} />
      <OptionsPanel analysis={analysis} />
    </div>
  )
}
