import { IconChartDots3 } from '@tabler/icons-react'
import { analysisAddFitting } from '../../commands/analysis-add-fitting'
import { projectOpenSample } from '../../commands/project-open-sample'
import { EmptyState } from '../../ui/empty-state'
import { FoldingColumns } from '../../ui/folding-columns'
import { CommandButton } from '../command-controls'
import { useProject, useWords, useWorkbenchState } from '../workbench-context'
import { AddMenu, AnalysisList } from './analysis-list'
import styles from './analysis.module.css'
import { OptionsPanel } from './options-panel'
import { ResultsView } from './results-view'

/** The screen of the analyses: their list, the results of the one shown, and its options. */
export function AnalysesView() {
  const words = useWords()
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
        {hasData ? <CommandButton command={analysisAddFitting} /> : <CommandButton command={projectOpenSample} />}
      </EmptyState>
    )
  }
  return (
    <FoldingColumns
      className={styles['layout']}
      label={words('shell.columns')}
      names={[words('analyses.list'), words('analyses.results'), words('options.title')]}
      follows={analysis.as}
    >
      <AnalysisList />
      <ResultsView key={analysis.as} analysis={analysis} />
      <OptionsPanel analysis={analysis} />
    </FoldingColumns>
  )
}
