import { analyses } from '../../analyses/index'
import type { Project, ProjectAnalysis } from './project'
import type { WindowState } from './workbench'

/** Names of the analyses behind the preview of the instrument; no analysis of a project can have them. */
export const previewNames = { scores: '#scores', reliability: '#reliability' } as const

/** What the instrument gives for the loaded data: scores, and how well the items of each dimension go together. */
const previews: readonly ProjectAnalysis[] = [
  previewOf(previewNames.scores, 'dimension-scores', {}),
  // The preview follows every edit: what takes long is left to the analysis itself.
  previewOf(previewNames.reliability, 'reliability', { draws: 0, ordinal: false }),
]

function previewOf(as: string, id: string, options: ProjectAnalysis['options']): ProjectAnalysis {
  return { as, id, version: analyses.get(id)?.version ?? 1, where: [], options }
}

/**
 * The project with the analyses that the screen shows beside its own. They run under the project's filter and stand under disclosure control together with the
 * others, so that nothing can be found out by comparing them.
 */
export const watchedProject = (project: Project, { screen }: Pick<WindowState, 'screen'>): Project =>
  screen === 'instrument' && project.instrument !== null
    ? { ...project, analyses: [...project.analyses, ...previews] }
    : project
