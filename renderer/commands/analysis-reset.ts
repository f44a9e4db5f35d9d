import { resetOptions } from '../state/project'
import { projectOf } from '../state/workbench'
import { hasAnalysis, type Command } from './command'

export const analysisReset: Command = {
  id: 'analysis.reset',
  label: 'command.analysis-reset',
  group: 'analysis',
  enabled: (state) =>
    hasAnalysis(state) &&
    Object.keys(projectOf(state).analyses.find(({ as }) => as === state.window.analysis)?.options ?? {}).length > 0,
  run({ workbench }) {
    const { analysis } = workbench.store.getState().window
    if (analysis !== null) workbench.change((project) => resetOptions(project, analysis))
  },
}
