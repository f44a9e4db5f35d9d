import { moveAnalysis } from '../state/project'
import { hasAnalysis, type Command } from './command'

const moveBy = (
  id: string,
  label: 'command.analysis-move-up' | 'command.analysis-move-down',
  shortcut: string,
  by: -1 | 1,
): Command => ({
  id,
  label,
  group: 'analysis',
  shortcut,
  enabled: hasAnalysis,
  run({ workbench }) {
    const { analysis } = workbench.store.getState().window
    if (analysis !== null) workbench.change((project) => moveAnalysis(project, analysis, by))
  },
})

export const analysisMoveUp = moveBy('analysis.move-up', 'command.analysis-move-up', 'Alt+Shift+ArrowUp', -1)
export const analysisMoveDown = moveBy('analysis.move-down', 'command.analysis-move-down', 'Alt+Shift+ArrowDown', 1)
